package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// token is a kind of what the scanner meets.
type token int

const (
	tokenStart token = iota // scanner.name and attributes tell of which element
	tokenEnd
	tokenText
)

// maxToken is the longest tag or stretch of text, in bytes.
const maxToken = 4 << 20

// scanner takes XML apart, one tag or stretch of text at a time, without
// building anything. Names are without their prefix. It knows the part of XML
// that workbooks use: UTF-8, no document type, the five named entities.
// What it hands out is valid until the next call.
type scanner struct {
	src    io.Reader
	buf    []byte
	at     int // beginning of what is not handed out yet
	offset int64
	over   bool // the source has ended
	depth  int
	levels int

	name   []byte
	attrs  []byte
	text   []byte
	cdata  bool
	single bool // the start tag is its own end
	open   []string
}

func newScanner(src io.Reader, levels int) *scanner {
	return &scanner{src: src, levels: levels, buf: make([]byte, 0, 1<<16)}
}

var errCutOff = fmt.Errorf("the XML ends in the middle: %w", io.ErrUnexpectedEOF)

// next gives the next token; io.EOF after the end of the outermost element.
func (s *scanner) next() (token, error) {
	if s.single {
		s.single = false
		return tokenEnd, s.leave(s.name)
	}
	for {
		if s.at == len(s.buf) {
			if err := s.fill(); err != nil {
				return 0, s.ending(err)
			}
		}
		if s.buf[s.at] != '<' {
			if err := s.stretch(); err != nil {
				return 0, err
			}
			if s.depth == 0 {
				if len(bytes.TrimSpace(bytes.TrimPrefix(s.text, []byte("\xEF\xBB\xBF")))) > 0 {
					return 0, errors.New("text outside the XML")
				}
				continue
			}
			return tokenText, nil
		}
		t, skip, err := s.tag()
		if err != nil || !skip {
			return t, err
		}
	}
}

// ending is the error for the end of the source: fine outside all elements.
func (s *scanner) ending(err error) error {
	if errors.Is(err, io.EOF) && s.depth > 0 {
		return errCutOff
	}
	return err
}

// fill reads more, keeping what is not handed out yet.
func (s *scanner) fill() error {
	if s.over {
		return io.EOF
	}
	if s.at > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.at:])]
		s.at = 0
	}
	if len(s.buf) == cap(s.buf) {
		if cap(s.buf) >= maxToken {
			return errors.New("a tag or text that is too long")
		}
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	n, err := s.src.Read(s.buf[len(s.buf):cap(s.buf)])
	s.buf = s.buf[:len(s.buf)+n]
	s.offset += int64(n)
	if errors.Is(err, io.EOF) {
		s.over = true
		if n > 0 {
			return nil
		}
	}
	if n > 0 {
		return nil
	}
	if err == nil {
		return io.ErrNoProgress
	}
	return err
}

// until gives how far from s.at the needle ends, reading more as needed.
func (s *scanner) until(needle string, from int) (int, error) {
	for {
		if i := bytes.Index(s.buf[min(s.at+from, len(s.buf)):], []byte(needle)); i >= 0 {
			return from + i + len(needle), nil
		}
		from = max(from, len(s.buf)-s.at-len(needle)+1)
		if err := s.fill(); err != nil {
			if errors.Is(err, io.EOF) {
				err = errCutOff
			}
			return 0, err
		}
	}
}

// stretch takes text up to the next tag.
func (s *scanner) stretch() error {
	s.cdata = false
	n, err := s.until("<", 0)
	if errors.Is(err, errCutOff) && s.depth == 0 {
		s.text, s.at = s.buf[s.at:], len(s.buf)
		return nil
	}
	if err != nil {
		return err
	}
	s.text = s.buf[s.at : s.at+n-1]
	s.at += n - 1
	return nil
}

