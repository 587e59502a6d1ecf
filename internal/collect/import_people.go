package collect

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/text"
)

// ReadParty is what a row says of a customer or an account.
type ReadParty struct {
	Key         string            `json:"key"`
	Name        string            `json:"name,omitempty"`
	Email       string            `json:"email,omitempty"`
	Phone       string            `json:"phone,omitempty"`
	Language    string            `json:"language,omitempty"`
	Title       string            `json:"title,omitempty"`
	Account     string            `json:"account,omitempty"`
	AccountName string            `json:"account_name,omitempty"`
	Unit        string            `json:"unit,omitempty"`
	Owner       string            `json:"owner,omitempty" doc:"Of an account: the mail address of who looks after it."`
	Roles       []people.Role     `json:"roles,omitempty"`
	Tie         int               `json:"tie,omitempty"`
	OptOut      bool              `json:"opt_out,omitempty"`
	Traits      map[string]string `json:"traits" doc:"By the names of the traits."`
	Since       *time.Time        `json:"since,omitempty" doc:"From when on the traits hold; absent: from the day of the import, or always where nothing was known."`
}

// partyEntry is a customer or an account on its way into the registry.
type partyEntry struct {
	customer people.CustomerInput // of a file of customers
	account  people.AccountInput  // of a file of accounts, or the customer's where the row names it
	since    time.Time            // zero where the row has no date
	traits   []partyTrait
	optOut   bool
	owner    string // of an account: the mail address of who looks after it
	currency string // of the row's amounts; "" where it does not say
}

// partyTrait is a value of a trait, in the one way it is kept.
type partyTrait struct {
	column int
	value  string
}

// key recognises who the row is about.
func (p *partyEntry) key(k ImportKind) string {
	if k == KindAccounts {
		return p.account.Key
	}
	return p.customer.Key
}

// partyOf reads what a row says of a customer or an account. An empty cell says
// nothing.
func (r *reader) partyOf(in table.Row) (*partyEntry, *Reject) {
	p := &partyEntry{}
	for i := range r.plan.Columns {
		c := &r.plan.Columns[i]
		cell := cleanText(strings.TrimSpace(in.Cells[i]))
		if c.Role == RoleIgnore || cell == "" || c.isNone(cell) {
			continue
		}
		if reject := r.partyCell(p, i, c, cell, in.Number); reject != nil {
			return nil, reject
		}
	}
	if reject := r.countMoney(p, in.Number); reject != nil {
		return nil, reject
	}
	return r.checkedParty(p, in.Number)
}

func (r *reader) partyCell(p *partyEntry, i int, c *planColumn, cell string, row int64) *Reject {
	accounts := r.plan.Kind == KindAccounts
	switch c.Role {
	case RoleCustomer:
		p.customer.Key = cell
	case RoleName:
		if accounts {
			p.account.Name = &cell
		} else {
			p.customer.Name = joined(p.customer.Name, cell) // first name, last name
		}
	case RoleEmail:
		p.customer.Email = &cell
		if !r.plan.has(RoleCustomer) {
			p.customer.Key = strings.ToLower(cell)
		}
	case RolePhone:
		p.customer.Phone = &cell
	case RoleTitle:
		p.customer.Title = &cell
	case RoleLanguage:
		code := languageCode(cell)
		p.customer.Language = &code
	case RoleAccount:
		p.account.Key = cell
		p.customer.Account = &cell
	case RoleAccountName:
		p.account.Name = &cell
	case RoleUnit:
		p.customer.Unit, p.account.Unit = &cell, &cell
	case RoleRoles:
		roles, ok := readRoles(cell)
		if !ok {
			return c.reject(row, cell, "people.roles", "Write the roles as decides, influences, uses or sponsors.")
		}
		p.customer.Roles = &roles
	case RoleTie:
		v, ok := table.ParseNumber(cell, c.Mark)
		if tie := int(v); ok && float64(tie) == v && tie >= 1 && tie <= 5 {
			p.customer.Tie = &tie
			return nil
		}
		return c.reject(row, cell, "people.tie", "The strength of a tie is a whole number from 1 (weak) to 5 (strong).")
	case RoleOwner:
		p.owner = cell
	case RoleCurrency:
		if p.currency = isoCurrency(cell); p.currency == "" {
			return c.reject(row, cell, "people.currency_unknown", "Write the currency as three letters, for instance EUR.")
		}
	case RoleOptOut:
		p.optOut = saysYes(cell)
	case RoleTime:
		t, _, ok := table.ParseTime(cell, c.Order, r.zone)
		if !ok {
			return c.reject(row, cell, "time.unreadable", "This cannot be read as a date with the "+orderWords(c.Order)+" first.")
		}
		p.since = t
	case RoleTrait, RoleValue:
		return c.partyTrait(p, i, cell, row)
	}
	return nil
}

// saysYes tells whether a cell agrees to its heading.
func saysYes(cell string) bool {
	switch text.Fold(cell) {
	case "yes", "y", "true", "1", "x", "oui", "o", "vrai", "withdrawn", "retire", "opted out", "unsubscribed", "desabonne", "desinscrit":
		return true
	}
	return false
}

func joined(before *string, more string) *string {
	if before != nil {
		more = *before + " " + more
	}
	return &more
}

