package backup_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
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

func restore(t *testing.T, tarball []byte, o backup.RestoreOptions) (*backup.Result, error) {
	t.Helper()
	return backup.Restore(t.Context(), bytes.NewReader(tarball), o)
}

func TestRestoreRefusesAPlaceInUse(t *testing.T) {
	eachPlace(t, func(t *testing.T, place func() record.Options) {
		at := place()
		s, err := record.Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		write(t, s, "a")
		tarball := backUp(t, s)
		if _, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("while it is served: %v", err)
		}
		if at.DatabaseURL != "" { // a server with a folder elsewhere
			elsewhere := at
			elsewhere.Dir = t.TempDir()
			if _, err := restore(t, tarball, backup.RestoreOptions{Record: elsewhere, Replace: true}); !fault.Is(err, fault.CodeConflict) {
				t.Errorf("while it is served from elsewhere: %v", err)
			}
		}
		write(t, s, "b")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := restore(t, tarball, backup.RestoreOptions{Record: at}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("over a record: %v", err)
		}
		if err := os.WriteFile(filepath.Join(at.Dir, "facts.duckdb"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		result, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(filepath.Join(result.SetAside, "facts.duckdb")); err != nil {
			t.Errorf("facts of the old record were not set aside: %v", err)
		}
		if got := ids(t, recordtest.Open(t, at)); got != "a" {
			t.Errorf("notes %q, want a", got)
		}
	})
}

// entry is one file of a tar that the test rewrites.
type entry struct {
	header *tar.Header
	body   []byte
}

func taken(t *testing.T, tarball []byte) (entries []entry) {
	t.Helper()
	r := tar.NewReader(bytes.NewReader(tarball))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return entries
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry{h, body})
	}
}

