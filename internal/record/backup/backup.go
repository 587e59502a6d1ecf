package backup

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Options say what a backup holds beside the record and its files.
type Options struct {
	Also []string         // names of files in the data folder that the record needs, such as a key; missing ones are left out
	Now  func() time.Time // nil means the wall clock
	// Programs is a pattern of the folders where PostgreSQL's programs lie if
	// they are not on PATH; "" means Debian's.
	Programs string
}

// Write makes a backup of the record as of one moment, while it is served, and
// writes it to w. What was written before an error is no backup.
func Write(ctx context.Context, s *record.Store, w io.Writer, o Options) (*Manifest, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	staging, err := os.MkdirTemp(s.Dir(), ".backup-") // the system's folder where there is no data folder
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "make room for the backup")
	}
	defer func() { _ = os.RemoveAll(staging) }()
	m, err := describe(ctx, s, o)
	if err != nil {
		return nil, err
	}
	if s.Engine() == record.PostgreSQL {
		err = dump(ctx, s.URL(), filepath.Join(staging, dumpName), o.Programs)
	} else {
		err = s.Snapshot(ctx, filepath.Join(staging, recordName), func() error { return linkFiles(ctx, s, staging) })
	}
	if err != nil {
		return nil, err
	}
	if err := copyAlso(s.Dir(), staging, o.Also); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "copy the data folder")
	}
	if m.Entries, err = list(ctx, staging); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "check the copy")
	}
	if err := writeTar(ctx, w, staging, m); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "write the backup")
	}
	return m, nil
}

func describe(ctx context.Context, s *record.Store, o Options) (*Manifest, error) {
	m := &Manifest{Format: format, CreatedAt: o.Now().UTC(), Engine: s.Engine(), LeftOut: []string{"facts", "jobs"}}
	var err error
	if m.Schema, err = s.SchemaVersions(ctx); err != nil {
		return nil, err
	}
	m.Position, err = s.Position(ctx)
	return m, err
}

// linkFiles gives every uploaded file a second name in the staging folder, so
// that it stays although it is deleted.
func linkFiles(ctx context.Context, s *record.Store, staging string) error {
	return s.Files().Each(ctx, func(hash string, _ int64) error {
		to := filepath.Join(staging, filepath.FromSlash(fileEntry(hash)))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		from := filepath.Join(s.Dir(), filepath.FromSlash(fileEntry(hash)))
		if err := os.Link(from, to); err == nil {
			return nil
		}
		return copyFile(from, to) // a file system without links
	})
}

func copyAlso(dir, staging string, names []string) error {
	for _, name := range names {
		if !alsoPattern.MatchString(name) || dir == "" {
			continue
		}
		to := filepath.Join(staging, alsoFolder, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := copyFile(filepath.Join(dir, name), to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// list takes the size and checksum of every file in the staging folder.
func list(ctx context.Context, staging string) ([]Entry, error) {
	var entries []Entry
	err := filepath.WalkDir(staging, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		relative, err := filepath.Rel(staging, name)
		if err != nil {
			return err
		}
		hash, size, err := sum(file)
		entries = append(entries, Entry{Name: filepath.ToSlash(relative), Size: size, SHA256: hash})
		return err
	})
	return entries, err
}

func writeTar(ctx context.Context, w io.Writer, staging string, m *Manifest) error {
	archive := tar.NewWriter(w)
	manifest, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	header := func(name string, size int64) *tar.Header {
		return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: m.CreatedAt, Format: tar.FormatPAX}
	}
	if err := archive.WriteHeader(header(manifestName, int64(len(manifest)))); err != nil {
		return err
	}
	if _, err := archive.Write(manifest); err != nil {
		return err
	}
	for _, e := range m.Entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := archive.WriteHeader(header(e.Name, e.Size)); err != nil {
			return err
		}
		if err := addFile(archive, filepath.Join(staging, filepath.FromSlash(e.Name))); err != nil {
			return err
		}
	}
	return archive.Close()
}

func addFile(w io.Writer, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	_, err = io.Copy(w, file)
	return err
}

// Save lets write fill a file that appears under its name only when it is
// whole and durable. A file that is there already is a conflict.
func Save(path string, write func(w io.Writer) error) error {
	if _, err := os.Lstat(path); err == nil {
		return fault.Newf(fault.CodeConflict, "%s is there already; name another file.", path)
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // mode 0600
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "make "+path)
	}
	err = write(temp)
	if err == nil {
		err = temp.Sync()
	}
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return fault.Wrap(err, fault.CodeUnavailable, "write "+path)
	}
	return nil
}

// Handler answers a command with a backup. When making it fails half-way the
// connection is broken off, so that nobody takes the first part for a whole.
func Handler(s *record.Store, o Options, failed func(error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-tar")
		out := &counter{w: w}
		if _, err := Write(r.Context(), s, out, o); err != nil {
			failed(err)
			if out.n > 0 {
				panic(http.ErrAbortHandler)
			}
			refuse(w, err)
		}
	})
}

func refuse(w http.ResponseWriter, err error) {
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.New(fault.CodeInternal, "The backup could not be made.")
	}
	w.Header().Set("Content-Type", f.ContentType(""))
	w.WriteHeader(f.GetStatus())
	_ = json.NewEncoder(w).Encode(f)
}

// counter knows whether anything was written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	if err != nil {
		return n, fmt.Errorf("send the backup: %w", err)
	}
	return n, nil
}
