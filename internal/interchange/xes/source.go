package xes

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

var packed = []byte{0x1f, 0x8b, 0x08}

// Is tells whether a file that begins like this is an event log, packed or not.
func Is(head []byte) bool {
	if bytes.HasPrefix(head, packed) {
		z, err := gzip.NewReader(bytes.NewReader(head))
		if err != nil {
			return false
		}
		begin := make([]byte, 1<<16)
		n, _ := io.ReadFull(z, begin) // the head is cut off somewhere
		head = begin[:n]
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
	if !bytes.HasPrefix(head, []byte("<")) {
		return false
	}
	for rest := head; ; {
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			_, after, closed := bytes.Cut(rest, []byte("-->"))
			if !closed {
				return false
			}
			rest = bytes.TrimSpace(after)
		case bytes.HasPrefix(rest, []byte("<?")), bytes.HasPrefix(rest, []byte("<!")):
			_, after, closed := bytes.Cut(rest, []byte(">"))
			if !closed {
				return false
			}
			rest = bytes.TrimSpace(after)
		default:
			return isLog(rest)
		}
	}
}

// isLog: the first element is a log, whatever its prefix.
func isLog(rest []byte) bool {
	rest, found := bytes.CutPrefix(rest, []byte("<"))
	end := bytes.IndexAny(rest, " \t\r\n/>")
	if !found || end < 0 {
		return false
	}
	name := rest[:end]
	if _, local, prefixed := bytes.Cut(name, []byte(":")); prefixed {
		name = local
	}
	return string(name) == "log"
}

// source gives the elements of a log, within limits.
type source struct {
	decoder *xml.Decoder
	file    *counted
	held    *bounded
	limits  table.Limits
}

// counted counts the bytes that pass.
type counted struct {
	src io.Reader
	n   int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}

// bounded ends a stream that is too long in all, or whose next element is.
type bounded struct {
	src     io.Reader
	left    int64 // of the stream
	element int   // of the element
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 || b.element <= 0 {
		return 0, table.ErrTooLarge
	}
	n, err := b.src.Read(p[:min(len(p), 4096)])
	b.left -= int64(n)
	b.element -= n
	return n, err
}

func newSource(src io.Reader, limits table.Limits) (*source, error) {
	s := &source{file: &counted{src: src}, limits: limits}
	var in io.Reader = bufio.NewReaderSize(s.file, 1<<16)
	if begin, err := in.(*bufio.Reader).Peek(len(packed)); err == nil && bytes.Equal(begin, packed) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, &table.Damage{Place: "the beginning of the file", Cause: err}
		}
		in = z
	}
	s.held = &bounded{src: in, left: limits.Unpacked}
	s.decoder = xml.NewDecoder(bufio.NewReaderSize(s.held, 4096))
	s.decoder.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			return nil, table.ErrEncoding
		}
		return e.NewDecoder().Reader(in), nil
	}
	return s, nil
}

// next gives the next token; io.EOF after the last.
func (s *source) next() (xml.Token, error) {
	s.held.element = s.limits.LineBytes + 8192 // what is read ahead
	token, err := s.decoder.RawToken()
	switch {
	case err == nil:
		if d, refused := token.(xml.Directive); refused {
			return nil, s.damage(fmt.Errorf("a document type is not read: <!%.20s", d))
		}
		return token, nil
	case errors.Is(err, table.ErrTooLarge), errors.Is(err, table.ErrEncoding):
		return nil, err
	case err == io.EOF: //nolint:errorlint // the decoder gives io.EOF itself
		return nil, io.EOF
	}
	return nil, s.damage(err)
}

func (s *source) damage(cause error) error {
	line, _ := s.decoder.InputPos()
	return &table.Damage{Place: fmt.Sprintf("line %d", line), Cause: cause}
}

// attribute is what an element says of its event or trace; keyed is false for
// elements that are none.
func attribute(e xml.StartElement) (key, value string, keyed bool) {
	for _, a := range e.Attr {
		if a.Name.Space == "" && a.Name.Local == "key" {
			key, keyed = strings.TrimSpace(a.Value), true
		}
		if a.Name.Space == "" && a.Name.Local == "value" {
			value = a.Value
		}
	}
	return key, value, keyed && key != ""
}
