package facts

import (
	"bytes"
	"strings"
	"testing"
)

func TestTheBenchRunsAndLeavesNothing(t *testing.T) {
	var out bytes.Buffer
	if err := Bench(t.Context(), &out, t.TempDir(), 3_000); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if n := strings.Count(out.String(), "\n"); n != 7 {
		t.Errorf("%d lines, want 7:\n%s", n, out.String())
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		var out bytes.Buffer
		if err := Bench(b.Context(), &out, b.TempDir(), 1_000_000); err != nil {
			b.Fatal(err)
		}
		b.Log("\n" + out.String())
	}
}
