package listen

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const (
	codebookColumns = "id, program_id, name, created_at, changed_at, edition, version"
	familyColumns   = "id, codebook_id, name, colour, position, version"
	codeColumns     = "id, codebook_id, family_id, name, definition, use_when, not_when, example, position, state, into_id, stands_id, split_from, created_by, created_at, changed_at, version"
)

type codebookRow struct {
	ID        string `bun:"id"`
	ProgramID string `bun:"program_id"`
	Name      string
	CreatedAt int64
	ChangedAt int64
	Edition   int64
	Version   int64
}

func (r codebookRow) codebook() Codebook {
	return Codebook{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Edition: r.Edition, Version: r.Version}
}

func listCodebooks(ctx context.Context, q record.Querier, program string) ([]Codebook, error) {
	var rows []codebookRow
	if err := q.NewRaw("SELECT "+codebookColumns+" FROM codebook WHERE program_id = ? ORDER BY name_key, id LIMIT ?", program, maxCodebooks).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list codebooks")
	}
	out := make([]Codebook, len(rows))
	for i, r := range rows {
		out[i] = r.codebook()
	}
	return out, nil
}

func getCodebook(ctx context.Context, q record.Querier, id string) (Codebook, error) {
	var r codebookRow
	err := q.NewRaw("SELECT "+codebookColumns+" FROM codebook WHERE id = ?", id).Scan(ctx, &r)
	return r.codebook(), found(err, "codebook")
}

func insertCodebook(ctx context.Context, tx *record.Tx, b Codebook) error {
	n, err := tx.Exec(ctx, "INSERT INTO codebook ("+codebookColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		b.ID, b.ProgramID, b.Name, record.Micros(b.CreatedAt), record.Micros(b.ChangedAt), b.Edition, b.Version, nameKey(b.Name))
	return codeAdded(n, err)
}

// codeAdded makes a name that is taken a fault of its own.
func codeAdded(n int64, err error) error {
	if err == nil && n == 0 {
		return codeTaken()
	}
	return fault.Wrap(err, fault.CodeInternal, "insert into a codebook")
}

func codeTaken() *fault.Error {
	return fault.New(fault.CodeConflict, "There is one of this name already.").With("name", "taken").Keyed("codebook.taken")
}

func updateCodebook(ctx context.Context, tx *record.Tx, b Codebook) error {
	_, err := tx.Exec(ctx, "UPDATE codebook SET name = ?, name_key = ?, changed_at = ?, edition = ?, version = ? WHERE id = ?",
		b.Name, nameKey(b.Name), record.Micros(b.ChangedAt), b.Edition, b.Version, b.ID)
	return fault.Wrap(err, fault.CodeInternal, "update codebook")
}

type familyRow struct {
	ID         string `bun:"id"`
	CodebookID string `bun:"codebook_id"`
	Name       string
	Colour     string
	Position   int
	Version    int64
}

func listFamilies(ctx context.Context, q record.Querier, codebook string) ([]Family, error) {
	var rows []familyRow
	if err := q.NewRaw("SELECT "+familyColumns+" FROM code_family WHERE codebook_id = ? ORDER BY position, id LIMIT ?", codebook, maxFamilies).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list families of codes")
	}
	out := make([]Family, len(rows))
	for i, r := range rows {
		out[i] = Family(r)
	}
	return out, nil
}

func insertFamily(ctx context.Context, tx *record.Tx, f Family) error {
	n, err := tx.Exec(ctx, "INSERT INTO code_family ("+familyColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		f.ID, f.CodebookID, f.Name, f.Colour, f.Position, f.Version, nameKey(f.Name))
	return codeAdded(n, err)
}

func updateFamily(ctx context.Context, tx *record.Tx, f Family) error {
	_, err := tx.Exec(ctx, "UPDATE code_family SET name = ?, name_key = ?, colour = ?, position = ?, version = ? WHERE id = ?",
		f.Name, nameKey(f.Name), f.Colour, f.Position, f.Version, f.ID)
	return fault.Wrap(err, fault.CodeInternal, "update family of codes")
}

func deleteFamily(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, "DELETE FROM code_family WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "remove family of codes")
}

type codeRow struct {
	ID         string `bun:"id"`
	CodebookID string `bun:"codebook_id"`
	FamilyID   string `bun:"family_id"`
	Name       string
	Definition string
	UseWhen    string
	NotWhen    string
	Example    string
	Position   int
	State      string
	IntoID     string `bun:"into_id"`
	StandsID   string `bun:"stands_id"`
	SplitFrom  string
	CreatedBy  string
	CreatedAt  int64
	ChangedAt  int64
	Version    int64
}

func (r codeRow) code() Code {
	return Code{
		ID: r.ID, CodebookID: r.CodebookID, FamilyID: r.FamilyID, Name: r.Name, Definition: r.Definition, UseWhen: r.UseWhen, NotWhen: r.NotWhen,
		Example: r.Example, Position: r.Position, State: CodeState(r.State), IntoID: r.IntoID, StandsID: r.StandsID, SplitFrom: r.SplitFrom,
		CreatedBy: r.CreatedBy, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version,
	}
}

