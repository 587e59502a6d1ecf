package record_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// TestKilledAtRandomMoments kills a process under load 20 times in the same
// folder. What it had begun and not acknowledged is sent again after the
// restart. Every answer that was acknowledged is there once, and logged once.
func TestKilledAtRandomMoments(t *testing.T) {
	const rounds, callers = 20, 8
	dir := t.TempDir()
	acked := map[string]bool{}
	var again []string
	next := 0
	for round := range rounds {
		c, give, acks := startChild(t, dir, callers)
		given := make(chan []string)
		stop := make(chan struct{})
		go func() {
			all := again
			for _, id := range again {
				give(id)
			}
			for {
				select {
				case <-stop:
					given <- all
					return
				default:
					next++
					id := fmt.Sprintf("answer-%06d", next)
					all = append(all, id)
					give(id)
				}
			}
		}()
		for left := 1 + rand.IntN(300); left > 0 && acks.Scan(); left-- {
			acked[parseAck(t, acks.Text()).id] = true
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for acks.Scan() { // what it had said before it died
			acked[parseAck(t, acks.Text()).id] = true
		}
		close(stop)
		_ = c.Wait()
		again = again[:0:0]
		for _, id := range <-given {
			if !acked[id] {
				again = append(again, id)
			}
		}
		again = again[:min(len(again), 4*callers)] // the rest it never read
		if len(acked) < round {
			t.Fatalf("round %d: only %d acknowledged in all", round, len(acked))
		}
	}
	checkOnce(t, dir, acked)
}

// checkOnce opens the folder and looks for each acknowledged answer.
func checkOnce(t *testing.T, dir string, acked map[string]bool) {
	t.Helper()
	s := recordtest.Open(t, record.Options{Dir: dir, Migrations: steps(map[string]string{"0900_answer.sql": answersTable})})
	stored := map[string]int{}
	err := s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		var ids []string
		if err := q.NewRaw(`SELECT id FROM answer`).Scan(ctx, &ids); err != nil {
			return err
		}
		for _, id := range ids {
			stored[id]++
		}
		var verdict string
		if err := q.NewRaw(`PRAGMA integrity_check`).Scan(ctx, &verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity: %s %v", verdict, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	logged := map[string]int{}
	events, err := s.Events(t.Context(), 0, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		for _, id := range e.IDs {
			logged[id]++
		}
	}
	for id := range acked {
		if stored[id] != 1 || logged[id] != 1 {
			t.Errorf("%s: stored %d times, logged %d times", id, stored[id], logged[id])
		}
	}
	for id, n := range stored {
		if n != 1 || logged[id] != 1 {
			t.Errorf("%s (acknowledged: %v): stored %d times, logged %d times", id, acked[id], n, logged[id])
		}
	}
	t.Logf("%d acknowledged, %d stored", len(acked), len(stored))
}

// TestWALCutAnywhereInItsLastTransaction kills a process, cuts its WAL at
// every 512 bytes of the last transaction, and opens what is left: all answers
// acknowledged before that transaction are there, and the last one is there
// once the WAL holds all of it.
func TestWALCutAnywhereInItsLastTransaction(t *testing.T) {
	dir := t.TempDir()
	c, give, acks := startChild(t, dir, 1)
	var all []ack
	for i := range 12 {
		give(fmt.Sprintf("answer-%02d", i))
		if !acks.Scan() {
			t.Fatal("the child gave up")
		}
		all = append(all, parseAck(t, acks.Text()))
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	last := all[len(all)-1]
	before := all[len(all)-2].wal
	if last.wal-before < 4096 {
		t.Fatalf("the last transaction is %d bytes of WAL", last.wal-before)
	}
	for cut := before; cut <= last.wal; cut += 512 {
		checkCut(t, dir, min(cut, last.wal), all[:len(all)-1], last)
	}
	checkCut(t, dir, last.wal, all, last)
}

// checkCut opens a copy of the folder with the WAL cut to size bytes.
func checkCut(t *testing.T, dir string, size int64, want []ack, last ack) {
	t.Helper()
	to := t.TempDir()
	copyFile(t, filepath.Join(dir, "record.db"), filepath.Join(to, "record.db"), -1)
	copyFile(t, filepath.Join(dir, "record.db-wal"), filepath.Join(to, "record.db-wal"), size)
	s, err := record.Open(t.Context(), record.Options{Dir: to, Migrations: steps(map[string]string{"0900_answer.sql": answersTable})})
	if err != nil {
		t.Fatalf("cut at %d: %v", size, err)
	}
	defer func() { _ = s.Close() }()
	err = s.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		for _, a := range want {
			var n int
			if err := q.NewRaw(`SELECT count(*) FROM answer WHERE id = ?`, a.id).Scan(ctx, &n); err != nil || n != 1 {
				t.Errorf("cut at %d: %s is there %d times, %v", size, a.id, n, err)
			}
		}
		var rows, logged int
		if err := q.NewRaw(`SELECT (SELECT count(*) FROM answer), (SELECT count(*) FROM change_log)`).Scan(ctx, &rows, &logged); err != nil {
			return err
		}
		if rows != logged || rows < len(want) || (size < last.wal && rows != int(last.position)-1) {
			t.Errorf("cut at %d of %d: %d answers, %d logged", size, last.wal, rows, logged)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("cut at %d: %v", size, err)
	}
}

// copyFile copies at most n bytes, all with -1.
func copyFile(t *testing.T, from, to string, n int64) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	var r io.Reader = in
	if n >= 0 {
		r = io.LimitReader(in, n)
	}
	if _, err := io.Copy(out, r); err != nil {
		t.Fatal(err)
	}
}
