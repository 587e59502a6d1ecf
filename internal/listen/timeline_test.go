package listen

import (
	"context"
	"slices"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestTimelinesShowInterviewsAsFarAsConsentGoes: on a person's page by name, on an
// account's by pseudonym, of nobody who spoke anonymously, is restricted or was
// not heard yet, and to nobody who reads no interviews.
func TestTimelinesShowInterviewsAsFarAsConsentGoes(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		rita := as(t.Context(), "rita", access.Researcher)
		st, _, err := b.CreateStudy(rita, Study{ProgramID: b.program, Name: "Why they stay"})
		if err != nil {
			t.Fatal(err)
		}
		account, ann, bea := b.NewID(), b.NewID(), b.NewID()
		_, err = b.write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for _, c := range []struct {
				id, key    string
				restricted any
			}{{ann, "ann", nil}, {bea, "bea", 5}} {
				if _, err := tx.NewRaw("INSERT INTO customer (id, key, created_at, restricted_at) VALUES (?, ?, 1, ?)", c.id, c.key, c.restricted).Exec(ctx); err != nil {
					return err
				}
			}
			for n, i := range []struct {
				customer, consent string
				held              any
			}{{ann, ConsentPerson, 100}, {ann, ConsentFirm, 200}, {ann, ConsentAnonymous, 300}, {ann, ConsentPerson, nil}, {bea, ConsentPerson, 400}, {ann, "", 500}} {
				if _, err := tx.NewRaw(`INSERT INTO interview (id, study_id, number, kind, state, held_at, customer_id, account_id, pseudonym, pseudonym_key, consent, created_at)
					VALUES (?, ?, ?, 'in_depth', 'held', ?, ?, ?, ?, ?, ?, 0)`, b.NewID(), st.ID, n+1, i.held, i.customer, account, "P", n, i.consent).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			who  context.Context
			of   people.TimelineOf
			want []string
		}{
			{"a person", rita, people.TimelineOf{Customers: []string{ann}}, []string{"1"}},
			{"the firm", rita, people.TimelineOf{Accounts: []string{account}}, []string{"2", "1"}},
			{"a restricted person", rita, people.TimelineOf{Customers: []string{bea}}, nil},
			{"for a viewer", as(t.Context(), "vic", access.Viewer), people.TimelineOf{Accounts: []string{account}}, nil},
		} {
			var got []string
			err := b.view(c.who, func(ctx context.Context, q record.Querier) error {
				items, err := b.Timeline(ctx, q, people.TimelineInterview, c.of, people.TimelinePlace{}, 10)
				for _, item := range items {
					got = append(got, item.Words["number"])
					if named := item.Words["pseudonym"] != ""; named != c.of.OfAccount() || item.Customer != nil {
						t.Errorf("%s: %+v", c.name, item)
					}
				}
				return err
			})
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s: %v %v", c.name, got, err)
			}
		}
	})
}
