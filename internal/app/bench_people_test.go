package app

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The bench of people runs on a small registry, finds what plain SQL finds, and
// tells all its questions; BALCONY_ROWS asks for more events.
func TestTheBenchOfPeopleRuns(t *testing.T) {
	rows := 10_000
	if n, err := strconv.Atoi(os.Getenv("BALCONY_ROWS")); err == nil {
		rows = n
	}
	var out bytes.Buffer
	if err := benchPeople(t.Context(), BenchConfig{Rows: rows, Out: &out}, t.TempDir()); err != nil {
		t.Fatal(err, "\n", &out)
	}
	t.Log(out.String())
	for _, line := range []string{"page of a person", "page of an account", "search by mail", "a late page", "size of a segment", "register with volumes", "conformance"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("no line %q in\n%s", line, &out)
		}
	}
}
