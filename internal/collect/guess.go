package collect

import (
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// GuessMapping says how a file is probably read: a role for each column with
// the reason in words, the scale of scores with their codes for no answer,
// and what has to be asked.
func GuessMapping(p *table.Profile) Guessed { return GuessWorded(p, nil) }

// GuessWorded is GuessMapping where rows of the file tell what was asked in
// each column, "" for none: headings such as Q3_1 say nothing.
func GuessWorded(p *table.Profile, wording []string) Guessed { return newGuesser(p, wording).answers() }

func newGuesser(p *table.Profile, wording []string) *guesser {
	g := &guesser{rows: p.Rows, batteries: map[string]int{}, labelled: map[int]string{}}
	for i, c := range p.Columns {
		g.columns = append(g.columns, newColumnView(c))
		if i < len(wording) {
			g.columns[i].readWording(wording[i])
		}
	}
	return g
}

// answers guesses the columns of a file of answers.
func (g *guesser) answers() Guessed {
	g.findCompanions()
	g.findBatteries()
	for i := range g.columns {
		g.guesses = append(g.guesses, g.first(&g.columns[i]))
	}
	g.settle()
	return g.write()
}

// guesser holds what is known of the whole file while columns are judged.
type guesser struct {
	rows      int64
	columns   []columnView
	guesses   []columnGuess
	batteries map[string]int // domain of whole numbers -> columns that have it
	labelled  map[int]string // column of codes -> heading of the column with their words
	questions []Question
	mapping   Mapping
}

// columnGuess is a guess while it may still change.
type columnGuess struct {
	Guess
	kind     string // of a trait
	label    string
	score    *ScoreMapping
	noAnswer []string
	rank     int // among columns that want the same single role, higher first
}

func guessed(role Role, confidence float64, key, text string, params ...string) columnGuess {
	return columnGuess{Guess: Guess{Role: role, Confidence: confidence, Reason: reason(key, text, params...), Notes: []Reason{}}}
}

// reason makes a Reason; params come in pairs of name and value and stand in
// the text as {name}.
func reason(key, text string, params ...string) Reason {
	r := Reason{Key: "guess." + key}
	for i := 0; i+1 < len(params); i += 2 {
		if r.Params == nil {
			r.Params = map[string]string{}
		}
		r.Params[params[i]] = params[i+1]
	}
	r.Text = fill(text, r.Params)
	return r
}

// findCompanions pairs columns of codes with columns that give their words:
// AIRLINE_CODE beside AIRLINE, LANG beside LANG_LBL. They share the beginning
// of their headings and divide the rows alike.
func (g *guesser) findCompanions() {
	for i := range g.columns {
		code := &g.columns[i]
		if code.Kind != table.KindInteger || len(code.Values) < 2 {
			continue
		}
		for j := range g.columns {
			words := &g.columns[j]
			if i == j || words.Kind != table.KindText || len(words.Values) < 2 || !sameStem(code, words) {
				continue
			}
			if sameDivision(code.Values, words.Values) {
				g.labelled[i] = words.Name
			}
		}
	}
}

// sameStem: the headings are equal but for words such as code, label, lbl.
func sameStem(a, b *columnView) bool {
	x, y := a.stem(), b.stem()
	return x != "" && x == y
}

// sameDivision: the values divide the rows into the same numbers, where up to
// two codes may have no words (blank labels).
func sameDivision(codes, words []table.ValueCount) bool {
	left := map[int64]int{}
	for _, v := range codes {
		left[v.Count]++
	}
	for _, v := range words {
		if left[v.Count] == 0 {
			return false
		}
		left[v.Count]--
	}
	return len(codes)-len(words) <= 2
}

// findBatteries counts columns of whole numbers by their span: questions of
// one block have the same scale.
func (g *guesser) findBatteries() {
	for i := range g.columns {
		if d, ok := g.columns[i].domain(); ok && g.labelled[i] == "" {
			g.batteries[d]++
		}
	}
}

// settle leaves each role that a response has once to one column and decides
// what concerns the file as a whole.
func (g *guesser) settle() {
	g.single(RoleCustomer, RoleIgnore, "second_customer", "Another column names the customer already.")
	g.single(RoleAccount, RoleSegment, "second_account", "Another column names the account already.")
	g.single(RoleUnit, RoleSegment, "second_unit", "Another column names the unit already.")
	g.single(RoleValue, RoleSegment, "second_value", "Another column says the value already; this one can be compared by.")
	g.single(RoleWeight, RoleSegment, "second_weight", "Another column says the weight already.")
	g.single(RoleChannel, RoleSegment, "second_channel", "Another column names the channel already.")
	g.single(RoleLanguage, RoleSegment, "second_language", "Another column names the language already.")
	g.single(RoleKey, RoleIgnore, "second_key", "Another column recognises the row already.")
	for i := range g.guesses {
		if c := &g.guesses[i]; c.Role == RoleSegment && c.kind == "" {
			c.kind = g.columns[i].traitKind()
		}
	}
	g.settleScales()
	g.settleScores()
	g.settleTime()
	g.settleKey()
	g.mapping.Consent = "firm"
	if g.has(RoleCustomer) {
		g.mapping.Consent = "person"
	}
}

func (g *guesser) has(role Role) bool {
	return slices.ContainsFunc(g.guesses, func(c columnGuess) bool { return c.Role == role })
}

// single keeps the best guess of a role and gives the others another role.
func (g *guesser) single(role, instead Role, key, text string) {
	var wanting []int
	for i, c := range g.guesses {
		if c.Role == role {
			wanting = append(wanting, i)
		}
	}
	sort.SliceStable(wanting, func(a, b int) bool {
		x, y := g.guesses[wanting[a]], g.guesses[wanting[b]]
		if x.rank != y.rank {
			return x.rank > y.rank
		}
		return x.Confidence > y.Confidence
	})
	for _, i := range wanting[min(1, len(wanting)):] {
		c := &g.columns[i]
		to := instead
		if to == RoleSegment && !c.groups() && c.Kind == table.KindText {
			to = RoleIgnore
		}
		g.guesses[i] = guessed(to, 0.6, key, text)
	}
}

// settleKey: a column of its own, or the customer's where every row is another
// customer and nothing says when.
func (g *guesser) settleKey() {
	for i, c := range g.guesses {
		if c.Role == RoleKey {
			g.mapping.KeyColumn = &i
			return
		}
	}
	if g.mapping.TimeColumn != nil {
		return
	}
	for i, c := range g.guesses {
		if c.Role == RoleCustomer && g.columns[i].Unique() {
			g.mapping.KeyColumn = &i
			g.guesses[i].Notes = append(g.guesses[i].Notes, reason("customer_is_key",
				"Each row is another customer and no column says when, so a customer who comes again updates the row."))
		}
	}
}

// settleTime chooses the column that says when the answer was given; other
// dates are kept to compare by.
func (g *guesser) settleTime() {
	best := -1
	for i, c := range g.guesses {
		if c.Role == RoleTime && c.rank > 0 && (best < 0 || c.rank > g.guesses[best].rank) {
			best = i
		}
	}
	if best >= 0 {
		g.mapping.TimeColumn = &best
	} else {
		g.questions = append(g.questions, Question{Index: -1, Kind: "time", Values: []string{}, Reason: reason("no_time",
			"No column says when the answers were given. Without one, all get the day named below.")})
	}
	for i, c := range g.guesses {
		if c.Role != RoleTime {
			continue
		}
		g.guesses[i].kind = "date"
		if g.columns[i].Asked {
			g.questions = append(g.questions, g.orderQuestion(i))
			g.guesses[i].Confidence = min(g.guesses[i].Confidence, 0.5)
		}
	}
}

func (g *guesser) orderQuestion(i int) Question {
	c := &g.columns[i]
	q := Question{Index: i, Kind: "date_order", Values: c.Examples}
	q.Reason = reason("date_order", "{example} may be day first or month first; the dates do not tell. Say which.", "example", c.example())
	if c.Contrary > 0 {
		q.Reason = reason("date_order_mixed", "Some dates can only be day first and others only month first. Say which is meant; {n} rows that contradict it will be rejected.", "n", number(float64(c.Contrary)))
	}
	return q
}

func (g *guesser) write() Guessed {
	out := Guessed{Mapping: g.mapping, Guesses: []Guess{}, Questions: append([]Question{}, g.questions...)}
	for i, c := range g.guesses {
		c.Index = i
		out.Guesses = append(out.Guesses, c.Guess)
		m := ColumnMapping{Index: i, Name: g.columns[i].Name, Role: c.Role, Kind: c.kind, Label: c.label, Score: c.score, NoAnswer: c.noAnswer}
		if m.NoAnswer == nil {
			m.NoAnswer = []string{}
		}
		if c.Role == RoleTime || (c.Role == RoleProperty || c.Role == RoleTrait) && c.kind == "date" {
			m.Order = string(g.columns[i].Order)
		}
		if g.columns[i].Mark == table.Comma && g.columns[i].Numbers > 0 {
			m.Mark = string(table.Comma)
		}
		out.Mapping.Columns = append(out.Mapping.Columns, m)
	}
	return out
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func span(lowest, highest float64) string {
	return fmt.Sprintf("%s-%s", number(lowest), number(highest))
}
