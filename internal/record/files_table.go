package record

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/balcony-cx/balcony/internal/fault"
)

// chunk is how many bytes of a file a row holds.
const chunk = 1 << 20

// tableFiles keeps files in tables, so that several app processes on one
// database see them all.
type tableFiles struct{ store *Store }

// Put reads everything into a temporary file first: the hash is needed before
// the first row, and a slow sender must not hold a transaction open.
func (f *tableFiles) Put(ctx context.Context, r io.Reader, limit int64) (string, int64, error) {
	temp, err := os.CreateTemp("", "balcony-upload-*")
	if err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "make file")
	}
	defer func() { _ = temp.Close(); _ = os.Remove(temp.Name()) }()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(temp, sum), io.LimitReader(contextReader{ctx, r}, limit+1))
	if err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "write file")
	}
	if size > limit {
		return "", 0, tooBig(limit)
	}
	hash := hex.EncodeToString(sum.Sum(nil))
	_, err = f.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		if _, err := temp.Seek(0, io.SeekStart); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `INSERT INTO file (hash, size, created_at) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING`,
			hash, size, Micros(f.store.now()))
		if err != nil || n == 0 {
			return err
		}
		return putChunks(ctx, tx, hash, temp)
	})
	if err != nil {
		return "", 0, fault.Wrap(err, fault.CodeUnavailable, "store file")
	}
	return hash, size, nil
}

func putChunks(ctx context.Context, tx *Tx, hash string, r io.Reader) error {
	buffer := make([]byte, chunk)
	for number := 0; ; number++ {
		n, err := io.ReadFull(r, buffer)
		if n > 0 {
			if _, err := tx.Exec(ctx, `INSERT INTO file_chunk (hash, number, bytes) VALUES (?, ?, ?)`, hash, number, buffer[:n]); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Open reads the file a chunk at a time as it is asked for.
func (f *tableFiles) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	var sizes []int64
	err := f.store.View(ctx, func(ctx context.Context, q Querier) error {
		return q.NewRaw(`SELECT size FROM file WHERE hash = ?`, hash).Scan(ctx, &sizes)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open file")
	}
	if len(sizes) == 0 {
		return nil, noSuchFile()
	}
	return &chunkReader{ctx: ctx, store: f.store, hash: hash, size: sizes[0], held: -1}, nil
}

// Read reads a whole file through a transaction.
func (f *tableFiles) Read(ctx context.Context, q Querier, hash string) ([]byte, error) {
	var parts [][]byte
	if err := q.NewRaw(`SELECT bytes FROM file_chunk WHERE hash = ? ORDER BY number`, hash).Scan(ctx, &parts); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read file")
	}
	if len(parts) == 0 {
		return nil, noSuchFile()
	}
	return bytes.Join(parts, nil), nil
}

func (f *tableFiles) Delete(ctx context.Context, hash string) error {
	_, err := f.store.Write(ctx, func(ctx context.Context, tx *Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM file WHERE hash = ?`, hash)
		return err
	})
	return fault.Wrap(err, fault.CodeUnavailable, "delete file")
}

func (f *tableFiles) Each(ctx context.Context, yield func(hash string, size int64) error) error {
	var files []struct {
		Hash string
		Size int64
	}
	err := f.store.View(ctx, func(ctx context.Context, q Querier) error {
		return q.NewRaw(`SELECT hash, size FROM file ORDER BY hash`).Scan(ctx, &files)
	})
	if err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	for _, file := range files {
		if err := yield(file.Hash, file.Size); err != nil {
			return err
		}
	}
	return nil
}

// chunkReader reads a file out of its rows.
type chunkReader struct {
	ctx   context.Context
	store *Store
	hash  string
	size  int64
	at    int64
	held  int64 // number of the chunk in bytes, -1 for none
	bytes []byte
}

func (c *chunkReader) Read(p []byte) (int, error) {
	if c.at >= c.size {
		return 0, io.EOF
	}
	if number := c.at / chunk; number != c.held {
		if err := c.fetch(number); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.bytes[c.at%chunk:])
	c.at += int64(n)
	return n, nil
}

func (c *chunkReader) fetch(number int64) error {
	var rows [][]byte
	err := c.store.View(c.ctx, func(ctx context.Context, q Querier) error {
		return q.NewRaw(`SELECT bytes FROM file_chunk WHERE hash = ? AND number = ?`, c.hash, number).Scan(ctx, &rows)
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "read file")
	}
	if len(rows) == 0 || int64(len(rows[0])) != min(chunk, c.size-number*chunk) {
		return noSuchFile() // deleted meanwhile
	}
	c.held, c.bytes = number, bytes.Clone(rows[0])
	return nil
}

func (c *chunkReader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the start of the file")
	}
	c.at = offset
	return offset, nil
}

// Close has nothing to let go of.
func (c *chunkReader) Close() error { return nil }
