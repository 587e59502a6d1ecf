package listen

import (
	"cmp"
	"maps"
	"slices"
)

// said is one passage as analyses need it; Code is the one that stands for the
// code that was given.
type said struct {
	ID       string
	Document string
	Code     string
	Coder    Coder
	Mode     Mode
	Passage
}

// heard is a document as analyses need it. Person is who speaks in it: the same
// for an interview and a comment of one customer.
type heard struct {
	ID        string
	Kind      DocumentKind
	Number    int
	Person    string
	Account   string
	Traits    map[string]string
	Sentences int
}

// worked is what was coded of a study as a researcher may see it, without what
// was settled as not holding.
type worked struct {
	Documents []heard
	Said      []said
}

// CodeCount is how often a code was given in a study. Documents and people count
// once, however many coders gave it to them.
type CodeCount struct {
	CodeID    string `json:"code_id" format:"uuid"`
	Passages  int    `json:"passages"`
	Documents int    `json:"documents"`
	People    int    `json:"people"`
	Think     int    `json:"think" doc:"Passages that show what people think."`
	Feel      int    `json:"feel"`
	Do        int    `json:"do"`
}

// counts tells how often each code was given, in the order of the ids.
func (w worked) counts() []CodeCount {
	by := w.documents()
	out := map[string]*CodeCount{}
	documents, people := map[[2]string]bool{}, map[[2]string]bool{}
	for _, s := range w.Said {
		c := out[s.Code]
		if c == nil {
			c = &CodeCount{CodeID: s.Code}
			out[s.Code] = c
		}
		c.Passages++
		switch s.Mode {
		case Think:
			c.Think++
		case Feel:
			c.Feel++
		case Do:
			c.Do++
		}
		c.Documents += once(documents, s.Code, s.Document)
		c.People += once(people, s.Code, by[s.Document].Person)
	}
	rows := make([]CodeCount, 0, len(out))
	for _, id := range slices.Sorted(maps.Keys(out)) {
		rows = append(rows, *out[id])
	}
	return rows
}

// once is 1 the first time that it meets a pair.
func once(met map[[2]string]bool, a, b string) int {
	if met[[2]string{a, b}] {
		return 0
	}
	met[[2]string{a, b}] = true
	return 1
}

func (w worked) documents() map[string]heard {
	out := make(map[string]heard, len(w.Documents))
	for _, d := range w.Documents {
		out[d.ID] = d
	}
	return out
}

// TraitColumn is a value of a trait and how many people and documents have it.
type TraitColumn struct {
	Value     string `json:"value" doc:"Empty for those without the trait."`
	People    int    `json:"people"`
	Documents int    `json:"documents"`
}

// TraitCell is how often a code was given among those with a value.
type TraitCell struct {
	People   int `json:"people"`
	Passages int `json:"passages"`
}

// TraitRow is a code with a cell for each column.
type TraitRow struct {
	CodeID string      `json:"code_id" format:"uuid"`
	Cells  []TraitCell `json:"cells"`
}

// TraitTable is codes by the values of a trait. People are counted, never
// shares: they were chosen to differ, not to stand for everybody.
type TraitTable struct {
	Trait   string        `json:"trait"`
	Columns []TraitColumn `json:"columns"`
	Rows    []TraitRow    `json:"rows"`
	More    bool          `json:"more" doc:"True: the trait has more values; the rarest are left out."`
}

// maxTraitColumns is how many values a table shows, the most frequent ones.
const maxTraitColumns = 50

