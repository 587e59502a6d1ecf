package collect

import (
	"slices"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// contact tells that the column says how to reach or address somebody.
func (c *columnView) contact() bool {
	return c.mail() || c.phone() || c.person()
}

func (c *columnView) mail() bool {
	return c.Kind == table.KindText && c.says("email", "mail", "courriel", "e mail") && strings.Contains(c.example(), "@") && !c.looksAfter()
}

// looksAfter tells that the column holds mail addresses of those who look after
// accounts, not of customers.
func (c *columnView) looksAfter() bool {
	return c.Kind == table.KindText && strings.Contains(c.example(), "@") &&
		c.says("owner", "manager", "responsible", "account manager", "key account", "rep", "responsable", "proprietaire", "charge", "gestionnaire", "commercial")
}

// bareKey tells that the column has another value in each row and is called a
// key of no matter what.
func (c *columnView) bareKey() bool {
	return c.Unique() && (c.plain == "id" || c.plain == "key" || c.plain == "cle")
}

// phone tells that the column holds numbers to ring: the heading alone may speak
// of a service (PhoneService, mobile plan).
func (c *columnView) phone() bool {
	if !c.begins("phone", "telephone", "mobile", "portable") && !c.says("tel", "gsm") {
		return false
	}
	return len(c.Examples) == 0 || slices.ContainsFunc(c.Examples, func(cell string) bool {
		return strings.IndexFunc(cell, unicode.IsLetter) < 0 && strings.Count(strings.Map(digitMark, cell), "0") >= 5
	})
}

// digitMark is 0 for every digit.
func digitMark(r rune) rune {
	if unicode.IsDigit(r) {
		return '0'
	}
	return '.'
}

func (c *columnView) person() bool {
	return c.says("first name", "last name", "firstname", "lastname", "surname", "prenom", "nom de famille", "full name", "contact name", "customer name", "client name") ||
		c.plain == "name" || c.plain == "nom" || c.plain == "nom complet" || c.plain == "contact"
}

// customerKey tells that the column has another customer in each row.
func (c *columnView) customerKey() bool {
	isID := len(c.words) <= idWords && c.says("id", "key", "no", "nr", "num", "number", "code", "ref", "reference", "uuid", "guid", "numero", "cle", "identifiant")
	named := c.begins("customer", "client", "user", "member", "contact", "person", "people", "subscriber", "adherent", "usager", "consumer", "employee", "patient") && (isID || len(c.words) == 1)
	return c.Unique() && named || c.bareKey()
}

// accountKey tells that the column names accounts.
func (c *columnView) accountKey() bool {
	isID := len(c.words) <= idWords && c.says("id", "key", "no", "nr", "num", "number", "code", "ref", "reference", "numero", "cle", "identifiant")
	return c.begins("account", "compan", "compte", "societe", "entreprise", "firm", "organisation", "organization") && (isID || len(c.words) == 1) && !c.says("type", "manager", "size", "owner", "name", "nom")
}

// parties tells whether the rows are customers or accounts: each is another
// one, and columns say how they are called or reached. "" for neither.
func (g *guesser) parties(answers Guessed) (ImportKind, Reason) {
	customer, contact, account, named, after := -1, -1, -1, false, false
	for i := range g.columns {
		c := &g.columns[i]
		switch {
		case c.customerKey() || c.mail() && c.Unique() && customer < 0:
			customer = i
		case c.accountKey() && c.Unique():
			account = i
		}
		if c.contact() {
			contact = i
		}
		after = after || c.looksAfter()
		named = named || c.says("name", "nom", "raison sociale", "company", "societe")
		if said := answers.Mapping.Columns[i].Role; said == RoleScore && answers.Guesses[i].Reason.Key != "guess.battery" || said == RoleText && !c.addressed() {
			return "", Reason{}
		}
	}
	switch {
	case customer >= 0 && contact >= 0:
		return KindCustomers, reason("kind_customers", "Each row is another customer by {column}, and {contact} says how they are called or reached.",
			"column", g.columns[customer].Name, "contact", g.columns[contact].Name)
	case account >= 0 && customer < 0 && named, account >= 0 && after:
		return KindAccounts, reason("kind_accounts", "Each row is another account by {column}.", "column", g.columns[account].Name)
	}
	return "", Reason{}
}

// addressed tells that a text says who somebody is, not what they said.
func (c *columnView) addressed() bool {
	return c.contact() || c.accountKey() || c.says("name", "nom", "title", "job", "position", "function", "poste", "fonction", "role", "address", "adresse", "street", "city", "ville", "rue")
}

// people guesses the columns of a file of customers or accounts.
func (g *guesser) people(kind ImportKind) Guessed {
	for i := range g.columns {
		g.guesses = append(g.guesses, g.partyColumn(kind, &g.columns[i]))
	}
	for _, role := range kind.single() {
		if role == RoleTime {
			continue
		}
		g.single(role, RoleTrait, "second_of_role", "Another column is that already; this one is kept as a trait.")
	}
	if kind == KindAccounts && !g.has(RoleName) {
		g.nameBesideKey()
	}
	if kind == KindCustomers && !g.has(RoleCustomer) && g.has(RoleEmail) {
		for i, c := range g.guesses {
			if c.Role == RoleEmail {
				g.guesses[i].Notes = append(g.guesses[i].Notes, reason("mail_is_key", "No column has a key, so customers are known by their mail address."))
			}
		}
	}
	since := false
	for i := range g.guesses {
		c := &g.guesses[i]
		if c.Role == RoleTime && since {
			*c = guessed(RoleTrait, 0.7, "trait", "Kept as a trait, with its history.")
		}
		if c.Role == RoleTime {
			since, g.mapping.TimeColumn, c.kind = true, &i, "date"
		}
		if c.Role == RoleTrait && c.kind == "" {
			c.kind = g.columns[i].partyTraitKind()
		}
		if c.Role == RoleValue {
			c.kind = "money"
		}
		if (c.Role == RoleTime || c.kind == "date") && g.columns[i].Asked {
			g.questions = append(g.questions, g.orderQuestion(i))
		}
	}
	return g.write()
}

// nameBesideKey takes the column that names accounts, where another one is their
// key, for their name.
func (g *guesser) nameBesideKey() {
	for i := range g.guesses {
		if c := &g.columns[i]; g.guesses[i].Role == RoleTrait && c.Kind == table.KindText && c.accountKey() && len(c.words) == 1 {
			g.guesses[i] = guessed(RoleName, 0.85, "name", "The heading says it is a name.")
			return
		}
	}
}

// partyTraitKind is what the values of a trait are.
func (c *columnView) partyTraitKind() string {
	switch {
	case c.Kind == table.KindDate && c.Dates == c.Filled():
		return "date"
	case (c.Kind == table.KindNumber || c.Kind == table.KindInteger) && c.Numbers == c.Filled() && (c.Kind == table.KindNumber || c.Distinct > 12):
		if c.begins("revenue", "spend", "spent", "amount", "turnover", "montant", "depense", "price", "prix", "cost", "cout", "budget", "salary", "salaire") || c.says("ca", "mrr", "arr", "ltv") {
			return "money"
		}
		return "number"
	}
	return "text"
}

// partyColumn is the role that a column has by itself.
func (g *guesser) partyColumn(kind ImportKind, c *columnView) columnGuess {
	if c.Kind == table.KindEmpty {
		return guessed(RoleIgnore, 1, "empty", "There is nothing in this column.")
	}
	rules := []func(*columnView) (columnGuess, bool){g.customerColumn, g.partyMember, g.partyWorth}
	if kind == KindAccounts {
		rules = []func(*columnView) (columnGuess, bool){g.accountColumn, g.partyWorth}
	}
	for _, rule := range rules {
		if found, ok := rule(c); ok {
			return found
		}
	}
	if c.Unique() && c.Whole && c.Numbers == c.Filled() && (len(c.words) == 0 || strings.HasPrefix(c.Name, "Column ") || c.begins("row", "index", "ligne", "line")) {
		return guessed(RoleIgnore, 0.8, "row_number", "A running number that says nothing about the answer.")
	}
	return guessed(RoleTrait, 0.8, "trait", "Kept as a trait, with its history.")
}

func (g *guesser) customerColumn(c *columnView) (columnGuess, bool) {
	switch {
	case c.customerKey():
		found := guessed(RoleCustomer, 0.9, "customer_key", "Another value in each row, and the heading says it names the customer.")
		if c.begins("customer", "client", "contact") {
			found.rank = 1
		}
		return found, true
	case c.mail():
		return guessed(RoleEmail, 0.95, "email", "Mail addresses."), true
	case c.phone():
		return guessed(RolePhone, 0.9, "phone", "The heading says telephone."), true
	case c.says("account name", "company name", "nom du compte", "nom de l entreprise", "raison sociale"):
		return guessed(RoleAccountName, 0.85, "account_name", "The heading says it is the name of the account."), true
	case c.accountKey():
		return guessed(RoleAccount, 0.85, "account", "The heading says it names the customer's firm."), true
	case c.person():
		return guessed(RoleName, 0.9, "name", "The heading says it is a name."), true
	}
	return columnGuess{}, false
}

// partyMember finds what a contact is within the account.
func (g *guesser) partyMember(c *columnView) (columnGuess, bool) {
	if c.Kind == table.KindText {
		switch {
		case c.says("job title", "title", "job", "position", "fonction", "poste", "function", "intitule"):
			return guessed(RoleTitle, 0.85, "title", "The heading says what their position is."), true
		case c.says("language", "lang", "langue", "locale") && c.Distinct <= 60:
			return guessed(RoleLanguage, 0.9, "language", "The heading says language."), true
		case c.says("role", "roles", "contact role", "buying role"):
			if _, ok := readRoles(c.example()); ok {
				return guessed(RoleRoles, 0.9, "roles", "Words such as decides, influences, uses."), true
			}
		}
	}
	if c.says("opt out", "optout", "opted out", "unsubscribed", "unsubscribe", "do not contact", "no contact", "desabonne", "desinscrit", "opposition", "ne pas contacter") && c.Distinct <= 4 {
		return guessed(RoleOptOut, 0.85, "opt_out", "The heading says who does not want to be asked any more."), true
	}
	if c.says("tie", "ties", "lien", "relationship", "strength") && c.Min != nil && *c.Min >= 1 && *c.Max <= 5 && c.Whole {
		return guessed(RoleTie, 0.8, "tie", "Whole numbers from 1 to 5, and the heading says how strong the tie is."), true
	}
	return columnGuess{}, false
}

// partyWorth finds units, what somebody is worth and from when on a row holds.
func (g *guesser) partyWorth(c *columnView) (columnGuess, bool) {
	numeric := c.Kind == table.KindNumber || c.Kind == table.KindInteger
	switch {
	case c.Kind == table.KindDate && (c.says("valid from", "valid since", "as of", "effective", "effective from", "date d effet", "valable depuis", "a compter du") || c.plain == "since" || c.plain == "depuis" || c.plain == "date"):
		return guessed(RoleTime, 0.8, "since", "Says from when on the row holds."), true
	case numeric && (c.says("ltv", "clv", "lifetime value", "annual revenue", "customer value", "contract value", "account value", "arr") || c.plain == "value" || c.plain == "valeur" || c.plain == "revenue" || c.plain == "turnover" || c.plain == "chiffre d affaires" || c.plain == "ca"):
		return guessed(RoleValue, 0.85, "value", "What the customer is worth, by the heading."), true
	case c.Kind == table.KindText && c.says("currency", "devise", "monnaie") && isoCurrency(c.example()) != "":
		return guessed(RoleCurrency, 0.85, "currency", "Currencies, by the heading."), true
	case c.Kind == table.KindText && c.groups() && len(c.words) <= 2 && c.says("unit", "unite", "branch", "store", "shop", "team", "agence", "agency", "office", "magasin", "boutique", "equipe", "site"):
		return guessed(RoleUnit, 0.8, "unit_of_party", "A place or team that looks after them."), true
	}
	return columnGuess{}, false
}

func (g *guesser) accountColumn(c *columnView) (columnGuess, bool) {
	switch {
	case c.looksAfter():
		return guessed(RoleOwner, 0.85, "owner", "Mail addresses, and the heading says who looks after the account."), true
	case c.accountKey(), c.bareKey():
		found := guessed(RoleAccount, 0.9, "account_key", "Another value in each row, and the heading says it names the account.")
		if len(c.words) > 1 || c.bareKey() { // an id, beside the firm's name
			found.rank = 1
		}
		return found, true
	case c.Kind == table.KindText && (c.says("name", "nom", "raison sociale") || c.accountKey()):
		return guessed(RoleName, 0.9, "name", "The heading says it is a name."), true
	}
	return columnGuess{}, false
}
