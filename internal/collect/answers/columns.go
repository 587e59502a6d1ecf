package answers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostColumns bounds a file.
const mostColumns = 4000

// columnKind is of what type the cells of a column are.
type columnKind int

const (
	textColumn   columnKind = iota // string
	numberColumn                   // float64
	momentColumn                   // time.Time, UTC
)

// column is a column of a file. Its cells are of its kind, or nil for nothing.
type column struct {
	key   string // of code, unique in the file
	title string // for people
	kind  columnKind
	cell  func(g *given) any
}

// Columns of a question CODE, in a loop CODE@ITEM: CODE for what is one value;
// CODE.OPTION of several choices (1 or 0) and of a ranking (its place); CODE.ROW of
// a matrix; CODE.SET:best, :worst and :shown of best-worst; and behind a colon what
// stands beside: :text (own words beside an option), :na (1 where "not applicable"
// was chosen), :label (the words of a score).
type columns struct {
	list   []column
	keys   map[string]int
	titles map[string]int
	codes  bool   // options by their codes, not by their texts
	lang   string // of texts
}

// columnsOf are the columns of a survey's file, in their order.
func columnsOf(versions []*version, items []part, codes bool, lang, words string) ([]column, error) {
	c := &columns{keys: map[string]int{}, titles: map[string]int{}, codes: codes, lang: lang}
	c.fixed(words)
	c.score(versions, words)
	return c.asked(versions, items)
}

// asked adds the columns of what versions asked.
func (c *columns) asked(versions []*version, items []part) ([]column, error) {
	lang := c.lang
	for _, m := range mergedOf(versions, lang) {
		for _, of := range items {
			if code, item, _ := strings.Cut(of.code, "@"); code == m.code {
				m.items = withPart(m.items, item, of.text)
			}
		}
		if !m.looped {
			c.question(m, m.code, m.text)
			continue
		}
		for _, item := range m.items {
			c.question(m, m.code+"@"+item.code, m.text+" ("+item.text+")")
		}
	}
	c.hidden(versions)
	if len(c.list) > mostColumns {
		return nil, fault.Invalid("format", "These answers would take more than 4,000 columns. Choose some versions, then try again.").Keyed("answers.too_many_columns")
	}
	return c.list, nil
}

// add adds a column; where a key or a title is there, the later one is numbered.
func (c *columns) add(key, title string, kind columnKind, cell func(g *given) any) {
	if c.keys[key]++; c.keys[key] > 1 {
		key += " (" + strconv.Itoa(c.keys[key]) + ")"
	}
	if c.titles[title]++; c.titles[title] > 1 {
		title += " (" + strconv.Itoa(c.titles[title]) + ")"
	}
	c.list = append(c.list, column{key, title, kind, cell})
}

func (c *columns) fixed(words string) {
	titles := fixedTitles(words)
	text := func(key string, of func(g *given) string) {
		c.add(key, titles[key], textColumn, func(g *given) any { return textOrNil(of(g)) })
	}
	text("id", func(g *given) string { return g.ID })
	c.add("version", titles["version"], numberColumn, func(g *given) any { return float64(g.Number) })
	text("language", func(g *given) string { return g.Language })
	text("came_by", func(g *given) string { return c.called(g.CameBy, words) })
	text("outcome", func(g *given) string { return c.called(g.outcome(), words) })
	c.add("started_at", titles["started_at"], momentColumn, func(g *given) any { return record.Time(g.StartedAt) })
	c.add("sent_at", titles["sent_at"], momentColumn, func(g *given) any {
		if g.Outcome == "" {
			return nil
		}
		return record.Time(g.ChangedAt)
	})
	c.add("minutes", titles["minutes"], numberColumn, func(g *given) any {
		if g.Outcome == "" {
			return nil
		}
		return g.minutes()
	})
	text("consent", func(g *given) string {
		if g.Consent == nil {
			return ""
		}
		return c.called(collect.Consent(*g.Consent).String(), words) //nolint:gosec // a level
	})
	text("customer", func(g *given) string { return calledBy(nil, g.CustomerKey) })
	text("account", func(g *given) string { return calledBy(g.AccountName, g.AccountKey) })
	text("unit", func(g *given) string { return calledBy(g.UnitName, g.UnitKey) })
	text("doubts", func(g *given) string {
		doubts := g.doubts()
		for i, kind := range doubts {
			if !c.codes {
				doubts[i] = quality.Word(kind, words)
			}
		}
		return strings.Join(doubts, "; ")
	})
}

// score is what the answers count, where a version gives points.
func (c *columns) score(versions []*version, words string) {
	if !slices.ContainsFunc(versions, (*version).scores) {
		return
	}
	c.add("score", map[bool]string{true: "Total des points", false: "Score"}[words == "fr"], numberColumn, func(g *given) any { return numberOrNil(g.Score) })
}

func fixedTitles(words string) map[string]string {
	if words == "fr" {
		return map[string]string{"id": "Réponse", "version": "Version", "language": "Langue", "came_by": "Venue par", "outcome": "Issue", "started_at": "Commencée le",
			"sent_at": "Envoyée le", "minutes": "Minutes", "consent": "Consentement", "customer": "Client", "account": "Compte", "unit": "Unité", "doubts": "Doutes"}
	}
	return map[string]string{"id": "Response", "version": "Version", "language": "Language", "came_by": "Came by", "outcome": "Outcome", "started_at": "Begun on",
		"sent_at": "Sent on", "minutes": "Minutes", "consent": "Consent", "customer": "Customer", "account": "Account", "unit": "Unit", "doubts": "Doubts"}
}

// called is what a code of the house is called where labels are wanted.
func (c *columns) called(code, words string) string {
	english := map[string]string{ByLink: "open link", ByPersonal: "personal link", ByEmbedded: "page of a site", byTestLink: "test", byChance: "test, filled by chance", "complete": "complete", "screened": "screened out",
		"quota_full": "quota full", begun: "not sent", "firm": "firm", "person": "person"}
	french := map[string]string{ByLink: "lien ouvert", ByPersonal: "lien personnel", ByEmbedded: "page d’un site", byTestLink: "test", byChance: "test, rempli au hasard", "complete": "complète", "screened": "hors cible",
		"quota_full": "quota atteint", begun: "non envoyée", "firm": "entreprise", "person": "personne"}
	switch {
	case c.codes:
		return code
	case words == "fr":
		return french[code]
	}
	return english[code]
}

func calledBy(name, key *string) string {
	switch {
	case name != nil && *name != "":
		return *name
	case key != nil:
		return *key
	}
	return ""
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// hidden are the values that came with the link or from the contact.
func (c *columns) hidden(versions []*version) {
	met := map[string]bool{}
	for _, v := range versions {
		for _, h := range v.document.Hidden {
			if h.From == questionnaire.HiddenLink && !met[h.Code] {
				met[h.Code] = true
				c.add("hidden:"+h.Code, h.Code, textColumn, func(g *given) any { return textOrNil(g.hidden[h.Code]) })
			}
		}
	}
}
