package people

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// mostInParty is how many customers may be merged into one.
const mostInParty = 1000

// lendable is a field that a merged customer lends to the one it was merged
// into, which lacks it. What somebody is in a firm is lent within that firm only.
type lendable struct {
	name     string
	at       *string
	empty    string
	sameFirm bool
}

func (r *customerRow) lendables() []lendable {
	return []lendable{
		{"name", &r.Name, "", false}, {"email", &r.Email, "", false}, {"phone", &r.Phone, "", false}, {"language", &r.Language, "", false},
		{"account_id", &r.AccountID, "", false}, {"unit_id", &r.UnitID, "", false}, {"title", &r.Title, "", true}, {"roles", &r.Roles, "[]", true},
	}
}

func (r *customerRow) lending() (lent map[string]string, err error) {
	err = json.Unmarshal([]byte(r.Lent), &lent)
	if lent == nil {
		lent = map[string]string{}
	}
	return lent, fault.Wrap(err, fault.CodeInternal, "read what is lent")
}

func (r *customerRow) setLent(lent map[string]string) {
	raw, _ := json.Marshal(lent) // strings always marshal
	r.Lent = string(raw)
}

// own leaves only what was said of the customer itself.
func (r *customerRow) own() error {
	lent, err := r.lending()
	for _, f := range r.lendables() {
		if _, is := lent[f.name]; is {
			*f.at = f.empty
		}
	}
	r.Lent = "{}"
	return err
}

// owned makes what differs from old the customer's own, and tells whether the
// customer may now lack something that others could lend.
func (r *customerRow) owned(old customerRow) (lacks bool, err error) {
	lent, err := r.lending()
	before := old.lendables()
	for i, f := range r.lendables() {
		if *f.at != *before[i].at {
			delete(lent, f.name)
			lacks = lacks || *f.at == f.empty
		}
	}
	r.setLent(lent)
	return lacks || len(lent) > 0, err
}

// borrow fills what a customer lacks from those merged into it, the nearer ones
// first, who hold only what is their own. It depends on nothing but their own values,
// so merges may be undone in any order.
func (r *customerRow) borrow(members []customerRow) error {
	if err := r.own(); err != nil {
		return err
	}
	lent := map[string]string{}
	for i, f := range r.lendables() {
		for m := range members {
			from := members[m].lendables()[i]
			if *f.at == f.empty && *from.at != f.empty && (!f.sameFirm || members[m].AccountID == r.AccountID) {
				*f.at, lent[f.name] = *from.at, members[m].ID
			}
		}
	}
	r.setLent(lent)
	return nil
}

// relend has the customer that stands for a party borrow anew, and writes it
// where that changed something.
func (s *Service) relend(ctx context.Context, tx *record.Tx, root string) error {
	old, err := getCustomer(ctx, tx, access.Reach{All: true}, root)
	if err != nil {
		return err
	}
	members, err := membersOf(ctx, tx, root)
	if err != nil {
		return err
	}
	into, err := activeMerges(ctx, tx, idsOf(members))
	if err != nil {
		return err
	}
	slices.SortStableFunc(members, func(a, b customerRow) int { return depth(a.ID, into) - depth(b.ID, into) })
	row := old
	if err := row.borrow(members); err != nil {
		return err
	}
	if sameCustomer(old, row) && old.Lent == row.Lent {
		return nil
	}
	_, err = s.writeCustomer(ctx, tx, old, row)
	return err
}

// depth is how many merges lead from a customer to the one that stands for it.
func depth(id string, into map[string]string) (n int) {
	for at := into[id]; at != "" && n <= len(into); at = into[at] {
		n++
	}
	return n
}

// membersOf are the customers merged into one, in the order of their ids.
func membersOf(ctx context.Context, q record.Querier, root string) ([]customerRow, error) {
	var rows []customerRow
	err := q.NewRaw("SELECT "+customerColumns+" FROM customer c"+customerJoins+" WHERE c.party_id = ? ORDER BY c.id LIMIT ?", root, mostInParty).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "list who was merged")
}

// settle writes a customer that somebody changed, has its party borrow anew
// where that may matter, and gives the row as it then stands.
func (s *Service) settle(ctx context.Context, tx *record.Tx, old, row customerRow) (customerRow, error) {
	lacks, err := row.owned(old)
	if err == nil {
		row, err = s.writeCustomer(ctx, tx, old, row)
	}
	if err != nil || row.PartyID == "" && !lacks {
		return row, err
	}
	root := row.ID
	if row.PartyID != "" {
		root = row.PartyID
	}
	if err := s.relend(ctx, tx, root); err != nil {
		return row, err
	}
	return getCustomer(ctx, tx, access.Reach{All: true}, row.ID)
}

// moved has the party of a customer that an answer moved to another account
// borrow anew.
func (s *Service) moved(ctx context.Context, tx *record.Tx, id string) error {
	var party, lent string
	if _, err := tx.Get(ctx, "SELECT COALESCE(party_id, ''), lent FROM customer WHERE id = ?", []any{id}, &party, &lent); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find party")
	}
	if party != "" {
		return s.relend(ctx, tx, party)
	}
	if lent == "{}" {
		return nil
	}
	r := customerRow{Lent: lent}
	lending, err := r.lending()
	if err != nil {
		return err
	}
	delete(lending, "account_id")
	r.setLent(lending)
	if _, err := tx.Exec(ctx, "UPDATE customer SET lent = ? WHERE id = ?", r.Lent, id); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "settle what is lent")
	}
	return s.relend(ctx, tx, id)
}

// idsOf are the ids of rows.
func idsOf(rows []customerRow) []string {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return slices.Clip(ids)
}
