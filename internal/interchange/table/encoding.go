package table

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encoding names how the characters of a file are stored.
type Encoding string

// The encodings that are read.
const (
	UTF8        Encoding = "utf-8"
	UTF16LE     Encoding = "utf-16le"
	UTF16BE     Encoding = "utf-16be"
	Windows1252 Encoding = "windows-1252"
)

// ErrNotText says that the file is no table of text: it holds NUL bytes
// outside UTF-16, or begins like an archive.
var ErrNotText = errors.New("table: not a file of text")

// ErrSpreadsheet says that the file is a spreadsheet or another archive.
var ErrSpreadsheet = errors.New("table: an archive or spreadsheet, not a file of text")

// ErrEmpty says that the file holds no row.
var ErrEmpty = errors.New("table: no rows")

const sampleBytes = 1 << 18

// census is what one pass over the bytes tells about their encoding.
type census struct {
	head         []byte // first sampleBytes
	multi        int64  // valid UTF-8 sequences of two bytes and more
	invalid      int64  // bytes that are no UTF-8
	nul          int64
	nulEven      int64 // NULs at even offsets: the high bytes of big-endian text
	size         int64
	lastFragment []byte
}

func takeCensus(r io.Reader) (*census, error) {
	c := &census{}
	buf := make([]byte, 1<<16)
	for {
		n, err := io.ReadFull(r, buf)
		c.add(buf[:n])
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	c.invalid += int64(len(c.lastFragment))
	return c, nil
}

func (c *census) add(block []byte) {
	if room := sampleBytes - len(c.head); room > 0 {
		c.head = append(c.head, block[:min(room, len(block))]...)
	}
	for at := bytes.IndexByte(block, 0); at >= 0; {
		c.nul++
		if (c.size+int64(at))%2 == 0 {
			c.nulEven++
		}
		next := bytes.IndexByte(block[at+1:], 0)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	c.size += int64(len(block))
	c.countUTF8(block)
}

func (c *census) countUTF8(block []byte) {
	if len(c.lastFragment) > 0 {
		block = append(c.lastFragment, block...)
		c.lastFragment = nil
	}
	for len(block) > 0 {
		if block[0] < utf8.RuneSelf {
			block = block[1:]
			continue
		}
		if !utf8.FullRune(block) {
			c.lastFragment = append([]byte(nil), block...)
			return
		}
		r, n := utf8.DecodeRune(block)
		if r == utf8.RuneError && n == 1 {
			c.invalid++
		} else {
			c.multi++
		}
		block = block[n:]
	}
}

// encoding decides, with a byte order mark first. Text that is not UTF-8 in
// more places than it is, is taken for Windows-1252.
func (c *census) encoding() (enc Encoding, bom bool, err error) {
	switch {
	case bytes.HasPrefix(c.head, []byte{0xEF, 0xBB, 0xBF}):
		return UTF8, true, nil
	case bytes.HasPrefix(c.head, []byte{0xFF, 0xFE}):
		return UTF16LE, true, nil
	case bytes.HasPrefix(c.head, []byte{0xFE, 0xFF}):
		return UTF16BE, true, nil
	case bytes.HasPrefix(c.head, []byte("PK\x03\x04")), bytes.HasPrefix(c.head, []byte{0xD0, 0xCF, 0x11, 0xE0}),
		bytes.HasPrefix(c.head, []byte{0x1F, 0x8B}), bytes.HasPrefix(c.head, []byte("%PDF")):
		return "", false, ErrSpreadsheet
	}
	if c.nul > 0 {
		return c.unmarked16()
	}
	if c.invalid > c.multi {
		return Windows1252, false, nil
	}
	return UTF8, false, nil
}

// unmarked16 accepts UTF-16 without a mark when at least a third of the byte
// pairs have a NUL, all but a few on the same side.
func (c *census) unmarked16() (Encoding, bool, error) {
	pairs := c.size / 2
	if c.size%2 != 0 || c.nul*3 < pairs {
		return "", false, ErrNotText
	}
	odd := c.nul - c.nulEven
	switch {
	case c.nulEven*20 <= odd:
		return UTF16LE, false, nil
	case odd*20 <= c.nulEven:
		return UTF16BE, false, nil
	}
	return "", false, ErrNotText
}

// decode gives the file's characters as UTF-8 without a mark. In a UTF-8 file
// a byte that is none is read as Windows-1252, which is what such files
// nearly always hold; nothing is dropped.
func decode(r io.Reader, enc Encoding) io.Reader {
	switch enc {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case Windows1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder())
	}
	return transform.NewReader(r, &mended{start: true})
}

// mended passes UTF-8 through, drops a leading mark, and reads invalid bytes
// as Windows-1252.
type mended struct{ start bool }

func (m *mended) Reset() { m.start = true }

func (m *mended) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	if m.start {
		mark := []byte{0xEF, 0xBB, 0xBF}
		if len(src) < 3 && !atEOF && bytes.HasPrefix(mark, src) {
			return 0, 0, transform.ErrShortSrc
		}
		if bytes.HasPrefix(src, mark) {
			nSrc = 3
		}
		m.start = false
	}
	for nSrc < len(src) {
		if n := asciiRun(src[nSrc:]); n > 0 {
			n = copy(dst[nDst:], src[nSrc:nSrc+n])
			nDst += n
			nSrc += n
			if nSrc < len(src) && nDst == len(dst) {
				return nDst, nSrc, transform.ErrShortDst
			}
			continue
		}
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		r, n := utf8.DecodeRune(src[nSrc:])
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += n
	}
	return nDst, nSrc, nil
}

func asciiRun(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(b)
}

// Text gives the characters of a whole file of text, its line ends made \n.
// The encoding is found out as for tables. The error is ErrNotText,
// ErrSpreadsheet, or ErrEmpty where there is nothing but white space.
func Text(b []byte) (string, Encoding, error) {
	c, err := takeCensus(bytes.NewReader(b))
	if err != nil {
		return "", "", err
	}
	enc, _, err := c.encoding()
	if err != nil {
		return "", "", err
	}
	out, err := io.ReadAll(decode(bytes.NewReader(b), enc))
	if err != nil {
		return "", "", err
	}
	out = bytes.ReplaceAll(bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	if len(bytes.TrimSpace(out)) == 0 {
		return "", enc, ErrEmpty
	}
	return string(out), enc, nil
}
