package transcript

import (
	"html"
	"regexp"
	"strings"
)

var (
	srtHead  = regexp.MustCompile(`^\s*\d+\s*\n\s*` + clockPattern + `\s*-->`)
	lrcHead  = regexp.MustCompile(`(?m)^(?:\[[a-z]{2,7}:[^\]\n]*\]\s*\n)*\[\d{1,3}:\d{2}\.\d{2,3}\]`)
	lrcLine  = regexp.MustCompile(`^\[(\d{1,3}:\d{2}(?:[.:]\d{1,3})?)\]`)
	lrcTag   = regexp.MustCompile(`^\[([a-z#]{1,10}):([^\]]*)\]\s*$`)
	vttVoice = regexp.MustCompile(`<v(?:\.[^\s>]*)?\s+([^>]+)>`)
	cueTag   = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^}]*\}`)
)

// readVTT reads WebVTT: https://www.w3.org/TR/webvtt1/. Notes, styles and
// regions are left out; voices become speakers.
func (s *source) readVTT(lines []string) error {
	if !strings.HasPrefix(lines[0], "WEBVTT") {
		return s.wrong(1, "a VTT file begins with the word WEBVTT")
	}
	at := blockEnd(lines, 0)
	for at < len(lines) {
		if strings.TrimSpace(lines[at]) == "" {
			at++
			continue
		}
		end := blockEnd(lines, at)
		first, _, _ := strings.Cut(strings.TrimSpace(lines[at]), " ")
		if strings.Contains(lines[at], "-->") || first != "NOTE" && first != "STYLE" && first != "REGION" {
			if err := s.block(lines, at, end); err != nil {
				return err
			}
		}
		at = end
	}
	return nil
}

// readSRT reads SubRip: a number, the times, the words, an empty line.
func (s *source) readSRT(lines []string) error {
	for at := 0; at < len(lines); {
		if strings.TrimSpace(lines[at]) == "" {
			at++
			continue
		}
		end := blockEnd(lines, at)
		if err := s.block(lines, at, end); err != nil {
			return err
		}
		at = end
	}
	return nil
}

func blockEnd(lines []string, at int) int {
	for at < len(lines) && strings.TrimSpace(lines[at]) != "" {
		at++
	}
	return at
}

// block reads one cue: perhaps a name or number, its times, its words.
func (s *source) block(lines []string, at, end int) error {
	first := at
	if !strings.Contains(lines[at], "-->") {
		at++
	}
	if at >= end || !strings.Contains(lines[at], "-->") {
		return s.wrong(first+1, "there are no times like 00:00:01%s000 --> 00:00:04%s000 before these words", s.point(), s.point())
	}
	left, right, _ := strings.Cut(lines[at], "-->")
	from, fine := parseClock(strings.TrimSpace(left))
	to, also := parseClock(firstField(right))
	if !fine || !also {
		return s.wrong(at+1, "%q is no pair of times like 00:00:01%s000 --> 00:00:04%s000", shorten(lines[at]), s.point(), s.point())
	}
	if to < from {
		s.remark(at+1, "the end stood before the beginning and is left out")
		to = unknown
	}
	s.cue(lines[at+1:end], at+2, from, to)
	return nil
}

func (s *source) point() string {
	if s.format == SRT {
		return ","
	}
	return "."
}

func firstField(s string) string {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return ""
	}
	return fields[0]
}

// shorten keeps a line of the file short enough for a message.
func shorten(s string) string {
	if runes := []rune(strings.TrimSpace(s)); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return strings.TrimSpace(s)
}

// cue adds the words of a cue, a fragment for each voice in it. Rolling captions
// show the line before once more; it is taken once.
func (s *source) cue(lines []string, line int, from, to int64) {
	if n := len(s.fragments); n > 0 && len(lines) > 1 && clean(lines[0]) != "" && clean(lines[0]) == s.lastLine {
		lines = lines[1:]
		line++
	}
	if len(lines) > 0 {
		s.lastLine = clean(lines[len(lines)-1])
	}
	words := strings.Join(lines, " ")
	voices := vttVoice.FindAllStringSubmatchIndex(words, -1)
	start := 0
	add := func(speaker, text string) {
		if text = clean(text); text != "" {
			s.fragments = append(s.fragments, fragment{line: line, speaker: speaker, from: from, to: to, text: text})
		}
	}
	speaker := ""
	for _, v := range voices {
		add(speaker, words[start:v[0]])
		speaker, start = clean(words[v[2]:v[3]]), v[1]
	}
	add(speaker, words[start:])
}

// clean drops the marks of subtitles and makes white space single.
func clean(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(cueTag.ReplaceAllString(s, ""))), " ")
}

// readLRC reads lines of songs: [01:02.50]words. A line ends where the next begins.
func (s *source) readLRC(lines []string) error {
	for i, line := range lines {
		line = strings.TrimSpace(line)
		m := lrcLine.FindStringSubmatch(line)
		switch {
		case line == "":
			continue
		case m == nil && lrcTag.MatchString(line):
			if t := lrcTag.FindStringSubmatch(line); strings.TrimSpace(t[2]) != "" && (t[1] == "ti" || t[1] == "ar" || t[1] == "al") {
				s.head = append(s.head, strings.TrimSpace(t[2]))
			}
			continue
		case m == nil:
			return s.wrong(i+1, "there is no time like [01:02.50] before these words")
		}
		from, ok := parseLRC(m[1])
		if !ok {
			return s.wrong(i+1, "%q is no time", m[1])
		}
		if n := len(s.fragments); n > 0 && s.fragments[n-1].to == unknown && from >= s.fragments[n-1].from {
			s.fragments[n-1].to = from
		}
		if words := clean(line[len(m[0]):]); words != "" {
			s.fragments = append(s.fragments, fragment{line: i + 1, from: from, to: unknown, text: words})
		}
	}
	return nil
}

func parseLRC(s string) (int64, bool) {
	if strings.Count(s, ":") == 2 { // some write the hundredths after a colon
		at := strings.LastIndex(s, ":")
		s = s[:at] + "." + s[at+1:]
	}
	return parseClock(s)
}
