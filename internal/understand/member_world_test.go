package understand

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// soul is a customer of a small world, with all that is known of them.
type soul struct {
	id, account, unit, language string
	roles                       []string
	tie                         int // 0 for none
	created                     time.Time
	answers                     []said
	events                      []done
	traits                      []held
}

type said struct {
	at      time.Time
	measure string
	score   float64
	consent int
}

type done struct {
	at               time.Time
	name, touchpoint string
}

// held is a span of a trait; text or number.
type held struct {
	trait        string
	since, until time.Time // zero until: still
	text         string
	number       float64
}

// crowdOfSouls makes customers at random; times lie within 2026.
func crowdOfSouls(r *rand.Rand, n int) []soul {
	at := func() time.Time {
		return time.Date(2026, 1, 1, 0, 0, r.IntN(324*86400), 0, time.UTC)
	}
	var out []soul
	for i := range n {
		s := soul{id: numbered(1, uint64(i+1)), account: numbered(2, uint64(r.IntN(9)+1)), created: at()}
		if r.IntN(3) > 0 {
			s.unit = id([]string{"lille", "south"}[r.IntN(2)])
		}
		if r.IntN(2) > 0 {
			s.language = []string{"fr", "en"}[r.IntN(2)]
			s.roles = [][]string{{"decides"}, {"uses", "influences"}, {"sponsors"}}[r.IntN(3)]
			s.tie = 1 + r.IntN(5)
		}
		for range r.IntN(6) {
			s.answers = append(s.answers, said{at(), id([]string{"nps", "csat"}[r.IntN(2)]), float64(r.IntN(6)) * 2, 1 + r.IntN(2)})
		}
		for range r.IntN(5) {
			s.events = append(s.events, done{at(), []string{"call", "visit"}[r.IntN(2)], numbered(5, uint64(1+r.IntN(3)))})
		}
		out = append(out, s)
	}
	return out
}

// traitsOf gives souls a history of two traits.
func traitsOf(r *rand.Rand, souls []soul, tier, spend string) {
	for i := range souls {
		for _, trait := range []string{tier, spend} {
			var since time.Time
			for range r.IntN(3) {
				from := since.AddDate(0, 0, 1+r.IntN(120))
				if since.IsZero() {
					from = time.Date(2026, 1, 1, 0, 0, r.IntN(86400*200), 0, time.UTC)
				}
				h := held{trait: trait, since: from, number: float64(r.IntN(500))}
				h.text = strconv.Itoa(int(h.number))
				if trait == tier {
					h.text = []string{"Gold", "o'brien ? é"}[r.IntN(2)]
				}
				if n := len(souls[i].traits); n > 0 && souls[i].traits[n-1].trait == trait && r.IntN(2) == 0 {
					souls[i].traits[n-1].until = from
				} else if n > 0 && souls[i].traits[n-1].trait == trait {
					souls[i].traits[n-1].until = from.AddDate(0, 0, -1)
				}
				souls[i].traits = append(souls[i].traits, h)
				since = from
			}
		}
	}
}

// settle puts souls into the world's tables.
func (w *world) settle(souls []soul) {
	w.t.Helper()
	var b strings.Builder
	ts := func(t time.Time) string {
		if t.IsZero() {
			return "NULL"
		}
		return "'" + t.Format("2006-01-02 15:04:05") + "'"
	}
	text := func(s string) string {
		if s == "" {
			return "NULL"
		}
		return "'" + s + "'"
	}
	for i, s := range souls {
		tie := "NULL"
		if s.tie > 0 {
			tie = strconv.Itoa(s.tie)
		}
		roles := ""
		if len(s.roles) > 0 {
			roles = "|" + strings.Join(s.roles, "|") + "|"
		}
		fmt.Fprintf(&b, "INSERT INTO party VALUES ('%s', '%s', %s, %s, %s, %s, %s);", s.id, s.account, text(s.unit), ts(s.created), text(s.language), text(roles), tie)
		for j, a := range s.answers {
			day := a.at.Format(time.DateOnly)
			fmt.Fprintf(&b, "INSERT INTO answer (response, program, measure, party, cluster, bucket, known, instant, day, month, score, consent, account, unit) VALUES ('%s', '%s', '%s', '%s', '%s', %d, true, %s, '%s', '%s', %g, %d, '%s', %s);",
				numbered(3, uint64(i*100+j)), programA, a.measure, s.id, s.account, bucketOf(s.account), ts(a.at), day, day[:8]+"01", a.score, a.consent, s.account, text(s.unit))
		}
		for j, e := range s.events {
			fmt.Fprintf(&b, "INSERT INTO event (id, instant, day, month, name, party, touchpoint) VALUES ('%s', %s, '%s', '%s', '%s', '%s', '%s');",
				numbered(4, uint64(i*100+j)), ts(e.at), e.at.Format(time.DateOnly), e.at.Format("2006-01-01"), e.name, s.id, e.touchpoint)
		}
		for _, h := range s.traits {
			fmt.Fprintf(&b, "INSERT INTO party_trait VALUES ('%s', '%s', %s, %s, %s, %g);", h.trait, s.id, ts(h.since), ts(h.until), text(strings.ReplaceAll(h.text, "'", "''")), h.number)
		}
	}
	w.exec(b.String())
}

