package record

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/balcony-cx/balcony/internal/fault"
)

// folderFiles keeps files as files/<aa>/<sha256>.
type folderFiles struct {
	dir  string
	keep sync.RWMutex // held while a snapshot needs every file to stay
}

func newFolderFiles(dir string) *folderFiles { return &folderFiles{dir: dir} }

func (f *folderFiles) path(hash string) string { return filepath.Join(f.dir, hash[:2], hash) }

// Put writes beside, syncs, renames, and syncs the folder, so that a file is
// there whole or not at all.
func (f *folderFiles) Put(ctx context.Context, r io.Reader, limit int64) (string, int64, error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "make files folder")
	}
	temp, err := os.CreateTemp(f.dir, ".upload-*")
	if err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "make file")
	}
	kept := false
	defer func() {
		_ = temp.Close()
		if !kept {
			_ = os.Remove(temp.Name())
		}
	}()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, sum), io.LimitReader(contextReader{ctx, r}, limit+1))
	if err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "write file")
	}
	if size > limit {
		return "", 0, tooBig(limit)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	if err := errors.Join(temp.Sync(), f.place(temp.Name(), hash)); err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "store file")
	}
	kept = true
	return hash, size, nil
}

// place gives a finished file its name and makes that durable.
func (f *folderFiles) place(temp, hash string) error {
	dir := filepath.Dir(f.path(hash))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp, f.path(hash)); err != nil {
		return err
	}
	return errors.Join(syncFolder(dir), syncFolder(f.dir))
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (f *folderFiles) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	if !validHash(hash) {
		return nil, noSuchFile()
	}
	file, err := os.Open(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noSuchFile()
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open file")
	}
	return file, nil
}

// Read reads a whole file.
func (f *folderFiles) Read(ctx context.Context, _ Querier, hash string) ([]byte, error) {
	file, err := f.Open(ctx, hash)
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(file)
	return all, fault.Wrap(errors.Join(err, file.Close()), fault.CodeUnavailable, "read file")
}

func (f *folderFiles) Delete(_ context.Context, hash string) error {
	if !validHash(hash) {
		return nil
	}
	f.keep.RLock()
	defer f.keep.RUnlock()
	err := os.Remove(f.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fault.Wrap(err, fault.CodeUnavailable, "delete file")
}

func (f *folderFiles) Each(ctx context.Context, yield func(hash string, size int64) error) error {
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if d.IsDir() || !validHash(d.Name()) {
			return ctx.Err()
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) { // deleted meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		return yield(d.Name(), info.Size())
	})
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	return nil
}

// contextReader ends a copy when its caller has gone.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