// byTrait sets codes against the values of a trait.
func (w worked) byTrait(trait string) TraitTable {
	out := TraitTable{Trait: trait, Columns: []TraitColumn{}, Rows: []TraitRow{}}
	by, columns := w.documents(), map[string]*TraitColumn{}
	people := map[[2]string]bool{}
	for _, d := range w.Documents {
		value := d.Traits[trait]
		c := columns[value]
		if c == nil {
			c = &TraitColumn{Value: value}
			columns[value] = c
		}
		c.Documents++
		c.People += once(people, value, d.Person)
	}
	for _, c := range columns {
		out.Columns = append(out.Columns, *c)
	}
	slices.SortFunc(out.Columns, func(a, b TraitColumn) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Value, b.Value))
	})
	if out.More = len(out.Columns) > maxTraitColumns; out.More {
		out.Columns = out.Columns[:maxTraitColumns]
	}
	place := map[string]int{}
	for i, c := range out.Columns {
		place[c.Value] = i
	}
	rows, met := map[string][]TraitCell{}, map[[2]string]bool{}
	for _, s := range w.Said {
		d := by[s.Document]
		at, shown := place[d.Traits[trait]]
		if !shown {
			continue
		}
		if rows[s.Code] == nil {
			rows[s.Code] = make([]TraitCell, len(out.Columns))
		}
		cell := &rows[s.Code][at]
		cell.Passages++
		cell.People += once(met, s.Code+"\x00"+d.Traits[trait], d.Person)
	}
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		out.Rows = append(out.Rows, TraitRow{CodeID: code, Cells: rows[code]})
	}
	return out
}

// traits are the names of the traits that documents of the study have.
func (w worked) traits() []string {
	names := map[string]bool{}
	for _, d := range w.Documents {
		for name := range d.Traits {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Together is how often two codes meet: passages of both that share at least one
// character, counted once for each pair of passages, and who said them.
type Together struct {
	A        string `json:"a" format:"uuid" doc:"The code with the smaller id."`
	B        string `json:"b" format:"uuid"`
	Passages int    `json:"passages"`
	People   int    `json:"people"`
}

// together gives every pair of codes that meet, the most frequent first.
func (w worked) together() []Together {
	by, met := w.documents(), map[[2]string]bool{}
	pairs := map[[2]string]*Together{}
	of := map[string][]said{}
	for _, s := range w.Said {
		of[s.Document] = append(of[s.Document], s)
	}
	for document, all := range of {
		slices.SortFunc(all, func(a, b said) int { return a.Compare(b.Passage) })
		var running []said
		for _, s := range all {
			running = slices.DeleteFunc(running, func(r said) bool { return !s.beginsBefore(r.ToN, r.ToPos) })
			for _, r := range running {
				if r.Code == s.Code {
					continue
				}
				key := [2]string{min(r.Code, s.Code), max(r.Code, s.Code)}
				p := pairs[key]
				if p == nil {
					p = &Together{A: key[0], B: key[1]}
					pairs[key] = p
				}
				p.Passages++
				p.People += once(met, key[0]+key[1], by[document].Person)
			}
			running = append(running, s)
		}
	}
	out := make([]Together, 0, len(pairs))
	for _, p := range pairs {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Together) int {
		return cmp.Or(cmp.Compare(b.Passages, a.Passages), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out
}

// newByInterview gives the interviews in the order of their numbers and the codes
// of each, numbered from 0, and how many codes there are.
func (w worked) newByInterview() (numbers []int, codes [][]int, met int) {
	numbers, codes = []int{}, [][]int{}
	place, known := map[string]int{}, map[string]int{}
	interviews := slices.DeleteFunc(slices.Clone(w.Documents), func(d heard) bool { return d.Kind != Transcript })
	slices.SortFunc(interviews, func(a, b heard) int { return cmp.Compare(a.Number, b.Number) })
	for i, d := range interviews {
		place[d.ID] = i
		numbers, codes = append(numbers, d.Number), append(codes, nil)
	}
	for _, s := range w.Said {
		i, is := place[s.Document]
		if !is {
			continue
		}
		n, there := known[s.Code]
		if !there {
			n = len(known)
			known[s.Code] = n
		}
		codes[i] = append(codes[i], n)
	}
	return numbers, codes, len(known)
}
