package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// Format is how a transcript is written down.
type Format string

// The formats that are read.
const (
	DOCX     Format = "docx"
	ODT      Format = "odt"
	Text     Format = "txt"
	Markdown Format = "md"
	VTT      Format = "vtt"
	SRT      Format = "srt"
	TSV      Format = "tsv"
	LRC      Format = "lrc"
)

// Line is one sentence of the interview.
type Line struct {
	Speaker string // "" where nobody is named
	From    int64  // microseconds from the beginning; -1 where unknown
	To      int64  // microseconds from the beginning; -1 where unknown
	Text    string
	Turn    int // 1 for the first speech; it goes up when somebody else, or a new paragraph, begins
}

// Speaker is somebody who speaks in the interview.
type Speaker struct {
	Name        string
	Interviewer bool // the label says so, or the file's head does; a proposal for the reader to mend
	Lines       int
	Words       int
}

// Remark is what was mended or left out while reading.
type Remark struct {
	Line int    // of the file, from 1; the paragraph of a DOCX or ODT
	What string // in English, for a person
}

// Transcript is an interview as its file tells it.
type Transcript struct {
	Format   Format
	Encoding table.Encoding // of files of text; "" for DOCX and ODT
	Head     []string       // what stands before the interview: title, date, place
	Lines    []Line
	Speakers []Speaker // in the order in which they first speak
	Remarks  []Remark  // at most 100
}

// Limits bound what one file may ask of the program.
type Limits struct {
	Bytes    int64 // of the file as it came
	Unpacked int64 // of a DOCX or ODT, unpacked
	Entries  int   // of a DOCX or ODT
	Depth    int   // levels of XML inside each other
	Lines    int   // lines of the result
}

// DefaultLimits suit interviews of a day: 32 MiB, 128 MiB unpacked, 200,000 lines.
func DefaultLimits() Limits {
	return Limits{Bytes: 32 << 20, Unpacked: 128 << 20, Entries: 2_000, Depth: 100, Lines: 200_000}
}

// What a file is that cannot be read as a transcript. Those of an office text that is
// damaged or locked are those of table: *table.Damage, table.ErrEncrypted.
var (
	ErrTooLarge = errors.New("transcript: larger than a transcript may be")
	ErrEmpty    = errors.New("transcript: there are no words in it")
	ErrFormat   = errors.New("transcript: not a kind of file that transcripts are read from (docx, odt, txt, md, vtt, srt, tsv, lrc)")
)

// FormatError says which line of the file cannot be read, and why.
type FormatError struct {
	Format Format
	Line   int // from 1
	What   string
}

// Error names the line and what is wrong with it.
func (e *FormatError) Error() string {
	return fmt.Sprintf("transcript: line %d: %s", e.Line, e.What)
}

// Splitter cuts what somebody says into sentences: in order, trimmed, each a
// part of the text as it stands.
type Splitter func(text string) []string

// Read reads a transcript out of the bytes of a file. What it is, is seen from
// the content first and from the ending of its name where the content may be
// several things. The error is one of those above, a *FormatError,
// table.ErrNotText, table.ErrEncrypted or a *table.Damage.
func Read(name string, data []byte, split Splitter, limits Limits) (Transcript, error) {
	if int64(len(data)) > limits.Bytes {
		return Transcript{}, fmt.Errorf("%w: %d MiB", ErrTooLarge, limits.Bytes>>20)
	}
	src := source{limits: limits, pending: unknown}
	if err := src.read(name, data); err != nil {
		return Transcript{}, err
	}
	t := Transcript{Format: src.format, Encoding: src.encoding, Head: src.head}
	turns := src.turns()
	for i, turn := range turns {
		t.Lines = append(t.Lines, turn.lines(split, i+1)...)
		if len(t.Lines) > limits.Lines {
			return Transcript{}, fmt.Errorf("%w: more than %d sentences", ErrTooLarge, limits.Lines)
		}
	}
	if len(t.Lines) == 0 {
		return Transcript{}, ErrEmpty
	}
	t.Speakers, t.Remarks = speakers(t.Lines, src.head), src.remarks
	return t, nil
}

// source is a file on its way to a transcript.
type source struct {
	limits    Limits
	format    Format
	encoding  table.Encoding
	head      []string
	fragments []fragment
	remarks   []Remark
	lastLine  string // the last line of the cue before
	pending   int64  // the time of a line that was a label and nothing else
}

const maxRemarks = 100

func (s *source) remark(line int, format string, args ...any) {
	if len(s.remarks) < maxRemarks {
		s.remarks = append(s.remarks, Remark{Line: line, What: fmt.Sprintf(format, args...)})
	}
}

// wrong is the error for a line that cannot be read.
func (s *source) wrong(line int, format string, args ...any) error {
	return &FormatError{Format: s.format, Line: line, What: fmt.Sprintf(format, args...)}
}

func (s *source) read(name string, data []byte) error {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		// The first entry of an OpenDocument is its type, not packed.
		if bytes.Contains(data[:min(len(data), 120)], []byte("mimetype"+odtType)) {
			s.format = ODT
			return s.readODT(data)
		}
		s.format = DOCX
		return s.readDOCX(data)
	}
	content, encoding, err := table.Text(data)
	switch {
	case errors.Is(err, table.ErrEmpty):
		return ErrEmpty
	case errors.Is(err, table.ErrSpreadsheet):
		return ErrFormat
	case err != nil:
		return err
	}
	s.encoding = encoding
	s.format = recognise(strings.ToLower(path.Ext(name)), content)
	lines := strings.Split(content, "\n")
	switch s.format {
	case VTT:
		return s.readVTT(lines)
	case SRT:
		return s.readSRT(lines)
	case TSV:
		return s.readTSV(lines)
	case LRC:
		return s.readLRC(lines)
	case Markdown:
		return s.readMarkdown(lines)
	}
	return s.readText(lines)
}

// recognise tells the formats of text apart.
func recognise(ending, content string) Format {
	head := content[:min(len(content), 4096)]
	switch {
	case strings.HasPrefix(head, "WEBVTT"):
		return VTT
	case ending == ".vtt":
		return VTT
	case ending == ".srt", srtHead.MatchString(head):
		return SRT
	case ending == ".tsv", tsvHead.MatchString(head):
		return TSV
	case ending == ".lrc", lrcHead.MatchString(head):
		return LRC
	case ending == ".md", ending == ".markdown":
		return Markdown
	}
	return Text
}
