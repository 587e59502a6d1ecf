package people

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// TraitInput is one entry to be written into the history of a customer or an
// account.
type TraitInput struct {
	TraitID   string    // of a definition
	SubjectID string    // customer or account, as the trait is of
	Since     time.Time // from when on the value is so; the zero time: always
	Value     string    // as somebody wrote it; "": none is known from then on
	Remove    bool      // the entry of Since goes, and what was before goes on
	IfOther   bool      // write nothing where the same value is in force at Since
}

// SetTraitsIn writes entries, at most 5,000, inside a caller's transaction and
// says how many of them changed something. What is so already changes nothing,
// and without a change nothing is logged. Entries of different instants may come
// in any order, unless IfOther asks for what is in force. The caller has checked
// the permission, and that the subjects exist. What is wrong is a fault that
// names traits[i].
func (s *Service) SetTraitsIn(ctx context.Context, tx *record.Tx, in []TraitInput) (changed int, err error) {
	if len(in) == 0 {
		return 0, nil
	}
	if len(in) > maxTraitInput {
		return 0, fault.Newf(fault.CodeInternal, "%d entries of traits at once", len(in))
	}
	if err := s.lockDefinitions(ctx, tx, "SHARE"); err != nil {
		return 0, err
	}
	all, err := DefinitionsIn(ctx, tx)
	if err != nil {
		return 0, err
	}
	rows, err := s.valueRows(ctx, all, in)
	if err != nil {
		return 0, err
	}
	if rows, err = s.ofThoseThere(ctx, tx, rows); err != nil {
		return 0, err
	}
	did, err := writeValues(ctx, tx, rows)
	if err != nil {
		return 0, err
	}
	var subjects, counted []string // sorted, as the rows are
	for i, r := range rows {
		if !did[i] {
			continue
		}
		changed++
		subjects = append(subjects, r.SubjectID)
		if r.counts {
			counted = append(counted, r.SubjectID)
		}
	}
	tx.Log(TraitValued, slices.Compact(subjects)...)
	tx.Log(TraitCounted, slices.Compact(counted)...)
	return changed, nil
}

// inputRow is an entry with what is to be done with it.
type inputRow struct {
	valueRow
	remove, ifOther bool
	of              TraitOf
	counts          bool // figures are cut by the trait
}

// ofThoseThere leaves out the entries of customers who were erased since the
// caller looked, and keeps the others from it until the transaction ends: an
// erasure locks its customers before it looks for the last time.
func (s *Service) ofThoseThere(ctx context.Context, tx *record.Tx, rows []inputRow) ([]inputRow, error) {
	var subjects []string // sorted, as the rows are
	for _, r := range rows {
		if r.of == OfCustomer {
			subjects = append(subjects, r.SubjectID)
		}
	}
	there := map[string]bool{}
	for part := range slices.Chunk(slices.Compact(subjects), subjectsAtOnce) {
		var found []string
		if err := tx.NewRaw("SELECT id FROM customer WHERE id IN (?) ORDER BY id"+s.held(), bun.List(part)).Scan(ctx, &found); err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "find whose traits these are")
		}
		for _, id := range found {
			there[id] = true
		}
	}
	return slices.DeleteFunc(rows, func(r inputRow) bool { return r.of == OfCustomer && !there[r.SubjectID] }), nil
}

// fewValues is up to how many entries are written each by itself.
const fewValues = 8

// writeValues writes entries and tells which of them changed something. Of many,
// those that are alone at their instant and meet none are inserted together.
func writeValues(ctx context.Context, tx *record.Tx, rows []inputRow) (did []bool, err error) {
	did = make([]bool, len(rows))
	together := make([]bool, len(rows))
	if len(rows) > fewValues {
		if together, err = newPlaces(ctx, tx, rows); err != nil {
			return nil, err
		}
	}
	var fresh []int
	for i, r := range rows {
		if together[i] {
			fresh = append(fresh, i)
			continue
		}
		if did[i], err = r.write(ctx, tx); err != nil {
			return nil, err
		}
	}
	values := make([][]any, len(fresh))
	for i, at := range fresh {
		values[i], did[at] = rows[at].columns(), true
	}
	n, err := tx.InsertAll(ctx, valueInsert, values)
	if err != nil || n == len(fresh) {
		return did, err
	}
	for _, at := range fresh { // on PostgreSQL somebody else was first with one
		if _, err := putValue(ctx, tx, rows[at].valueRow); err != nil {
			return nil, err
		}
	}
	return did, nil
}

