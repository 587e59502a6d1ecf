package collect

import (
	"slices"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// first is the role that a column has by itself. The rules go from the
// surest to the weakest; the first that fits wins.
func (g *guesser) first(c *columnView) columnGuess {
	if c.Kind == table.KindEmpty {
		return guessed(RoleIgnore, 1, "empty", "There is nothing in this column.")
	}
	if words, ok := g.labelled[c.Index]; ok {
		return guessed(RoleIgnore, 0.9, "codes_of", "The codes of {column}, which has the words for them.", "column", words)
	}
	for _, rule := range []func(*columnView) (columnGuess, bool){
		g.technical, g.dates, g.scoreByName, g.yesNo, g.worded, g.weight, g.keys, g.names, g.money, g.comment, g.battery,
	} {
		if found, ok := rule(c); ok {
			return found
		}
	}
	return g.leftOver(c)
}

// technical finds what survey tools write about the sending: it says nothing
// about the answer, or too much about the person.
func (g *guesser) technical(c *columnView) (columnGuess, bool) {
	switch {
	case c.plain == "ipaddress" || c.says("ip address", "adresse ip") || c.plain == "ip" || c.says("latitude", "longitude"):
		return guessed(RoleIgnore, 0.9, "machine_place", "It says where a machine was and so points to a person."), true
	case c.says("first name", "last name", "firstname", "lastname", "surname", "prenom", "nom de famille"):
		return guessed(RoleIgnore, 0.85, "names_of_people", "Names of people; they say nothing about the answer."), true
	case c.plain == "responseset" || c.plain == "response set" || c.says("location accuracy"):
		return guessed(RoleIgnore, 0.8, "technical", "It is about the sending, not about the answer."), true
	case (c.plain == "finished" || c.plain == "status" || c.plain == "progress" || c.begins("duration") && c.says("seconds")) && g.fromTool():
		return guessed(RoleIgnore, 0.8, "technical", "It is about the sending, not about the answer."), true
	}
	return columnGuess{}, false
}

// fromTool tells that the file has the columns of a survey tool, of which
// finished and status are some.
func (g *guesser) fromTool() bool {
	return slices.ContainsFunc(g.columns, func(c columnView) bool {
		return c.plain == "responseid" || c.plain == "response id" || c.plain == "responseset" || c.says("ipaddress", "ip address")
	})
}

func (g *guesser) dates(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindDate || c.says("sk") {
		return columnGuess{}, false
	}
	found := guessed(RoleTime, 0.7, "date", "Dates.")
	switch {
	case c.begins("birth", "naissance", "dob"), c.plain == "do b":
		found = guessed(RoleIgnore, 0.7, "birth", "A date of birth; it says nothing about the answer and much about the person.")
	case c.says("timestamp", "submitted", "submitdate", "completed", "completion", "recorded", "answered", "response date", "answer date", "end date", "horodateur", "horodatage", "soumis", "reponse"):
		found = guessed(RoleTime, 0.95, "date_of_answer", "Dates, and the heading says when the answer was given.")
		found.rank = 5
	case c.says("created", "date", "time", "datetime", "day", "jour", "at", "on", "when") && len(c.words) <= 2 && !c.begins("visit", "flown", "travel", "order", "purchase", "start"):
		found = guessed(RoleTime, 0.9, "date", "Dates.")
		found.rank = 4
	case c.begins("start", "debut"):
		found.rank = 2
	case c.begins("visit", "flown", "travel", "order", "purchase", "signup", "joined", "renew"):
		found.rank = 1
	default:
		found.rank = 3
	}
	if c.Missing*2 > g.rows {
		found.rank = 0 // half the answers would have no time
	}
	return found, true
}

func (g *guesser) weight(c *columnView) (columnGuess, bool) {
	if (c.Kind != table.KindNumber && c.Kind != table.KindInteger) || !c.says("weight", "weights", "wt", "wgt", "poids", "ponderation") ||
		c.says("g", "kg", "gram", "grams", "lb", "lbs", "oz", "product", "body", "item", "parcel", "produit", "colis") || *c.Min < 0 { // what a thing weighs
		return columnGuess{}, false
	}
	return guessed(RoleWeight, 0.9, "weight", "Numbers, and the heading says weight."), true
}

// idWords is how many words the heading of an id has at most; more are a
// question.
const idWords = 6

// keys finds columns that recognise the row or name who answered.
func (g *guesser) keys(c *columnView) (columnGuess, bool) {
	if c.Kind == table.KindDate || c.Words > 6 {
		return columnGuess{}, false
	}
	whole := len(c.words) == 1
	isID := len(c.words) <= idWords && (c.says("id", "key", "no", "nr", "num", "number", "code", "ref", "reference", "uuid", "guid", "pk", "numero", "cle", "identifiant") || c.begins("respnum", "responseid", "customerid", "userid", "clientid"))
	many := c.Distinct > 12 || c.Distinct*2 > c.Filled()
	switch {
	case c.says("email", "mail", "courriel", "e mail"):
		return guessed(RoleCustomer, 0.8, "mail_address", "Mail addresses; they say who answered."), true
	case c.says("sk") && !c.Unique():
		return guessed(RoleIgnore, 0.7, "foreign_key", "A key into another table."), true
	case c.Unique() && (c.begins("respon", "respnum", "submission", "feedback", "survey", "record", "interview", "repondant") && (isID || c.begins("respnum")) || c.plain == "id" || c.plain == "uuid" || c.plain == "key"):
		found := guessed(RoleKey, 0.9, "key", "Every row has another value, and the heading names the response; it recognises a row that comes again.")
		if !c.says("pk", "sk") {
			found.rank = 1
		}
		return found, true
	case c.begins("customer", "client", "user", "member", "patient", "guest", "passenger", "subscriber", "contact", "respondent", "employee", "adherent", "usager", "consumer", "reviewer", "respnum") && (isID || whole) && many:
		found := guessed(RoleCustomer, 0.9, "customer", "The heading says it names the customer.")
		if c.says("unique") { // beside an id that is another one for each order
			found.rank = 1
		}
		return found, true
	case c.begins("account", "compan", "compte", "societe", "entreprise", "firm") && many && (c.Kind == table.KindText || isID) && !c.says("type", "manager", "size", "age", "worked"):
		return guessed(RoleAccount, 0.75, "account", "The heading says it names the customer's firm."), true
	case c.Unique() && c.Whole && c.Numbers == c.Filled() && (isID || c.begins("row", "index", "ligne", "line")):
		return guessed(RoleIgnore, 0.8, "row_number", "A running number that says nothing about the answer."), true
	}
	return columnGuess{}, false
}

// names finds channels, languages, units and people's names.
func (g *guesser) names(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindText || c.Words > 6 {
		return columnGuess{}, false
	}
	switch {
	case c.says("channel", "canal") && c.Distinct <= 40:
		return guessed(RoleChannel, 0.9, "channel", "The heading says channel."), true
	case c.says("language", "lang", "langue", "locale") && c.Distinct <= 60:
		return guessed(RoleLanguage, 0.9, "language", "The heading says language."), true
	case c.says("store", "shop", "branch", "site", "outlet", "office", "team", "agency", "agence", "magasin", "boutique", "equipe", "unit", "unite", "hospital", "trust", "ward", "clinic", "restaurant", "organization", "organisation", "depot") && c.groups() && len(c.words) <= 2:
		return guessed(RoleUnit, 0.7, "unit", "A place or team that the answers belong to."), true
	case (c.plain == "name" || c.plain == "nom" || c.plain == "full name" || c.plain == "customer name") && c.Distinct*2 > c.Filled():
		return guessed(RoleCustomer, 0.5, "person_name", "Names of people; they say who answered, as far as no two share one."), true
	}
	return columnGuess{}, false
}

func (g *guesser) money(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindNumber && c.Kind != table.KindInteger || c.Distinct < 8 || c.says("rating", "score") {
		return columnGuess{}, false
	}
	switch {
	case c.says("ltv", "clv", "lifetime value", "annual revenue", "arr", "mrr", "customer value", "contract value"):
		found := guessed(RoleValue, 0.85, "value", "What the customer is worth, by the heading.")
		found.rank = 2
		return found, true
	case c.begins("revenue", "spend", "spent", "charge", "amount", "turnover", "montant", "depense", "chiffre", "value") || c.says("ca", "sales", "price", "billing"):
		return guessed(RoleValue, 0.7, "money", "Amounts of money, by the heading; taken for what the customer is worth."), true
	}
	return columnGuess{}, false
}

// comment finds texts that people wrote.
func (g *guesser) comment(c *columnView) (columnGuess, bool) {
	if c.Kind != table.KindText {
		return columnGuess{}, false
	}
	varied := c.Distinct*2 > c.Filled()
	named := c.says("comment", "comments", "feedback", "why", "reason", "reasons", "review", "verbatim", "content", "text", "suggestion", "suggestions", "answer", "message", "remark", "remarks", "improve", "opinion",
		"commentaire", "commentaires", "pourquoi", "avis", "remarque", "remarques", "raison", "texte", "words")
	switch {
	case named && (varied && c.Words >= 1.8 || c.Distinct > 12 && c.Words >= 4):
		return guessed(RoleText, 0.95, "comment", "Texts of {words} words on average, and the heading asks for them.", "words", number(float64(int(c.Words+0.5)))), true
	case varied && c.Distinct > 4 && c.Words >= 4 && !c.says("name", "address", "adresse", "airport", "product", "produit"):
		return guessed(RoleText, 0.8, "long_text", "Texts of {words} words on average, nearly all different.", "words", number(float64(int(c.Words+0.5)))), true
	case varied && c.Distinct > 4 && c.Words >= 1.8 && c.says("title", "headline", "subject", "titre", "objet"):
		return guessed(RoleText, 0.7, "comment", "Texts of {words} words on average, and the heading asks for them.", "words", number(float64(int(c.Words+0.5)))), true
	case c.Words >= 12:
		return guessed(RoleText, 0.8, "long_text", "Texts of {words} words on average, nearly all different.", "words", number(float64(int(c.Words+0.5)))), true
	case c.says("what", "which", "why", "how", "quel", "quelle", "que") && varied && c.Distinct > 4 && c.Words >= 2:
		return guessed(RoleText, 0.7, "open_question", "An open question; the answers nearly all differ."), true
	}
	return columnGuess{}, false
}

// leftOver: columns that divide the answers are kept to compare by.
func (g *guesser) leftOver(c *columnView) columnGuess {
	switch {
	case c.says("promoter", "passive", "detractor") && c.Distinct == 1:
		return guessed(RoleIgnore, 0.8, "made_of_score", "Worked out from the score; Balcony does that itself.")
	case c.groups():
		return guessed(RoleSegment, 0.75, "groups", "{n} different values; answers can be compared by it.", "n", number(float64(c.Distinct)))
	case c.Kind == table.KindNumber || c.Kind == table.KindInteger:
		return guessed(RoleSegment, 0.6, "numbers", "Numbers; answers can be compared by it.")
	}
	return guessed(RoleIgnore, 0.6, "too_many_values", "{n} different values, too many to compare by, and no texts to read.", "n", number(float64(c.Distinct)))
}
