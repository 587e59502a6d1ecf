package collect

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/measure"
)

// The bounds of what is kept of texts while a sheet is read. A text of fewer
// than quoteLeast characters says too little to be read beside a figure.
const (
	quotesKept = 8
	quoteLeast = 20 // characters
	quoteMost  = 280
)

// Quote is what somebody wrote, cut to 280 characters, with mail addresses,
// links, long numbers and the names that the same row has for whoever answered
// taken out.
type Quote struct {
	Column string
	Text   string
	Score  float64   // of the measure it is kept for
	At     time.Time // zero where no column says when
	Row    int64     // among the rows with content, from 1
}

// Quotes are the texts of a sheet that stand at the ends of a measure.
type Quotes struct {
	N       int64            // answers with a score and a text
	Columns map[string]int64 // texts by column
	Lowest  map[string][]Quote
	Highest map[string][]Quote
}

// Quotes are what was written, as far as rows were read: for each measure at
// most 8 texts from answers below the middle of its scale (not good, of a
// share) and, of the score, from those above: the farthest from the middle
// first, the newest first among equals, then the later row; of an answer with
// several texts the longest, and equal texts once.
func (s *FactSheet) Quotes() Quotes {
	out := Quotes{Columns: map[string]int64{}, Lowest: map[string][]Quote{}, Highest: map[string][]Quote{}}
	if s.quotes == nil {
		return out
	}
	out.N = s.quotes.n
	for question, n := range s.quotes.texts {
		out.Columns[s.quotes.columns[question]] += n
	}
	for _, side := range []struct {
		kept map[string][]keptQuote
		to   map[string][]Quote
	}{{s.quotes.lowest, out.Lowest}, {s.quotes.highest, out.Highest}} {
		for id, list := range side.kept {
			for _, k := range list {
				side.to[id] = append(side.to[id], k.quote())
			}
		}
	}
	return out
}

// quoteKeeper keeps the texts at the ends of scales while rows are read. It
// keeps the same ones in whatever order rows come.
type quoteKeeper struct {
	timed   bool
	columns map[string]string // question -> column
	scales  map[string]quoteScale
	n       int64
	texts   map[string]int64       // by question
	lowest  map[string][]keptQuote // by measure
	highest map[string][]keptQuote
}

// quoteScale tells where a score stands on its scale.
type quoteScale struct {
	scale measure.Scale
	good  bool // a share: by good or not
	both  bool // the highest are kept too
}

type keptQuote struct {
	Quote
	far   float64 // from the middle, in parts of the scale
	names []string
}

// newQuoteKeeper is nil where no column holds texts.
func (s *FactSheet) newQuoteKeeper() *quoteKeeper {
	k := &quoteKeeper{columns: map[string]string{}, scales: map[string]quoteScale{}, texts: map[string]int64{}, lowest: map[string][]keptQuote{}, highest: map[string][]keptQuote{}}
	for i := range s.Columns {
		c, p := &s.Columns[i], &s.plan.Columns[i]
		switch {
		case p.Role == RoleText:
			if k.columns[p.Question] == "" {
				k.columns[p.Question] = c.Name
			}
		case c.Role == SheetScore || c.Role == SheetDriver:
			k.scales[c.measure] = quoteScale{*c.Scale, c.Metric == measure.Share, c.Role == SheetScore}
		}
	}
	k.timed = s.plan.Time >= 0
	if len(k.columns) == 0 {
		return nil
	}
	return k
}

// side is how far a score stands below (under 0) or above the middle, in parts
// of the scale with the good end high.
func (q quoteScale) side(score float64) float64 {
	s := q.scale
	part := (score-s.Min)/(s.Max-s.Min) - .5
	if s.Direction == measure.Down {
		part = -part
	}
	if !q.good {
		return part
	}
	if slices.Contains(s.Good, score) {
		return .5
	}
	return -.5
}

// take looks at one answer with a score.
func (k *quoteKeeper) take(e *entry, row int64) {
	longest := -1
	for i := range e.answers {
		a := &e.answers[i]
		if a.Text == "" || a.MeasureID != "" {
			continue
		}
		k.texts[a.Question]++
		if longest < 0 || len(a.Text) > len(e.answers[longest].Text) {
			longest = i
		}
	}
	if longest < 0 {
		return
	}
	k.n++
	text := &e.answers[longest]
	if utf8.RuneCountInString(text.Text) < quoteLeast {
		return
	}
	for i := range e.answers {
		a := &e.answers[i]
		scale, known := k.scales[a.MeasureID]
		if !known || a.Score == nil {
			continue
		}
		candidate := keptQuote{Quote: Quote{Column: k.columns[text.Question], Text: text.Text, Score: *a.Score, Row: row}}
		if k.timed {
			candidate.At = time.UnixMicro(e.at).UTC()
		}
		side := scale.side(*a.Score)
		switch {
		case side < 0:
			candidate.far = -side
			k.lowest[a.MeasureID] = keep(k.lowest[a.MeasureID], candidate, e)
		case side > 0 && scale.both:
			candidate.far = side
			k.highest[a.MeasureID] = keep(k.highest[a.MeasureID], candidate, e)
		}
	}
}

// before orders quotes: the one to show first comes first.
func (q *keptQuote) before(o *keptQuote) int {
	return cmp.Or(cmp.Compare(o.far, q.far), o.At.Compare(q.At), cmp.Compare(o.Row, q.Row))
}

// keep puts a quote into a list at its place. Of equal texts the first stays.
func keep(list []keptQuote, q keptQuote, e *entry) []keptQuote {
	if len(list) == quotesKept && q.before(&list[quotesKept-1]) > 0 {
		return list
	}
	if twin := slices.IndexFunc(list, func(o keptQuote) bool { return o.Text == q.Text }); twin >= 0 {
		if q.before(&list[twin]) > 0 {
			return list
		}
		list = slices.Delete(list, twin, twin+1)
	}
	q.Text, q.names = strings.Clone(q.Text), []string{strings.Clone(e.customer), strings.Clone(e.account)} // the row goes
	at, _ := slices.BinarySearchFunc(list, q, func(a, b keptQuote) int { return a.before(&b) })
	list = slices.Insert(list, at, q)
	return list[:min(len(list), quotesKept)]
}

// quote is the text as it may be shown.
func (q *keptQuote) quote() Quote {
	out := q.Quote
	out.Text = shorten(maskPersonal(strings.Join(strings.Fields(q.Text), " "), q.names), quoteMost)
	return out
}

// shorten cuts a text to so many characters, at a space where there is one.
func shorten(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	kept := string(runes[:most-1])
	if space := strings.LastIndexByte(kept, ' '); space > len(kept)/2 {
		kept = kept[:space]
	}
	return strings.TrimRight(kept, " ,;:.–-") + "…"
}
