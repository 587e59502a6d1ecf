package questionnaire

import (
	"fmt"
	"reflect"
	"slices"
)

// Difference is one thing that is not as it was in the version before.
type Difference struct {
	Path string `json:"path"`           // in the version where it stands: the new one, the old one for what was removed
	Code string `json:"code,omitempty"` // of the page, question, option, row, value, quota or end
	What string `json:"what" enum:"added,removed,moved,text,kind,condition,required,measure,scale,look,limits,rules,score,order,sets,loop,branches,value,settings,languages"`
}

// Differences tells what is not in now as it was in old, in the order of the
// document, what was removed last. It is empty for two documents that ask alike.
func Differences(old, now *Document) []Difference {
	d := differ{}
	d.check("title", "", "text", old.Title, now.Title)
	d.check("languages", "", "languages", old.Languages, now.Languages)
	d.pages(old, now)
	members(&d, "hidden", old.Hidden, now.Hidden, func(h Hidden) string { return h.Code }, d.value)
	members(&d, "calculated", old.Calculated, now.Calculated, func(c Calculated) string { return c.Code }, d.value)
	members(&d, "quotas", old.Quotas, now.Quotas, func(q Quota) string { return q.Code }, d.value)
	members(&d, "ends", old.Ends, now.Ends, func(e End) string { return e.Code }, d.value)
	d.check("settings", "", "settings", old.Settings, now.Settings)
	return append(d.found, d.gone...)
}

type differ struct{ found, gone []Difference }

// check adds a difference where two things are not the same; nil and empty are.
func (d *differ) check(path, code, what string, old, now any) {
	if !alike(old, now) {
		d.found = append(d.found, Difference{Path: path, Code: code, What: what})
	}
}

// alike tells whether two values are the same, where missing and empty are one.
func alike(a, b any) bool {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch x.Kind() {
	case reflect.Map, reflect.Slice:
		if x.Len() == 0 && y.Len() == 0 {
			return true
		}
	}
	return reflect.DeepEqual(a, b)
}

func (d *differ) value(path, code string, old, now any) { d.check(path, code, "value", old, now) }

// members compares two lists whose members have codes; same is asked for those in both.
func members[T any](d *differ, path string, old, now []T, code func(T) string, same func(path, code string, old, now any)) {
	before := places(old, code)
	moved := outOfOrder(old, now, code)
	for i, n := range now {
		at, c := fmt.Sprintf("%s[%d]", path, i), code(n)
		was, there := before[c]
		if !there {
			d.found = append(d.found, Difference{Path: at, Code: c, What: "added"})
			continue
		}
		if moved[c] {
			d.found = append(d.found, Difference{Path: at, Code: c, What: "moved"})
		}
		same(at, c, old[was], n)
	}
	after := places(now, code)
	for i, o := range old {
		if _, there := after[code(o)]; !there {
			d.gone = append(d.gone, Difference{Path: fmt.Sprintf("%s[%d]", path, i), Code: code(o), What: "removed"})
		}
	}
}

func places[T any](all []T, code func(T) string) map[string]int {
	at := make(map[string]int, len(all))
	for i, x := range all {
		at[code(x)] = i
	}
	return at
}

// outOfOrder gives the fewest members that explain why those in both lists do
// not follow one another as they did: all but a longest run that kept its order.
func outOfOrder[T any](old, now []T, code func(T) string) map[string]bool {
	before := places(old, code)
	var codes []string
	var was []int
	for _, n := range now {
		if at, there := before[code(n)]; there {
			codes, was = append(codes, code(n)), append(was, at)
		}
	}
	moved := map[string]bool{}
	for i, keeps := range longestRise(was) {
		if !keeps {
			moved[codes[i]] = true
		}
	}
	return moved
}

