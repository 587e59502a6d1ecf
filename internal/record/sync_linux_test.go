package record_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestNoAcknowledgementBeforeTheSync runs a process that stores answers under
// strace and reads what it asked of the kernel, in order: between a write to
// the WAL and any line that acknowledges it there is a finished fsync of the
// WAL, one at least for each group.
func TestNoAcknowledgementBeforeTheSync(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Fatal("strace was not found: install Debian's package strace (apt-get install strace)")
	}
	for _, callers := range []int{1, 8} {
		t.Run(fmt.Sprintf("%d callers", callers), func(t *testing.T) {
			trace := filepath.Join(t.TempDir(), "trace")
			const answers = 40
			c, give, acks := startChild(t, t.TempDir(), callers, strace, "-f", "-y", "-s", "64", "-o", trace,
				"-e", "trace=write,pwrite64,fsync,fdatasync", "-e", "signal=none")
			for i := range answers {
				give(fmt.Sprintf("answer-%02d", i))
			}
			give("")
			n := 0
			for acks.Scan() {
				n++
			}
			if err := c.Wait(); err != nil || n != answers {
				t.Fatalf("%d acknowledged, %v", n, err)
			}
			checkTrace(t, trace, answers)
		})
	}
}

var (
	walWrite = regexp.MustCompile(`pwrite64\(\d+<[^>]*record\.db-wal>`)
	walSync  = regexp.MustCompile(`f(?:data)?sync\(\d+<[^>]*record\.db-wal>(\)| <unfinished)`)
	ackWrite = regexp.MustCompile(`write\(1<[^>]*>, "(answer-\d+) (\d+) `)
)

// checkTrace follows the trace: at no moment are more groups acknowledged than
// there were finished syncs of a WAL that had been written to.
func checkTrace(t *testing.T, trace string, answers int) {
	t.Helper()
	file, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unfinished := map[string]bool{} // threads inside a sync of the WAL
	synced, acked := 0, 0           // finished syncs that had something to sync, acknowledged answers
	unsynced := false               // something was written to the WAL since
	ready := false
	positions := map[string]bool{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := lines.Text()
		thread, _, _ := strings.Cut(line, " ")
		switch {
		case strings.Contains(line, `"ready\n"`):
			synced, ready = 0, true // what follows is of answers, not of migrations
		case walWrite.MatchString(line):
			unsynced = true
		case walSync.MatchString(line) && strings.Contains(line, "<unfinished"):
			unfinished[thread] = true
		case walSync.MatchString(line), unfinished[thread] && strings.Contains(line, "sync resumed"):
			delete(unfinished, thread)
			if unsynced {
				synced++
			}
			unsynced = false
		default:
			m := ackWrite.FindStringSubmatch(line)
			if m == nil {
				continue
			}
			acked++
			positions[m[2]] = true
			if len(positions) > synced {
				t.Errorf("%s acknowledged at position %s: %d groups acknowledged, %d synced", m[1], m[2], len(positions), synced)
			}
		}
	}
	if !ready || acked != answers || synced == 0 || len(positions) == 0 {
		t.Errorf("the trace shows %d acknowledgements, %d groups, %d syncs: it was not understood", acked, len(positions), synced)
	}
}