// partyTrait reads a value by the kind of its trait.
func (c *planColumn) partyTrait(p *partyEntry, i int, cell string, row int64) *Reject {
	written := cell
	switch c.Definition.Kind {
	case people.TraitNumber, people.TraitMoney:
		v, ok := table.ParseNumber(cell, c.Mark)
		if !ok {
			return c.reject(row, cell, "number.unreadable", "This is no number; read the column as text if such cells are right.")
		}
		written = number(v)
	case people.TraitDate:
		t, _, ok := table.ParseTime(cell, c.Order, time.UTC)
		if !ok {
			return c.reject(row, cell, "time.unreadable", "This is no date; read the column as text if such cells are right.")
		}
		written = t.Format(dateLayout)
	}
	value, _, ok := c.Definition.Canonical(written)
	if !ok {
		return c.reject(row, cell, "trait.unreadable", "This is no value of the trait.")
	}
	p.traits = append(p.traits, partyTrait{i, value})
	return nil
}

// roleWords are the words that name a role, folded; in English and French.
var roleWords = map[people.Role]string{
	people.Decides:    "decides decide decider decision decisionmaker decideur decideuse decisionnaire",
	people.Influences: "influences influence influencer influenceur influenceuse prescripteur prescriptrice",
	people.Uses:       "uses use user utilise utilisateur utilisatrice usager",
	people.Sponsors:   "sponsors sponsor sponsorise champion parrain marraine",
}

// readRoles reads one or several roles.
func readRoles(cell string) ([]people.Role, bool) {
	roles := []people.Role{}
	for _, part := range strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune(",;/|+&", c) }) {
		word := strings.NewReplacer(" ", "", "-", "", "_", "").Replace(text.Fold(part))
		found := false
		for _, role := range people.Roles() {
			if word != "" && slices.Contains(strings.Fields(roleWords[role]), word) {
				roles, found = append(roles, role), true
			}
		}
		if !found && word != "" {
			return nil, false
		}
	}
	return roles, true
}

// checkedParty is the entry as the registry would keep it.
func (r *reader) checkedParty(p *partyEntry, row int64) (*partyEntry, *Reject) {
	if r.plan.Kind == KindAccounts {
		in, err := p.account.Checked()
		if err != nil {
			return nil, r.plan.refused(row, err)
		}
		p.account = in
		p.account.MakeUnits = true
		return p, nil
	}
	in, err := p.customer.Checked()
	if err != nil {
		return nil, r.plan.refused(row, err)
	}
	p.customer, p.customer.MakeUnits, p.account.Unit = in, true, nil
	return p, nil
}

// refused is why the registry does not take a row, with the column at fault
// where it names a field.
func (p *plan) refused(row int64, err error) *Reject {
	out := &Reject{Row: row, Key: "people.refused", Reason: publicMessage(err)}
	var e *fault.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return out
	}
	role, known := map[string]Role{
		"email": RoleEmail, "phone": RolePhone, "language": RoleLanguage, "title": RoleTitle, "name": RoleName,
		"account_key": RoleAccount, "unit_key": RoleUnit, "roles": RoleRoles, "tie": RoleTie,
	}[e.Fields[0].Field]
	for i := range p.Columns {
		if known && p.Columns[i].Role == role {
			out.Column = p.Columns[i].Name
		}
	}
	return out
}

func (p *partyEntry) shown(pl *plan) *ReadParty {
	said := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	out := &ReadParty{Key: p.key(pl.Kind), Traits: map[string]string{}}
	if pl.Kind == KindAccounts {
		out.Name, out.Unit, out.Owner = said(p.account.Name), said(p.account.Unit), p.owner
	} else {
		c := p.customer
		out.Name, out.Email, out.Phone, out.Language, out.Title = said(c.Name), said(c.Email), said(c.Phone), said(c.Language), said(c.Title)
		out.Account, out.AccountName, out.Unit = said(c.Account), said(p.account.Name), said(c.Unit)
		if c.Roles != nil {
			out.Roles = *c.Roles
		}
		if c.Tie != nil {
			out.Tie = *c.Tie
		}
		out.OptOut = p.optOut
	}
	for _, t := range p.traits {
		out.Traits[pl.Columns[t.column].Definition.Name] = t.value
	}
	if !p.since.IsZero() {
		out.Since = &p.since
	}
	return out
}

// checkPartyMapping says what a mapping of customers or accounts still lacks.
func checkPartyMapping(m Mapping, bad complain) {
	has := func(role Role) bool {
		return slices.ContainsFunc(m.Columns, func(c ColumnMapping) bool { return c.Role == role })
	}
	switch {
	case m.Kind == KindAccounts && !has(RoleAccount):
		bad("columns", "mapping.no_account", "Name the column with the key of the account.")
	case m.Kind == KindCustomers && !has(RoleCustomer) && !has(RoleEmail):
		bad("columns", "mapping.no_customer", "Name the column with the key or the mail address of the customer.")
	case m.Kind == KindCustomers && has(RoleAccountName) && !has(RoleAccount):
		bad("columns", "mapping.no_account", "Name the column with the key of the account.")
	}
	names := map[string]bool{}
	for i, c := range m.Columns {
		if c.Role != RoleTrait {
			continue
		}
		name := strings.ToLower(c.traitName())
		if names[name] || name == "value" {
			bad(fmt.Sprintf("columns[%d].label", i), "mapping.trait_twice", "Another column is this trait already; give it another name.")
		}
		names[name] = true
	}
}

// traitName is the name of the trait that a column holds.
func (c ColumnMapping) traitName() string {
	if name := strings.Join(strings.Fields(clean(c.Label)), " "); name != "" {
		return cut(name, 120)
	}
	return cut(strings.Join(strings.Fields(clean(c.Name)), " "), 120)
}
