package collect

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// sharedData is the folder of real files that are not part of the project;
// tests over them are left out where it is absent.
func sharedData() string {
	if named := os.Getenv("BALCONY_SHARED"); named != "" {
		return filepath.Join(named, "data")
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// realFile opens one of the real files, nil where there is none.
func realFile(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedData(), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func profileFile(t testing.TB, f io.ReadSeeker) *table.Profile {
	t.Helper()
	format, err := table.Detect(f, table.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	p, err := table.Scan(f, format, table.DefaultLimits(), time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// describe writes a guess in short, a line a column that is not ignored.
func describe(g Guessed) string {
	var b strings.Builder
	for i, c := range g.Mapping.Columns {
		if c.Role == RoleIgnore {
			continue
		}
		fmt.Fprintf(&b, "%s: %s", c.Name, c.Role)
		if c.Kind != "" {
			fmt.Fprintf(&b, " %s", c.Kind)
		}
		if s := c.Score; s != nil {
			fmt.Fprintf(&b, " %s %s %s good %v", s.Metric, span(s.Scale.Min, s.Scale.Max), s.Scale.Direction, s.Scale.Good)
		}
		if len(c.NoAnswer) > 0 {
			fmt.Fprintf(&b, " none=%s", strings.Join(c.NoAnswer, "|"))
		}
		if c.Order != "" {
			fmt.Fprintf(&b, " %s", c.Order)
		}
		if g.Mapping.TimeColumn != nil && *g.Mapping.TimeColumn == i {
			b.WriteString(" [at]")
		}
		if g.Mapping.KeyColumn != nil && *g.Mapping.KeyColumn == i {
			b.WriteString(" [key]")
		}
		b.WriteByte('\n')
	}
	for _, q := range g.Questions {
		fmt.Fprintf(&b, "? %s %d\n", q.Kind, q.Index)
	}
	return b.String()
}
