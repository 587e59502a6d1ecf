package listen

import (
	"cmp"
	"slices"
)

// Shown is the text of a sentence as it is shown, with what is masked replaced,
// and the way from places in the original to places in it and back. All places
// count Unicode code points. A place inside of what is masked widens to the
// whole of it, so that neither way tells anything of what stands there.
type Shown struct {
	Text   string
	length int // of the original
	cuts   []cut
	total  int // of the text
}

// cut is a run of the original and the run that stands for it.
type cut struct{ from, to, shownFrom, shownTo int }

// NewShown replaces what masks hide in a sentence; which of them hide is the
// caller's choice. Masks that overlap are hidden as one, under the replacement
// of the first. What lies outside of the sentence is cut off.
func NewShown(original string, masks []Mask) Shown {
	runes := []rune(original)
	sorted := slices.Clone(masks)
	slices.SortStableFunc(sorted, func(a, b Mask) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.Length, a.Length)) })
	s := Shown{length: len(runes)}
	var out []rune
	at := 0
	for i := 0; i < len(sorted); {
		from, to := clamp(sorted[i].Start, len(runes)), clamp(sorted[i].Start+sorted[i].Length, len(runes))
		replacement := sorted[i].Replacement
		for i++; i < len(sorted) && sorted[i].Start < to; i++ {
			to = max(to, clamp(sorted[i].Start+sorted[i].Length, len(runes)))
		}
		if from >= to {
			continue
		}
		out = append(out, runes[at:from]...)
		c := cut{from: from, to: to, shownFrom: len(out)}
		out = append(out, []rune(replacement)...)
		c.shownTo = len(out)
		s.cuts, at = append(s.cuts, c), to
	}
	out = append(out, runes[at:]...)
	s.Text, s.total = string(out), len(out)
	return s
}

func clamp(place, length int) int { return min(max(place, 0), length) }

// ToShown turns a passage of the original, its end exclusive, into one of what
// is shown.
func (s Shown) ToShown(from, to int) (shownFrom, shownTo int) {
	forward := func(c cut) (int, int, int, int) { return c.from, c.to, c.shownFrom, c.shownTo }
	return s.turn(clamp(from, s.length), clamp(to, s.length), forward)
}

// ToOriginal turns a passage of what is shown, its end exclusive, into one of
// the original.
func (s Shown) ToOriginal(from, to int) (originalFrom, originalTo int) {
	back := func(c cut) (int, int, int, int) { return c.shownFrom, c.shownTo, c.from, c.to }
	return s.turn(clamp(from, s.total), clamp(to, s.total), back)
}

func (s Shown) turn(from, to int, way func(cut) (from, to, otherFrom, otherTo int)) (int, int) {
	begin, end := from, to
	for _, c := range s.cuts {
		a, b, x, y := way(c)
		switch {
		case from >= b:
			begin = from + y - b
		case from > a:
			begin = x
		}
		switch {
		case to >= b:
			end = to + y - b
		case to > a:
			end = y
		}
	}
	return begin, max(begin, end)
}
