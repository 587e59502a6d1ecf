package facts

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// The environment by which this test program knows that it is to be killed.
const crashFolder, crashRound = "BALCONY_TEST_CRASH_FOLDER", "BALCONY_TEST_CRASH_ROUND"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		if err := writeUntilKilled(dir, os.Getenv(crashRound)); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// writeUntilKilled writes, changes and removes things, and rebuilds the facts
// over and over. It tells of each thing that was acknowledged.
func writeUntilKilled(dir, round string) error {
	ctx := context.Background()
	rec, err := record.Open(ctx, record.Options{Dir: dir, Migrations: tables900()})
	if err != nil {
		return err
	}
	s, err := Open(ctx, Options{Path: filepath.Join(dir, "facts.duckdb"), Record: rec, Feeds: []Feed{thingFeed()}, Memory: "128MB", Thread: 1, batch: 50})
	if err != nil {
		return err
	}
	go func() {
		for {
			_ = s.Rebuild(ctx, nil) // conflict while the first build runs
		}
	}()
	var n int
	if _, err := fmt.Sscan(round, &n); err != nil {
		return err
	}
	for i := n * 1_000_000; ; i++ {
		p, err := put(ctx, rec, recorded, fixedThing(i))
		if err != nil {
			return err
		}
		switch i % 7 {
		case 3:
			p, err = put(ctx, rec, changed, fixedThing(i))
		case 5:
			p, err = put(ctx, rec, removed, fixedThing(i))
		}
		if err != nil {
			return err
		}
		if i%20 == 0 {
			_ = s.WaitFor(ctx, p)
		}
		fmt.Println("at", p)
	}
}

func TestKilledAtAnyMomentTheFactsHoldEachRowOnce(t *testing.T) {
	dir := t.TempDir()
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for round := range rounds {
		// from the very start of the process to well into its rebuilds
		killAfter(t, dir, round, r.IntN(60))
	}
	rec := recordtest.Open(t, record.Options{Dir: dir, Migrations: tables900()})
	o := options(t, rec)
	o.Path = filepath.Join(dir, "facts.duckdb")
	s := open(t, o)
	head, err := rec.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	untilAt(t, s, head)
	alive := map[string]thing{}
	err = rec.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return eachThing(ctx, q, func(th thing) error {
			alive[th.ID.String()] = th
			return nil
		}, "SELECT doc FROM thing")
	})
	if err != nil {
		t.Fatal(err)
	}
	got := readSums(t, s)
	if err := sameSums(got, wantSums(alive)); err != nil {
		t.Errorf("after %d kills: %v", rounds, err)
	}
	if err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := sameSums(readSums(t, s), got); err != nil {
		t.Errorf("a rebuild gives something else: %v", err)
	}
	if len(alive) < rounds {
		t.Errorf("only %d things were written in %d rounds", len(alive), rounds)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.building*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// killAfter starts a writer and kills it after so many lines.
func killAfter(t *testing.T, dir string, round, lines int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashFolder+"="+dir, fmt.Sprintf("%s=%d", crashRound, round))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := bufio.NewScanner(out)
	for range lines + 1 {
		if !read.Scan() {
			t.Fatalf("round %d: the writer ended by itself", round)
		}
		if strings.HasPrefix(read.Text(), "failed:") {
			t.Fatalf("round %d: %s", round, read.Text())
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for read.Scan() { // what it told before it died
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("round %d: %v, want killed", round, err)
	}
}
