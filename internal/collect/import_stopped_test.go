package collect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/record"
)

// manyOfKind is a file of customers or events with so many rows.
func manyOfKind(kind ImportKind, rows int) string {
	var b strings.Builder
	if kind == KindCustomers {
		b.WriteString("Contact ID,Full name,Email,Account ID,Account name,Region\n")
		for n := range rows {
			fmt.Fprintf(&b, "K%d,Person %d,p%d@example.com,A%d,Firm %d,%s\n", n, n, n, n%50, n%50, []string{"North", "South"}[n%2])
		}
		return b.String()
	}
	b.WriteString("client id,activity,time,channel\n")
	for n := range rows {
		fmt.Fprintf(&b, "C%d,%s,2026-01-%02d 10:%02d,web\n", n%300, []string{"Ask", "Answer", "Close"}[n%3], n%28+1, n%60)
	}
	return b.String()
}

// TestKindsStopped: an import of customers or events that is broken off after
// each piece goes on where it was and does nothing twice.
func TestKindsStopped(t *testing.T) {
	const rows = pieceRows + 501 // two pieces and the end
	for _, kind := range []ImportKind{KindCustomers, KindEvents} {
		t.Run(string(kind), func(t *testing.T) {
			f := sqlite(t)
			i := f.upload(t, "many.csv", manyOfKind(kind, rows))
			if i.Kind != kind {
				t.Fatalf("taken for %s", i.Kind)
			}
			if _, _, err := f.StartImport(owner(t), i.ID); err != nil {
				t.Fatal(err)
			}
			stops := f.runBrokenOff(t, i.ID)
			done, err := f.GetImport(owner(t), i.ID)
			if err != nil || stops == 0 || counts(done) != fmt.Sprintf("done new %d same 0 changed 0 rejected 0", rows) {
				t.Fatalf("%s after %d stops: %v", counts(done), stops, err)
			}
			table := map[ImportKind]string{KindCustomers: "customer", KindEvents: "event"}[kind]
			if n := f.count(t, "SELECT count(*) FROM "+table); n != rows {
				t.Errorf("%d rows in the record", n)
			}
			f.undo(t, i.ID)
			if n := f.count(t, "SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM import_change) + (SELECT count(*) FROM trait_value)"); n != 0 {
				t.Errorf("%d rows left after undo", n)
			}
		})
	}
}

// TestKindsOneConnection: nothing reaches for the pool inside a transaction.
func TestKindsOneConnection(t *testing.T) {
	store, err := record.Open(t.Context(), record.Options{Dir: t.TempDir(), Migrations: allMigrations(), OneConnection: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	f := newFixture(store)
	for _, kind := range []ImportKind{KindCustomers, KindEvents} {
		content := manyOfKind(kind, 300)
		i := f.takeIn(t, "some.csv", content, nil)
		if got := counts(i); got != "done new 300 same 0 changed 0 rejected 0" {
			t.Error(got)
		}
		if p, err := f.PreviewImport(owner(t), f.upload(t, "some.csv", content).ID); err != nil || p.Counts.Same != 300 {
			t.Errorf("preview %+v %v", p.Counts, err)
		}
		f.undo(t, i.ID)
	}
}