func packed(t *testing.T, entries []entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, e := range entries {
		e.header.Size = int64(len(e.body))
		if err := w.WriteHeader(e.header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changed rewrites the manifest of a backup.
func changed(t *testing.T, tarball []byte, change func(m *backup.Manifest, entries []entry) []entry) []byte {
	t.Helper()
	entries := taken(t, tarball)
	var m backup.Manifest
	if err := json.Unmarshal(entries[0].body, &m); err != nil {
		t.Fatal(err)
	}
	entries = change(&m, entries)
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	entries[0].body = body
	return packed(t, entries)
}

// smuggle adds an entry with a name of its own, rightly listed.
func smuggle(name string) func(m *backup.Manifest, entries []entry) []entry {
	return func(m *backup.Manifest, entries []entry) []entry {
		body := []byte("smuggled")
		hash := sha256.Sum256(body)
		m.Entries = append(m.Entries, backup.Entry{Name: name, Size: int64(len(body)), SHA256: hex.EncodeToString(hash[:])})
		return append(entries, entry{&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: 0o600}, body})
	}
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	s := recordtest.Open(t, record.Options{Dir: t.TempDir(), Migrations: notes})
	write(t, s, "a")
	if _, _, err := s.Files().Put(t.Context(), strings.NewReader("an upload"), 100); err != nil {
		t.Fatal(err)
	}
	good := backUp(t, s)
	flipped := func(at int) []byte {
		b := bytes.Clone(good)
		b[at] ^= 1
		return b
	}
	record := bytes.Index(good, []byte("SQLite format 3"))
	cases := map[string][]byte{
		"empty":                 {},
		"something else":        []byte(strings.Repeat("no tar at all ", 100)),
		"cut short":             good[:len(good)/2],
		"without its end":       good[:record+8192],
		"a bit of the record":   flipped(record + 5000),
		"a bit of the manifest": flipped(bytes.Index(good, []byte(`"sha256": "`)) + 20),
		"a bit of an upload":    flipped(bytes.Index(good, []byte("an upload"))),
		"one entry missing":     packed(t, taken(t, good)[:2]),
		"no manifest":           packed(t, taken(t, good)[1:]),
		"one entry twice":       packed(t, append(taken(t, good), taken(t, good)[1])),
		"a path out":            changed(t, good, smuggle("../../evil")),
		"a path out of files":   changed(t, good, smuggle("files/../../evil")),
		"an absolute path":      changed(t, good, smuggle("/tmp/evil")),
		"a lock":                changed(t, good, smuggle("lock")),
		"unasked for":           changed(t, good, smuggle("also/secret.key")),
		"a link": changed(t, good, func(_ *backup.Manifest, e []entry) []entry {
			e[1].header.Typeflag, e[1].header.Linkname, e[1].body = tar.TypeSymlink, "/etc/passwd", nil
			return e
		}),
		"a negative size": changed(t, good, func(m *backup.Manifest, e []entry) []entry { m.Entries[0].Size = -1; return e }),
		"another engine":  changed(t, good, func(m *backup.Manifest, e []entry) []entry { m.Engine = "postgresql"; return e }),
		"a newer schema":  changed(t, good, func(m *backup.Manifest, e []entry) []entry { m.Schema = append(m.Schema, 9999); return e }),
		"a newer format":  changed(t, good, func(m *backup.Manifest, e []entry) []entry { m.Format = 2; return e }),
	}
	for name, tarball := range cases {
		t.Run(name, func(t *testing.T) { refused(t, tarball) })
	}
	if _, err := restore(t, good, backup.RestoreOptions{Record: at(t), MaxBytes: 1000}); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("larger than allowed: %v", err)
	}
	if _, err := restore(t, good, backup.RestoreOptions{Record: at(t)}); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func at(t *testing.T) record.Options {
	t.Helper()
	return record.Options{Dir: t.TempDir(), Migrations: notes}
}

// refused wants a fault and an untouched record.
func refused(t *testing.T, tarball []byte) {
	t.Helper()
	to := at(t)
	s, err := record.Open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, "mine")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = restore(t, tarball, backup.RestoreOptions{Record: to, Replace: true})
	if code := fault.CodeOf(err); code != fault.CodeInvalid && code != fault.CodeConflict {
		t.Errorf("error %v", err)
	}
	noLeftovers(t, to.Dir)
	if got := ids(t, recordtest.Open(t, to)); got != "mine" {
		t.Errorf("notes %q", got)
	}
	if found, _ := filepath.Glob(filepath.Join(filepath.Dir(to.Dir), "evil")); len(found) > 0 {
		t.Error("a path led out of the folder")
	}
}

// forget is what a room's Eraser does.
func forget(ctx context.Context, tx *record.Tx, e record.Erasure) error {
	_, err := tx.Exec(ctx, `DELETE FROM note WHERE id = ?`, e.Subject)
	return err
}

// backUpBeforeErasure is a backup with two notes, of which one was erased
// afterwards.
func backUpBeforeErasure(t *testing.T, at record.Options) []byte {
	t.Helper()
	s, err := record.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	write(t, s, "keep")
	write(t, s, "forget")
	tarball := backUp(t, s)
	e := record.Erasure{Kind: "note", Subject: "forget", At: time.Now()}
	_, err = s.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
		return errors.Join(forget(ctx, tx, e), tx.Erased(ctx, e.Kind, e.At, e.Subject))
	})
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return tarball
}

func TestErasedStaysErasedAfterARestore(t *testing.T) {
	eachPlace(t, func(t *testing.T, place func() record.Options) {
		at := place()
		tarball := backUpBeforeErasure(t, at)
		if _, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("without an eraser: %v", err)
		}
		result, err := restore(t, tarball, backup.RestoreOptions{Record: at, Replace: true, Eraser: forget})
		if err != nil || result.Erased != 1 {
			t.Fatal(result, err)
		}
		if got := ids(t, recordtest.Open(t, at)); got != "keep" {
			t.Errorf("notes %q, want keep", got)
		}

		// to a new place, with the log brought along
		fresh := place()
		result, err = restore(t, tarball, backup.RestoreOptions{Record: fresh, Eraser: forget, Erasures: filepath.Join(at.Dir, record.ErasureLog)})
		if err != nil || result.Erased != 1 {
			t.Fatal(result, err)
		}
		again := recordtest.Open(t, fresh)
		if got := ids(t, again); got != "keep" {
			t.Errorf("notes %q, want keep", got)
		}
		if log, err := record.ReadErasures(filepath.Join(fresh.Dir, record.ErasureLog)); err != nil || len(log) != 1 || log[0].Subject != "forget" {
			t.Errorf("the new place's erasure log: %v %v", log, err)
		}
	})
}
