package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/backup"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// Between the load and the last erasure nobody opens the database, and a
// restore that breaks off there keeps what it had still to erase.
func TestNothingIsServedBeforeItIsErasedAgain(t *testing.T) {
	at := record.Options{DatabaseURL: recordtest.Database(t), Dir: t.TempDir(), Migrations: notes}
	tarball := backUpBeforeErasure(t, at)
	elsewhere := at
	elsewhere.Dir = t.TempDir()
	closed := func() {
		t.Helper()
		opened, err := record.Open(t.Context(), elsewhere)
		if !fault.Is(err, fault.CodeConflict) {
			t.Errorf("opened while not all is erased: %v", err)
		}
		if opened != nil {
			_ = opened.Close()
		}
	}
	broken := func(context.Context, *record.Tx, record.Erasure) error {
		closed()
		return errors.New("the power went")
	}
	if _, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true, Eraser: broken}); err == nil {
		t.Fatal("the restore did not break off")
	}
	closed()
	if err := os.Remove(filepath.Join(at.Dir, record.ErasureLog)); err != nil { // so that only the database knows
		t.Fatal(err)
	}
	at.Dir = ""
	result, err := restore(t, tarball, backup.RestoreOptions{Record: at, Eraser: forget}) // it replaces nothing whole
	if err != nil || result.Erased != 1 {
		t.Fatal(result, err)
	}
	if got := ids(t, recordtest.Open(t, elsewhere)); got != "keep" {
		t.Errorf("notes %q, want keep", got)
	}
}

// A load that fails leaves the record that was there, open to everybody.
func TestFailedLoadLeavesTheRecordOpen(t *testing.T) {
	at := record.Options{DatabaseURL: recordtest.Database(t), Migrations: notes}
	s, err := record.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	tarball := changed(t, backUp(t, s), func(m *backup.Manifest, e []entry) []entry {
		for i := range m.Entries {
			e[i+1].body = []byte("no dump at all")
			e[i+1].header.Size = int64(len(e[i+1].body))
			m.Entries[i].Size = e[i+1].header.Size
			hash := sha256.Sum256(e[i+1].body)
			m.Entries[i].SHA256 = hex.EncodeToString(hash[:])
		}
		return e
	})
	write(t, s, "mine")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true}); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("load of no dump: %v", err)
	}
	if got := ids(t, recordtest.Open(t, at)); got != "mine" {
		t.Errorf("notes %q, want mine", got)
	}
}

// Without PostgreSQL's programs it is said what to install, and nothing changes.
func TestMissingProgramsAreNamed(t *testing.T) {
	at := record.Options{DatabaseURL: recordtest.Database(t), Migrations: notes}
	s, err := record.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	tarball := backUp(t, s)
	write(t, s, "mine")
	t.Setenv("PATH", t.TempDir())
	nowhere := filepath.Join(t.TempDir(), "*")
	says := func(err error, tool string) {
		t.Helper()
		if !fault.Is(err, fault.CodeUnavailable) || !strings.Contains(err.Error(), tool) || !strings.Contains(err.Error(), "postgresql-client") {
			t.Errorf("without %s: %v", tool, err)
		}
	}
	var out bytes.Buffer
	_, err = backup.Write(t.Context(), s, &out, backup.Options{Programs: nowhere})
	says(err, "pg_dump")
	if out.Len() > 0 {
		t.Errorf("%d bytes of a backup that is none", out.Len())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true, Programs: nowhere})
	says(err, "pg_restore")
	if got := ids(t, recordtest.Open(t, at)); got != "mine" {
		t.Errorf("notes %q, want mine", got)
	}
}

// A client that goes away in the middle of a backup leaves nothing behind, and
// the record goes on.
func TestBackupBrokenOffByItsClient(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes})
	write(t, s, "a")
	if _, _, err := s.Files().Put(t.Context(), io.LimitReader(endless{}, 32<<20), 64<<20); err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 1)
	server := httptest.NewServer(backup.Handler(s, backup.Options{}, func(err error) { failed <- err }))
	defer server.Close()
	answer, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, answer.Body, 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-failed:
		if !fault.Is(err, fault.CodeUnavailable) {
			t.Errorf("%v", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("nobody noticed that the client is gone")
	}
	server.Close() // waits for the handler
	noLeftovers(t, s.Dir())
	write(t, s, "b")
	if got := ids(t, s); got != "a b" {
		t.Errorf("notes %q", got)
	}
}

// endless gives the same byte for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