// longestRise marks the members of one longest rising subsequence.
func longestRise(of []int) []bool {
	length, last := make([]int, len(of)), make([]int, len(of))
	best := -1
	for i := range of {
		length[i], last[i] = 1, -1
		for j := range i {
			if of[j] < of[i] && length[j]+1 > length[i] {
				length[i], last[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	keeps := make([]bool, len(of))
	for i := best; i >= 0; i = last[i] {
		keeps[i] = true
	}
	return keeps
}

// placed is a question with the page it stands on.
type placed struct {
	Question
	path, page string
}

func (d *Document) placed() []placed {
	var out []placed
	for i, p := range d.Pages {
		for j, q := range p.Questions {
			out = append(out, placed{q, fmt.Sprintf("pages[%d].questions[%d]", i, j), p.Code})
		}
	}
	return out
}

func (d *differ) pages(old, now *Document) {
	members(d, "pages", old.Pages, now.Pages, func(p Page) string { return p.Code }, func(path, code string, o, n any) {
		a, b := o.(Page), n.(Page)
		d.check(path+".title", code, "text", a.Title, b.Title)
		d.check(path+".show_if", code, "condition", a.ShowIf, b.ShowIf)
		d.check(path+".random", code, "order", a.Random, b.Random)
		d.check(path+".loop", code, "loop", a.Loop, b.Loop)
		d.check(path+".branches", code, "branches", a.Branches, b.Branches)
	})
	was, is := old.placed(), now.placed()
	code := func(p placed) string { return p.Code }
	before, after, moved := places(was, code), places(is, code), outOfOrder(was, is, code)
	for _, q := range is {
		at, there := before[q.Code]
		if !there {
			d.found = append(d.found, Difference{q.path, q.Code, "added"})
			continue
		}
		if moved[q.Code] || was[at].page != q.page {
			d.found = append(d.found, Difference{q.path, q.Code, "moved"})
		}
		d.question(q.path, &was[at].Question, &q.Question)
	}
	for _, q := range was {
		if _, there := after[q.Code]; !there {
			d.gone = append(d.gone, Difference{q.path, q.Code, "removed"})
		}
	}
}

func (d *differ) question(path string, old, now *Question) {
	c := now.Code
	for _, part := range []struct {
		field, what string
		old, now    any
	}{
		{"kind", "kind", old.Kind, now.Kind},
		{"text", "text", old.Text, now.Text},
		{"hint", "text", old.Hint, now.Hint},
		{"why", "text", old.Why, now.Why},
		{"show_if", "condition", old.ShowIf, now.ShowIf},
		{"required", "required", old.Required, now.Required},
		{"measure_id", "measure", old.MeasureID, now.MeasureID},
		{"reason_list_id", "measure", old.ReasonListID, now.ReasonListID},
		{"random_options", "order", old.RandomOptions, now.RandomOptions},
		{"limits", "limits", old.Limits, now.Limits},
		{"sets", "sets", old.Sets, now.Sets},
		{"rules", "rules", old.Rules, now.Rules},
		{"score", "score", old.Score, now.Score},
	} {
		d.check(path+"."+part.field, c, part.what, part.old, part.now)
	}
	d.scale(path+".scale", c, old.Scale, now.Scale)
	members(d, path+".options", old.Options, now.Options, func(o Option) string { return o.Code }, func(path, code string, o, n any) {
		a, b := o.(Option), n.(Option)
		d.check(path+".text", code, "text", a.Text, b.Text)
		d.check(path+".show_if", code, "condition", a.ShowIf, b.ShowIf)
		a.Text, a.ShowIf, b.Text, b.ShowIf = nil, "", nil, ""
		d.check(path, code, "limits", a, b)
	})
	members(d, path+".rows", old.Rows, now.Rows, func(r Row) string { return r.Code }, func(path, code string, o, n any) {
		a, b := o.(Row), n.(Row)
		d.check(path+".text", code, "text", a.Text, b.Text)
		d.check(path+".show_if", code, "condition", a.ShowIf, b.ShowIf)
		d.check(path+".measure_id", code, "measure", [2]string{a.MeasureID, a.TouchpointID}, [2]string{b.MeasureID, b.TouchpointID})
	})
}

func (d *differ) scale(path, code string, old, now *Scale) {
	if old == nil || now == nil {
		d.check(path, code, "scale", old == nil, now == nil)
		return
	}
	d.check(path+".look", code, "look", old.Look, now.Look)
	a, b := *old, *now
	a.Look, b.Look = "", ""
	d.check(path, code, "scale", a.plain(), b.plain())
}

// plain is a scale in which what is empty is missing, so that two can be compared.
func (s Scale) plain() Scale {
	if len(s.Low) == 0 {
		s.Low = nil
	}
	if len(s.High) == 0 {
		s.High = nil
	}
	s.Labels = slices.Clip(s.Labels)
	if len(s.Labels) == 0 {
		s.Labels = nil
	}
	return s
}
