package questionnaire

import (
	"fmt"
	"slices"
	"strconv"
)

// choice reads what was chosen, with a text of one's own. Who wrote one and chose
// nothing has chosen the option that comes with it.
func (r *reader) choice(name string) Value {
	v := Value{Chosen: r.codes(name, r.all(name)), Other: r.written(FieldName(r.key, partOther), longestOther)}
	if len(v.Chosen) == 0 && v.Other != "" {
		for _, o := range r.options {
			if o.Other {
				v.Chosen = []string{o.Code}
				break
			}
		}
	}
	if !r.ownText(v.Chosen) {
		v.Other = ""
	}
	if r.q.Kind != KindChoices {
		if len(v.Chosen) > 1 {
			r.say(name, "many", "choose one", "1")
		}
		return v
	}
	alone := slices.ContainsFunc(v.Chosen, func(c string) bool { return optionIn(r.options, c).Exclusive })
	switch {
	case alone && len(v.Chosen) > 1:
		r.say(name, "exclusive", "one of these goes with no other", "")
	case !alone:
		r.count(name, len(v.Chosen))
	}
	return v
}

// count checks how many were chosen, where any were. No more are asked for than
// are shown.
func (r *reader) count(name string, n int) {
	l := r.q.Limits
	if l == nil || n == 0 {
		return
	}
	if least := r.least(l); n < least {
		r.say(name, "few", fmt.Sprintf("choose at least %d", least), strconv.Itoa(least))
	}
	if l.MaxChosen != nil && n > *l.MaxChosen {
		r.say(name, "many", fmt.Sprintf("choose %d at most", *l.MaxChosen), strconv.Itoa(*l.MaxChosen))
	}
}

// least is how many have to be chosen: no more than go together.
func (r *reader) least(l *Limits) int {
	if l.MinChosen == nil {
		return 0
	}
	together := 0
	for _, o := range r.options {
		if !o.Exclusive {
			together++
		}
	}
	return min(*l.MinChosen, together)
}

// matrix reads row by row. Rows that are not shown are dropped.
func (r *reader) matrix() Value {
	for _, row := range r.q.Rows {
		r.all(FieldName(r.key, row.Code))
		r.all(FieldName(r.key, row.Code, partNA))
	}
	rows := map[string]Cell{}
	for _, row := range r.rows {
		if cell, is := r.cell(row.Code); is {
			rows[row.Code] = cell
		}
	}
	if len(rows) == 0 {
		return Value{}
	}
	return Value{Rows: rows}
}

func (r *reader) cell(row string) (cell Cell, given bool) {
	name := FieldName(r.key, row)
	if len(r.q.Options) > 0 {
		cell.Chosen = r.codes(name, r.all(name))
		if len(cell.Chosen) > 1 {
			r.say(name, "many", "choose one", "1")
		}
		return cell, len(cell.Chosen) > 0
	}
	text := r.text(name)
	if s := r.q.Scale; s != nil && s.NA && (text == partNA || r.text(FieldName(r.key, row, partNA)) != "") {
		return Cell{NA: true}, true
	}
	cell.Number = r.amount(name, text)
	return cell, cell.Number != nil
}

// ranking reads an order, or a place for each option.
func (r *reader) ranking(name string) Value {
	order := r.codes(name, r.all(name))
	if places := r.places(); len(order) == 0 {
		order = places
	}
	r.count(name, len(order))
	if n := len(order); r.q.Required == RequiredHard && n > 0 && n < r.toRank() {
		r.say(name, "few", "give each a place", strconv.Itoa(r.toRank()))
	}
	return Value{Order: order}
}

// toRank is how many have to be ranked where an answer is required.
func (r *reader) toRank() int {
	if l := r.q.Limits; l != nil && (l.MinChosen != nil || l.MaxChosen != nil) {
		return 0 // then those say
	}
	return len(r.options)
}

// places reads the place of each option; places may be left out, not given twice.
func (r *reader) places() []string {
	for i := range r.q.Options {
		r.all(FieldName(r.key, r.q.Options[i].Code))
	}
	at := map[int]string{}
	for _, o := range r.options {
		field := FieldName(r.key, o.Code)
		text := r.text(field)
		if text == "" {
			continue
		}
		place, err := strconv.Atoi(text)
		if err != nil || place < 1 || place > len(r.q.Options) {
			r.say(field, "number", fmt.Sprintf("give a place from 1 to %d", len(r.options)), strconv.Itoa(len(r.options)))
			continue
		}
		if at[place] != "" {
			r.say(field, "places", "another has this place already", text)
		}
		at[place] = o.Code
	}
	var order []string
	for place := 1; place <= len(r.q.Options); place++ {
		if at[place] != "" {
			order = append(order, at[place])
		}
	}
	return order
}

// bestWorst reads the picks of each set.
func (r *reader) bestWorst() Value {
	picks, any := make([]Pick, len(r.sets)), false
	for i, set := range r.sets {
		best, worst := setName(r.key, i, partBest), setName(r.key, i, partWorst)
		p := Pick{Best: r.text(best), Worst: r.text(worst)}
		switch {
		case p == Pick{} || len(set) == 0 || r.hidden(p.Best) || r.hidden(p.Worst):
			continue
		case p.Best == "" || p.Worst == "":
			field := best
			if p.Best != "" {
				field = worst
			}
			r.say(field, "pick", "choose both, the best and the worst", "")
		case p.Best == p.Worst:
			r.say(worst, "pick", "choose another than the best", "")
		case optionIn(set, p.Best) == nil:
			r.say(best, "unknown", "choose one of the options that are shown", "")
		case optionIn(set, p.Worst) == nil:
			r.say(worst, "unknown", "choose one of the options that are shown", "")
		}
		picks[i], any = p, true
	}
	if !any {
		return Value{}
	}
	return Value{Picks: picks, Sets: r.setCodes(picks)}
}

// setCodes are the options that the sets with a pick showed.
func (r *reader) setCodes(picks []Pick) [][]string {
	out := make([][]string, len(r.sets))
	for i, set := range r.sets {
		if picks[i] == (Pick{}) {
			continue
		}
		for _, o := range set {
			out[i] = append(out[i], o.Code)
		}
	}
	return out
}

// hidden tells of an option that the question has and does not show.
func (r *reader) hidden(code string) bool {
	return optionIn(r.options, code) == nil && slices.ContainsFunc(r.q.Options, func(o Option) bool { return o.Code == code })
}
