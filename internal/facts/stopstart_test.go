package facts

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestStoppedAtAnyMomentTheNextStartComesUp closes a store that is being built
// at a random moment and opens it again at the same path: whatever the driver
// was doing must have been let go of, since DuckDB waits for ever for a file
// that somebody in the same process still holds.
func TestStoppedAtAnyMomentTheNextStartComesUp(t *testing.T) {
	rec := openRecord(t)
	r := rand.New(rand.NewPCG(1, 3))
	history(t, rec, r, 200, map[string]thing{})
	o := options(t, rec)
	for range 40 {
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		// A random moment of the build, as in the tests that kill: nothing is waited for.
		time.Sleep(time.Duration(r.IntN(30_000)) * time.Microsecond)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := removeFile(o.Path); err != nil {
			t.Fatal(err)
		}
	}
}
