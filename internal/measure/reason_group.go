package measure

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/text"
)

// leastPersons is from how many persons on a group of texts is told at all
// (METHODS.md 13); a reason that fewer name is none yet.
const leastPersons = 5

// saying is one thing that somebody wrote, by the stems that carry its matter.
type saying struct {
	person string
	text   string
	own    bool // under "other", not in the free text
	stems  []string
	gone   bool // it belongs to a group, or to what was decided
}

// reasonGroup are sayings that share a stem or two.
type reasonGroup struct {
	key     string // its stems, with blanks between
	sayings []*saying
	persons int
	own     int // persons who wrote so under "other"
}

const (
	mostStems  = 12 // of a sentence that names a reason; longer ones tell a story
	mostGroups = 200
)

// sayingsOf takes apart what somebody wrote: their words under "other" as one, the
// free text by sentences.
func sayingsOf(w Written) (out []*saying) {
	add := func(said string, own bool) {
		stems := text.ContentStems(w.Language, said)
		if len(stems) > 0 && (own || len(stems) <= mostStems) {
			out = append(out, &saying{person: w.Person, text: said, own: own, stems: stems[:min(len(stems), mostStems)]})
		}
	}
	if w.Other != "" {
		add(w.Other, true)
	}
	for _, sentence := range text.Sentences(w.Why) {
		add(sentence, false)
	}
	return out
}

// has tells whether all stems of a key are in a saying.
func (s *saying) has(key []string) bool {
	return !slices.ContainsFunc(key, func(stem string) bool { _, is := slices.BinarySearch(s.stems, stem); return !is })
}

// groupSayings groups what was written by what most persons share: a stem, of words
// under "other", or two stems of one saying. The group of most persons comes first
// and takes its sayings with it; two stems go before one that hardly more persons
// share, since they say more. What has the stems of a decided key is left out.
// Groups of fewer than 5 persons are none. Equal input gives equal groups.
func groupSayings(all []*saying, decided []string) []reasonGroup {
	for _, key := range decided {
		stems := strings.Fields(key)
		for _, s := range all {
			if len(stems) > 0 && s.has(stems) {
				s.gone = true
			}
		}
	}
	f := featuresOf(all)
	heap.Init(f)
	var out []reasonGroup
	for f.Len() > 0 && len(out) < mostGroups {
		top := heap.Pop(f).(*feature) //nolint:errcheck // nothing else is put there
		persons := top.live()
		if persons < leastPersons {
			continue
		}
		if persons < top.persons { // others have taken some of it: it waits its turn
			top.persons = persons
			heap.Push(f, top)
			continue
		}
		out = append(out, top.group())
	}
	return out
}

// feature is a stem or two, with the sayings that have them.
type feature struct {
	key     string
	pair    bool
	sayings []*saying
	persons int // who said so; at most, until it is looked at again
}

// live counts the persons of its sayings that are in no group yet.
func (f *feature) live() int { return f.count(func(*saying) bool { return true }) }

func (f *feature) count(which func(*saying) bool) int {
	met := map[string]bool{}
	for _, s := range f.sayings {
		if !s.gone && which(s) {
			met[s.person] = true
		}
	}
	return len(met)
}

func (f *feature) group() reasonGroup {
	g := reasonGroup{key: f.key, persons: f.live(), own: f.count(func(s *saying) bool { return s.own })}
	for _, s := range f.sayings {
		if !s.gone {
			g.sayings, s.gone = append(g.sayings, s), true
		}
	}
	return g
}

// features are those to choose from, that of most persons on top.
type features []*feature

// worth is how many persons stand for a feature; a pair counts for a quarter more.
func (f *feature) worth() int {
	if f.pair {
		return 5 * f.persons
	}
	return 4 * f.persons
}

func (f features) Len() int      { return len(f) }
func (f features) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f features) Less(i, j int) bool {
	return cmp.Or(f[j].worth()-f[i].worth(), cmp.Compare(f[i].key, f[j].key)) < 0
}
func (f *features) Push(x any) { *f = append(*f, x.(*feature)) } //nolint:errcheck // nothing else is put there

// Pop takes off the last, as container/heap asks.
func (f *features) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// featuresOf are the stems and pairs that at least five persons share. Pairs are made
// of such stems alone, so there are few.
func featuresOf(all []*saying) *features {
	single, pairs := map[string]*feature{}, map[string]*feature{}
	put := func(into map[string]*feature, key string, s *saying) {
		if into[key] == nil {
			into[key] = &feature{key: key, pair: strings.Contains(key, " ")}
		}
		into[key].sayings = append(into[key].sayings, s)
	}
	for _, s := range all {
		for _, stem := range s.stems {
			if !s.gone {
				put(single, stem, s)
			}
		}
	}
	for key, f := range single {
		if f.live() < leastPersons {
			delete(single, key)
		}
	}
	for _, s := range all {
		if s.gone {
			continue
		}
		for i, a := range s.stems {
			for _, b := range s.stems[i+1:] {
				if single[a] != nil && single[b] != nil {
					put(pairs, a+" "+b, s)
				}
			}
		}
	}
	return kept(single, pairs)
}

// kept are the features that enough persons share; a stem by itself is one of words
// under "other" alone, since in a free text it may stand for anything.
func kept(single, pairs map[string]*feature) *features {
	out := features{}
	for _, f := range single {
		f.sayings = slices.DeleteFunc(f.sayings, func(s *saying) bool { return !s.own })
	}
	for _, some := range []map[string]*feature{single, pairs} {
		for _, f := range some {
			if f.persons = f.live(); f.persons >= leastPersons {
				out = append(out, f)
			}
		}
	}
	return &out
}
