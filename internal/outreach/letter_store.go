package outreach

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type letterRow struct {
	ID        string `bun:"id"`
	ProgramID string `bun:"program_id"`
	Name      string
	Document  string
	MadeBy    string
	CreatedAt int64
	ChangedAt int64
	Version   int64
}

const letterColumns = "id, program_id, name, document, made_by, created_at, changed_at, version"

func (r letterRow) letter() (Letter, error) {
	l := Letter{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, MadeBy: r.MadeBy, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
	err := json.Unmarshal([]byte(r.Document), &l.Document)
	l.Missing = l.Document.Missing()
	return l, fault.Wrap(err, fault.CodeInternal, "read a letter")
}

// listLetters lists by id, the newest first, those before the id given.
func listLetters(ctx context.Context, q record.Querier, where string, args []any, before string, limit int) ([]Letter, error) {
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []letterRow
	if err := q.NewRaw("SELECT "+letterColumns+" FROM letter WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list letters")
	}
	out := make([]Letter, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.letter(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// seenLetter is one that whoever asks may see; others are not found.
func seenLetter(ctx context.Context, q record.Querier, id string) (Letter, error) {
	where, args := readable(access.From(ctx))
	found, err := listLetters(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("letter")
	}
	if err != nil {
		return Letter{}, err
	}
	return found[0], nil
}

// lockLetter is a letter that nobody else changes until the transaction ends.
func lockLetter(ctx context.Context, tx *record.Tx, id string) (Letter, error) {
	if tx.Engine() == record.PostgreSQL {
		var found string
		if _, err := tx.Get(ctx, "SELECT id FROM letter WHERE id = ? FOR UPDATE", []any{id}, &found); err != nil {
			return Letter{}, fault.Wrap(err, fault.CodeInternal, "lock a letter")
		}
	}
	return seenLetter(ctx, tx, id)
}

func writeLetter(ctx context.Context, tx *record.Tx, l Letter) error {
	document, err := json.Marshal(l.Document)
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO letter (`+letterColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, document = excluded.document, changed_at = excluded.changed_at, version = excluded.version`,
			l.ID, l.ProgramID, l.Name, string(document), l.MadeBy, record.Micros(l.CreatedAt), record.Micros(l.ChangedAt), l.Version)
	}
	return fault.Wrap(err, fault.CodeInternal, "write a letter")
}

// hasProgram tells whether there is a program; an id that is none has none.
func hasProgram(ctx context.Context, q record.Querier, id string) (there bool, err error) {
	if _, err := uuid.Parse(id); err != nil {
		return false, nil //nolint:nilerr // see above
	}
	err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM program WHERE id = ?)", id).Scan(ctx, &there)
	return there, fault.Wrap(err, fault.CodeInternal, "look for a program")
}

func programName(ctx context.Context, q record.Querier, id string) (name string, err error) {
	err = q.NewRaw("SELECT COALESCE((SELECT name FROM program WHERE id = ?), '')", id).Scan(ctx, &name)
	return name, fault.Wrap(err, fault.CodeInternal, "read the name of a program")
}

func dropLetter(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, "DELETE FROM letter WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "remove a letter")
}

// mailing are the names of waves that mail a letter now, or could go on to.
func mailing(ctx context.Context, q record.Querier, program, letter string) ([]string, error) {
	waves, err := listWaves(ctx, q, "program_id = ? AND state IN ('sending', 'running', 'paused')", []any{program}, "", 1000)
	var out []string
	for _, w := range waves {
		if w.Settings.LetterID == letter || w.Settings.ReminderLetterID == letter {
			out = append(out, w.Name)
		}
	}
	return out, err
}

// writeScore notes that a score was clicked in a mail.
func writeScore(ctx context.Context, tx *record.Tx, invitation string, score int, at int64) error {
	_, err := tx.Exec(ctx, "INSERT INTO mail_score (invitation_id, score, clicked_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", invitation, score, at)
	return fault.Wrap(err, fault.CodeInternal, "note a click")
}
