package people

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Notes are written by those who may, changed by their author or who leads, and
// put back for 30 days after they were deleted.
func TestNotesAboutACustomer(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		s.now = func() time.Time { return now }
		north, south := add(t, s, "North", ""), add(t, s, "South", "")
		ids := upserted(t, s, system(t), CustomerInput{Key: "a", Unit: new("South")}, CustomerInput{Key: "b", Unit: new("South")})
		grant := func(user string, role access.Role, at access.Scope) context.Context {
			return as(t, s, user, access.Grant{Role: role, Scope: at, Rows: access.RowsAll})
		}
		author, other := grant("author", access.Researcher, access.Unit(south.ID)), grant("other", access.Researcher, access.Whole())
		lead, elsewhere, analyst := grant("lead", access.Lead, access.Whole()), grant("far", access.Lead, access.Unit(north.ID)), grant("an", access.Analyst, access.Whole())
		n, _, err := s.AddNote(author, AboutCustomer, ids[0], " Prefers\nmornings.\x00 ")
		if err != nil || n.Text != "Prefers\nmornings." {
			t.Fatalf("%+v %v", n, err)
		}
		for name, c := range map[string]struct {
			err  error
			code fault.Code
		}{
			"empty":                 {third(s.AddNote(author, AboutCustomer, ids[0], " \n ")), fault.CodeInvalid},
			"too long":              {third(s.AddNote(author, AboutCustomer, ids[0], strings.Repeat("x", 10_001))), fault.CodeInvalid},
			"by an analyst":         {third(s.AddNote(analyst, AboutCustomer, ids[0], "x")), fault.CodeForbidden},
			"elsewhere":             {third(s.AddNote(elsewhere, AboutCustomer, ids[0], "x")), fault.CodeNotFound},
			"edited by another":     {third(s.EditNote(other, n.ID, "", "x")), fault.CodeForbidden},
			"edited elsewhere":      {third(s.EditNote(elsewhere, n.ID, "", "x")), fault.CodeNotFound},
			"edited in an old form": {third(s.EditNote(author, n.ID, `"7"`, "x")), fault.CodeConflict},
			"not there":             {third(s.EditNote(author, "none", "", "x")), fault.CodeNotFound},
		} {
			if fault.CodeOf(c.err) != c.code {
				t.Errorf("%s: %v, want %s", name, c.err, c.code)
			}
		}
		if n, _, err = s.EditNote(lead, n.ID, `"1"`, "Prefers evenings."); err != nil || n.EditedAt == nil || n.AuthorID != "author" {
			t.Errorf("edited by the lead: %+v %v", n, err)
		}
		merged(t, s, ids[0], ids[1])
		texts := func() (out []string) {
			t.Helper()
			list, err := s.ListNotes(author, AboutCustomer, ids[1], "", 10)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range list {
				out = append(out, n.Text)
			}
			return out
		}
		if got := texts(); len(got) != 1 || got[0] != "Prefers evenings." {
			t.Errorf("notes of the one merged: %v", got)
		}
		if _, err := s.DeleteNote(author, n.ID); err != nil || len(texts()) != 0 {
			t.Errorf("deleted: %v", err)
		}
		if _, _, err := s.RestoreNote(author, n.ID); err != nil || len(texts()) != 1 {
			t.Errorf("put back: %v", err)
		}
		if _, err := s.DeleteNote(author, n.ID); err != nil {
			t.Fatal(err)
		}
		now = now.Add(keptDeleted + time.Second)
		if _, _, err := s.AddNote(author, AboutCustomer, ids[1], "Later."); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.RestoreNote(author, n.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("put back after 30 days: %v", err)
		}
		if list, err := s.ListNotes(author, AboutAccount, ids[1], "", 10); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("notes of a customer as an account's: %v %v", list, err)
		}
	})
}

func third[A, B any](_ A, _ B, err error) error { return err }

// What was said last stands, whichever of the merged keys it was said under, and
// nothing is overwritten.
func TestConsentHasAHistory(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		s.now = func() time.Time { return now }
		ids := upserted(t, s, system(t), CustomerInput{Key: "a"}, CustomerInput{Key: "b"}, CustomerInput{Key: "c"})
		if _, err := s.AddConsentText(system(t), "2026-1", "EN", "May we ask you?"); err != nil {
			t.Fatal(err)
		}
		if again, err := s.AddConsentText(system(t), "2026-1", "en", "May we ask you? "); err != nil || again.Language != "en" {
			t.Errorf("the same wording again: %+v %v", again, err)
		}
		if _, err := s.AddConsentText(system(t), "2026-1", "en", "We ask you."); keyOf(err) != "consent.text_taken" {
			t.Errorf("another wording: %v", err)
		}
		say := func(id string, state ConsentState, ago time.Duration) error {
			_, _, err := s.RecordConsent(system(t), id, ConsentInput{Purpose: ForSurveys, State: state, TextVersion: "2026-1", Channel: "form", At: new(now.Add(-ago))})
			return err
		}
		for name, c := range map[string]struct{ err, key string }{
			"tomorrow":          {keyOf(say(ids[0], Given, -24*time.Hour)), "consent.future"},
			"without a wording": {keyOf(third(s.RecordConsent(system(t), ids[0], ConsentInput{Purpose: ForSurveys, State: Given}))), "consent.text_missing"},
			"unknown wording":   {keyOf(third(s.RecordConsent(system(t), ids[0], ConsentInput{Purpose: ForSurveys, State: Given, TextVersion: "x"}))), "consent.text_unknown"},
			"unknown purpose":   {keyOf(third(s.RecordConsent(system(t), ids[0], ConsentInput{Purpose: "fun", State: Withdrawn}))), "consent.purpose"},
		} {
			if c.err != c.key {
				t.Errorf("%s: %s, want %s", name, c.err, c.key)
			}
		}
		states := func(purpose Purpose) (got map[string]ConsentState) {
			t.Helper()
			err := s.store.View(t.Context(), func(ctx context.Context, q record.Querier) (err error) {
				got, err = s.MayContact(ctx, q, ids, purpose)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		for _, err := range []error{say(ids[0], Given, 3*time.Hour), say(ids[1], Withdrawn, 2*time.Hour), say(ids[0], Withdrawn, 5*time.Hour)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := states(ForSurveys); got[ids[0]] != Given || got[ids[1]] != Withdrawn || got[ids[2]] != Unknown {
			t.Errorf("before merging: %v", got)
		}
		if got := states(ForInterviews); got[ids[0]] != Unknown {
			t.Errorf("another purpose: %v", got)
		}
		m := merged(t, s, ids[0], ids[1])
		if got := states(ForSurveys); got[ids[0]] != Withdrawn || got[ids[1]] != Withdrawn {
			t.Errorf("merged: %v", got)
		}
		history, standing, err := s.Consents(system(t), ids[1])
		if err != nil || len(history) != 3 || history[0].State != Withdrawn || history[0].CustomerID != ids[1] || standing[ForSurveys] != Withdrawn {
			t.Errorf("history: %+v %v %v", history, standing, err)
		}
		if _, _, err := s.UndoMerge(system(t), m.ID); err != nil || states(ForSurveys)[ids[0]] != Given {
			t.Errorf("undone: %v", err)
		}
		_, err = s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE customer SET restricted_at = 1 WHERE id = ?", ids[0])
			return err
		})
		if got := states(ForSurveys); err != nil || got[ids[0]] != Withdrawn {
			t.Errorf("restricted: %v %v", got, err)
		}
	})
}
