package collect

import (
	"context"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// judgeParties looks up who the rows gathered are about and gives what tells
// their status.
func (t *trial) judgeParties(ctx context.Context, q record.Querier) (func(*readRow) rowStatus, error) {
	kind := t.reader.plan.Kind
	var keys []string
	for i := range t.batch {
		if t.batch[i].party != nil {
			keys = append(keys, t.batch[i].party.key(kind))
		}
	}
	look := people.CustomersAsIs
	if kind == KindAccounts {
		look = people.AccountsAsIs
	}
	known, err := look(ctx, q, keys)
	if err != nil {
		return nil, err
	}
	traits, err := t.otherTraits(ctx, q, known)
	if err != nil {
		return nil, err
	}
	open, err := t.s.People.OpenTo(ctx, q, t.optingOut(known))
	return func(in *readRow) rowStatus {
		if in.reject != nil {
			return statusRejected
		}
		was, there := known[in.party.key(kind)]
		changes := in.party.customer.Changes(was)
		if kind == KindAccounts {
			changes = in.party.account.Changes(was)
		}
		switch {
		case !there:
			return statusNew
		case changes || traits[in.number] || in.party.optOut && open[was.ID]:
			return statusChanged
		}
		return statusSame
	}, err
}

// optingOut are those known who opt out by a row gathered.
func (t *trial) optingOut(known map[string]people.AsIs) (ids []string) {
	for i := range t.batch {
		if p := t.batch[i].party; p != nil && p.optOut {
			if was, there := known[p.key(t.reader.plan.Kind)]; there {
				ids = append(ids, was.ID)
			}
		}
	}
	return ids
}

// otherTraits tells, by the numbers of rows, whether one says something of
// somebody known that is not known.
func (t *trial) otherTraits(ctx context.Context, q record.Querier, known map[string]people.AsIs) (map[int64]bool, error) {
	var inputs []people.TraitInput
	var rows []int64
	for i := range t.batch {
		p := t.batch[i].party
		if p == nil {
			continue
		}
		was, there := known[p.key(t.reader.plan.Kind)]
		for _, v := range p.traits {
			if d := t.reader.plan.Columns[v.column].Definition; there {
				inputs = append(inputs, people.TraitInput{TraitID: d.ID, SubjectID: was.ID, Since: p.since, Value: v.value})
				rows = append(rows, t.batch[i].number)
			}
		}
	}
	out := map[int64]bool{}
	if len(inputs) == 0 {
		return out, nil
	}
	due, _, err := dueTraits(ctx, q, inputs, nil, t.reader.plan.DefaultTime)
	for i, row := range rows {
		if err == nil && due[i] {
			out[row] = true
		}
	}
	return out, err
}
