package questionnaire

import (
	"maps"
	"slices"
	"strings"
)

// Accept takes what was sent with a page (see FieldName for the names). It returns
// all answers as they stand then: those of the state, those of the page that are
// in order in place of what was there, and none to what is no longer shown. With
// problems the page is asked again; problems that are all Soft let it pass once it
// is sent with again.KEY of each (see AgainName). Neither s nor input is changed.
//
// Only what is shown counts: what is not is never required, and is dropped without
// a word. The page is the one that Walk shows for the same state: State.Whole
// decides whether it is a part.
func (f *Flow) Accept(s State, pageKey string, input map[string][]string) (Answers, []FieldProblem) {
	answers, problems, _ := f.Take(s, pageKey, input)
	return answers, problems
}

// Take is Accept, and Walk over the answers as they stand then, in one pass.
func (f *Flow) Take(s State, pageKey string, input map[string][]string) (Answers, []FieldProblem, View) {
	w := f.walker(s)
	w.post = &post{key: pageKey, input: input, names: map[string]bool{}}
	w.walk()
	if w.view.Page(pageKey) == nil && !w.post.found {
		return w.kept, []FieldProblem{{Field: "page", Key: "page", Message: "this page is not on the way; go on from the last one"}}, w.view
	}
	w.post.unknown(f)
	return w.kept, w.post.problems, w.view
}

// post is a page that was sent.
type post struct {
	key      string
	input    map[string][]string
	found    bool            // the page is on the way
	names    map[string]bool // those that its questions have, of shown ones only
	keys     []string        // of its shown questions
	problems []FieldProblem
}

// How much is said of names that no question has, and of each in bytes.
const (
	mostUnknown  = 20
	longestField = 100
)

// unknown refuses names that no question has. Those of questions that are not shown
// are left alone.
func (p *post) unknown(f *Flow) {
	told := 0
	for _, name := range slices.Sorted(maps.Keys(p.input)) {
		rest, is := strings.CutPrefix(name, "q.")
		if !is || p.names[name] {
			continue
		}
		code, _, _ := strings.Cut(rest, ".")
		code, _, _ = strings.Cut(code, "@")
		_, asked := f.scope.asked[code]
		ofShown := slices.ContainsFunc(p.keys, func(key string) bool { return rest == key || strings.HasPrefix(rest, key+".") })
		if told < mostUnknown && (!asked || ofShown) {
			told++
			p.problems = append(p.problems, FieldProblem{Field: name[:min(len(name), longestField)], Key: "unknown", Message: "the page has no such field; send it as it was shown"})
		}
	}
}

// reader reads one question's answer.
type reader struct {
	w       *walker
	q       *flowQuestion
	key     string
	options []*Option // shown
	rows    []*Row    // shown
	sets    [][]*Option
}

// possible tells whether there is something to answer with.
func (r *reader) possible() bool {
	switch r.q.Kind {
	case KindChoice, KindChoices, KindDropdown, KindRanking:
		return len(r.options) > 0
	case KindMatrix:
		return len(r.rows) > 0 && (len(r.options) > 0 || len(r.q.Options) == 0)
	case KindBestWorst:
		return slices.ContainsFunc(r.sets, func(set []*Option) bool { return len(set) > 0 })
	}
	return true
}

// given tells whether there is anything in an answer.
func given(v Value) bool {
	return v.Number != nil || v.NA || v.Text != "" || len(v.Files) > 0 || v.Consent != nil || len(v.Chosen) > 0 || len(v.Order) > 0 || len(v.Rows) > 0 ||
		slices.ContainsFunc(v.Picks, func(p Pick) bool { return p != Pick{} })
}

