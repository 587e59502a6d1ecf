package transcript

import (
	"strings"
	"unicode/utf8"
)

// turn is what one speaker says without a break.
type turn struct {
	speaker   string
	fragments []fragment
}

// turns takes labels off and joins the fragments of a speaker. What has no label
// is said by the one before, unless the file's own marks name the speakers.
func (s *source) turns() []turn {
	labels := make([]label, len(s.fragments))
	voiced := false
	for i, f := range s.fragments {
		labels[i] = label{from: unknown, rest: f.text}
		if f.speaker == "" {
			labels[i] = readLabel(f.text)
		}
		voiced = voiced || f.speaker != ""
	}
	known := judge(labels)
	var out []turn
	speaker, broken := "", true
	for i, f := range s.fragments {
		name, begins := s.label(&f, labels[i], known)
		if voiced && !begins {
			begins = speaker != ""
		}
		if begins {
			broken = broken || name != speaker || labels[i].kind != noLabel
			speaker = name
		}
		if f.text != "" {
			if broken {
				out = append(out, turn{speaker: speaker})
			}
			last := &out[len(out)-1]
			last.fragments = append(last.fragments, f)
			broken = f.ends
		}
	}
	return out
}

// label takes an accepted label off a fragment; begins says that somebody is
// named by it. A line that is a label and nothing else hands its time on.
func (s *source) label(f *fragment, l label, known map[string]string) (name string, begins bool) {
	if f.speaker != "" {
		return f.speaker, true
	}
	switch l.kind {
	case noLabel:
	case timeOnly:
		f.text, f.from = l.rest, l.from
	default:
		if name = known[nameKey(l.name)]; name != "" {
			f.text = l.rest
			if l.from != unknown {
				f.from = l.from
			}
			begins = true
		}
	}
	if f.text == "" && f.from != unknown {
		s.pending = f.from
	} else if s.pending != unknown && f.from == unknown {
		f.from, s.pending = s.pending, unknown
	}
	return name, begins
}

// lines are the sentences of a turn. The time of a sentence inside a fragment
// is the fragment's, shared out by letters; where the fragment has only a
// beginning, only a sentence that begins it has a time.
func (t turn) lines(split Splitter, number int) []Line {
	var text strings.Builder
	starts := make([]int, len(t.fragments))
	for i, f := range t.fragments {
		if i > 0 {
			text.WriteByte(' ')
		}
		starts[i] = text.Len()
		text.WriteString(f.text)
	}
	whole, at, i := text.String(), 0, 0
	var out []Line
	for _, sentence := range split(whole) {
		if found := strings.Index(whole[at:], sentence); found >= 0 {
			at += found
		}
		end := min(at+len(sentence), len(whole))
		for i+1 < len(starts) && starts[i+1] <= at {
			i++
		}
		last := i
		for last+1 < len(starts) && starts[last+1] < end {
			last++
		}
		line := Line{Speaker: t.speaker, Text: sentence, Turn: number, From: t.fragments[i].when(at-starts[i], false), To: t.fragments[last].when(end-starts[last], true)}
		if line.To != unknown && line.From > line.To {
			line.To = line.From
		}
		at = end
		if strings.Trim(sentence, ".,;: ") != "" { // a mark that a machine left alone is no speech
			out = append(out, line)
		}
	}
	return out
}

// when is the time at a place in the fragment's text, in bytes.
func (f fragment) when(place int, end bool) int64 {
	switch {
	case f.from == unknown:
		return unknown
	case f.to == unknown:
		if place <= 0 && !end {
			return f.from
		}
		return unknown
	}
	share := float64(min(max(place, 0), len(f.text))) / float64(max(len(f.text), 1))
	return f.from + int64(share*float64(f.to-f.from))
}

// speakers counts who says how much, in the order of their first words.
func speakers(lines []Line, head []string) []Speaker {
	at := map[string]int{}
	var out []Speaker
	for _, l := range lines {
		if l.Speaker == "" {
			continue
		}
		i, met := at[l.Speaker]
		if !met {
			i = len(out)
			at[l.Speaker] = i
			out = append(out, Speaker{Name: l.Speaker, Interviewer: isInterviewer(l.Speaker) || headSays(head, l.Speaker)})
		}
		out[i].Lines++
		out[i].Words += len(strings.Fields(l.Text))
	}
	return out
}

// headSays: the file's head names the speaker as the one who asks.
func headSays(head []string, name string) bool {
	for _, h := range head {
		for _, m := range saidInHead.FindAllStringSubmatch(h, -1) {
			if utf8.RuneCountInString(name) > 1 && strings.HasPrefix(strings.TrimSpace(m[1]), name) {
				return true
			}
		}
	}
	return false
}