// meets is what a rule says of a soul at an instant, read plainly.
func (s soul) meets(r people.Rule, at time.Time) bool {
	switch {
	case r.Not != nil:
		return !s.meets(*r.Not, at)
	case r.Is != nil:
		return s.is(*r.Is, at)
	case r.Any != nil:
		return slices.ContainsFunc(r.Any, func(r people.Rule) bool { return s.meets(r, at) })
	}
	return !slices.ContainsFunc(r.All, func(r people.Rule) bool { return !s.meets(r, at) })
}

func (s soul) is(c people.Condition, at time.Time) bool {
	switch c.Field {
	case "customer.unit":
		return known(c, s.unit != "", func() bool { return slices.Contains(c.OneOf, s.unit) })
	case "customer.language":
		return known(c, s.language != "", func() bool { return slices.Contains(c.OneOf, s.language) })
	case "customer.role":
		return known(c, len(s.roles) > 0, func() bool {
			return slices.ContainsFunc(c.OneOf, func(role string) bool { return slices.Contains(s.roles, role) })
		})
	case "customer.tie":
		return known(c, s.tie > 0, func() bool { return between(c, float64(s.tie)) })
	case "customer.since":
		day := s.created.Format(time.DateOnly)
		return (c.From == "" || day >= c.From) && (c.To == "" || day <= c.To)
	case "answers":
		return s.answered(c, at)
	case "events":
		n := int64(0)
		for _, e := range s.events {
			if inWindow(c, e.at, at) && (c.Of["name"] == "" || e.name == c.Of["name"]) && (c.Of["touchpoint"] == "" || e.touchpoint == c.Of["touchpoint"]) {
				n++
			}
		}
		return counted(c, n)
	}
	for _, h := range s.traits {
		if "trait."+h.trait != c.Field || h.since.After(at) || !h.until.IsZero() && !h.until.After(at) {
			continue
		}
		return known(c, true, func() bool {
			return len(c.OneOf) > 0 && slices.Contains(c.OneOf, h.text) || len(c.OneOf) == 0 && between(c, h.number)
		})
	}
	return known(c, false, func() bool { return false })
}

func (s soul) answered(c people.Condition, at time.Time) bool {
	n, latest, good := int64(0), time.Time{}, false
	for _, a := range s.answers {
		if a.consent != 2 || !inWindow(c, a.at, at) || c.Of["measure"] != "" && a.measure != c.Of["measure"] {
			continue
		}
		counts := true
		if group := c.Of["group"]; group != "" {
			counts = map[string]bool{"promoter": a.score >= 9, "detractor": a.score <= 6, "passive": a.score > 6 && a.score < 9}[group]
		}
		if least := c.Of["score_min"]; least != "" {
			x, _ := strconv.ParseFloat(least, 64)
			counts = counts && a.score >= x
		}
		if a.at.After(latest) {
			latest, good = a.at, counts
		}
		if counts {
			n++
		}
	}
	if c.Of["latest"] != "" {
		return good
	}
	return counted(c, n)
}

func known(c people.Condition, there bool, otherwise func() bool) bool {
	if c.Known != nil {
		return *c.Known == there
	}
	return there && otherwise()
}

