package understand

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
)

// The bench itself runs, on few answers here; BALCONY_BENCH_ROWS asks for more.
func TestBenchAnswersItsThreeQuestions(t *testing.T) {
	rows := 20_000
	if n, err := strconv.Atoi(os.Getenv("BALCONY_BENCH_ROWS")); err == nil {
		rows = n
	}
	var out bytes.Buffer
	if err := Bench(t.Context(), &out, rows); err != nil {
		t.Fatal(err)
	}
	t.Log(out.String())
	for _, line := range []string{"plain SQL", "without intervals", "with intervals"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("nothing said of %s", line)
		}
	}
}

func TestTheBenchOfDriversRuns(t *testing.T) {
	var out bytes.Buffer
	if err := BenchDrivers(t.Context(), &out, 400); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"raw", "weights, slopes, gains", "penalties and rewards", "the whole figure"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("no line %q in\n%s", line, &out)
		}
	}
}
