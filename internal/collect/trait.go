package collect

import (
	"context"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Trait is a declared trait: facts keep it in a column of its own. Slot and
// kind are for life.
type Trait struct {
	Slot      int    `bun:"slot"`
	ProgramID string `bun:"program_id"`
	Name      string `bun:"name"`
	Label     string `bun:"label"`
	Kind      string `bun:"kind"` // text, number or date
	Role      string `bun:"role"` // segment, value, outcome or time
}

// maxTraits is how many traits facts can hold.
const maxTraits = 200

// maxTraitText is the longest value of a trait, in bytes.
const maxTraitText = 300

func listTraits(ctx context.Context, q record.Querier) ([]Trait, error) {
	var traits []Trait
	err := q.NewRaw("SELECT slot, program_id, name, label, kind, role FROM trait ORDER BY slot").Scan(ctx, &traits)
	return traits, fault.Wrap(err, fault.CodeInternal, "list traits")
}

// declare gives a trait a slot unless its program has one of this name. The
// kind of a trait that exists stays; ok is false where all slots are taken.
func declare(ctx context.Context, tx *record.Tx, all []Trait, t Trait) (declared Trait, added, ok bool, err error) {
	taken := make(map[int]bool, len(all))
	for _, have := range all {
		if have.ProgramID == t.ProgramID && have.Name == t.Name {
			return have, false, true, nil
		}
		taken[have.Slot] = true
	}
	for t.Slot = 1; taken[t.Slot]; t.Slot++ {
	}
	if t.Slot > maxTraits {
		return t, false, false, nil
	}
	_, err = tx.Exec(ctx, "INSERT INTO trait (slot, program_id, name, label, kind, role) VALUES (?, ?, ?, ?, ?, ?)",
		t.Slot, t.ProgramID, t.Name, t.Label, t.Kind, t.Role)
	return t, true, err == nil, fault.Wrap(err, fault.CodeInternal, "declare trait")
}

const dateLayout = "2006-01-02"

// canonical writes a value of a kind in the one way it is kept: numbers
// without trailing zeros, dates as 2006-01-02. ok is false for what is none.
func canonical(kind, value string) (string, bool) {
	switch kind {
	case "number":
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || v-v != 0 {
			return "", false
		}
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case "date":
		for _, layout := range []string{dateLayout, time.RFC3339} {
			if t, err := time.Parse(layout, value); err == nil {
				return t.Format(dateLayout), true
			}
		}
		return "", false
	}
	return value, true
}

// OutcomeTraits are the keys (t5) of a program's declared traits that say what
// happened to customers. Who may see figures of them is for the caller to
// check.
func (s *Service) OutcomeTraits(ctx context.Context, program string) ([]string, error) {
	var keys []string
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err := listTraits(ctx, q)
		for _, t := range all {
			if t.ProgramID == program && t.Role == string(RoleOutcome) {
				keys = append(keys, "t"+strconv.Itoa(t.Slot))
			}
		}
		return err
	})
	return keys, err
}