// listCodes gives all codes of a codebook, merged and retired ones too.
func listCodes(ctx context.Context, q record.Querier, codebook string) ([]Code, error) {
	var rows []codeRow
	if err := q.NewRaw("SELECT "+codeColumns+" FROM code WHERE codebook_id = ? ORDER BY position, id LIMIT ?", codebook, maxCodes).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list codes")
	}
	out := make([]Code, len(rows))
	for i, r := range rows {
		out[i] = r.code()
	}
	return out, nil
}

func insertCode(ctx context.Context, tx *record.Tx, c Code) error {
	n, err := tx.Exec(ctx, "INSERT INTO code ("+codeColumns+", name_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		c.ID, c.CodebookID, c.FamilyID, c.Name, c.Definition, c.UseWhen, c.NotWhen, c.Example, c.Position, string(c.State), c.IntoID, c.StandsID, c.SplitFrom,
		c.CreatedBy, record.Micros(c.CreatedAt), record.Micros(c.ChangedAt), c.Version, nameKey(c.Name))
	return codeAdded(n, err)
}

func updateCode(ctx context.Context, tx *record.Tx, c Code) error {
	_, err := tx.Exec(ctx, `UPDATE code SET family_id = ?, name = ?, name_key = ?, definition = ?, use_when = ?, not_when = ?, example = ?, position = ?,
		state = ?, into_id = ?, stands_id = ?, split_from = ?, changed_at = ?, version = ? WHERE id = ?`,
		c.FamilyID, c.Name, nameKey(c.Name), c.Definition, c.UseWhen, c.NotWhen, c.Example, c.Position,
		string(c.State), c.IntoID, c.StandsID, c.SplitFrom, record.Micros(c.ChangedAt), c.Version, c.ID)
	return fault.Wrap(err, fault.CodeInternal, "update code")
}

// CodeChange is one thing that was done to a code.
type CodeChange struct {
	ID      string            `json:"id" format:"uuid"`
	CodeID  string            `json:"code_id" format:"uuid"`
	Edition int64             `json:"edition" doc:"Of the codebook after it."`
	What    string            `json:"what" enum:"created,changed,merged,unmerged,split,unsplit,retired,restored"`
	Before  *Code             `json:"before,omitempty" doc:"The code as it was."`
	Details map[string]string `json:"details,omitempty"`
	ByUser  string            `json:"by_user,omitempty"`
	ByName  string            `json:"by_name,omitempty"`
	At      time.Time         `json:"at"`
}

type codeHistoryRow struct {
	ID      string `bun:"id"`
	CodeID  string `bun:"code_id"`
	Edition int64
	What    string
	Before  string
	Details string
	ByUser  string
	At      int64
}

func (r codeHistoryRow) change() (CodeChange, error) {
	out := CodeChange{ID: r.ID, CodeID: r.CodeID, Edition: r.Edition, What: r.What, ByUser: r.ByUser, At: record.Time(r.At)}
	if r.Before != "" {
		out.Before = new(Code)
		if err := json.Unmarshal([]byte(r.Before), out.Before); err != nil {
			return out, fault.Wrap(err, fault.CodeInternal, "read history of a code")
		}
	}
	if r.Details != "" {
		if err := json.Unmarshal([]byte(r.Details), &out.Details); err != nil {
			return out, fault.Wrap(err, fault.CodeInternal, "read history of a code")
		}
	}
	return out, nil
}

// listCodeHistory gives what was done to the codes of a codebook, or to one of
// them, newest first, from before an id on.
func listCodeHistory(ctx context.Context, q record.Querier, codebook, code, before string, limit int) ([]CodeChange, error) {
	where, args := "codebook_id = ?", []any{codebook}
	if code != "" {
		where, args = where+" AND code_id = ?", append(args, code)
	}
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []codeHistoryRow
	if err := q.NewRaw("SELECT id, code_id, edition, what, before, details, by_user, at FROM code_history WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list history of codes")
	}
	out := make([]CodeChange, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.change(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func insertCodeHistory(ctx context.Context, tx *record.Tx, codebook string, h CodeChange) error {
	var before, details string
	if h.Before != nil {
		raw, err := json.Marshal(h.Before)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write history of a code")
		}
		before = string(raw)
	}
	if len(h.Details) > 0 {
		raw, err := json.Marshal(h.Details)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write history of a code")
		}
		details = string(raw)
	}
	_, err := tx.Exec(ctx, "INSERT INTO code_history (id, codebook_id, code_id, edition, what, before, details, by_user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		h.ID, codebook, h.CodeID, h.Edition, h.What, before, details, h.ByUser, record.Micros(h.At))
	return fault.Wrap(err, fault.CodeInternal, "write history of a code")
}

// standUnder writes under which code another counts.
func standUnder(ctx context.Context, tx *record.Tx, id, stands string) error {
	_, err := tx.Exec(ctx, "UPDATE code SET stands_id = ? WHERE id = ?", stands, id)
	return fault.Wrap(err, fault.CodeInternal, "update code")
}

// codesOf gives these codes by their ids.
func codesOf(ctx context.Context, q record.Querier, ids []string) (map[string]Code, error) {
	var rows []codeRow
	if err := q.NewRaw("SELECT "+codeColumns+" FROM code WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read codes")
	}
	out := make(map[string]Code, len(rows))
	for _, r := range rows {
		out[r.ID] = r.code()
	}
	return out, nil
}
