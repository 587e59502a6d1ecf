package record_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestEveryConnectionIsSetUp asks each connection of both pools, all open at
// once, for what durability rests on.
func TestEveryConnectionIsSetUp(t *testing.T) {
	s := recordtest.SQLite(t, notes)
	ctx := t.Context()
	want := map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000", "query_only": "0", "secure_delete": "1"}
	err := record.LendWriter(ctx, s, func(conn bun.Conn) error { return checkPragmas(ctx, t, "writer", conn, want) })
	if err != nil {
		t.Fatal(err)
	}
	carrier, err := bun.NewDB(record.Carrier(s), sqlitedialect.New()).Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = carrier.Close() }()
	if err := checkPragmas(ctx, t, "carrier", carrier, want); err != nil {
		t.Fatal(err)
	}
	_, read := record.Pools(s)
	want["query_only"] = "1"
	n := read.Stats().MaxOpenConnections
	if n < 2 {
		t.Fatalf("%d readers", n)
	}
	for range n {
		conn, err := read.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if err := checkPragmas(ctx, t, "reader", conn, want); err != nil {
			t.Fatal(err)
		}
		if _, err := conn.ExecContext(ctx, `INSERT INTO note (id, text) VALUES ('x', 'x')`); err == nil {
			t.Error("a reader can write")
		}
	}
	if open := read.Stats().OpenConnections; open != n {
		t.Errorf("%d readers open, want %d", open, n)
	}
}

func checkPragmas(ctx context.Context, t *testing.T, who string, conn bun.Conn, want map[string]string) error {
	t.Helper()
	for pragma, value := range want {
		var got string
		if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if !strings.EqualFold(got, value) {
			t.Errorf("%s: %s is %s, want %s", who, pragma, got, value)
		}
	}
	return nil
}

func TestDataFolderMayHaveAnOddName(t *testing.T) {
	for _, name := range []string{"with space", "50% off?#&", "donn\u00e9es"} {
		s := recordtest.Open(t, record.Options{Dir: t.TempDir() + "/" + name, Migrations: notes})
		if _, err := s.Write(t.Context(), writes("a")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWALBeginsAnewUnderLoad: while a writer never pauses, checkpoints keep
// the WAL from growing with everything that was ever written.
func TestWALBeginsAnewUnderLoad(t *testing.T) {
	s := recordtest.SQLite(t, notes)
	const pieces, rows = 40, 1000
	big := strings.Repeat("x", 4000)
	wrote := make(chan error, 1)
	ahead := make(chan struct{}, 4) // pieces that no checkpoint has seen: a slow disk shall not decide the test
	go func() {
		var err error
		for piece := 0; piece < pieces && err == nil; piece++ {
			ahead <- struct{}{}
			_, err = s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
				for i := range rows {
					if _, err := tx.Exec(ctx, `INSERT INTO note (id, text) VALUES (?, ?)`, fmt.Sprintf("%d-%d", piece, i), big); err != nil {
						return err
					}
				}
				return nil
			})
		}
		wrote <- err
	}()
	for running := true; running; {
		seen := len(ahead)
		if err := record.Checkpoint(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		for range seen {
			<-ahead
		}
		select {
		case err := <-wrote:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
	}
	info, err := os.Stat(s.Dir() + "/record.db-wal")
	if written := int64(pieces * rows * len(big)); err != nil || info.Size() > written/3 {
		t.Errorf("the WAL has %d MB after %d MB were written, %v", info.Size()>>20, written>>20, err)
	}
	if n := len(noteIDs(t, s)); n != pieces*rows {
		t.Errorf("%d notes", n)
	}
}
