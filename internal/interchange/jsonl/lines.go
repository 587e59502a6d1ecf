package jsonl

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// lines gives the lines of a file, cut where they are too long.
type lines struct {
	src    *bufio.Reader
	most   int
	number int64
	done   int64
	start  bool
}

func newLines(src io.Reader, limits table.Limits) *lines {
	return &lines{src: bufio.NewReaderSize(src, 1<<16), most: limits.LineBytes, start: true}
}

// next gives the next line without its end; long tells that it was cut.
func (l *lines) next() (text string, long bool, err error) {
	part, err := l.src.ReadSlice('\n')
	l.done += int64(len(part))
	if l.start {
		part, l.start = bytes.TrimPrefix(part, []byte("\xEF\xBB\xBF")), false
	}
	if err == nil {
		l.number++
		return trim(string(part)), len(part) > l.most+2, nil
	}
	whole := bytes.Clone(part)
	for errors.Is(err, bufio.ErrBufferFull) {
		part, err = l.src.ReadSlice('\n')
		l.done += int64(len(part))
		if len(whole) <= l.most+2 {
			whole = append(whole, part...)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, err
	}
	if len(whole) == 0 && err != nil {
		return "", false, io.EOF
	}
	l.number++
	return trim(string(whole)), len(whole) > l.most+2, nil
}

func trim(line string) string {
	return strings.TrimSpace(strings.ToValidUTF8(line, "\uFFFD"))
}
