package people

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

type noteRow struct {
	ID         string `bun:"id"`
	Subject    string
	SubjectID  string `bun:"subject_id"`
	Body       string
	AuthorID   string `bun:"author_id"`
	AuthorName string
	At         int64
	EditedAt   *int64
	DeletedAt  *int64
	Version    int64
}

const noteColumns = "id, subject, subject_id, body, author_id, author_name, at, edited_at, deleted_at, version"

func (r noteRow) note() Note {
	n := Note{ID: r.ID, Subject: NoteAbout(r.Subject), SubjectID: r.SubjectID, Text: r.Body, AuthorID: r.AuthorID, AuthorName: r.AuthorName,
		At: record.Time(r.At), Deleted: r.DeletedAt != nil, Version: r.Version}
	if r.EditedAt != nil {
		n.EditedAt = new(record.Time(*r.EditedAt))
	}
	return n
}

func listNotes(ctx context.Context, q record.Querier, subjects []string, before string, limit int) ([]Note, error) {
	query := "SELECT " + noteColumns + " FROM party_note WHERE subject_id IN (?) AND deleted_at IS NULL"
	args := []any{bun.List(subjects)}
	if before != "" {
		query, args = query+" AND id < ?", append(args, before)
	}
	var rows []noteRow
	if err := q.NewRaw(query+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list notes")
	}
	out := make([]Note, len(rows))
	for i, r := range rows {
		out[i] = r.note()
	}
	return out, nil
}

func getNote(ctx context.Context, q record.Querier, id string) (Note, error) {
	var r noteRow
	err := q.NewRaw("SELECT "+noteColumns+" FROM party_note WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Note{}, fault.NotFound("note")
	}
	return r.note(), fault.Wrap(err, fault.CodeInternal, "get note")
}

func insertNote(ctx context.Context, tx *record.Tx, n Note) error {
	_, err := tx.Exec(ctx, "INSERT INTO party_note (id, subject, subject_id, body, author_id, author_name, at, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
		n.ID, string(n.Subject), n.SubjectID, n.Text, n.AuthorID, n.AuthorName, record.Micros(n.At))
	return fault.Wrap(err, fault.CodeInternal, "insert note")
}

// updateNote writes a note whose version was counted up; one that is deleted
// keeps the time when it was.
func updateNote(ctx context.Context, tx *record.Tx, n Note, now time.Time) error {
	var edited, deleted any
	if n.EditedAt != nil {
		edited = record.Micros(*n.EditedAt)
	}
	if n.Deleted {
		deleted = record.Micros(now)
	}
	changed, err := tx.Exec(ctx, "UPDATE party_note SET body = ?, edited_at = ?, deleted_at = ?, version = ? WHERE id = ? AND version = ?",
		n.Text, edited, deleted, n.Version, n.ID, n.Version-1)
	if err == nil && changed == 0 { // on PostgreSQL somebody else was first
		return web.MatchVersion(web.ETag(n.Version-1), n.Version)
	}
	return fault.Wrap(err, fault.CodeInternal, "update note")
}

// purgeNotes takes out what was deleted before a time, at most 500 notes.
func purgeNotes(ctx context.Context, tx *record.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, "DELETE FROM party_note WHERE id IN (SELECT id FROM party_note WHERE deleted_at IS NOT NULL AND deleted_at < ? LIMIT 500)", record.Micros(before))
	return fault.Wrap(err, fault.CodeInternal, "purge notes")
}
