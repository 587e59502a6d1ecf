package people

import (
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// TestRequestsOfStrangers: who is not in the registry may ask too; they are told
// that nothing is held, or are found later, and all are counted.
func TestRequestsOfStrangers(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		s.now = func() time.Time { return now }
		if _, _, err := s.AskRight(system(t), RightInput{Kind: RightExport, AskedBy: "  "}); keyOf(err) != "right.stranger" {
			t.Fatalf("nobody asked: %v", err)
		}
		ask := func(who string) Right {
			t.Helper()
			r, _, err := s.AskRight(system(t), RightInput{Kind: RightErase, AskedBy: who, CameBy: ByLetter})
			if err != nil || !r.Nobody || r.CustomerID != "" || r.Subject != "" {
				t.Fatalf("%+v %v", r, err)
			}
			return r
		}
		unknown, later := ask("Rosalind Fay, Leeds"), ask("Ann Lee")
		if _, _, err := s.AnswerNothing(system(t), unknown.ID, "", " \n"); keyOf(err) != "right.told_nothing" {
			t.Errorf("told nothing at all: %v", err)
		}
		answered, _, err := s.AnswerNothing(system(t), unknown.ID, `"1"`, "We hold nothing about you.")
		if err != nil || answered.State != "nothing" || answered.DoneAt == nil || answered.Told != "We hold nothing about you." {
			t.Fatalf("%+v %v", answered, err)
		}
		if _, _, err := s.NameRight(system(t), unknown.ID, "", "K-1"); keyOf(err) != "right.answered" {
			t.Errorf("named after its answer: %v", err)
		}
		if _, _, err := s.NameRight(system(t), later.ID, "", "K-1"); keyOf(err) != "right.customer_unknown" {
			t.Errorf("named by a key that is none: %v", err)
		}
		id := upserted(t, s, system(t), CustomerInput{Key: "K-1"})[0]
		named, _, err := s.NameRight(system(t), later.ID, `"1"`, " K-1 ")
		if err != nil || named.CustomerID != id || named.Nobody || named.Subject != subjectOf(later.ID, "K-1") || named.AskedBy != "Ann Lee" {
			t.Fatalf("%+v %v", named, err)
		}
		if _, _, err := s.AnswerNothing(system(t), later.ID, "", "nothing"); keyOf(err) != "right.held" {
			t.Errorf("nothing is held of a customer: %v", err)
		}
		if _, _, err := s.NameRight(system(t), later.ID, "", "K-1"); keyOf(err) != "right.named" {
			t.Errorf("named twice: %v", err)
		}
		ask("Cy")
		counts, err := s.CountRights(system(t))
		if err != nil || counts != (RightCounts{Open: 2, Nobody: 1, Nothing: 1}) {
			t.Errorf("%+v %v", counts, err)
		}
		list, err := s.ListRights(system(t), true, RightPlace{}, 10)
		if err != nil || len(list) != 2 {
			t.Errorf("open: %+v %v", list, err)
		}
		viewer := as(t, s, "v", access.Grant{Role: access.Analyst, Scope: access.Whole(), Rows: access.RowsAll})
		for name, err := range map[string]error{
			"asks": third(s.AskRight(viewer, RightInput{Kind: RightExport, AskedBy: "x"})), "names": third(s.NameRight(viewer, later.ID, "", "K-1")),
			"answers": third(s.AnswerNothing(viewer, later.ID, "", "x")), "counts": second(s.CountRights(viewer)),
		} {
			if !fault.Is(err, fault.CodeForbidden) {
				t.Errorf("an analyst %s: %v", name, err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }
