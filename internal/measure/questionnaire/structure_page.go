package questionnaire

import "fmt"

func (c *checker) page(at int) {
	p := &c.doc.Pages[at]
	path := fmt.Sprintf("pages[%d]", at)
	c.loop(path+".loop", p.Loop)
	for i := range p.Questions {
		c.question(fmt.Sprintf("%s.questions[%d]", path, i), &p.Questions[i])
	}
	for i, b := range p.Branches {
		c.branch(fmt.Sprintf("%s.branches[%d]", path, i), at, b)
	}
	for _, q := range p.Questions {
		if p.Loop == nil { // asked once for each item, there is no one answer to go through
			c.asked[q.Code] = q.Kind
		}
	}
}

func (c *checker) loop(path string, l *Loop) {
	if l == nil {
		return
	}
	if l.Max < 0 || l.Max > MaxLoop {
		c.add(path+".max", "range", fmt.Sprintf("give a number from 0 to %d", MaxLoop), "")
	}
	switch l.Over {
	case LoopTouchpoints:
	case LoopOptions:
		if c.asked[l.Question] != KindChoices {
			c.add(path+".question", "unknown", "name a question with several choices on an earlier page that is not looped", l.Question)
		}
	default:
		c.add(path+".over", "unknown", "choose options or touchpoints", string(l.Over))
	}
}

// branch checks that it leads to one place, and never back: so a walk ends.
func (c *checker) branch(path string, from int, b Branch) {
	switch {
	case (b.Page == "") == (b.End == ""):
		c.add(path, "target", "name a page or an end, one of them", "")
	case b.End != "":
		if !c.ends[b.End] {
			c.add(path+".end", "unknown", "no end has this code", b.End)
		}
	default:
		to, there := c.pages[b.Page]
		if !there {
			c.add(path+".page", "unknown", "no page has this code", b.Page)
		} else if to <= from {
			c.add(path+".page", "backward", "lead to a later page", b.Page)
		}
	}
}
