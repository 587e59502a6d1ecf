package collect

import (
	"context"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// takeParties takes in rows of customers or accounts until there are no more or
// the piece's time is over, togetherRows at once, and gives how many.
func (r *run) takeParties(ctx context.Context, tx *record.Tx, rows []preparedRow, counts *Counts) (n int, err error) {
	began := time.Now()
	for n < len(rows) && n < pieceRows && (n == 0 || !r.late(time.Since(began))) {
		part := rows[n:min(n+togetherRows, len(rows), pieceRows)]
		t := partyTaking{run: r, tx: tx, counts: counts}
		if err := t.take(ctx, part); err != nil {
			return n, err
		}
		n += len(part)
	}
	return n, nil
}

// partyTaking is some rows being taken in together. A customer may stand in
// several of them, each with another date.
type partyTaking struct {
	*run
	tx       *record.Tx
	counts   *Counts
	rows     []*preparedRow    // those that are not rejected
	outcomes []people.Upserted // in the order of rows
	changes  partyChanges
}

func (t *partyTaking) take(ctx context.Context, rows []preparedRow) error {
	read := make([]*readRow, len(rows))
	for i := range rows {
		read[i] = &rows[i].readRow
	}
	if err := t.plan.nameOwners(ctx, t.tx, read); err != nil {
		return err
	}
	for i := range rows {
		if rows[i].reject == nil {
			t.rows = append(t.rows, &rows[i])
			continue
		}
		t.counts.Rejected++
		if err := t.keepReject(ctx, t.tx, rows[i].reject); err != nil {
			return err
		}
	}
	if len(t.rows) == 0 {
		return nil
	}
	if err := t.upsert(ctx); err != nil {
		return err
	}
	traits, err := t.traits(ctx)
	if err != nil {
		return err
	}
	consents, err := t.withdraw(ctx)
	if err != nil {
		return err
	}
	return t.note(ctx, traits, consents)
}

// upsert makes and changes the parties of the rows.
func (t *partyTaking) upsert(ctx context.Context) (err error) {
	if t.plan.Kind == KindAccounts {
		inputs := make([]people.AccountInput, len(t.rows))
		for i, row := range t.rows {
			inputs[i] = row.party.account
		}
		t.touched = true
		t.outcomes, err = t.s.People.UpsertAccountsIn(ctx, t.tx, inputs)
		return err
	}
	if err := t.upsertTheirAccounts(ctx); err != nil {
		return err
	}
	inputs := make([]people.CustomerInput, len(t.rows))
	for i, row := range t.rows {
		inputs[i] = row.party.customer
	}
	t.outcomes, err = t.s.People.UpsertCustomersIn(ctx, t.tx, inputs)
	return err
}

// upsertTheirAccounts makes the accounts that customers name, and calls them as
// the rows do.
func (t *partyTaking) upsertTheirAccounts(ctx context.Context) error {
	var inputs []people.AccountInput
	met := map[string]bool{}
	for _, row := range t.rows {
		in := row.party.account
		if in.Key == "" || met[in.Key] {
			continue
		}
		met[in.Key] = true
		if in, err := in.Checked(); err == nil { // else the customer's row says what is wrong
			inputs = append(inputs, in)
		}
	}
	if len(inputs) == 0 {
		return nil
	}
	outcomes, err := t.s.People.UpsertAccountsIn(ctx, t.tx, inputs)
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		if o.Err != nil || o.Status == people.Same {
			continue
		}
		t.touched = true
		t.changes.add(changedAccount, o.ID, partyChange{Made: o.Status == people.Made, Before: o.Before, After: o.After})
	}
	return nil
}