func between(c people.Condition, x float64) bool {
	low, errLow := strconv.ParseFloat(c.From, 64)
	high, errHigh := strconv.ParseFloat(c.To, 64)
	return (errLow != nil || x >= low) && (errHigh != nil || x <= high)
}

func inWindow(c people.Condition, of, at time.Time) bool {
	day := of.Format(time.DateOnly)
	return !of.After(at) && (c.Days == 0 || of.After(at.AddDate(0, 0, -c.Days))) && (c.Since == "" || day >= c.Since) && (c.Until == "" || day <= c.Until)
}

func counted(c people.Condition, n int64) bool {
	if c.AtMost == nil && c.AtLeast == nil {
		return n > 0
	}
	return (c.AtLeast == nil || n >= *c.AtLeast) && (c.AtMost == nil || n <= *c.AtMost)
}

// someRule is a rule at random.
func someRule(r *rand.Rand, depth int, traits [2]string) people.Rule {
	if depth > 0 {
		parts := []people.Rule{someRule(r, depth-1, traits), someRule(r, depth-1, traits)}
		switch r.IntN(4) {
		case 0:
			return people.Rule{All: parts}
		case 1:
			return people.Rule{Any: parts}
		case 2:
			return people.Rule{Not: &parts[0]}
		}
	}
	c := someCondition(r, traits)
	return people.Rule{Is: &c}
}

func someCondition(r *rand.Rand, traits [2]string) people.Condition {
	yes := r.IntN(2) > 0
	n := int64(r.IntN(3))
	count := func(c people.Condition) people.Condition {
		switch r.IntN(4) {
		case 0:
			c.AtLeast = &n
		case 1:
			c.AtMost = &n
		case 2:
			more := n + 1
			c.AtLeast, c.AtMost = &n, &more
		}
		switch r.IntN(3) {
		case 0:
			c.Days = 1 + r.IntN(200)
		case 1:
			c.Since, c.Until = "2026-03-01", "2026-08-15"
		}
		return c
	}
	switch r.IntN(16) {
	case 14:
		return count(people.Condition{Field: "events", Of: map[string]string{"touchpoint": numbered(5, 2)}})
	case 0:
		return people.Condition{Field: "customer.unit", OneOf: []string{id("lille")}}
	case 1:
		return people.Condition{Field: "customer.unit", Known: &yes}
	case 2:
		return people.Condition{Field: "customer.language", OneOf: []string{"fr", "o'brien ? é"}}
	case 3:
		return people.Condition{Field: "customer.role", OneOf: []string{"uses", "decides"}}
	case 4:
		return people.Condition{Field: "customer.tie", From: "2", To: "4"}
	case 5:
		return people.Condition{Field: "customer.tie", Known: &yes}
	case 6:
		return people.Condition{Field: "customer.since", From: "2026-04-01"}
	case 7:
		return count(people.Condition{Field: "answers"})
	case 8:
		return count(people.Condition{Field: "answers", Of: map[string]string{"measure": id("nps"), "group": []string{"promoter", "passive", "detractor"}[r.IntN(3)]}})
	case 9:
		return people.Condition{Field: "answers", Of: map[string]string{"measure": id("nps"), "group": "detractor", "latest": "true"}, Days: r.IntN(2) * 120}
	case 10:
		return count(people.Condition{Field: "events"})
	case 11:
		return people.Condition{Field: "trait." + traits[0], OneOf: []string{"o'brien ? é", "Tin"}}
	case 12:
		return people.Condition{Field: "trait." + traits[1], From: "100", To: "350"}
	case 13:
		return people.Condition{Field: "trait." + traits[r.IntN(2)], Known: &yes}
	}
	return count(people.Condition{Field: "events", Of: map[string]string{"name": "call"}})
}

// segments is the room of segments over a record of its own.
func segments(t *testing.T, measures MeasureSource) *people.Service {
	t.Helper()
	store := recordtest.SQLite(t, []fs.FS{access.Migrations(), people.Migrations()})
	s := people.NewService(people.Options{Store: store, Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }})
	s.AddSegmentFields(func() *time.Location { return time.UTC }, nil, SegmentFields(measures, nil)...)
	return s
}
