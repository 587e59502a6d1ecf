package anonymous

import (
	"slices"
	"strings"
)

// Least is how many answers a pack has at least. What is told of a survey's
// texts begins at LeastTexts.
const (
	Least      = 5
	LeastTexts = 10
)

// Part is the answer of one person to one question, as it waits.
type Part struct {
	ID      string
	Classes []string // in each cut of the version, "" where in none
	Items   []Item
}

// Item is a number that parts are added up by: how often a score was given or an
// option chosen, or a number with its square.
type Item struct {
	Name    string  `json:"i"`
	N       int64   `json:"n"`
	Sum     float64 `json:"s,omitempty"`
	Squares float64 `json:"q,omitempty"`
}

// Pack is some parts that are alike in what is told of them.
type Pack struct {
	Told  []string // their class in each cut, "" where it is not told
	Parts []Part
}

// Packs puts parts together so that each pack has Least or more, alike in all
// their classes. With late, what is left is told by less: the last cut is left
// out, then the one before. What cannot be packed waits. Each part is in one pack
// or waits; parts of one question only, each of another person.
func Packs(parts []Part, late bool) (packs []Pack, waiting []Part) {
	if len(parts) == 0 {
		return nil, nil
	}
	cuts := len(parts[0].Classes)
	waiting = parts
	for told := cuts; told >= 0; told-- {
		var some []Pack
		some, waiting = alike(waiting, told)
		packs = append(packs, some...)
		if !late {
			break
		}
	}
	return packs, waiting
}

// alike packs parts that have the first cuts in common, and gives those that are
// too few.
func alike(parts []Part, told int) (packs []Pack, waiting []Part) {
	groups := map[string][]Part{}
	var order []string
	for _, p := range parts {
		key := strings.Join(p.Classes[:told], "\x00")
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], p)
	}
	for _, key := range order {
		group := groups[key]
		if len(group) < Least {
			waiting = append(waiting, group...)
			continue
		}
		classes := make([]string, len(group[0].Classes))
		copy(classes, group[0].Classes[:told])
		packs = append(packs, Pack{Told: classes, Parts: group})
	}
	return packs, waiting
}

// Sums adds up a pack, items by name.
func (p Pack) Sums() []Item {
	byName := map[string]Item{}
	for _, part := range p.Parts {
		for _, i := range part.Items {
			sum := byName[i.Name]
			byName[i.Name] = Item{i.Name, sum.N + i.N, sum.Sum + i.Sum, sum.Squares + i.Squares}
		}
	}
	out := make([]Item, 0, len(byName))
	for _, i := range byName {
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b Item) int { return strings.Compare(a.Name, b.Name) })
	return out
}
