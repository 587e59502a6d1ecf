package text

import "slices"

// Sought is a search for words: all of them, as they stand or in the stems of
// English or of French, the languages of this house.
type Sought struct{ words, english, french []string }

// NewSought reads what somebody searches for.
func NewSought(search string) Sought {
	return Sought{words: Words(search), english: Stems("en", search), french: Stems("fr", search)}
}

// Empty tells that there is no word to look for.
func (w Sought) Empty() bool { return len(w.words) == 0 }

// In tells whether a text of an unknown language has all the words; nothing has
// none of them. It does not find beginnings of words, as an index does.
func (w Sought) In(s string) bool {
	if w.Empty() {
		return false
	}
	return holds(Words(s), w.words) || holds(Stems("en", s), w.english) || holds(Stems("fr", s), w.french)
}

func holds(has, wanted []string) bool {
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(word string) bool { return !slices.Contains(has, word) })
}
