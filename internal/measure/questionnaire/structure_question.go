package questionnaire

import (
	"fmt"
	"slices"
)

func (c *checker) question(path string, q *Question) {
	c.once(path+".code", q.Code)
	c.worded(path+".text", q.Text)
	if !slices.Contains(Kinds(), q.Kind) {
		c.add(path+".kind", "unknown", "choose one of the kinds of questions", string(q.Kind))
	}
	if !slices.Contains([]Required{RequiredNo, RequiredSoft, RequiredHard}, q.Required) {
		c.add(path+".required", "unknown", "choose soft or hard, or leave it out", string(q.Required))
	}
	c.options(path+".options", q)
	c.rows(path+".rows", q)
	c.scale(path+".scale", q)
	c.sets(path+".sets", q)
	c.limits(path+".limits", q.Limits)
}

func (c *checker) options(path string, q *Question) {
	least := map[Kind]int{KindChoice: 2, KindChoices: 1, KindDropdown: 2, KindRanking: 2, KindBestWorst: 3}[q.Kind]
	if len(q.Options) < least {
		c.add(path, "missing", fmt.Sprintf("add options; this kind needs at least %d", least), q.Code)
	}
	seen := map[string]bool{}
	for i, o := range q.Options {
		at := fmt.Sprintf("%s[%d]", path, i)
		c.part(at, o.Code, o.Text, seen)
	}
}

func (c *checker) rows(path string, q *Question) {
	if q.Kind == KindMatrix && len(q.Rows) == 0 {
		c.add(path, "missing", "add a row", q.Code)
	}
	seen := map[string]bool{}
	for i, r := range q.Rows {
		c.part(fmt.Sprintf("%s[%d]", path, i), r.Code, r.Text, seen)
	}
}

// part checks an option or a row: seen holds the codes before it.
func (c *checker) part(path, code string, text Words, seen map[string]bool) {
	c.code(path+".code", code)
	if seen[code] {
		c.add(path+".code", "repeated", "this code stands above already; choose another", code)
	}
	seen[code] = true
	c.worded(path+".text", text)
}

func (c *checker) scale(path string, q *Question) {
	if q.Scale == nil {
		if q.Kind == KindScale || q.Kind == KindMatrix && len(q.Options) == 0 {
			c.add(path, "missing", "say how many points there are", q.Code)
		}
		return
	}
	s := q.Scale
	if !slices.Contains([]Look{LookNumbers, LookStars, LookWords}, s.Look) {
		c.add(path+".look", "unknown", "choose numbers, stars or words", string(s.Look))
	}
	if s.Points < 2 || s.Points > 11 {
		c.add(path+".points", "range", "give a number of points from 2 to 11", "")
	}
	if n := len(s.Labels); n != 0 && n != s.Points || s.Look == LookWords && n == 0 {
		c.add(path+".labels", "labels", "give one label for each point", "")
	}
}

func (c *checker) sets(path string, q *Question) {
	if q.Kind != KindBestWorst {
		return
	}
	if q.Sets == nil {
		c.add(path, "missing", "say how many sets there are, and of how many items", q.Code)
		return
	}
	if q.Sets.Count < 1 {
		c.add(path+".count", "range", "give a number of 1 or more", "")
	}
	if q.Sets.Size < 3 || q.Sets.Size > len(q.Options) {
		c.add(path+".size", "range", "give a number from 3 to the number of items", "")
	}
}

func (c *checker) limits(path string, l *Limits) {
	if l == nil {
		return
	}
	if l.MinChosen != nil && l.MaxChosen != nil && *l.MinChosen > *l.MaxChosen {
		c.add(path+".max_chosen", "crossed", "the most is under the least", "")
	}
	if l.Min != nil && l.Max != nil && *l.Min > *l.Max {
		c.add(path+".max", "crossed", "the most is under the least", "")
	}
	c.files(path, l)
	if l.Step != nil && !(*l.Step > 0) {
		c.add(path+".step", "range", "give a step above 0", "")
	}
	if l.From != "" && l.Until != "" && l.From > l.Until {
		c.add(path+".until", "crossed", "the last day is before the first", "")
	}
}