// traits writes the traits of the rows and gives what was written, by row.
func (t *partyTaking) traits(ctx context.Context) ([][]people.TraitWas, error) {
	var inputs []people.TraitInput
	var of []int
	for i, row := range t.rows {
		if t.outcomes[i].Err != nil {
			continue
		}
		for _, v := range row.party.traits {
			inputs = append(inputs, people.TraitInput{TraitID: t.plan.Columns[v.column].Definition.ID, SubjectID: t.outcomes[i].ID, Since: row.party.since, Value: v.value})
			of = append(of, i)
		}
	}
	out := make([][]people.TraitWas, len(t.rows))
	if len(inputs) == 0 {
		return out, nil
	}
	made := map[string]bool{}
	for _, o := range t.outcomes {
		made[o.ID] = made[o.ID] || o.Status == people.Made
	}
	due, entries, err := dueTraits(ctx, t.tx, inputs, made, t.plan.DefaultTime)
	if err != nil {
		return nil, err
	}
	var write []people.TraitInput
	for i, in := range inputs {
		if !due[i] {
			continue
		}
		was := people.TraitWas{Trait: in.TraitID, Since: in.Since, After: in.Value}
		if entries[i].There {
			was.Before = &entries[i].Value
		}
		write, out[of[i]] = append(write, in), append(out[of[i]], was)
	}
	_, err = t.s.People.SetTraitsIn(ctx, t.tx, write)
	return out, err
}

// dueTraits tells which inputs say something that is not known; nothing is of
// those just made. One without a date holds always where nothing was known, else
// from the day of the file on; its Since is set to that.
func dueTraits(ctx context.Context, q record.Querier, inputs []people.TraitInput, made map[string]bool, day time.Time) ([]bool, []people.Entry, error) {
	undated := make([]bool, len(inputs))
	var known []people.TraitInput
	var at []int
	for i := range inputs {
		if undated[i] = inputs[i].Since.IsZero(); undated[i] {
			inputs[i].Since = day
		}
		if !made[inputs[i].SubjectID] {
			known, at = append(known, inputs[i]), append(at, i)
		}
	}
	found, err := people.EntriesIn(ctx, q, known)
	if err != nil {
		return nil, nil, err
	}
	entries := make([]people.Entry, len(inputs))
	for i, e := range found {
		entries[at[i]] = e
	}
	due := make([]bool, len(inputs))
	for i, e := range entries {
		if undated[i] && !e.Any {
			inputs[i].Since = time.Time{}
		}
		due[i] = e.Value != inputs[i].Value || !undated[i] && !e.There
	}
	return due, entries, nil
}

// withdraw writes down who does not want to be asked any more, and gives what
// was written, by customer.
func (t *partyTaking) withdraw(ctx context.Context) (map[string][]string, error) {
	var ids []string
	for i, row := range t.rows {
		if row.party.optOut && t.outcomes[i].Err == nil {
			ids = append(ids, t.outcomes[i].ID)
		}
	}
	at := t.plan.DefaultTime
	if now := t.s.Now(); at.IsZero() || at.After(now) {
		at = now
	}
	return t.s.People.WithdrawIn(ctx, t.tx, ids, at, "file", "")
}

// note counts the rows and remembers what was done.
func (t *partyTaking) note(ctx context.Context, traits [][]people.TraitWas, consents map[string][]string) error {
	what := changedCustomer
	if t.plan.Kind == KindAccounts {
		what = changedAccount
	}
	for i, row := range t.rows {
		o := t.outcomes[i]
		if o.Err != nil {
			t.counts.Rejected++
			if err := t.keepReject(ctx, t.tx, t.plan.refused(row.number, o.Err)); err != nil {
				return err
			}
			continue
		}
		status := partyStatus(o.Status, len(traits[i]) > 0 || row.party.optOut && len(consents[o.ID]) > 0)
		t.counts.add(status)
		if status == statusSame {
			continue
		}
		done := partyChange{Made: o.Status == people.Made, Before: o.Before, After: o.After, Traits: traits[i]}
		if row.party.optOut {
			done.Consents = consents[o.ID]
		}
		t.changes.add(what, o.ID, done)
	}
	return t.changes.keep(ctx, t.tx, t.id)
}

func partyStatus(s people.Status, more bool) rowStatus {
	switch {
	case s == people.Made:
		return statusNew
	case s == people.Changed || more:
		return statusChanged
	}
	return statusSame
}
