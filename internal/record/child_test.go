package record_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// childFolder, set in the environment, makes the test binary a process that
// stores answers in that folder until it is killed.
const childFolder = "BALCONY_TEST_CHILD"

// childCallers is how many goroutines the child stores from.
const childCallers = "BALCONY_TEST_CALLERS"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		child(dir)
		return
	}
	os.Exit(m.Run())
}

// answers is a table that would keep a row twice, if it were stored twice.
const answersTable = `CREATE TABLE answer (id TEXT NOT NULL, text TEXT NOT NULL); CREATE INDEX answer_id ON answer (id);`

// child stores the ids it reads from its input, a line each, and writes a line
// "id position size-of-WAL" when the id is acknowledged.
func child(dir string) {
	ctx := context.Background()
	s, err := record.Open(ctx, record.Options{Dir: dir, Migrations: steps(map[string]string{"0900_answer.sql": answersTable})})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if os.Getenv(childCallers) == "1" {
		record.StopCheckpoints(s) // its WAL will be cut
	}
	fmt.Println("ready")
	ids := make(chan string)
	var callers int
	_, _ = fmt.Sscan(os.Getenv(childCallers), &callers)
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for id := range ids {
				storeOnce(ctx, s, dir, id)
			}
		})
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		ids <- lines.Text()
	}
	close(ids)
	wg.Wait()
	_ = s.Close()
}

// storeOnce stores an answer unless it is there, as collect does, and says so.
func storeOnce(ctx context.Context, s *record.Store, dir, id string) {
	p, err := s.Join(ctx, 300, func(ctx context.Context, tx *record.Tx) error {
		var n int64
		if _, err := tx.Get(ctx, `SELECT count(*) FROM answer WHERE id = ?`, []any{id}, &n); err != nil || n > 0 {
			return err
		}
		tx.Log("answer.stored", id)
		_, err := tx.Exec(ctx, `INSERT INTO answer (id, text) VALUES (?, ?)`, id, strings.Repeat("text ", 60))
		return err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	info, err := os.Stat(dir + "/record.db-wal")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	_, _ = fmt.Fprintf(os.Stdout, "%s %d %d\n", id, p, info.Size()) // one write
}

// ack is what the child says of an answer.
type ack struct {
	id            string
	position, wal int64
}

// startChild runs the child; give feeds it an id and acks gives its lines.
func startChild(t *testing.T, dir string, callers int, wrap ...string) (c *exec.Cmd, give func(id string), acks *bufio.Scanner) {
	t.Helper()
	args := append(wrap, os.Args[0])
	c = exec.Command(args[0], args[1:]...)
	c.Env = append(os.Environ(), childFolder+"="+dir, fmt.Sprintf("%s=%d", childCallers, callers))
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	acks = bufio.NewScanner(out)
	if !acks.Scan() || acks.Text() != "ready" {
		t.Fatalf("the child said %q", acks.Text())
	}
	return c, func(id string) {
		if id == "" {
			_ = in.Close()
			return
		}
		_, _ = fmt.Fprintln(in, id) // a killed child takes nothing any more
	}, acks
}

func parseAck(t *testing.T, line string) ack {
	t.Helper()
	var a ack
	if _, err := fmt.Sscan(line, &a.id, &a.position, &a.wal); err != nil {
		t.Fatalf("the child said %q", line)
	}
	return a
}
