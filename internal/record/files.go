package record

import (
	"context"
	"encoding/hex"
	"io"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Files are uploaded files, each once, by the SHA-256 of its content.
type Files interface {
	// Put stores what r gives and returns its hash (64 hex digits) and size in
	// bytes, durably. More than limit bytes is an invalid fault and leaves
	// nothing behind. The same content again changes nothing.
	Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	// Open reads a file; not_found when there is none.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Read reads a whole file inside a transaction, from which nothing else may be
	// asked of the store; for files of a size that stands in memory.
	Read(ctx context.Context, q Querier, hash string) ([]byte, error)
	// Delete removes a file; one that is not there is no error. It waits while
	// a snapshot is being taken.
	Delete(ctx context.Context, hash string) error
	// Each calls yield with the hash and size of every file until it fails.
	Each(ctx context.Context, yield func(hash string, size int64) error) error
}

// validHash tells whether the text can be a hash, and so part of a path.
func validHash(hash string) bool {
	if len(hash) != 64 {
		return false
	}
	b, err := hex.DecodeString(hash)
	return err == nil && hex.EncodeToString(b) == hash
}

func noSuchFile() error { return fault.NotFound("file") }

func tooBig(limit int64) error {
	return fault.Newf(fault.CodeInvalid, "The file is larger than %d MB, the most that can be taken.", (limit+1<<20-1)>>20).
		With("file", "too large").Keyed("file.too_large")
}
