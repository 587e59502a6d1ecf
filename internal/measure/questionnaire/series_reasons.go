package questionnaire

import "slices"

// reasonBreaks gives the lists of reasons that both versions ask and whose shares
// before and after are not the same thing: one that chooses among other reasons, or
// after other questions, chooses otherwise.
func reasonBreaks(old, now *Document) []Break {
	before := old.reasonAsked()
	var out []Break
	for _, n := range now.reasonAsked() {
		i := slices.IndexFunc(before, func(o Asked) bool { return o.Question.ReasonListID == n.Question.ReasonListID })
		if i < 0 {
			continue
		}
		what := broken(old, now, before[i], n)
		if reoptioned(old, now, before[i].Question, n.Question) {
			what = append(what, "options")
		}
		if len(what) > 0 {
			out = append(out, Break{ReasonListID: n.Question.ReasonListID, Question: n.Name, What: what})
		}
	}
	return out
}

// reasonAsked gives the choices among the reasons of a list, in their order.
func (d *Document) reasonAsked() []Asked {
	var out []Asked
	var after []string
	all := d.placed()
	for i := range all {
		p := &all[i]
		if p.ReasonListID != "" && p.Kind == KindChoice {
			out = append(out, Asked{"", p.Code, p.path, &p.Question, nil, slices.Clone(after)})
		}
		after = append(after, p.Code)
	}
	return out
}

// ReasonLists are the ids of the lists of reasons that a document asks, each once.
func (d *Document) ReasonLists() []string {
	var out []string
	for _, a := range d.reasonAsked() {
		if !slices.Contains(out, a.Question.ReasonListID) {
			out = append(out, a.Question.ReasonListID)
		}
	}
	return out
}

// reoptioned tells whether other options are offered, or others' words stand for
// them, or chance orders them in only one of the versions.
func reoptioned(old, now *Document, a, b *Question) bool {
	if a.RandomOptions != b.RandomOptions || len(a.Options) != len(b.Options) {
		return true
	}
	for _, o := range b.Options {
		i := slices.IndexFunc(a.Options, func(was Option) bool { return was.Code == o.Code })
		if i < 0 {
			return true
		}
		for _, lang := range common(old, now) {
			if a.Options[i].Text.In(lang, old.Base()) != o.Text.In(lang, now.Base()) {
				return true
			}
		}
	}
	return false
}