// tag takes one tag. Comments and instructions are to be skipped.
func (s *scanner) tag() (t token, skip bool, err error) {
	for len(s.buf)-s.at < 9 && !s.over {
		if err := s.fill(); err != nil && !errors.Is(err, io.EOF) {
			return 0, false, err
		}
	}
	rest := s.buf[s.at:]
	switch {
	case bytes.HasPrefix(rest, []byte("<?")):
		return 0, true, s.pass("?>", 2)
	case bytes.HasPrefix(rest, []byte("<!--")):
		return 0, true, s.pass("-->", 4)
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		n, err := s.until("]]>", 9)
		if err != nil {
			return 0, false, err
		}
		s.text, s.cdata = s.buf[s.at+9:s.at+n-3], true
		s.at += n
		return tokenText, s.depth == 0, nil
	case bytes.HasPrefix(rest, []byte("<!")):
		return 0, false, errors.New("a document type, which is not read")
	}
	n, err := s.tagEnd()
	if err != nil {
		return 0, false, err
	}
	body := s.buf[s.at+1 : s.at+n-1]
	s.at += n
	if len(body) > 0 && body[0] == '/' {
		return tokenEnd, false, s.leave(local(bytes.TrimRight(body[1:], " \t\r\n")))
	}
	return tokenStart, false, s.enter(body)
}

func (s *scanner) pass(needle string, from int) error {
	n, err := s.until(needle, from)
	s.at += n
	return err
}

// tagEnd is the length of the tag at s.at; quotes may hide a '>'.
func (s *scanner) tagEnd() (int, error) {
	quote := byte(0)
	for n := 1; ; n++ {
		if s.at+n >= len(s.buf) {
			if err := s.fill(); err != nil {
				if errors.Is(err, io.EOF) {
					err = errCutOff
				}
				return 0, err
			}
		}
		c := s.buf[s.at+n]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return n + 1, nil
		case c == '<':
			return 0, errors.New("a tag inside a tag")
		}
	}
}

func (s *scanner) enter(body []byte) error {
	if len(body) > 0 && body[len(body)-1] == '/' {
		s.single, body = true, body[:len(body)-1]
	}
	end := bytes.IndexAny(body, " \t\r\n")
	if end < 0 {
		end = len(body)
	}
	s.name, s.attrs = local(body[:end]), body[end:]
	if len(s.name) == 0 {
		return errors.New("a tag without a name")
	}
	if s.depth++; s.depth > s.levels {
		return fmt.Errorf("more than %d levels inside each other", s.levels)
	}
	if len(s.open) < s.depth {
		s.open = append(s.open, "")
	}
	if s.open[s.depth-1] != string(s.name) {
		s.open[s.depth-1] = string(s.name)
	}
	return nil
}

func (s *scanner) leave(name []byte) error {
	if s.depth == 0 || s.open[s.depth-1] != string(name) {
		return fmt.Errorf("</%.40s> ends nothing that is open", name)
	}
	s.name = name
	s.depth--
	return nil
}

func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// attr is the value of an attribute of the start tag; "" for none. The name
// counts without its prefix unless it is given with one.
func (s *scanner) attr(name string) string {
	rest := s.attrs
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimRight(rest[:eq], " \t\r\n")
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return ""
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		if string(key) == name {
			return unescape(rest[1 : 1+end])
		}
		rest = rest[end+2:]
	}
}

// content is the text just met, with its entities replaced.
func (s *scanner) content() string {
	if s.cdata {
		return string(s.text)
	}
	return unescape(s.text)
}

// unescape replaces entities and makes line ends one; an entity that is none
// stays as it stands.
func unescape(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\r') < 0 {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	var out strings.Builder
	text := strings.ReplaceAll(strings.ReplaceAll(string(b), "\r\n", "\n"), "\r", "\n")
	for {
		before, after, found := strings.Cut(text, "&")
		out.WriteString(before)
		if !found {
			return strings.ToValidUTF8(out.String(), "\uFFFD")
		}
		name, rest, closed := strings.Cut(after, ";")
		if r, ok := entity(name); closed && ok {
			out.WriteRune(r)
			text = rest
			continue
		}
		out.WriteByte('&')
		text = after
	}
}
