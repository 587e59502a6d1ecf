package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrapped is how long a line must be, in characters, to have been broken for its
// length; a shorter one that ends without a mark is a title or an item.
const wrapped = 40

// readText reads plain text: paragraphs are apart by empty lines or by labels.
func (s *source) readText(lines []string) error {
	s.paragraphs(lines, s.headLines(lines))
	return nil
}

// headLines is how many lines at the top are particulars of the interview (date,
// place, who): a block of short lines, one of which names a particular.
func (s *source) headLines(lines []string) int {
	start := 0
	for start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	end := blockEnd(lines, start)
	found := false
	for _, line := range lines[start:end] {
		if utf8.RuneCountInString(line) > 120 {
			return 0
		}
		before, _, colon := strings.Cut(line, ":")
		found = found || colon && notNames[strings.ToLower(strings.TrimSpace(before))]
	}
	if !found || end-start > 20 {
		return 0
	}
	for _, line := range lines[start:end] {
		s.head = append(s.head, strings.TrimSpace(line))
	}
	return end
}

func (s *source) paragraphs(lines []string, from int) {
	for i := from; i < len(lines); i++ {
		text := strings.Join(strings.Fields(lines[i]), " ")
		if text == "" {
			continue
		}
		f := plain(i+1, text)
		f.ends = i+1 >= len(lines) || endsParagraph(text, strings.TrimSpace(lines[i+1]))
		s.fragments = append(s.fragments, f)
	}
}

// endsParagraph: an empty line follows, or a short line without a mark stands
// before a capital letter.
func endsParagraph(text, next string) bool {
	if next == "" {
		return true
	}
	first, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(text)
	return !strings.ContainsRune(".!?…:;,\"»”)", last) && unicode.IsUpper(first) && utf8.RuneCountInString(text) < wrapped
}

var (
	heading    = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	transcript = regexp.MustCompile(`(?i)^(?:full\s+)?(?:transcript|transcription|interview|entretien|verbatim)\b`)
	listMark   = regexp.MustCompile(`^(?:[-*+]|>)\s+`)
	mdLink     = regexp.MustCompile(`!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)`)
	mdStrong   = regexp.MustCompile(`(\*\*|__)(\S(?:.*?\S)?)(\*\*|__)`)
	mdEmphasis = regexp.MustCompile(`(^|[\s("«])[*_](\S(?:[^*_]*\S)?)[*_]([\s.,;:!?)"»]|$)`)
	mdEscape   = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!|<>~-])")
	mdRule     = regexp.MustCompile(`^(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$`)
)

// readMarkdown reads Markdown: headings are no speech, and what stands before a
// heading like Transcript is the head.
func (s *source) readMarkdown(lines []string) error {
	begin := 0
	for i, line := range lines {
		if m := heading.FindStringSubmatch(strings.TrimSpace(line)); m != nil && i > 0 && transcript.MatchString(m[1]) {
			begin = i + 1
			break
		}
	}
	for _, line := range lines[:begin] {
		if h := bare(line); h != "" && len(s.head) < 200 {
			s.head = append(s.head, h)
		}
	}
	for i := begin; i < len(lines); i++ {
		if m := heading.FindStringSubmatch(strings.TrimSpace(lines[i])); m != nil {
			s.unsaid(i+1, m[1])
			lines[i] = ""
			continue
		}
		lines[i] = bare(lines[i])
	}
	s.paragraphs(lines, begin)
	return nil
}

// unsaid keeps a heading: in the head before the first words, as a remark after.
func (s *source) unsaid(line int, text string) {
	if len(s.fragments) == 0 && len(s.head) < 200 {
		s.head = append(s.head, bare(text))
		return
	}
	s.remark(line, "the heading %q is left out", shorten(text))
}

// bare is a line of Markdown without its marks.
func bare(line string) string {
	line = strings.TrimSpace(line)
	if mdRule.MatchString(line) {
		return ""
	}
	if m := heading.FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	line = listMark.ReplaceAllString(line, "")
	line = mdLink.ReplaceAllString(line, "$1")
	line = mdStrong.ReplaceAllString(line, "$2")
	line = mdEmphasis.ReplaceAllString(line, "$1$2$3")
	return strings.TrimSpace(mdEscape.ReplaceAllString(line, "$1"))
}
