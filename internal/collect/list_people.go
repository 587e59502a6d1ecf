package collect

import (
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// expression is a value in SQL with its arguments.
type expression struct {
	sql  string
	args []any
}

// valueOf is a trait of a response r as the facts have it: what the response
// says itself, else what people knew at its time of its customer, else of its
// account.
func (k keysMeant) valueOf(t Trait, engine record.Engine) expression {
	own := expression{traitOf(engine), []any{t.Name}}
	if k.people == nil {
		return own
	}
	for _, f := range k.people.fed[t.ProgramID] {
		if f.Slot != t.Slot {
			continue
		}
		for _, id := range f.from {
			known := k.people.valueOf(id)
			own = expression{"COALESCE(" + own.sql + ", " + known.sql + ")", append(own.args, known.args...)}
		}
	}
	return own
}

// valueOf is what was known of a definition at the time of a response r, found
// by the index of whoever gave it; NULL for nothing.
func (k *peopleKnown) valueOf(definition string) expression {
	whose, first := "v.subject_id = r.customer_id", ""
	if k.ofAccount(definition) {
		whose = "v.subject_id = r.account_id"
		if k.Firms {
			const root = "(SELECT COALESCE(a.party_id, a.id) FROM account a WHERE a.id = r.account_id)"
			whose = "v.subject_id IN (SELECT m.id FROM account m WHERE m.id = " + root + " UNION ALL SELECT m.id FROM account m WHERE m.party_id = " + root + ")"
			first = ", CASE WHEN v.subject_id = " + root + " THEN 0 ELSE 1 END, v.subject_id"
		}
	} else if k.Merged {
		const root = "(SELECT COALESCE(c.party_id, c.id) FROM customer c WHERE c.id = r.customer_id)"
		whose = "v.subject_id IN (SELECT m.id FROM customer m WHERE m.id = " + root + " UNION ALL SELECT m.id FROM customer m WHERE m.party_id = " + root + ")"
		first = ", CASE WHEN v.subject_id = " + root + " THEN 0 ELSE 1 END, v.subject_id"
	}
	return expression{"(SELECT NULLIF(v.value, '') FROM (SELECT v.value FROM trait_value v WHERE v.trait_id = ? AND " + whose +
		" AND v.since <= r.at ORDER BY v.since DESC" + first + " LIMIT 1) v)", []any{definition}}
}

func (k *peopleKnown) ofAccount(definition string) bool {
	for _, d := range k.Definitions {
		if d.ID == definition {
			return d.Of == people.OfAccount
		}
	}
	return false
}
