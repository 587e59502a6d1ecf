package collect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
)

// importRow is a row of import_file.
type importRow struct {
	ID           string `bun:"id"`
	State        State  `bun:"state"`
	Kind         ImportKind
	KindReason   string
	ProgramID    *string `bun:"program_id"`
	SourceID     *string `bun:"source_id"`
	FileHash     string
	FileName     string
	Format       string
	Profile      string
	Guesses      string
	Questions    string
	Mapping      string
	Plan         string
	Total        int64
	Done         int64
	CountNew     int64
	CountSame    int64
	CountChanged int64
	CountReject  int64
	Problem      string
	CreatedBy    string
	CreatorID    string `bun:"creator_id"`
	CreatedAt    int64
	StartedAt    *int64
	FinishedAt   *int64
	Version      int64
}

const importColumns = `id, state, kind, kind_reason, program_id, source_id, file_hash, file_name, format, profile, guesses, questions, mapping, plan, total, done,
	count_new, count_same, count_changed, count_reject, problem, created_by, creator_id, created_at, started_at, finished_at, version`

// storedFormat is the format as it is kept, with what JSON leaves out of it.
type storedFormat struct {
	table.Format
	Said      Reading `json:"said"`
	Guessed   string  `json:"guessed"` // see examined
	Separator string  `json:"separator"`
	Ends      string  `json:"ends"`
	// With files joined, the columns of all of them and what was asked.
	Joined        []string `json:"joined,omitempty"`
	JoinedWording []string `json:"joined_wording,omitempty"`
}

// all are the columns of the table that is taken in.
func (f storedFormat) all() []string {
	if f.Joined != nil {
		return f.Joined
	}
	return f.Columns
}

// table is the format with what JSON leaves out of it.
func (f storedFormat) table() table.Format {
	f.Newline = f.Ends
	for _, c := range f.Separator {
		f.Delimiter = c
	}
	return f.Format
}

func readFormat(text string) (storedFormat, error) {
	var f storedFormat
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		return f, fault.Wrap(err, fault.CodeInternal, "read format of an import")
	}
	f.Format = f.table()
	return f, nil
}

func (r *importRow) stored() (storedFormat, error) { return readFormat(r.Format) }

func (r *importRow) format() (table.Format, error) {
	f, err := r.stored()
	return f.Format, err
}

// stored is the format as it is kept.
func (e examined) stored() storedFormat {
	s := storedFormat{Format: e.format, Said: e.said, Guessed: e.guessed, Ends: e.format.Newline, Joined: e.joined, JoinedWording: e.joinedWording}
	if e.format.Delimiter != 0 {
		s.Separator = string(e.format.Delimiter)
	}
	return s
}

func (r *importRow) mapping() (Mapping, error) {
	var m Mapping
	err := json.Unmarshal([]byte(r.Mapping), &m)
	m.Kind = kindOf(m.Kind)
	return m, fault.Wrap(err, fault.CodeInternal, "read mapping of an import")
}

func (r *importRow) columns() ([]ColumnProfile, error) {
	var c []ColumnProfile
	err := json.Unmarshal([]byte(r.Profile), &c)
	return c, fault.Wrap(err, fault.CodeInternal, "read columns of an import")
}

// shown is the import as the API gives it.
func (r *importRow) shown() (Import, error) {
	f, err := r.stored()
	if err != nil {
		return Import{}, err
	}
	i := Import{
		ID: r.ID, State: r.State, Kind: kindOf(r.Kind), Kinds: []ImportKind{}, File: r.file(f), Counts: r.counts(), Progress: Progress{Done: r.Done, Total: r.Total},
		Joins: []Join{}, Expects: []ExpectedJoin{}, Problem: r.Problem, ProblemKey: problemKey(r.Problem), CreatedBy: r.CreatedBy, CreatedAt: record.Time(r.CreatedAt), Version: r.Version,
	}
	if r.KindReason != "" {
		if err := json.Unmarshal([]byte(r.KindReason), &i.KindReason); err != nil {
			return Import{}, fault.Wrap(err, fault.CodeInternal, "read import")
		}
	}
	if r.ProgramID != nil {
		i.ProgramID = *r.ProgramID
	}
	if r.SourceID != nil {
		i.SourceID = *r.SourceID
	}
	if r.StartedAt != nil {
		t := record.Time(*r.StartedAt)
		i.StartedAt = &t
	}
	if r.FinishedAt != nil {
		t := record.Time(*r.FinishedAt)
		i.FinishedAt = &t
	}
	err = errors.Join(json.Unmarshal([]byte(r.Profile), &i.Columns), json.Unmarshal([]byte(r.Guesses), &i.Guesses),
		json.Unmarshal([]byte(r.Questions), &i.Questions), json.Unmarshal([]byte(r.Mapping), &i.Mapping))
	i.Mapping.Kind = kindOf(i.Mapping.Kind)
	return i, fault.Wrap(err, fault.CodeInternal, "read import")
}

