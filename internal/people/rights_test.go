package people

import (
	"context"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// asker is a customer with a key, and its id.
func asker(t *testing.T, s *Service, key string) string {
	t.Helper()
	var party Party
	_, err := s.store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) (err error) {
		party, err = s.Resolve(ctx, tx, Keys{Customer: key})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return party.CustomerID
}

// faulty checks that an error is about a field, or of a code.
func faulty(t *testing.T, what string, err error, key string) {
	t.Helper()
	f, ok := err.(*fault.Error) //nolint:errorlint // what a service answers is not wrapped
	if !ok || f.Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// TestRequestsAreDueAndAnswered: what came by mail is written down with its due
// day, changed, refused with a reason; what is open comes with what is due first.
func TestRequestsAreDueAndAnswered(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		asker(t, s, "K-1")
		now := s.now().UTC()
		first, _, err := s.AskRight(system(t), RightInput{Kind: RightExport, CustomerKey: "K-1", AskedAt: now.AddDate(0, 0, -3), CameBy: ByMail, AskedBy: " Her\n son ", Notes: "wants it on paper"})
		if err != nil || first.AskedBy != "Her son" || !first.DueAt.Equal(monthAfter(first.AskedAt)) || first.State != "open" {
			t.Fatalf("asked: %+v %v", first, err)
		}
		second, _, err := s.AskRight(system(t), RightInput{Kind: RightErase, CustomerKey: "K-1", DueAt: now.AddDate(0, 0, 2)})
		if err != nil {
			t.Fatal(err)
		}
		open, err := s.ListRights(system(t), true, RightPlace{}, 10)
		if err != nil || len(open) != 2 || open[0].ID != second.ID {
			t.Fatalf("open: %+v %v", open, err)
		}
		rest, err := s.ListRights(system(t), true, open[0].place(true), 10)
		if err != nil || len(rest) != 1 || rest[0].ID != first.ID {
			t.Errorf("after the first: %+v %v", rest, err)
		}
		later, known := now.AddDate(0, 2, 0), "passport, by video"
		changed, _, err := s.ChangeRight(system(t), first.ID, `"1"`, RightChange{DueAt: &later, Identity: &known})
		if err != nil || changed.Identity != known || changed.Notes != "wants it on paper" || changed.Version != 2 {
			t.Errorf("changed: %+v %v", changed, err)
		}
		if _, _, err := s.ChangeRight(system(t), first.ID, `"1"`, RightChange{Identity: &known}); !fault.Is(err, fault.CodeConflict) {
			t.Errorf("an older version: %v", err)
		}
		_, _, err = s.RefuseRight(system(t), first.ID, "", RefusedMustKeep, " ")
		faulty(t, "refused without a word", err, "right.told")
		_, _, err = s.RefuseRight(system(t), first.ID, "", RefusedErased, "no")
		faulty(t, "refused on no ground", err, "right.refusal")
		refused, _, err := s.RefuseRight(system(t), first.ID, `"2"`, RefusedIdentity, "Please show who you are.")
		if err != nil || refused.State != "refused" || refused.DoneAt == nil {
			t.Errorf("refused: %+v %v", refused, err)
		}
		_, _, err = s.RefuseRight(system(t), first.ID, "", RefusedIdentity, "again")
		faulty(t, "refused twice", err, "right.answered")
		if open, err := s.ListRights(system(t), true, RightPlace{}, 10); err != nil || len(open) != 1 || open[0].ID != second.ID {
			t.Errorf("still open: %+v %v", open, err)
		}
	})
}