// newPlaces tells which entries are of an instant at which nobody else among
// them is, and that the history has none of.
func newPlaces(ctx context.Context, q record.Querier, rows []inputRow) ([]bool, error) {
	type place struct {
		trait, subject string
		since          int64
	}
	met := map[place]int{}
	plain := make([]bool, len(rows))
	var inputs []TraitInput
	var asked []int
	for i, r := range rows {
		met[place{r.TraitID, r.SubjectID, r.Since}]++
		if plain[i] = !r.remove && !r.ifOther; plain[i] {
			inputs = append(inputs, TraitInput{TraitID: r.TraitID, SubjectID: r.SubjectID, Since: record.Time(r.Since)})
			asked = append(asked, i)
		}
	}
	entries, err := EntriesIn(ctx, q, inputs)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		r := rows[asked[i]]
		plain[asked[i]] = !e.There && met[place{r.TraitID, r.SubjectID, r.Since}] == 1
	}
	return plain, nil
}

func (r inputRow) write(ctx context.Context, tx *record.Tx) (changed bool, err error) {
	if r.remove {
		return dropValue(ctx, tx, r.valueRow)
	}
	if r.ifOther {
		now, err := inForce(ctx, tx, r.valueRow)
		if err != nil || now == r.Value {
			return false, err
		}
	}
	return putValue(ctx, tx, r.valueRow)
}

// valueRows reads entries by their definitions, in the order of their subjects,
// so that two writers never wait for each other in a circle.
func (s *Service) valueRows(ctx context.Context, all []TraitDefinition, in []TraitInput) ([]inputRow, error) {
	byID := make(map[string]*TraitDefinition, len(all))
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	now, by := record.Micros(s.now()), access.From(ctx).UserID
	rows := make([]inputRow, len(in))
	for i, e := range in {
		d := byID[e.TraitID]
		if d == nil {
			return nil, fault.Invalid(fmt.Sprintf("traits[%d].trait", i), "There is no such trait.").Keyed("people_trait.unknown")
		}
		value, number, ok := d.Canonical(e.Value)
		if !ok && !e.Remove {
			return nil, d.unreadable(fmt.Sprintf("traits[%d].value", i))
		}
		rows[i] = inputRow{valueRow: valueRow{
			TraitID: d.ID, SubjectID: e.SubjectID, Since: record.Micros(e.Since), Value: value, Number: number, SetAt: now, SetBy: by,
		}, remove: e.Remove, ifOther: e.IfOther, of: d.Of, counts: d.InAnalysis}
	}
	slices.SortStableFunc(rows, func(a, b inputRow) int { return strings.Compare(a.SubjectID, b.SubjectID) })
	return rows, nil
}

// unreadable says what values of the trait look like.
func (d TraitDefinition) unreadable(field string) error {
	key, message := "people_trait.not_text", "A text has at most 300 bytes."
	switch d.Kind {
	case TraitNumber, TraitMoney:
		key, message = "people_trait.not_number", "This trait is a number. Write it as 1234.5."
	case TraitDate:
		key, message = "people_trait.not_date", "This trait is a date. Write it as 2026-01-31."
	case TraitChoice:
		key, message = "people_trait.not_choice", "This is none of the choices of the trait."
	}
	return fault.Invalid(field, message).Keyed(key)
}

// KnownTrait is what is known of a trait of somebody, with its history.
type KnownTrait struct {
	Trait   TraitDefinition `json:"trait"`
	Value   string          `json:"value" doc:"At the moment asked for; empty where none is known."`
	Number  *float64        `json:"number,omitempty" doc:"Of numbers and money; of a date its days since 1970-01-01."`
	Since   *time.Time      `json:"since,omitempty" doc:"From when on; absent: always, or no value."`
	History []TraitEntry    `json:"history" nullable:"false" doc:"Newest first, the newest 100."`
	More    bool            `json:"more" doc:"There are older entries."`
}

// TraitEntry is one entry of a history: what was so from then on.
type TraitEntry struct {
	Since  *time.Time `json:"since,omitempty" doc:"Absent: always."`
	Value  string     `json:"value" doc:"Empty: from then on none was known."`
	Number *float64   `json:"number,omitempty"`
	SetAt  time.Time  `json:"set_at" doc:"When it was written down."`
	SetBy  string     `json:"set_by,omitempty" doc:"The id of who wrote it."`
	Of     string     `json:"of,omitempty" doc:"The customer that it was written of, where that one was merged with this."`
}

const historyShown = 100

// always is what the zero time is in the record.
var always = record.Micros(time.Time{})

// instantOf is an entry's beginning, nil for always.
func instantOf(micros int64) *time.Time {
	if micros <= always {
		return nil
	}
	t := record.Time(micros)
	return &t
}

