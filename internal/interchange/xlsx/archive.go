package xlsx

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

// archive is the zip that a workbook is, read within limits.
type archive struct {
	files  map[string]*zip.File
	limits table.Limits
	left   int64 // bytes that may still be unpacked
}

func openArchive(src io.ReaderAt, size int64, limits table.Limits) (*archive, error) {
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
	a := &archive{files: make(map[string]*zip.File, len(z.File)), limits: limits, left: limits.Unpacked}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return nil, table.ErrEncrypted
		}
		a.files[entryName(f.Name)] = f
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

// entryName is the one way of writing the name of an entry.
func entryName(name string) string {
	return strings.ToLower(strings.TrimLeft(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (a *archive) has(name string) bool { return a.files[entryName(name)] != nil }

// open reads an entry, counting against what may be unpacked in all.
func (a *archive) open(name string) (*entry, error) {
	f := a.files[entryName(name)]
	if f == nil {
		return nil, &table.Damage{Place: name, Cause: errors.New("the entry is missing")}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &table.Damage{Place: name, Cause: err}
	}
	return &entry{ReadCloser: r, archive: a, size: int64(f.UncompressedSize64)}, nil
}

// entry is one being read.
type entry struct {
	io.ReadCloser
	archive *archive
	size    int64 // as the archive says
	done    int64
}

func (e *entry) Read(p []byte) (int, error) {
	n, err := e.ReadCloser.Read(p)
	e.done += int64(n)
	if e.archive.left -= int64(n); e.archive.left < 0 {
		return n, fmt.Errorf("%w: it unpacks to more than %d MiB", table.ErrTooLarge, e.archive.limits.Unpacked>>20)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the entry is cut off: %w", err)
	}
	return n, err
}
