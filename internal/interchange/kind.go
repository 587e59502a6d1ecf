package interchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/jsonl"
	"github.com/balcony-cx/balcony/internal/interchange/parquet"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/xes"
)

// kind is what the beginning of a file says it is.
type kind int

const (
	kindText kind = iota
	kindZip
	kindOld // a compound file: workbooks before 2007, and encrypted ones
	kindParquet
	kindJSONLines
	kindJSON // one document over the whole file
	kindEventLog
)

var document = regexp.MustCompile(`^\s*(\[\s*[\[{\]]|\{\s*(\}|"[^"]*"\s*:))`)

func kindOf(head []byte) kind {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return kindZip
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return kindOld
	case parquet.Is(head):
		return kindParquet
	case xes.Is(head):
		return kindEventLog
	case jsonl.Is(head):
		return kindJSONLines
	case document.Match(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))):
		return kindJSON
	}
	return kindText
}

// oldWorkbook tells encrypted workbooks, which are kept inside an old file,
// from old ones.
func oldWorkbook(src io.Reader) error {
	name := []byte(strings.Join(strings.Split("EncryptedPackage", ""), "\x00"))
	r := bufio.NewReaderSize(src, headBytes)
	for {
		block, err := r.Peek(headBytes)
		if bytes.Contains(block, name) {
			return table.ErrEncrypted
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				return table.ErrOldWorkbook
			}
			return err
		}
		if _, err := r.Discard(headBytes - len(name)); err != nil {
			return err
		}
	}
}
