package measure

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// Written is what one person answered to the questions of a list.
type Written struct {
	Person   string // whoever it is, alike where it is the same answering
	Language string
	At       time.Time // zero of an anonymous answer
	Chosen   string    // code of a reason
	Other    string    // their words for none of the reasons
	Why      string    // their free text
}

// Voices reads the newest answers to a list in some surveys, those that whoever asks
// may read, and tells how many there were and whether there are older ones.
type Voices func(ctx context.Context, list *ReasonList, surveys []string, each func(Written)) (looked int64, more bool, err error)

// ConnectVoices says, before anybody uses the room, where answers are read.
func (s *Service) ConnectVoices(voices Voices) { s.voices = voices }

// ReasonProposal is a reason that people name and the list does not have.
type ReasonProposal struct {
	Stems    string   `json:"stems" doc:"What its texts share, by the stems of words; names it in a decision."`
	Label    string   `json:"label" doc:"The shortest of its texts."`
	Persons  int      `json:"persons" doc:"Who wrote so, 5 or more."`
	Own      int      `json:"own" doc:"Those of them who wrote so instead of choosing a reason."`
	Examples []string `json:"examples" nullable:"false" doc:"Up to 3 texts of different persons."`
	Near     string   `json:"near,omitempty" doc:"Code of a reason that already says so."`
}

// ReasonUse is how often a reason was chosen of late.
type ReasonUse struct {
	Code   string     `json:"code"`
	Chosen int64      `json:"chosen" doc:"By how many of those who were looked at."`
	LastAt *time.Time `json:"last_at,omitempty" doc:"Absent where nobody chose it."`
	Rest   bool       `json:"rest" doc:"Proposed for resting: asked for 180 days, by 50 people or more, and chosen by none of them."`
}

// ReasonProposals is what may become of a list, by what people wrote.
type ReasonProposals struct {
	Proposals []ReasonProposal `json:"proposals" nullable:"false" doc:"Those named by most first."`
	Uses      []ReasonUse      `json:"uses" nullable:"false" doc:"Of the reasons that are asked."`
	Looked    int64            `json:"looked" doc:"Answers looked at, the newest."`
	More      bool             `json:"more" doc:"There are older ones that were not looked at."`
	Total     int              `json:"total" doc:"Proposals on all pages."`
	Version   int64            `json:"version" doc:"Of the list."`
}

const (
	unusedFor      = 180 * 24 * time.Hour
	leastAnswered  = 50 // of people who could have chosen it
	mostExamples   = 3
	exampleLetters = 200
)

// Proposals gathers what people wrote to a list, of those answers that the caller may
// read, and proposes reasons that are named by 5 persons or more and of which nobody
// has decided.
func (s *Service) Proposals(ctx context.Context, id string) (out ReasonProposals, err error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return out, err
	}
	var l ReasonList
	var surveys []string
	var decided []ReasonDecision
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if l, err = seenReasonList(ctx, q, id); err != nil {
			return err
		}
		if decided, err = listReasonDecisions(ctx, q, id); err != nil {
			return err
		}
		surveys, err = surveysAsking(ctx, q, l.ProgramID, id)
		return err
	})
	out = ReasonProposals{Proposals: []ReasonProposal{}, Uses: []ReasonUse{}, Version: l.Version}
	if err != nil || s.voices == nil {
		return out, err
	}
	uses := newUses(&l, s.now().UTC())
	var all []*saying
	out.Looked, out.More, err = s.voices(ctx, &l, surveys, func(w Written) {
		uses.take(w)
		all = append(all, sayingsOf(w)...)
	})
	if err != nil {
		return out, err
	}
	out.Uses = uses.all()
	known := stemsOfReasons(&l)
	for _, g := range groupSayings(all, keysDecided(decided)) {
		p := g.proposal()
		if p.Near = nearest(known, g.key); p.Near != "" && p.Own < leastPersons {
			continue // said again by those who chose it
		}
		out.Proposals = append(out.Proposals, p)
	}
	slices.SortStableFunc(out.Proposals, func(a, b ReasonProposal) int { return cmp.Or(b.Persons-a.Persons, cmp.Compare(a.Stems, b.Stems)) })
	out.Total = len(out.Proposals)
	return out, nil
}

// proposal tells a group by its shortest text and those of others.
func (g reasonGroup) proposal() ReasonProposal {
	sorted := slices.Clone(g.sayings)
	slices.SortStableFunc(sorted, func(a, b *saying) int {
		return cmp.Or(utf8.RuneCountInString(a.text)-utf8.RuneCountInString(b.text), cmp.Compare(a.text, b.text))
	})
	p := ReasonProposal{Stems: g.key, Label: excerpt(sorted[0].text), Persons: g.persons, Own: g.own, Examples: []string{}}
	met, said := map[string]bool{}, map[string]bool{text.Fold(sorted[0].text): true}
	for _, s := range sorted {
		if folded := text.Fold(s.text); !met[s.person] && !said[folded] && len(p.Examples) < mostExamples {
			met[s.person], said[folded] = true, true
			p.Examples = append(p.Examples, excerpt(s.text))
		}
	}
	return p
}

func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > exampleLetters {
		return string(r[:exampleLetters-1]) + "…"
	}
	return string(r)
}

// knownReason are the stems of a reason in one language.
type knownReason struct {
	code  string
	stems []string
}

func stemsOfReasons(l *ReasonList) (out []knownReason) {
	for _, r := range l.Reasons {
		for lang, said := range r.Text {
			out = append(out, knownReason{r.Code, text.ContentStems(lang, said)})
		}
	}
	return out
}

// nearest is the first reason by its code that has all stems of a key, "" for none.
func nearest(known []knownReason, key string) (code string) {
	for _, k := range known {
		says := (&saying{stems: k.stems}).has(strings.Fields(key))
		if says && (code == "" || k.code < code) {
			code = k.code
		}
	}
	return code
}

// uses counts who chose which reason.
type uses struct {
	list  *ReasonList
	since time.Time
	by    map[string]*ReasonUse
	late  int64 // who answered since then
}

func newUses(l *ReasonList, now time.Time) *uses {
	u := &uses{list: l, since: now.Add(-unusedFor), by: map[string]*ReasonUse{}}
	for _, r := range l.asked() {
		u.by[r.Code] = &ReasonUse{Code: r.Code}
	}
	return u
}

func (u *uses) take(w Written) {
	if w.At.After(u.since) {
		u.late++
	}
	use := u.by[w.Chosen]
	if use == nil {
		return
	}
	use.Chosen++
	if at := w.At; !at.IsZero() && (use.LastAt == nil || at.After(*use.LastAt)) {
		use.LastAt = &at
	}
}

func (u *uses) all() []ReasonUse {
	out := []ReasonUse{}
	for _, r := range u.list.asked() {
		use := *u.by[r.Code]
		use.Rest = u.late >= leastAnswered && r.AddedAt.Before(u.since) && (use.LastAt == nil || use.LastAt.Before(u.since))
		out = append(out, use)
	}
	return out
}