// CustomerTraits gives all traits of customers with what is known of this one,
// at an instant; of one that others were merged into also what was known of
// them.
func (s *Service) CustomerTraits(ctx context.Context, id string, at time.Time) ([]KnownTrait, error) {
	return s.traitsOf(ctx, OfCustomer, id, at)
}

// AccountTraits is CustomerTraits of an account.
func (s *Service) AccountTraits(ctx context.Context, id string, at time.Time) ([]KnownTrait, error) {
	return s.traitsOf(ctx, OfAccount, id, at)
}

func (s *Service) traitsOf(ctx context.Context, of TraitOf, id string, at time.Time) (out []KnownTrait, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if err := traitsWithinReach(ctx, q, access.PersonRead, of, id); err != nil {
			return err
		}
		out, err = knownTraits(ctx, q, of, id, at)
		return err
	})
	if err != nil || of == OfAccount {
		return out, err
	}
	// What is known of a person was read: that is in the audit log before it is given.
	_, err = s.store.Join(ctx, 300, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, "trait.read", id, nil)
	})
	return out, err
}

// traitsWithinReach: what lies outside is not found, so that nobody learns of
// it, and nothing is told of a restricted customer.
func traitsWithinReach(ctx context.Context, q record.Querier, p access.Permission, of TraitOf, id string) error {
	reach := personReach(ctx, p)
	if of == OfCustomer {
		c, err := getCustomer(ctx, q, reach, id)
		if err == nil && c.RestrictedAt != nil {
			err = errRestricted()
		}
		return err
	}
	where, args := reach.Where(access.Columns{Unit: "a.unit_id", Account: "a.id"})
	var there bool
	err := q.NewRaw("SELECT EXISTS (SELECT 1 FROM account a WHERE a.id = ? AND "+where+")", append([]any{id}, args...)...).Scan(ctx, &there)
	if err == nil && !there {
		return fault.NotFound("account")
	}
	return fault.Wrap(err, fault.CodeInternal, "find account")
}

func knownTraits(ctx context.Context, q record.Querier, of TraitOf, id string, at time.Time) ([]KnownTrait, error) {
	all, err := DefinitionsIn(ctx, q)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(d TraitDefinition) bool { return d.Of != of })
	subjects, err := partyMembers(ctx, q, map[TraitOf]string{OfCustomer: customersTable, OfAccount: accountsTable}[of], id)
	if err != nil {
		return nil, err
	}
	rows, err := historyOf(ctx, q, subjects, historyShown+1)
	if err != nil {
		return nil, err
	}
	then, err := valuesAt(ctx, q, all, Subject{Customer: subjects[0], Account: subjects[0], At: record.Micros(at)}, of)
	if err != nil {
		return nil, err
	}
	out := make([]KnownTrait, len(all))
	for i, d := range all {
		out[i] = KnownTrait{Trait: d, History: []TraitEntry{}}
		if v, known := then[d.ID]; known {
			out[i].Value, out[i].Number, out[i].Since = v.Value, v.Number, instantOf(v.Since)
		}
	}
	for _, r := range rows {
		i := slices.IndexFunc(out, func(k KnownTrait) bool { return k.Trait.ID == r.TraitID })
		if i < 0 || len(out[i].History) == historyShown {
			if i >= 0 {
				out[i].More = true
			}
			continue
		}
		e := TraitEntry{Since: instantOf(r.Since), Value: r.Value, Number: r.Number, SetAt: record.Time(r.SetAt), SetBy: r.SetBy}
		if r.SubjectID != id {
			e.Of = r.SubjectID
		}
		out[i].History = append(out[i].History, e)
	}
	return out, nil
}

// SetTraits writes entries into the history of one customer or account; their
// SubjectID is filled in.
func (s *Service) SetTraits(ctx context.Context, of TraitOf, id string, in []TraitInput) (log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return 0, err
	}
	return s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := traitsWithinReach(ctx, tx, access.PersonWrite, of, id); err != nil {
			return err
		}
		all, err := DefinitionsIn(ctx, tx)
		if err != nil {
			return err
		}
		for i := range in {
			d := slices.IndexFunc(all, func(d TraitDefinition) bool { return d.Of == of && (d.ID == in[i].TraitID || d.Name == in[i].TraitID) })
			if d < 0 {
				return fault.Invalid(fmt.Sprintf("traits[%d].trait", i), "There is no such trait.").Keyed("people_trait.unknown")
			}
			in[i].TraitID, in[i].SubjectID = all[d].ID, id
		}
		n, err := s.SetTraitsIn(ctx, tx, in)
		if err != nil || n == 0 {
			return err
		}
		return s.journal.Audit(ctx, tx, "trait.written", id, map[string]string{"entries": fmt.Sprint(n)})
	})
}
