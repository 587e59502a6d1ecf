package transcript

import (
	"regexp"
	"strconv"
	"strings"
)

// readTSV reads a table with a time of beginning, one of end and the words; who
// speaks may have a column too. Bare numbers are milliseconds.
func (s *source) readTSV(lines []string) error {
	columns, first := tsvColumns(strings.Split(lines[0], "\t"))
	if columns.text < 0 {
		return s.wrong(1, "there is no column with the words: call the columns start, end, speaker, text")
	}
	for i := first; i < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" {
			continue
		}
		cells := strings.Split(lines[i], "\t")
		if len(cells) <= columns.text {
			return s.wrong(i+1, "there are %d columns, the words should be in column %d", len(cells), columns.text+1)
		}
		f := plain(i+1, clean(cells[columns.text]))
		var ok bool
		if f.from, ok = tsvTime(cells, columns.start); !ok {
			return s.wrong(i+1, "%q is no time", shorten(cells[columns.start]))
		}
		if f.to, ok = tsvTime(cells, columns.end); !ok {
			return s.wrong(i+1, "%q is no time", shorten(cells[columns.end]))
		}
		if f.to != unknown && f.to < f.from {
			s.remark(i+1, "the end stood before the beginning and is left out")
			f.to = unknown
		}
		if columns.speaker >= 0 && columns.speaker < len(cells) {
			f.speaker = clean(cells[columns.speaker])
		}
		if f.text != "" {
			s.fragments = append(s.fragments, f)
		}
	}
	return nil
}

// tsvPlaces are the places of the columns; -1 where there is none.
type tsvPlaces struct{ start, end, speaker, text int }

var tsvHead = regexp.MustCompile(`(?i)^(?:start|begin|from|début)[^\n\t]*\t[^\n]*(?:text|words|texte)`)

// tsvColumns finds the columns by their names; without names they are
// beginning, end and words. first is the first line with words.
func tsvColumns(header []string) (p tsvPlaces, first int) {
	p = tsvPlaces{-1, -1, -1, -1}
	for i, name := range header {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "start", "begin", "from", "début", "debut", "start_ms", "start time":
			p.start = i
		case "end", "to", "fin", "end_ms", "end time":
			p.end = i
		case "speaker", "who", "name", "locuteur", "intervenant":
			p.speaker = i
		case "text", "words", "texte", "transcript", "transcription":
			p.text = i
		}
	}
	if p.text < 0 && len(header) >= 3 {
		if _, ok := tsvTime(header, 0); ok {
			return tsvPlaces{0, 1, -1, 2}, 0
		}
	}
	return p, 1
}

func tsvTime(cells []string, at int) (int64, bool) {
	if at < 0 || at >= len(cells) || strings.TrimSpace(cells[at]) == "" {
		return unknown, true
	}
	cell := strings.TrimSpace(cells[at])
	if n, err := strconv.ParseInt(cell, 10, 64); err == nil {
		return n * 1000, n >= 0 && n < 1<<40
	}
	return parseClock(cell)
}
