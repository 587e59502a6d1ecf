package questionnaire

import (
	"cmp"
	"fmt"
	"slices"
)

// reach goes through a document once, in its order, and tells of conditions that
// cannot hold whatever is answered, and of pages, branches and ends to which no way
// leads. What is never asked counts as never answered in what follows.
type reach struct {
	*remarks
	decider
	pages []bool // reached; one more for what comes after the last
	at    map[string]int
	ends  map[string]bool
}

func (r *remarks) reach(e *Expressions) {
	n := len(r.doc.Pages)
	all := reach{remarks: r, decider: newDecider(e), pages: make([]bool, n+1), at: map[string]int{}, ends: map[string]bool{}}
	for i, p := range r.doc.Pages {
		all.at[p.Code] = i
	}
	all.pages[0] = true
	for i := range r.doc.Pages {
		all.page(i)
	}
	for i, q := range r.doc.Quotas {
		if all.can(fmt.Sprintf("quotas[%d].if", i), n) {
			all.ends[q.End] = true
		}
	}
	all.left()
}

// can tells whether a condition can hold, and remarks one that cannot.
func (r *reach) can(path string, page int) bool {
	holds, fixed := r.verdict(path, page)
	if fixed && !holds {
		r.say(Warn, path, "never", "this can never hold", "")
	}
	return holds || !fixed
}

func (r *reach) page(at int) {
	p, path := &r.doc.Pages[at], fmt.Sprintf("pages[%d]", at)
	shown := r.pages[at] && r.can(path+".show_if", at)
	for i := range p.Questions {
		q := &p.Questions[i]
		if !shown || !r.question(fmt.Sprintf("%s.questions[%d]", path, i), q, at) {
			r.unasked[q.Code] = true
		}
	}
	if !r.pages[at] {
		r.say(Warn, path, "unreached", "no way leads to this page", p.Code)
		return
	}
	_, always := r.verdict(path+".show_if", at) // shown, it can hold
	if onward := !shown || r.branches(path, at) || !always || p.Loop != nil; onward {
		r.pages[at+1] = true
	}
}

// question tells whether one can ever be shown; what is in it is looked at if so.
func (r *reach) question(path string, q *Question, page int) bool {
	if !r.can(path+".show_if", page) {
		return false
	}
	for i, o := range q.Options {
		if !r.can(fmt.Sprintf("%s.options[%d].show_if", path, i), page) {
			r.unshown[q.Code+"."+o.Code] = true
		}
	}
	for i := range q.Rows {
		r.can(fmt.Sprintf("%s.rows[%d].show_if", path, i), page)
	}
	for i := range q.Rules {
		r.can(fmt.Sprintf("%s.rules[%d].must", path, i), page)
	}
	return true
}

// branches tells whether a way leads on past them.
func (r *reach) branches(path string, at int) (onward bool) {
	for i, b := range r.doc.Pages[at].Branches {
		condition := fmt.Sprintf("%s.branches[%d].if", path, i)
		if !r.can(condition, at) {
			continue
		}
		if to, is := r.at[b.Page]; is {
			r.pages[to] = true
		}
		r.ends[b.End] = true
		if holds, fixed := r.verdict(condition, at); holds && fixed {
			for j, below := range r.doc.Pages[at].Branches[i+1:] {
				r.say(Warn, fmt.Sprintf("%s.branches[%d]", path, i+1+j), "unreached", "a branch above always holds", cmp.Or(below.Page, below.End))
			}
			return false
		}
	}
	return true
}

// left tells of ends to which no branch and no quota leads; after the last page
// comes the first end of those who completed.
func (r *reach) left() {
	through := r.pages[len(r.doc.Pages)]
	if i := slices.IndexFunc(r.doc.Ends, func(e End) bool { return e.Outcome == OutcomeComplete }); i >= 0 && through {
		r.ends[r.doc.Ends[i].Code] = true
	}
	for i, e := range r.doc.Ends {
		if !r.ends[e.Code] {
			r.say(Warn, fmt.Sprintf("ends[%d]", i), "unreached", "no way leads to this end", e.Code)
		}
	}
}
