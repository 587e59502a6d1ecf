package main

import (
	"runtime/debug"
	"testing"
)

// TestLimitHeap: a limit is set unless the operator has set another.
func TestLimitHeap(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	defer debug.SetMemoryLimit(before)
	for env, want := range map[string]int64{"700MiB": before, "": heapLimit} {
		t.Setenv("GOMEMLIMIT", env)
		debug.SetMemoryLimit(before)
		limitHeap()
		if got := debug.SetMemoryLimit(-1); got != want {
			t.Errorf("with GOMEMLIMIT=%q the limit is %d, not %d", env, got, want)
		}
	}
}
