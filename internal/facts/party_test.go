package facts

import (
	"math"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// What cannot be stored of a customer, an account or what they held is refused
// with a reason, and the rows beside it are kept.
func TestPartiesThatCannotBeStoredAreRefused(t *testing.T) {
	nan, at := math.NaN(), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	one, two := uuid.UUID{0: 1}, uuid.UUID{0: 2}
	party := row.Party{ID: one, Created: at}
	account := row.Account{ID: one, Created: at}
	held := row.Held{Trait: two, Subject: one, Since: at, Text: "Gold"}
	for name, c := range map[string]struct {
		rows row.Rows
		kept string
	}{
		"a customer without id":      {row.Rows{Parties: []row.Party{{Created: at}, party}}, "SELECT count(*) FROM party"},
		"a customer of the year 0":   {row.Rows{Parties: []row.Party{{ID: two}, party}}, "SELECT count(*) FROM party"},
		"a language not UTF-8":       {row.Rows{Parties: []row.Party{{ID: two, Created: at, Language: "\xff"}, party}}, "SELECT count(*) FROM party"},
		"an account without id":      {row.Rows{Accounts: []row.Account{{Created: at}, account}}, "SELECT count(*) FROM account"},
		"a value of nobody":          {row.Rows{Held: []row.Held{{Trait: two, Since: at}, held}}, "SELECT count(*) FROM party_trait"},
		"a value of no trait":        {row.Rows{Held: []row.Held{{Subject: two, Since: at}, held}}, "SELECT count(*) FROM party_trait"},
		"a value that ends at once":  {row.Rows{Held: []row.Held{{Trait: one, Subject: two, Since: at, Until: at}, held}}, "SELECT count(*) FROM party_trait"},
		"a value that is no number":  {row.Rows{Held: []row.Held{{Trait: one, Subject: two, Since: at, Number: &nan}, held}}, "SELECT count(*) FROM party_trait"},
		"a value until another time": {row.Rows{Held: []row.Held{{Trait: one, Subject: two, Since: at, Until: at.AddDate(12000, 0, 0)}, held}}, "SELECT count(*) FROM party_trait"},
	} {
		f := newFile(t)
		if err := f.write(t.Context(), &step{delta: row.Delta{Rows: c.rows}, position: 1}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if kept, refused := count(t, f, c.kept), count(t, f, "SELECT count(*) FROM reject WHERE reason <> ''"); kept != 1 || refused != 1 {
			t.Errorf("%s: %d kept, %d refused", name, kept, refused)
		}
	}
}
