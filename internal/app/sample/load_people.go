package sample

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

func (l *loading) loadAccounts(ctx context.Context) error {
	inputs := make([]people.AccountInput, len(l.firm.Accounts))
	for i, a := range l.firm.Accounts {
		inputs[i] = people.AccountInput{Key: a.Key, Name: &a.Name, Unit: &a.Unit}
		if owned(i) && l.row.OwnerID != "" {
			inputs[i].OwnerUserID = &l.row.OwnerID
		}
	}
	defer l.s.People.Touched()
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := l.s.People.UpsertAccountsIn(ctx, tx, inputs)
		if err != nil {
			return err
		}
		keys := make([]string, len(inputs))
		for i := range inputs {
			keys[i] = inputs[i].Key
		}
		return l.noteUpserted(ctx, tx, madeAccount, keys, done)
	})
}

// owned are the accounts that somebody looks after: two of three.
func owned(account int) bool { return account%3 != 2 }

// noteUpserted notes what was made; an input that was left out ends the load.
func (l *loading) noteUpserted(ctx context.Context, tx *record.Tx, kind string, keys []string, done []people.Upserted) error {
	for i, u := range done {
		if u.Err != nil {
			return u.Err
		}
		if u.Status != people.Made {
			continue
		}
		if err := noteMade(ctx, tx, l.row.Key, kind, keys[i]); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) loadContacts(ctx context.Context, part []Contact) error {
	inputs, keys := make([]people.CustomerInput, len(part)), make([]string, len(part))
	for i, c := range part {
		account := l.firm.Accounts[c.Account]
		roles := make([]people.Role, len(c.Roles))
		for j, r := range c.Roles {
			roles[j] = people.Role(r)
		}
		keys[i] = c.Key
		inputs[i] = people.CustomerInput{Key: c.Key, Name: &c.Name, Email: &c.Email, Phone: &c.Phone, Title: &c.Title, Language: &c.Language, Account: &account.Key, Unit: &account.Unit, Roles: &roles}
		if c.Tie > 0 {
			inputs[i].Tie = &c.Tie
		}
	}
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		done, err := l.s.People.UpsertCustomersIn(ctx, tx, inputs)
		if err != nil {
			return err
		}
		return l.noteUpserted(ctx, tx, madeCustomer, keys, done)
	})
}

