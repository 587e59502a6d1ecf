package record_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// notes is a table to try the store on.
var notes = []fs.FS{fstest.MapFS{"9000_note.sql": {Data: []byte(
	`CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL, flag BOOLEAN NOT NULL DEFAULT FALSE, weight {{.Double}});`)}}}

func insertNote(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES (?, ?)`, id, "text of "+id)
	return err
}

func noteIDs(t *testing.T, s *record.Store) []string {
	t.Helper()
	var ids []string
	err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw(`SELECT id FROM note ORDER BY id`).Scan(ctx, &ids)
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestWriteIsReadBackAndLogged(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		ctx := t.Context()
		p, err := s.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			tx.Log("note.written", "a")
			tx.Log("note.written", "b")
			tx.Log("note.removed", `odd " id`)
			return errors.Join(insertNote(ctx, tx, "a"), insertNote(ctx, tx, "b"))
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(noteIDs(t, s), " "); got != "a b" {
			t.Errorf("notes %q, want a b", got)
		}
		events, err := s.Events(ctx, 0, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != 2 || events[0].Kind != "note.written" || strings.Join(events[0].IDs, " ") != "a b" ||
			events[1].IDs[0] != `odd " id` || events[1].Position != p || events[0].Position >= p {
			t.Errorf("events %+v at position %d", events, p)
		}
		if d := time.Since(events[0].At); d < 0 || d > time.Minute {
			t.Errorf("event is %v old", d)
		}
		if now, err := s.Position(ctx); err != nil || now != p {
			t.Errorf("position %d, %v, want %d", now, err, p)
		}
	})
}

func TestJoinIsReadBack(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		p, err := s.Join(t.Context(), 10, func(ctx context.Context, tx *record.Tx) error {
			tx.Log("note.written", "a")
			return insertNote(ctx, tx, "a")
		})
		if err != nil || p == 0 {
			t.Fatal(p, err)
		}
		if got := strings.Join(noteIDs(t, s), " "); got != "a" {
			t.Errorf("notes %q, want a", got)
		}
	})
}

func TestGetScansEveryKind(t *testing.T) {
	recordtest.Each(t, notes, func(t *testing.T, s *record.Store) {
		_, err := s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO note (id, text, flag, weight) VALUES (?, '?', ?, ?)`, "a", true, 1.5); err != nil {
				return err
			}
			var id, text string
			var flag bool
			var weight float64
			var n int64
			found, err := tx.Get(ctx, `SELECT id, text, flag, weight, 7 FROM note WHERE id = ?`, []any{"a"}, &id, &text, &flag, &weight, &n)
			if err != nil || !found || id != "a" || text != "?" || !flag || weight != 1.5 || n != 7 {
				t.Errorf("got %v %v %q %q %v %v %v", found, err, id, text, flag, weight, n)
			}
			found, err = tx.Get(ctx, `SELECT id FROM note WHERE id = ?`, []any{"none"}, &id)
			if found || err != nil {
				t.Errorf("a row that is not there: %v %v", found, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
