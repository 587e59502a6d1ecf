package collect

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// judgeParties looks up who the rows gathered are about and gives what tells
// their status.
func (t *trial) judgeParties(ctx context.Context, q record.Querier) (func(*readRow) rowStatus, error) {
	kind := t.reader.plan.Kind
	read := make([]*readRow, len(t.batch))
	for i := range t.batch {
		read[i] = &t.batch[i]
	}
	if err := t.reader.plan.nameOwners(ctx, q, read); err != nil {
		return nil, err
	}
	var keys []string
	for i := range t.batch {
		if key := t.reader.plan.partyKey(&t.batch[i]); key != "" {
			keys = append(keys, key)
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
	if err := t.noteAgain(ctx, q, known); err != nil {
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

// partyKey recognises who a row is about, one that is not taken too: it names
// them all the same. "" where the row says nothing of it.
func (p *plan) partyKey(in *readRow) string {
	if in.party != nil {
		return in.party.key(p.Kind)
	}
	key := strings.TrimPrefix(in.key, "=")
	if p.Key >= 0 && p.Columns[p.Key].Role == RoleEmail {
		key = strings.ToLower(key)
	}
	return key
}

// ofSource are the customers or accounts that files of a source made or changed.
const ofSource = "FROM import_change c JOIN import_file f ON f.id = c.import_id WHERE f.source_id = ? AND c.what = ?"

// partyTable is the table of those a file is about.
func (t *trial) partyTable() string {
	if t.reader.plan.Kind == KindAccounts {
		return "account"
	}
	return "customer"
}

// noteAgain notes which of those known earlier files of the source brought.
func (t *trial) noteAgain(ctx context.Context, q record.Querier, known map[string]people.AsIs) error {
	if t.source == "" || len(known) == 0 {
		return nil
	}
	named := make([]string, 0, len(known))
	for _, was := range known {
		named = append(named, was.ID)
	}
	slices.Sort(named)
	if t.again == nil {
		t.again = ids{}
	}
	for part := range slices.Chunk(named, idsAtOnce) {
		var found []string
		err := q.NewRaw("SELECT DISTINCT c.subject_id "+ofSource+" AND c.subject_id IN (?)", t.source, t.partyTable(), bun.List(part)).Scan(ctx, &found)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find who came with a source")
		}
		for _, id := range found {
			t.again[id] = true
		}
	}
	return nil
}

// countGoneParties counts the customers or accounts that earlier files of the
// source made or changed, that are still there, and that the file no longer
// names.
func (t *trial) countGoneParties(ctx context.Context) error {
	var n int64
	err := t.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		table := t.partyTable()
		return q.NewRaw("SELECT count(*) FROM (SELECT DISTINCT c.subject_id "+ofSource+" AND EXISTS (SELECT 1 FROM "+table+" p WHERE p.id = c.subject_id) LIMIT ?) AS of_source",
			t.source, table, mostGone+1).Scan(ctx, &n)
	})
	if err == nil && n <= mostGone {
		t.out.Gone = new(n - int64(len(t.again)))
	}
	return fault.Wrap(err, fault.CodeInternal, "count who came with a source")
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