// loadTraits defines the traits that there are not yet.
func (l *loading) loadTraits(ctx context.Context) error {
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		mine, err := l.traits(ctx, tx)
		if err != nil {
			return err
		}
		all, err := people.DefinitionsIn(ctx, tx)
		if err != nil {
			return err
		}
		for _, p := range traitPlans() {
			if mine[p.key] != "" {
				continue
			}
			d := people.TraitDefinition{Of: people.TraitOf(p.of), Name: l.text(p.name), Kind: people.TraitKind(p.kind), InAnalysis: p.analysed}
			if slices.ContainsFunc(all, func(other people.TraitDefinition) bool {
				return strings.EqualFold(other.Name, d.Name) && other.Of == d.Of
			}) {
				d.Name = l.invented(p) // somebody's own trait has the name
			}
			for _, c := range p.choices {
				d.Choices = append(d.Choices, people.Choice{Key: l.text(c.Label)})
			}
			if d, err = l.s.People.DefineIn(ctx, tx, d); err != nil {
				return err
			}
			if err := noteMade(ctx, tx, l.row.Key, madeTrait, d.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

// invented is the name of a trait where somebody has one of its plain name.
func (l *loading) invented(p traitPlan) string {
	return l.text(p.name) + " " + l.text(Text{"(invented)", "(inventé)"})
}

// traits are the definitions of the sample's traits by their keys.
func (l *loading) traits(ctx context.Context, q record.Querier) (map[string]string, error) {
	mine, err := made(ctx, q, l.row.Key, madeTrait, 100)
	if err != nil {
		return nil, err
	}
	all, err := people.DefinitionsIn(ctx, q)
	ids := map[string]string{}
	for _, p := range traitPlans() {
		for _, d := range all {
			if string(d.Of) == p.of && slices.Contains(mine, d.Name) && (d.Name == l.text(p.name) || d.Name == l.invented(p)) {
				ids[p.key] = d.ID
			}
		}
	}
	return ids, err
}

// choice is how a choice of a trait is kept: in the words that figures show.
func (l *loading) choice(trait, key string) string {
	for _, p := range traitPlans() {
		for _, c := range p.choices {
			if p.key == trait && c.Key == key {
				return l.text(c.Label)
			}
		}
	}
	return key
}

// loadAccountHistory writes what is known of accounts, and since when.
func (l *loading) loadAccountHistory(ctx context.Context) error {
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		keys := make([]string, len(l.firm.Accounts))
		for i, a := range l.firm.Accounts {
			keys[i] = a.Key
		}
		known, err := people.AccountsAsIs(ctx, tx, keys)
		if err != nil {
			return err
		}
		traits, err := l.traits(ctx, tx)
		if err != nil {
			return err
		}
		var entries []people.TraitInput
		for _, a := range l.firm.Accounts {
			if known[a.Key].ID == "" {
				return fault.Newf(fault.CodeInternal, "the sample has lost its account %s", a.Key)
			}
			entries = append(entries, l.accountEntries(a, known[a.Key].ID, traits)...)
		}
		_, err = l.s.People.SetTraitsIn(ctx, tx, entries)
		return err
	})
}

func (l *loading) accountEntries(a Account, id string, traits map[string]string) []people.TraitInput {
	until := l.firm.Until
	entry := func(trait, value string, since time.Time) people.TraitInput {
		return people.TraitInput{TraitID: trait, SubjectID: id, Value: value, Since: since}
	}
	out := []people.TraitInput{
		entry(traits["size"], l.choice("size", a.Size.Key()), time.Time{}), entry(traits["sector"], l.choice("sector", a.Sector), time.Time{}), entry(traits["currency"], a.Currency, time.Time{}),
		entry(traits["contract end"], a.ContractEnd.Format("2006-01-02"), until.AddDate(-1, 0, 0)),
	}
	for year, value := range a.Values {
		since := time.Time{}
		if year > 0 {
			since = until.AddDate(0, -18+12*(year-1), 0)
		}
		out = append(out, entry(people.AccountValue, strconv.FormatFloat(value, 'f', 0, 64), since))
	}
	for i, d := range a.deliveries {
		state := "in-time"
		if d.late {
			state = "late"
		}
		out = append(out, entry(traits["last delivery"], l.choice("last delivery", state), d.at), entry(traits["projects"], strconv.Itoa(i+1), d.at))
	}
	return out
}

func (l *loading) loadContactTraits(ctx context.Context) error {
	return l.withContacts(ctx, func(ctx context.Context, tx *record.Tx, ids []string) error {
		traits, err := l.traits(ctx, tx)
		if err != nil {
			return err
		}
		var entries []people.TraitInput
		for i, c := range l.firm.Contacts {
			entries = append(entries, people.TraitInput{TraitID: traits["function"], SubjectID: ids[i], Value: l.choice("function", c.Job)},
				people.TraitInput{TraitID: traits["known since"], SubjectID: ids[i], Value: c.Since.Format("2006-01-02")})
		}
		_, err = l.s.People.SetTraitsIn(ctx, tx, entries)
		return err
	})
}

// withContacts runs fn in a transaction with the ids of all contacts.
func (l *loading) withContacts(ctx context.Context, fn func(ctx context.Context, tx *record.Tx, ids []string) error) error {
	return l.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		keys := make([]string, len(l.firm.Contacts))
		for i, c := range l.firm.Contacts {
			keys[i] = c.Key
		}
		known, err := people.CustomersAsIs(ctx, tx, keys)
		if err != nil {
			return err
		}
		ids := make([]string, len(keys))
		for i, key := range keys {
			if ids[i] = known[key].ID; ids[i] == "" {
				return fault.Newf(fault.CodeInternal, "the sample has lost its contact %s", key)
			}
		}
		return fn(ctx, tx, ids)
	})
}
