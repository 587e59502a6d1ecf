package listen

import (
	"cmp"
	"slices"
	"time"
)

// Difference is a stretch of sentences that passages of one code touch which not
// every coder of the document gave, or gave otherwise.
type Difference struct {
	CodeID   string       `json:"code_id" format:"uuid"`
	FromN    int          `json:"from_n" doc:"The first sentence."`
	ToN      int          `json:"to_n" doc:"The last."`
	Gave     []string     `json:"gave" nullable:"false" doc:"The coders who gave it, by id."`
	Not      []string     `json:"not" nullable:"false" doc:"Those who did not; empty: all gave it, to other sentences."`
	Passages []JudgedSpan `json:"passages" nullable:"false"`
	Settled  *Settlement  `json:"settled,omitempty"`
}

// JudgedSpan is a passage by which coders are compared.
type JudgedSpan struct {
	ID      string `json:"id" format:"uuid"`
	CoderID string `json:"coder_id"`
	Passage
}

// Settlement is how a difference was settled, and why.
type Settlement struct {
	ID         string    `json:"id" format:"uuid"`
	DocumentID string    `json:"document_id" format:"uuid"`
	CodeID     string    `json:"code_id" format:"uuid"`
	FromN      int       `json:"from_n"`
	ToN        int       `json:"to_n" doc:"The last sentence, inclusive."`
	Holds      bool      `json:"holds" doc:"True: the code stands there."`
	Reason     string    `json:"reason"`
	ByUser     string    `json:"by_user"`
	ByName     string    `json:"by_name,omitempty"`
	At         time.Time `json:"at"`
}

// differences are the stretches of one document on which its coders differ, by
// where they begin. Passages of a code that share a sentence, whoever gave them,
// are one stretch; coders agree on it when each touched the same sentences.
func differences(coders []string, passages []said) []Difference {
	mine := slices.DeleteFunc(slices.Clone(passages), func(p said) bool { return !slices.Contains(coders, p.Coder.ID) })
	slices.SortFunc(mine, func(a, b said) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), a.Compare(b.Passage), cmp.Compare(a.ID, b.ID))
	})
	out := []Difference{}
	for from := 0; from < len(mine); {
		to, last := from+1, mine[from].ToN
		for to < len(mine) && mine[to].Code == mine[from].Code && mine[to].FromN <= last {
			last = max(last, mine[to].ToN)
			to++
		}
		if d, differ := differing(coders, mine[from:to], last); differ {
			out = append(out, d)
		}
		from = to
	}
	slices.SortStableFunc(out, func(a, b Difference) int { return cmp.Or(cmp.Compare(a.FromN, b.FromN), cmp.Compare(a.ToN, b.ToN)) })
	return out
}

// differing tells of one stretch whether the coders differ on it.
func differing(coders []string, stretch []said, last int) (Difference, bool) {
	d := Difference{CodeID: stretch[0].Code, FromN: stretch[0].FromN, ToN: last, Gave: []string{}, Not: []string{}}
	touched := map[string]map[int]bool{}
	for _, p := range stretch {
		d.Passages = append(d.Passages, JudgedSpan{ID: p.ID, CoderID: p.Coder.ID, Passage: p.Passage})
		if touched[p.Coder.ID] == nil {
			touched[p.Coder.ID] = map[int]bool{}
		}
		for n := p.FromN; n <= p.ToN; n++ {
			touched[p.Coder.ID][n] = true
		}
	}
	same := true
	for _, c := range coders {
		if len(touched[c]) == 0 {
			d.Not = append(d.Not, c)
			continue
		}
		d.Gave = append(d.Gave, c)
		same = same && len(touched[c]) == d.ToN-d.FromN+1
	}
	return d, len(d.Not) > 0 || !same
}
