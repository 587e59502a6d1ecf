package archive

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// maxDirectory is the longest list of entries, in bytes; it is read into
// memory whole.
const maxDirectory = 16 << 20

// Archive is the zip that a document of an office program is, read within
// limits.
type Archive struct {
	files  map[string]*zip.File
	limits table.Limits
	left   int64 // bytes that may still be unpacked
}

// Open reads the list of entries of src, which is size bytes long. The error is
// a *table.Damage, or table.ErrTooLarge or table.ErrEncrypted.
func Open(src io.ReaderAt, size int64, limits table.Limits) (*Archive, error) {
	if err := checkDirectory(src, size, limits); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(src, size)
	if err != nil {
		return nil, &table.Damage{Place: "the list of entries", Cause: err}
	}
	if len(z.File) > limits.Entries {
		return nil, fmt.Errorf("%w: %d entries", table.ErrTooLarge, len(z.File))
	}
	a := &Archive{files: make(map[string]*zip.File, len(z.File)), limits: limits, left: limits.Unpacked}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, table.ErrEncrypted
		}
		a.files[EntryName(f.Name)] = f
	}
	return a, nil
}

// checkDirectory looks at the end of the file before the list of entries is
// taken into memory: a list may claim to be short and be millions long.
func checkDirectory(src io.ReaderAt, size int64, limits table.Limits) error {
	tail := make([]byte, min(size, 1<<16+22))
	if _, err := src.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+22 > len(tail) {
		return &table.Damage{Place: "the end of the file", Cause: fmt.Errorf("the archive is cut off: %w", io.ErrUnexpectedEOF)}
	}
	entries := int(binary.LittleEndian.Uint16(tail[at+10:]))
	length, offset := int64(binary.LittleEndian.Uint32(tail[at+12:])), int64(binary.LittleEndian.Uint32(tail[at+16:]))
	end := size - int64(len(tail)) + int64(at)
	switch {
	case entries > limits.Entries, length > maxDirectory:
		return fmt.Errorf("%w: %d entries", table.ErrTooLarge, entries)
	case offset+length != end:
		return &table.Damage{Place: "the list of entries", Cause: errors.New("it does not stand where the end of the file says")}
	}
	return nil
}

// EntryName is the one way of writing the name of an entry.
func EntryName(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// Limits are those the archive is read within.
func (a *Archive) Limits() table.Limits { return a.limits }

// Has tells whether there is an entry of the name.
func (a *Archive) Has(name string) bool { return a.files[EntryName(name)] != nil }

// Entry opens an entry, counting against what may be unpacked in all.
func (a *Archive) Entry(name string) (*Entry, error) {
	f := a.files[EntryName(name)]
	if f == nil {
		return nil, &table.Damage{Place: name, Cause: errors.New("the entry is missing")}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &table.Damage{Place: name, Cause: err}
	}
	return &Entry{ReadCloser: r, archive: a, Size: int64(f.UncompressedSize64)}, nil
}

// Entry is one being read.
type Entry struct {
	io.ReadCloser
	archive *Archive
	Size    int64 // unpacked bytes, as the archive says
	Done    int64 // unpacked bytes read so far
}

// Read gives more of the entry, and table.ErrTooLarge when all that was read of
// the archive is beyond its limits.
func (e *Entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	e.Done += int64(n)
	if e.archive.left -= int64(n); e.archive.left < 0 {
		return n, fmt.Errorf("%w: it unpacks to more than %d MiB", table.ErrTooLarge, e.archive.limits.Unpacked>>20)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the entry is cut off: %w", err)
	}
	return n, err
}
