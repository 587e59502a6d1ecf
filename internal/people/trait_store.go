package people

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type definitionRow struct {
	ID         string `bun:"id"`
	Of         string `bun:"of"`
	Name       string `bun:"name"`
	Label      string `bun:"label"`
	Kind       string `bun:"kind"`
	Currency   string `bun:"currency"`
	Choices    string `bun:"choices"`
	InAnalysis bool   `bun:"in_analysis"`
	BuiltIn    bool   `bun:"built_in"`
	Used       bool   `bun:"used"`
	CreatedAt  int64  `bun:"created_at"`
	Version    int64  `bun:"version"`
}

func (r definitionRow) definition() (TraitDefinition, error) {
	d := TraitDefinition{
		ID: r.ID, Of: TraitOf(r.Of), Name: r.Name, Label: r.Label, Kind: TraitKind(r.Kind), Currency: r.Currency, Choices: []Choice{},
		InAnalysis: r.InAnalysis, BuiltIn: r.BuiltIn, Used: r.Used, CreatedAt: record.Time(r.CreatedAt), Version: r.Version,
	}
	return d, fault.Wrap(json.Unmarshal([]byte(r.Choices), &d.Choices), fault.CodeInternal, "read a trait")
}

const selectDefinitions = `SELECT d.id, d.of, d.name, d.label, d.kind, d.currency, d.choices, d.in_analysis, d.built_in, d.created_at, d.version,
	EXISTS (SELECT 1 FROM trait_value v WHERE v.trait_id = d.id) AS used FROM trait_definition d`

func queryDefinitions(ctx context.Context, q record.Querier, where string, args ...any) ([]TraitDefinition, error) {
	var rows []definitionRow
	if err := q.NewRaw(selectDefinitions+where, args...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "list traits")
	}
	out := make([]TraitDefinition, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.definition(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// DefinitionsIn lists all traits of customers and of accounts, those built in
// first, then by name, inside a caller's transaction and without asking who
// reads them. There are at most some two hundred.
func DefinitionsIn(ctx context.Context, q record.Querier) ([]TraitDefinition, error) {
	return queryDefinitions(ctx, q, " ORDER BY d.of DESC, d.built_in DESC, d.name_key, d.id")
}

func definition(ctx context.Context, q record.Querier, id string) (TraitDefinition, error) {
	found, err := queryDefinitions(ctx, q, " WHERE d.id = ?", id)
	if err == nil && len(found) == 0 {
		return TraitDefinition{}, fault.NotFound("trait")
	}
	if err != nil {
		return TraitDefinition{}, err
	}
	return found[0], nil
}

// lockDefinitions keeps traits from changing until the transaction ends, while
// values are written by them; to change one, it keeps others from doing either.
// SQLite has one writer anyway.
func (s *Service) lockDefinitions(ctx context.Context, tx *record.Tx, how string) error {
	if s.store.Engine() == record.SQLite {
		return nil
	}
	_, err := tx.NewRaw("SELECT id FROM trait_definition ORDER BY id FOR " + how).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "lock traits")
}

func traitNameKey(name string) string { return strings.ToLower(name) }

func insertDefinition(ctx context.Context, tx *record.Tx, d TraitDefinition) error {
	choices, err := json.Marshal(d.Choices)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a trait")
	}
	n, err := tx.Exec(ctx, `INSERT INTO trait_definition (id, of, name, name_key, label, kind, currency, choices, in_analysis, created_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (of, name_key) DO NOTHING`,
		d.ID, string(d.Of), d.Name, traitNameKey(d.Name), d.Label, string(d.Kind), d.Currency, string(choices), d.InAnalysis, record.Micros(d.CreatedAt))
	if err == nil && n == 0 {
		return fault.New(fault.CodeConflict, "There is a trait of this name already.").With("name", "Choose another name.").Keyed("people_trait.name_taken")
	}
	return fault.Wrap(err, fault.CodeInternal, "insert a trait")
}

func updateDefinition(ctx context.Context, tx *record.Tx, d TraitDefinition) error {
	choices, err := json.Marshal(d.Choices)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a trait")
	}
	_, err = tx.Exec(ctx, "UPDATE trait_definition SET label = ?, kind = ?, currency = ?, choices = ?, in_analysis = ?, version = ? WHERE id = ?",
		d.Label, string(d.Kind), d.Currency, string(choices), d.InAnalysis, d.Version, d.ID)
	return fault.Wrap(err, fault.CodeInternal, "update a trait")
}

// valueRow is one entry of a history.
type valueRow struct {
	TraitID   string `bun:"trait_id"`
	SubjectID string `bun:"subject_id"`
	Since     int64
	Value     string
	Number    *float64
	SetAt     int64
	SetBy     string
	Newer     int64 // how many entries of the history are newer or this one
}

// valueInsert are the columns of an entry.
var valueInsert = record.NewInsert("trait_value", "trait_id", "subject_id", "since", "value", "number", "set_at", "set_by")

func (v valueRow) columns() []any {
	var number any
	if v.Number != nil {
		number = *v.Number
	}
	return []any{v.TraitID, v.SubjectID, v.Since, v.Value, number, v.SetAt, v.SetBy}
}

// putValue writes an entry; false where it was so already.
func putValue(ctx context.Context, tx *record.Tx, v valueRow) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO trait_value (trait_id, subject_id, since, value, number, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (trait_id, subject_id, since) DO UPDATE SET value = excluded.value, number = excluded.number, set_at = excluded.set_at, set_by = excluded.set_by
		WHERE trait_value.value <> excluded.value`, v.columns()...)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "write a value of a trait")
}

func dropValue(ctx context.Context, tx *record.Tx, v valueRow) (bool, error) {
	n, err := tx.Exec(ctx, "DELETE FROM trait_value WHERE trait_id = ? AND subject_id = ? AND since = ?", v.TraitID, v.SubjectID, v.Since)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "remove a value of a trait")
}

// inForce is the value at an instant, "" for none.
func inForce(ctx context.Context, tx *record.Tx, v valueRow) (value string, err error) {
	_, err = tx.Get(ctx, "SELECT value FROM trait_value WHERE trait_id = ? AND subject_id = ? AND since <= ? ORDER BY since DESC LIMIT 1",
		[]any{v.TraitID, v.SubjectID, v.Since}, &value)
	return value, fault.Wrap(err, fault.CodeInternal, "read a value of a trait")
}

// historyOf are the entries of subjects, of each trait the newest so many, by
// trait, newest first.
func historyOf(ctx context.Context, q record.Querier, subjects []string, most int) ([]valueRow, error) {
	var rows []valueRow
	err := q.NewRaw(`SELECT * FROM (SELECT trait_id, subject_id, since, value, number, set_at, set_by,
			ROW_NUMBER() OVER (PARTITION BY trait_id ORDER BY since DESC, subject_id) AS newer FROM trait_value WHERE subject_id IN (?)) AS h
		WHERE newer <= ? ORDER BY trait_id, newer`, bun.List(subjects), most).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "read the traits of somebody")
}

// removeTraits takes the whole history of customers or accounts out, inside a
// caller's transaction.
func removeTraits(ctx context.Context, tx *record.Tx, subjects []string) error {
	for _, id := range subjects {
		if _, err := tx.Exec(ctx, "DELETE FROM trait_value WHERE subject_id = ?", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove the traits of somebody")
		}
	}
	return nil
}
