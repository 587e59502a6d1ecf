package quality

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// Flags are doubts about one answered questionnaire, as bits.
type Flags uint8

// The doubts. Speeding is not among those that Judge finds: it depends on how long
// others took, see Fast.
const (
	Straight  Flags = 1 << iota // the same point in every row of a long grid
	Twin                        // the same answers and text as an earlier one, or the same long text
	Nonsense                    // a text of no words
	Pattern                     // a zigzag or a staircase down a grid, or not applicable everywhere
	Speeding                    // far faster than others
	wholeFlag                   // one more than all
)

// Names are those of the flags, in the order of their bits.
func Names() []string { return []string{"straight", "duplicate", "nonsense", "pattern", "speeding"} }

// Word is what a flag is called in a file for people, in English or French.
func Word(name, language string) string {
	if language == "fr" {
		return map[string]string{"straight": "ligne droite", "duplicate": "doublon", "nonsense": "aucun mot", "pattern": "motif", "speeding": "trop vite"}[name]
	}
	return map[string]string{"straight": "straight line", "duplicate": "duplicate", "nonsense": "no words", "pattern": "pattern", "speeding": "too fast"}[name]
}

// Named is the flag of a name, 0 where there is none.
func Named(name string) Flags {
	if at := slices.Index(Names(), name); at >= 0 {
		return 1 << at
	}
	return 0
}

// List are the names of the flags that are set.
func (f Flags) List() []string {
	out := []string{}
	for at, name := range Names() {
		if f&(1<<at) != 0 {
			out = append(out, name)
		}
	}
	return out
}

// All are all flags.
const All = wholeFlag - 1

const (
	fewestRows = 5 // of a grid that is looked at for lines and stairs
	fewestTurn = 6 // rows of a zigzag
	fewestNA   = 5 // answers that may be "not applicable", all of which are
)

// Judge finds the doubts that an answered questionnaire raises by itself.
func Judge(d *questionnaire.Document, answers questionnaire.Answers) Flags {
	var out Flags
	na, other := 0, 0
	eachAnswer(d, answers, func(q *questionnaire.Question, _ string, v questionnaire.Value) {
		if q.Kind == questionnaire.KindMatrix {
			line, skipped := points(q, v)
			na, other = na+skipped, other+len(line)
			out |= judgeGrid(line, len(q.Rows))
			return
		}
		if v.NA {
			na++
		} else if q.Scale != nil {
			other++
		}
		for _, text := range textsOf(q, v) {
			if IsNonsense(text) {
				out |= Nonsense
			}
		}
	})
	if na >= fewestNA && other == 0 {
		out |= Pattern
	}
	return out
}

// points are the numbers of a grid in the order of its rows, and how many rows were
// "not applicable".
func points(q *questionnaire.Question, v questionnaire.Value) (line []float64, na int) {
	for _, row := range q.Rows {
		switch cell, is := v.Rows[row.Code]; {
		case is && cell.NA:
			na++
		case is && cell.Number != nil:
			line = append(line, *cell.Number)
		}
	}
	return line, na
}

func judgeGrid(line []float64, rows int) Flags {
	if len(line) < fewestRows {
		return 0
	}
	same, up, down, turns := true, true, true, len(line) == rows && rows >= fewestTurn
	for i := 1; i < len(line); i++ {
		step := line[i] - line[i-1]
		same, up, down = same && step == 0, up && step == 1, down && step == -1
		turns = turns && step != 0 && (i < 2 || line[i] == line[i-2])
	}
	switch {
	case same:
		return Straight
	case up || down || turns:
		return Pattern
	}
	return 0
}

// textsOf are what somebody wrote freely.
func textsOf(q *questionnaire.Question, v questionnaire.Value) []string {
	switch q.Kind {
	case questionnaire.KindText, questionnaire.KindLongText:
		return []string{v.Text}
	case questionnaire.KindChoice, questionnaire.KindChoices, questionnaire.KindDropdown:
		if v.Other != "" {
			return []string{v.Other}
		}
	}
	return nil
}

// eachAnswer gives every answer with its question and the page of it, in the order of the document.
func eachAnswer(d *questionnaire.Document, answers questionnaire.Answers, f func(q *questionnaire.Question, page string, v questionnaire.Value)) {
	keys := map[string][]string{}
	for key := range answers {
		code, _, _ := strings.Cut(key, "@")
		keys[code] = append(keys[code], key)
	}
	for i := range d.Pages {
		for j := range d.Pages[i].Questions {
			q := &d.Pages[i].Questions[j]
			slices.Sort(keys[q.Code])
			for _, key := range keys[q.Code] {
				f(q, d.Pages[i].Code, answers[key])
			}
		}
	}
}

const (
	fewestLetters = 20 // of the texts of answers that are compared whole
	fewestAnswers = 3
	longText      = 60 // letters of a text that two people do not write alike
)

// Prints are what answers of one survey are compared by, "" where they are too little
// to tell: all answers with their texts, which are given as JSON too, and the long
// texts alone.
func Prints(survey string, d *questionnaire.Document, answers questionnaire.Answers, raw string) (whole, text string) {
	var said []string
	n, letters := 0, 0
	eachAnswer(d, answers, func(q *questionnaire.Question, _ string, v questionnaire.Value) {
		n++
		for _, t := range textsOf(q, v) {
			folded := strings.Join(strings.Fields(strings.ToLower(t)), " ")
			count := 0
			for _, r := range folded {
				if unicode.IsLetter(r) {
					count++
				}
			}
			letters += count
			if count >= longText {
				said = append(said, folded)
			}
		}
	})
	if n >= fewestAnswers && letters >= fewestLetters {
		whole = print(survey, raw)
	}
	if len(said) > 0 {
		text = print(survey, strings.Join(said, "\n"))
	}
	return whole, text
}

func print(survey, of string) string {
	sum := sha256.Sum256([]byte(survey + "\x00" + of))
	return hex.EncodeToString(sum[:16])
}
