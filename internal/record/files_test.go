package record_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func TestFilesComeBackByHash(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		ctx, f := t.Context(), s.Files()
		for _, size := range []int{0, 5, 1 << 20, 5<<19 + 3} {
			want := randomBytes(size)
			hash, n, err := f.Put(ctx, bytes.NewReader(want), 10<<20)
			if err != nil || n != int64(size) {
				t.Fatal(n, err)
			}
			again, _, err := f.Put(ctx, bytes.NewReader(want), 10<<20)
			if err != nil || again != hash {
				t.Errorf("put again: %s %v", again, err)
			}
			r, err := f.Open(ctx, hash)
			if err != nil {
				t.Fatal(err)
			}
			checkFile(t, r, want)
			_ = r.Close()
			if err := errors.Join(f.Delete(ctx, hash), f.Delete(ctx, hash)); err != nil {
				t.Errorf("delete: %v", err)
			}
			if _, err := f.Open(ctx, hash); !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("after delete: %v", err)
			}
		}
	})
}

// checkFile reads a file whole, and again from places on both sides of the
// border between its pieces.
func checkFile(t *testing.T, r io.ReadSeeker, want []byte) {
	t.Helper()
	if len(want) < 100 { // it reads byte by byte
		if err := iotest.TestReader(r, want); err != nil {
			t.Error(err)
		}
	}
	for _, from := range []int{0, len(want) / 2, 1<<20 - 1, 1 << 20} {
		if from > len(want) {
			continue
		}
		if at, err := r.Seek(int64(from), io.SeekStart); err != nil || at != int64(from) {
			t.Fatal(at, err)
		}
		if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want[from:]) {
			t.Errorf("from %d: %d bytes, want %d: %v", from, len(got), len(want)-from, err)
		}
	}
}

func TestFilesAreListed(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		ctx := t.Context()
		none := s.Files().Each(ctx, func(string, int64) error { return errors.New("none yet") })
		hash, _, err := s.Files().Put(ctx, strings.NewReader("hello"), 5)
		if none != nil || err != nil {
			t.Fatal(none, err)
		}
		n := 0
		err = s.Files().Each(ctx, func(h string, size int64) error {
			n++
			if h != hash || size != 5 {
				t.Errorf("%s of %d bytes", h, size)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Error(n, err)
		}
	})
}

func TestRefusedFilesLeaveNothing(t *testing.T) {
	recordtest.Each(t, nil, func(t *testing.T, s *record.Store) {
		ctx, f := t.Context(), s.Files()
		if _, _, err := f.Put(ctx, strings.NewReader("123456"), 5); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("too large: %v", err)
		}
		if _, _, err := f.Put(ctx, io.MultiReader(strings.NewReader("12"), iotest.ErrReader(errors.New("the line broke"))), 5); err == nil {
			t.Error("a broken upload was stored")
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if _, _, err := f.Put(gone, strings.NewReader("1"), 5); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		for _, bad := range []string{"", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("..", 32)} {
			if _, err := f.Open(ctx, bad); !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%q: %v", bad, err)
			}
			if err := f.Delete(ctx, bad); err != nil {
				t.Errorf("delete %q: %v", bad, err)
			}
		}
		if err := f.Each(ctx, func(h string, _ int64) error { return errors.New("left behind: " + h) }); err != nil {
			t.Error(err)
		}
		if s.Dir() != "" {
			if left, _ := os.ReadDir(s.Dir() + "/files"); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		}
	})
}
