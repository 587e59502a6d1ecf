package collect

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
)

// joinRow is a row of import_join.
type joinRow struct {
	FileHash    string
	FileName    string
	Total       int64
	Format      string
	Guessed     bool
	LeftColumn  string
	RightColumn string
	NameColumn  string
	ValueColumn string
	LeftColumns string
	Report      string
}

const joinColumns = "file_hash, file_name, total, format, guessed, left_column, right_column, name_column, value_column, left_columns, report"

// importJoin is a further file of an import.
type importJoin struct {
	hash    string
	name    string
	total   int64
	format  storedFormat
	guessed bool
	on      *JoinOn // nil while it is open
	left    []string
	report  *join.Report
}

func getJoins(ctx context.Context, q record.Querier, id string) ([]importJoin, error) {
	var rows []joinRow
	if err := q.NewRaw("SELECT "+joinColumns+" FROM import_join WHERE import_id = ? ORDER BY place", id).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read joins of an import")
	}
	out := make([]importJoin, 0, len(rows))
	for _, r := range rows {
		j := importJoin{hash: r.FileHash, name: r.FileName, total: r.Total, guessed: r.Guessed}
		var err error
		if j.format, err = readFormat(r.Format); err != nil {
			return nil, err
		}
		if r.LeftColumn != "" {
			j.on = &JoinOn{Left: r.LeftColumn, Right: r.RightColumn, Name: r.NameColumn, Value: r.ValueColumn}
		}
		err = json.Unmarshal([]byte(r.LeftColumns), &j.left)
		if r.Report != "" {
			j.report = &join.Report{}
			err = errors.Join(err, json.Unmarshal([]byte(r.Report), j.report))
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read join of an import")
		}
		out = append(out, j)
	}
	return out, nil
}

func deleteJoins(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, "DELETE FROM import_join WHERE import_id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "delete joins of an import")
}

// setJoins stores the further files of an import in the place of those there.
func setJoins(ctx context.Context, tx *record.Tx, id string, joins []importJoin) error {
	if err := deleteJoins(ctx, tx, id); err != nil {
		return err
	}
	for place, j := range joins {
		on := JoinOn{}
		if j.on != nil {
			on = *j.on
		}
		report := ""
		format, err1 := asJSON(j.format)
		left, err2 := asJSON(append([]string{}, j.left...))
		var err3 error
		if j.report != nil {
			report, err3 = asJSON(j.report)
		}
		if err := errors.Join(err1, err2, err3); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "INSERT INTO import_join (import_id, place, "+joinColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			id, place, j.hash, j.name, j.total, format, j.guessed, on.Left, on.Right, on.Name, on.Value, left, report)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "keep join of an import")
		}
	}
	return nil
}

func (j importJoin) shown() Join {
	kind := "text"
	if j.format.Kind != table.Delimited {
		kind = string(j.format.Kind)
	}
	out := Join{
		File: JoinFile{Name: j.name, Size: j.format.Size, Kind: kind, Rows: j.total, Columns: append([]string{}, j.format.Columns...)},
		On:   j.on, Guessed: j.guessed, Left: append([]string{}, j.left...),
	}
	if j.report != nil {
		out.Report = shownReport(*j.report)
	}
	return out
}

// expects are the files that the last file like an import was joined with and
// that this one is not yet.
func (s *Service) expects(ctx context.Context, q record.Querier, r *importRow, joins []importJoin) ([]ExpectedJoin, error) {
	out := []ExpectedJoin{}
	f, err := r.stored()
	if err != nil || r.State != StateReady {
		return out, err
	}
	program := ""
	if r.ProgramID != nil {
		program = *r.ProgramID
	}
	last, err := lastLike(ctx, q, f.Guessed, program)
	if err != nil || last == nil {
		return out, err
	}
	before, err := last.joinsBefore()
	if err != nil || before.Columns != fingerprintOf(f.Columns) {
		return out, err
	}
	there := map[string]bool{}
	for _, j := range joins {
		there[fingerprintOf(j.format.Columns)] = true
	}
	for _, e := range before.Joins {
		if !there[fingerprintOf(e.Columns)] {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s *source) joinsBefore() (joinsBefore, error) {
	var b joinsBefore
	if s.Joins == "" {
		return b, nil
	}
	err := json.Unmarshal([]byte(s.Joins), &b)
	return b, fault.Wrap(err, fault.CodeInternal, "read joins of a source")
}

// joinsText is what a source keeps of an import's joins.
func joinsText(own []string, joins []importJoin) (string, error) {
	b := joinsBefore{Columns: fingerprintOf(own)}
	for _, j := range joins {
		if j.on != nil {
			b.Joins = append(b.Joins, ExpectedJoin{File: j.name, Columns: j.format.Columns, On: *j.on, Said: j.format.Said})
		}
	}
	if len(b.Joins) == 0 {
		return "", nil
	}
	return asJSON(b)
}