// fit is an answer without what is not, or no longer, shown.
func (r *reader) fit(v Value) Value {
	v.Chosen = r.shown(v.Chosen)
	v.Order = r.shown(v.Order)
	if !r.ownText(v.Chosen) {
		v.Other = ""
	}
	if v.Rows != nil {
		rows := map[string]Cell{}
		for _, row := range r.rows {
			cell, is := v.Rows[row.Code]
			cell.Chosen = r.shown(cell.Chosen)
			if is && (cell.Number != nil || cell.NA || len(cell.Chosen) > 0) {
				rows[row.Code] = cell
			}
		}
		v.Rows = rows
	}
	if v.Picks != nil {
		v.Picks = r.fitPicks(v.Picks)
		v.Sets = r.setCodes(v.Picks)
	}
	return v
}

func (r *reader) fitPicks(picks []Pick) []Pick {
	out := make([]Pick, len(r.sets))
	for i, set := range r.sets {
		if i < len(picks) && optionIn(set, picks[i].Best) != nil && optionIn(set, picks[i].Worst) != nil {
			out[i] = picks[i]
		}
	}
	return out
}

// shown are those codes whose options are shown.
func (r *reader) shown(codes []string) []string {
	var out []string
	for _, c := range codes {
		if optionIn(r.options, c) != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// ownText tells whether one of the chosen comes with a text of one's own.
func (r *reader) ownText(chosen []string) bool {
	return slices.ContainsFunc(chosen, func(c string) bool { o := optionIn(r.options, c); return o != nil && o.Other })
}

// sent reads what was sent, with all that has to hold of it. What is not in order
// counts as not answered.
func (r *reader) sent() Value {
	p := r.w.post
	p.keys = append(p.keys, r.key)
	before := len(p.problems)
	v := r.read()
	if len(p.problems) > before {
		return Value{}
	}
	r.required(v)
	if given(v) && !r.rules(v) {
		return Value{}
	}
	return v
}

// required says what has to be answered and is not.
func (r *reader) required(v Value) {
	again := r.text(AgainName(r.key)) != ""
	soft := r.q.Required == RequiredSoft
	if r.q.Required == RequiredNo || soft && again || r.q.Kind == KindBlock {
		return
	}
	for _, field := range r.missing(v) {
		key, message := "required", "answer this"
		if field == FieldName(r.key, partOther) {
			key, message = "other", "write what it is"
		}
		r.add(FieldProblem{Field: field, Key: key, Message: message, Soft: soft})
	}
}

// missing are the fields of what is not answered.
func (r *reader) missing(v Value) []string {
	var out []string
	switch r.q.Kind {
	case KindMatrix:
		for _, row := range r.rows {
			if _, is := v.Rows[row.Code]; !is {
				out = append(out, FieldName(r.key, row.Code))
			}
		}
	case KindBestWorst:
		for i, set := range r.sets {
			if len(set) > 0 && (i >= len(v.Picks) || v.Picks[i] == Pick{}) {
				out = append(out, setName(r.key, i, partBest))
			}
		}
	default:
		if !given(v) {
			out = append(out, FieldName(r.key))
		} else if r.ownText(v.Chosen) && v.Other == "" {
			out = append(out, FieldName(r.key, partOther))
		}
	}
	return out
}

// rules says which rules do not hold of an answer. One that cannot be asked of it
// stands in nobody's way.
func (r *reader) rules(v Value) bool {
	if len(r.q.rules) == 0 {
		return true
	}
	r.w.set(r.q, v)
	kept, had := r.w.kept[r.key]
	r.w.kept[r.key] = v // so that words of rules can speak of it
	defer func() {
		if delete(r.w.kept, r.key); had {
			r.w.kept[r.key] = kept
		}
	}()
	hold := true
	for i, program := range r.q.rules {
		got, err := r.w.vm.Run(program, map[string]any(r.w.env))
		if err == nil && got == false {
			hold = false
			r.add(FieldProblem{Field: FieldName(r.key), Key: "rule", Message: "this breaks a rule of the question", Words: r.w.words(r.q.Rules[i].Words)})
		}
	}
	return hold
}

func (r *reader) add(p FieldProblem) {
	p.Question = r.key
	r.w.post.problems = append(r.w.post.problems, p)
}

func (r *reader) say(field, key, message, limit string) {
	r.add(FieldProblem{Field: field, Key: key, Message: message, Limit: limit})
}
