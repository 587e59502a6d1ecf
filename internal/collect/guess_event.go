package collect

import (
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// events guesses the columns of a file whose rows say what happened.
func (g *guesser) events() Guessed {
	for i := range g.columns {
		g.guesses = append(g.guesses, g.eventColumn(&g.columns[i]))
	}
	g.single(RoleEvent, RoleProperty, "second_event", "Another column says what happened already.")
	g.single(RoleCustomer, RoleProperty, "second_customer", "Another column names the customer already.")
	g.single(RoleAccount, RoleProperty, "second_account", "Another column names the account already.")
	g.single(RoleUnit, RoleProperty, "second_unit", "Another column names the unit already.")
	g.single(RoleTouchpoint, RoleProperty, "second_touchpoint", "Another column names the touchpoint already.")
	g.single(RoleKey, RoleProperty, "second_key", "Another column recognises the row already.")
	g.settleMoments()
	for i, c := range g.guesses {
		if c.Role == RoleKey {
			g.mapping.KeyColumn = &i
		}
		if c.Role == RoleProperty && c.kind == "" {
			g.guesses[i].kind = g.columns[i].traitKind()
		}
	}
	return g.write()
}

// eventColumn is the role that a column has by itself, the surest rule first.
func (g *guesser) eventColumn(c *columnView) columnGuess {
	if c.Kind == table.KindEmpty {
		return guessed(RoleIgnore, 1, "empty", "There is nothing in this column.")
	}
	for _, rule := range []func(*columnView) (columnGuess, bool){g.technical, g.moment, g.happened, g.whom, g.where} {
		if found, ok := rule(c); ok {
			return found
		}
	}
	if c.Unique() && c.Whole && c.Numbers == c.Filled() && (len(c.words) == 0 || strings.HasPrefix(c.Name, "Column ") || c.begins("row", "index", "ligne", "line")) {
		return guessed(RoleIgnore, 0.8, "running_number", "A running number that says nothing about the event.")
	}
	return guessed(RoleProperty, 0.8, "property", "Kept with the event.")
}

// moment finds when something happened. Dates that say what should have been,
// and those of the whole case, are kept with the event.
func (g *guesser) moment(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindDate {
		return columnGuess{}, false
	}
	found := guessed(RoleTime, 0.8, "moment", "Says when something happened.")
	switch {
	case c.planned():
		return guessed(RoleProperty, 0.8, "planned", "Says when something should happen; kept with the event."), true
	case c.begins("birth", "naissance", "dob"):
		return guessed(RoleIgnore, 0.7, "birth", "A date of birth; it says nothing about the answer and much about the person."), true
	case strings.HasPrefix(strings.ToLower(c.Name), "case:"):
		found.rank = 1
	case c.begins("timestamp", "horodat", "occurred", "complet", "start", "time", "datetime") || c.plain == "date" || c.plain == "at" || c.plain == "when":
		found.rank, found.Confidence = 4, 0.9
	default:
		found.rank = 2
	}
	if c.hasClock() {
		found.rank += 2
	}
	return found, true
}

// happened finds the column that says what happened.
func (g *guesser) happened(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindText || c.Words > 8 || c.Distinct > 1000 || c.Distinct*2 > c.Filled() {
		return columnGuess{}, false
	}
	found := guessed(RoleEvent, 0.9, "event", "The heading says it names what happened.")
	switch {
	case strings.EqualFold(c.Name, "concept:name"):
		found.rank = 5
	case c.says("activity", "activite", "activities") && len(c.words) <= 3:
		found.rank = 4
	case c.says("event", "events", "evenement") && !c.says("id", "key") && len(c.words) <= 3:
		found.rank = 3
	case c.says("action", "task", "tache", "step", "etape", "handling", "interaction", "operation") && len(c.words) <= 2:
		found.rank = 2
	default:
		return columnGuess{}, false
	}
	return found, true
}

// whom finds who the event is about: a customer, an account, or else the case.
func (g *guesser) whom(c *columnView) (columnGuess, bool) {
	whole := len(c.words) == 1
	isID := len(c.words) <= idWords && c.says("id", "key", "no", "nr", "num", "number", "code", "ref", "reference", "uuid", "guid", "numero", "cle", "identifiant")
	varied := c.Distinct > 12 || c.Distinct*4 > c.Filled()
	switch {
	case c.says("email", "mail", "courriel", "e mail"):
		return guessed(RoleCustomer, 0.8, "mail_address", "Mail addresses; they say who answered."), true
	case c.Unique() && (c.says("event id", "eventid", "uuid", "guid", "row id") || c.plain == "concept instance" || c.plain == "id"):
		found := guessed(RoleKey, 0.9, "event_key", "Every row has another value; it recognises an event that comes again.")
		return found, true
	case c.begins("customer", "client", "user", "member", "patient", "guest", "passenger", "subscriber", "contact", "employee", "adherent", "usager", "consumer") && (isID || whole) && varied:
		found := guessed(RoleCustomer, 0.9, "customer", "The heading says it names the customer.")
		found.rank = 2
		if c.says("unique") {
			found.rank = 3
		}
		return found, true
	case (strings.EqualFold(c.Name, "case:concept:name") || (c.says("case", "caseid", "ticket", "trace", "dossier", "session", "visit", "incident") && (isID || whole))) && c.Distinct > 1:
		found := guessed(RoleCustomer, 0.55, "case", "Each case is followed as one customer. If customers are named elsewhere, choose that column instead.")
		found.rank = 1
		return found, true
	case c.begins("order", "commande", "invoice", "facture", "booking", "shipment") && isID && c.Unique():
		return guessed(RoleKey, 0.75, "event_key", "Every row has another value; it recognises an event that comes again."), true
	case c.begins("account", "compan", "compte", "societe", "entreprise", "firm") && varied && (c.Kind == table.KindText || isID) && !c.says("type", "manager", "size"):
		return guessed(RoleAccount, 0.75, "account", "The heading says it names the customer's firm."), true
	}
	return columnGuess{}, false
}

// where finds units and touchpoints.
func (g *guesser) where(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindText || c.Words > 6 || !c.groups() {
		return columnGuess{}, false
	}
	switch {
	case c.says("touchpoint", "touch point", "point de contact"):
		return guessed(RoleTouchpoint, 0.9, "touchpoint", "The heading says touchpoint."), true
	case c.says("store", "shop", "branch", "site", "outlet", "office", "team", "agency", "agence", "magasin", "boutique", "equipe", "unit", "unite", "hospital", "ward", "clinic", "restaurant", "depot", "department") && len(c.words) <= 2:
		return guessed(RoleUnit, 0.65, "unit_of_event", "A place or team where it happened."), true
	}
	return columnGuess{}, false
}

// settleMoments: where a column says what happened, one says when, and other
// times are kept with the event. Where none does, each time is an event, called
// by its heading.
func (g *guesser) settleMoments() {
	best := -1
	for i, c := range g.guesses {
		if c.Role == RoleTime && (best < 0 || c.rank > g.guesses[best].rank) {
			best = i
		}
	}
	named := g.has(RoleEvent)
	for i := range g.guesses {
		c := &g.guesses[i]
		if g.columns[i].Kind != table.KindDate || c.Role == RoleIgnore {
			continue
		}
		c.kind = "date"
		if c.Role != RoleTime {
			continue
		}
		switch {
		case named && i != best:
			*c = guessed(RoleProperty, 0.7, "second_time", "Another column says when already; kept with the event.")
			c.kind = "date"
		case !named:
			c.label = momentName(g.columns[i].Name)
			c.Reason = reason("moment_event", "No column says what happened, so this time is an event of its own, called {name}.", "name", c.label)
		}
		if g.columns[i].Asked {
			g.questions = append(g.questions, g.orderQuestion(i))
			c.Confidence = min(c.Confidence, 0.5)
		}
	}
	if best >= 0 {
		g.mapping.TimeColumn = &best
		return
	}
	g.questions = append(g.questions, Question{Index: -1, Kind: "time", Values: []string{}, Reason: reason("no_moment", "No column says when the events happened. Name one; events without a time are not taken.")})
}

// momentName is what happened at a time with such a heading:
// order_delivered_customer_date is order_delivered_customer.
func momentName(heading string) string {
	name := cut(clean(heading), 100)
	for _, end := range []string{"timestamp", "datetime", "date", "time", "at", "on"} {
		for _, between := range []string{"_", " ", "-"} {
			if n := len(name) - len(between+end); n > 2 && strings.EqualFold(name[n:], between+end) {
				return name[:n]
			}
		}
	}
	return name
}