func (r *importRow) counts() Counts {
	return Counts{New: r.CountNew, Same: r.CountSame, Changed: r.CountChanged, Rejected: r.CountReject}
}

func (r *importRow) file(f storedFormat) FileInfo {
	kind := "text"
	if f.Kind != table.Delimited {
		kind = string(f.Kind)
	}
	var sheets []Sheet
	for _, s := range f.Sheets {
		sheets = append(sheets, Sheet(s))
	}
	return FileInfo{
		Kind: kind, Sheet: f.Sheet, Sheets: sheets, NameRows: f.HeaderRows(), NamesBy: string(f.HeaderBy),
		Name: r.FileName, Size: f.Size, Encoding: string(f.Encoding), Delimiter: delimiterNames[f.Delimiter],
		Header: f.Header, Said: f.Said, Rows: r.Total, Mended: f.Mended,
	}
}

func getImport(ctx context.Context, q record.Querier, id string) (*importRow, error) {
	var r importRow
	err := q.NewRaw("SELECT "+importColumns+" FROM import_file WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.NotFound("import")
	}
	return &r, fault.Wrap(err, fault.CodeInternal, "get import")
}

func insertImport(ctx context.Context, tx *record.Tx, r *importRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO import_file (id, state, kind, kind_reason, program_id, file_hash, file_name, format, profile, guesses, questions, mapping, total, created_by, creator_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, string(r.State), string(r.Kind), r.KindReason, orNullText(r.ProgramID), r.FileHash, r.FileName, r.Format, r.Profile, r.Guesses, r.Questions, r.Mapping, r.Total, r.CreatedBy, r.CreatorID, r.CreatedAt)
	return fault.Wrap(err, fault.CodeInternal, "insert import")
}

// updateReading stores an import as it is read from now on.
func updateReading(ctx context.Context, tx *record.Tx, r *importRow) error {
	_, err := tx.Exec(ctx, `UPDATE import_file SET kind = ?, kind_reason = ?, program_id = ?, format = ?, profile = ?, guesses = ?, questions = ?, mapping = ?, total = ?, version = version + 1 WHERE id = ?`,
		string(r.Kind), r.KindReason, orNullText(r.ProgramID), r.Format, r.Profile, r.Guesses, r.Questions, r.Mapping, r.Total, r.ID)
	return fault.Wrap(err, fault.CodeInternal, "set reading")
}

func orNullText(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

func asJSON(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), fault.Wrap(err, fault.CodeInternal, "write import")
}

// source is a row of import_source.
type source struct {
	ID          string `bun:"id"`
	ProgramID   string `bun:"program_id"` // "" where its kind has none
	Kind        ImportKind
	Name        string
	Fingerprint string
	Mapping     string
	Said        string // a Reading, "" for as found
	Guessed     string
	Joins       string // joinsBefore, "" for nothing
	CreatedAt   int64
}

const sourceColumns = "id, COALESCE(program_id, '') AS program_id, kind, name, fingerprint, mapping, said, guessed, joins, created_at"

func getSource(ctx context.Context, q record.Querier, id string) (*source, error) {
	var s source
	err := q.NewRaw("SELECT "+sourceColumns+" FROM import_source WHERE id = ?", id).Scan(ctx, &s)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.NotFound("source")
	}
	return &s, fault.Wrap(err, fault.CodeInternal, "get source")
}

// sourcesByColumns finds the sources whose files have these columns, the
// newest first.
func sourcesByColumns(ctx context.Context, q record.Querier, fingerprint string) ([]source, error) {
	var s []source
	err := q.NewRaw("SELECT "+sourceColumns+" FROM import_source WHERE fingerprint = ? ORDER BY id DESC LIMIT 50", fingerprint).Scan(ctx, &s)
	return s, fault.Wrap(err, fault.CodeInternal, "find source")
}

// sourcesByGuess finds the sources whose last file looked like this with
// nothing said of how it is written, the newest first.
func sourcesByGuess(ctx context.Context, q record.Querier, guessed string) ([]source, error) {
	var s []source
	err := q.NewRaw("SELECT "+sourceColumns+" FROM import_source WHERE guessed = ? OR (guessed = '' AND fingerprint = ?) ORDER BY id DESC LIMIT 50", guessed, guessed).Scan(ctx, &s)
	return s, fault.Wrap(err, fault.CodeInternal, "find source")
}

// fingerprintOf recognises a file's columns by their names and order.
func fingerprintOf(names []string) string {
	d := digester{}
	d.text(names...)
	return d.sum()
}
