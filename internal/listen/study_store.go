package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const studyColumns = "id, program_id, name, purpose, question, wanted, saturation, saturation_at, mode, state, interviews, comments, created_by, created_at, version"

type studyRow struct {
	ID           string `bun:"id"`
	ProgramID    string `bun:"program_id"`
	Name         string `bun:"name"`
	Purpose      string `bun:"purpose"`
	Question     string `bun:"question"`
	Wanted       string `bun:"wanted"`
	Saturation   int    `bun:"saturation"`
	SaturationAt *int64 `bun:"saturation_at"`
	Mode         string `bun:"mode"`
	State        string `bun:"state"`
	Interviews   int    `bun:"interviews"`
	Comments     int    `bun:"comments"`
	CreatedBy    string `bun:"created_by"`
	CreatedAt    int64  `bun:"created_at"`
	Version      int64  `bun:"version"`
}

func (r studyRow) study() (Study, error) {
	st := Study{
		ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Purpose: r.Purpose, Question: r.Question, Saturation: r.Saturation,
		SaturationSet: timeOrNil(r.SaturationAt), Mode: CodingMode(r.Mode), State: StudyState(r.State), CreatedAt: record.Time(r.CreatedAt), Version: r.Version,
		interviewNumbers: r.Interviews, commentNumbers: r.Comments, createdBy: r.CreatedBy,
	}
	return st, fault.Wrap(json.Unmarshal([]byte(r.Wanted), &st.Wanted), fault.CodeInternal, "read study")
}

func getStudy(ctx context.Context, q record.Querier, id string) (Study, error) {
	var r studyRow
	if err := found(q.NewRaw("SELECT "+studyColumns+" FROM study WHERE id = ?", id).Scan(ctx, &r), "study"); err != nil {
		return Study{}, err
	}
	return r.study()
}

// listStudies gives those within reach, newest first, before an id ("" for the
// newest), of a program or, for "", of all.
func listStudies(ctx context.Context, q record.Querier, reach access.Reach, program, before string, limit int) ([]Study, error) {
	where, args := reach.Where(access.Columns{Program: "program_id"})
	if program != "" {
		where, args = where+" AND program_id = ?", append(args, program)
	}
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []studyRow
	if err := q.NewRaw("SELECT "+studyColumns+" FROM study WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list studies")
	}
	out := make([]Study, len(rows))
	var err error
	for i, r := range rows {
		if out[i], err = r.study(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertStudy(ctx context.Context, tx *record.Tx, st Study) error {
	wanted, err := json.Marshal(st.Wanted)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write study")
	}
	res, err := tx.NewRaw("INSERT INTO study ("+studyColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		st.ID, st.ProgramID, st.Name, st.Purpose, st.Question, string(wanted), st.Saturation, microsOrNull(st.SaturationSet), string(st.Mode), string(st.State),
		st.createdBy, record.Micros(st.CreatedAt), st.Version, nameKey(st.Name)).Exec(ctx)
	return added(res, err, "insert study")
}

func updateStudy(ctx context.Context, tx *record.Tx, st Study) error {
	wanted, err := json.Marshal(st.Wanted)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write study")
	}
	// The name is looked at first: a conflict would end a transaction of PostgreSQL.
	var taken int
	err = tx.NewRaw("SELECT count(*) FROM study WHERE program_id = ? AND name_key = ? AND id <> ?", st.ProgramID, nameKey(st.Name), st.ID).Scan(ctx, &taken)
	if err != nil || taken > 0 {
		if err == nil {
			err = fault.New(fault.CodeConflict, "This name is taken already.").With("name", "taken").Keyed("listen.taken")
		}
		return fault.Wrap(err, fault.CodeInternal, "update study")
	}
	_, err = tx.NewRaw("UPDATE study SET name = ?, name_key = ?, purpose = ?, question = ?, wanted = ?, saturation = ?, saturation_at = ?, mode = ?, state = ?, version = ? WHERE id = ?",
		st.Name, nameKey(st.Name), st.Purpose, st.Question, string(wanted), st.Saturation, microsOrNull(st.SaturationSet), string(st.Mode), string(st.State), st.Version, st.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update study")
}