// TestRequestsAreChecked: days that cannot be are refused by field, and nobody
// answers who may not.
func TestRequestsAreChecked(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		asker(t, s, "K-1")
		now := s.now()
		for _, c := range []struct {
			what string
			in   RightInput
			key  string
		}{
			{"nobody", RightInput{Kind: RightExport, CustomerKey: "K-2"}, "right.customer_unknown"},
			{"tomorrow's tomorrow", RightInput{Kind: RightExport, CustomerKey: "K-1", AskedAt: now.AddDate(0, 0, 3)}, "right.asked_at"},
			{"due before", RightInput{Kind: RightExport, CustomerKey: "K-1", DueAt: now.AddDate(0, 0, -1)}, "right.due_at"},
			{"due in two years", RightInput{Kind: RightExport, CustomerKey: "K-1", DueAt: now.AddDate(2, 0, 0)}, "right.due_at"},
			{"no such way", RightInput{Kind: RightExport, CustomerKey: "K-1", CameBy: "pigeon"}, "right.came_by"},
			{"no such right", RightInput{Kind: "sell", CustomerKey: "K-1"}, "right.kind"},
		} {
			_, _, err := s.AskRight(system(t), c.in)
			faulty(t, c.what, err, c.key)
		}
		viewer := as(t, s, "u-1", access.Grant{Role: access.Researcher, Scope: access.Whole()})
		if _, _, err := s.AskRight(viewer, RightInput{Kind: RightExport, CustomerKey: "K-1"}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("by a researcher: %v", err)
		}
	})
}

// TestErasureAnswersWhatIsOpen: with the person go the words of their requests,
// and a copy that can no longer be told is not open for ever.
func TestErasureAnswersWhatIsOpen(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := asker(t, s, "K-1")
		for _, kind := range []RightKind{RightExport, RightErase} {
			if _, _, err := s.AskRight(system(t), RightInput{Kind: kind, CustomerKey: "K-1", AskedBy: "Rosalind", Identity: "Rosalind's passport", Notes: "Rosalind called"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := s.EraseCustomer(system(t), id, "K-1", "asked"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.AskRight(system(t), RightInput{Kind: RightExport, CustomerKey: "K-1"}); err == nil {
			t.Error("something is asked of a person who is being erased")
		}
		if err := s.RunErasures(system(t)); err != nil {
			t.Fatal(err)
		}
		all, err := s.ListRights(system(t), false, RightPlace{}, 10)
		if err != nil || len(all) != 2 {
			t.Fatalf("log: %+v %v", all, err)
		}
		for _, r := range all {
			want := map[RightKind]string{RightExport: "refused", RightErase: "done"}[r.Kind]
			if r.State != want || r.DoneAt == nil || r.AskedBy+r.Identity+r.Notes+r.CustomerKey+r.CustomerID != "" {
				t.Errorf("%s: %+v", r.Kind, r)
			}
		}
	})
}

func TestMonthAfter(t *testing.T) {
	for from, want := range map[string]string{"2026-01-31": "2026-02-28", "2028-01-30": "2028-02-29", "2026-12-15": "2027-01-15", "2026-03-31": "2026-04-30"} {
		day, _ := time.Parse(time.DateOnly, from)
		if got := monthAfter(day).Format(time.DateOnly); got != want {
			t.Errorf("a month after %s: %s, want %s", from, got, want)
		}
	}
}

// TestWordingsStayOnceUsed: a wording that nobody agreed to may go; one that
// somebody agreed to stays, in all its languages.
func TestWordingsStayOnceUsed(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		id := asker(t, s, "K-1")
		ids := map[string]string{}
		for _, language := range []string{"en", "fr"} {
			text, err := s.AddConsentText(system(t), "2026-1", language, "May we ask you? "+language)
			if err != nil || text.Used {
				t.Fatalf("%+v %v", text, err)
			}
			ids[language] = text.ID
		}
		typo, err := s.AddConsentText(system(t), "2026-2", "en", "May me ask you?")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.RecordConsent(system(t), id, ConsentInput{Purpose: ForSurveys, State: Given, TextVersion: "2026-1"}); err != nil {
			t.Fatal(err)
		}
		for _, of := range ids {
			faulty(t, "delete a used wording", s.DeleteConsentText(system(t), of), "consent.text_used")
		}
		if err := s.DeleteConsentText(system(t), typo.ID); err != nil {
			t.Error(err)
		}
		if err := s.DeleteConsentText(system(t), typo.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		list, err := s.ConsentTexts(system(t), "", 10)
		if err != nil || len(list) != 2 || !list[0].Used || !list[1].Used {
			t.Errorf("kept: %+v %v", list, err)
		}
	})
}
