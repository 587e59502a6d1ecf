package listen

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestStrengthCounts: people who differ within a firm and a segment, one with
// two documents, one who speaks for and against alike.
func TestStrengthCounts(t *testing.T) {
	t.Parallel()
	voices := []Voice{
		{Person: "a", Account: "x", Segment: "busy", For: 2}, {Person: "a", Account: "x", Segment: "busy", Against: 1}, // for: more is
		{Person: "b", Account: "x", Segment: "busy", For: 1},
		{Person: "c", Account: "y", Segment: "free", Against: 1},
		{Person: "d", Account: "z", Segment: "free", For: 1, Against: 1}, // divided
		{Person: "e", Account: "y", Segment: "free"},                     // silent
		{Person: "f", Segment: "rare"},
		{Person: "g"},
	}
	want := FindingStrengths{
		People: VoiceCounts{Of: 7, For: 2, Against: 1, Divided: 1, Silent: 3}, Accounts: VoiceCounts{Of: 3, For: 1, Against: 1, Divided: 1},
		Segments: VoiceCounts{Of: 3, For: 1, Against: 1, Silent: 1},
		Groups:   []VoiceGroup{{"free", VoiceCounts{Of: 3, Against: 1, Divided: 1, Silent: 1}}, {"busy", VoiceCounts{Of: 2, For: 2}}, {"rare", VoiceCounts{Of: 1, Silent: 1}}, {"", VoiceCounts{Of: 1, Silent: 1}}},
		Places:   []VoicePlace{},
	}
	r := rand.New(rand.NewPCG(5, 1340))
	for range 20 {
		if got := ComputeStrength(voices); !reflect.DeepEqual(got, want) {
			t.Fatalf("counted %+v\nwant %+v", got, want)
		}
		r.Shuffle(len(voices), func(i, j int) { voices[i], voices[j] = voices[j], voices[i] })
	}
	sum := func(c VoiceCounts) int { return c.For + c.Against + c.Divided + c.Silent }
	for range 200 { // everybody stands somewhere, once
		var some []Voice
		for range r.IntN(30) {
			some = append(some, Voice{Person: string(rune('a' + r.IntN(9))), Account: []string{"", "x", "y"}[r.IntN(3)], Segment: []string{"", "s", "t"}[r.IntN(3)], For: r.IntN(2), Against: r.IntN(2)})
		}
		s := ComputeStrength(some)
		people := 0
		for _, g := range s.Groups {
			people += g.Of
		}
		if sum(s.People) != s.People.Of || sum(s.Accounts) != s.Accounts.Of || sum(s.Segments) != s.Segments.Of || people != s.People.Of {
			t.Fatalf("%+v of %+v", s, some)
		}
	}
}

// claimed is a finding of Rita's in a study with transcripts: one released, one
// not, one of somebody who consents no more.
type claimed struct {
	bench
	rita, otto, vera     context.Context
	study                Study
	open, closed, silent string
	finding              Finding
}

func newClaimed(t *testing.T, b bench) *claimed {
	t.Helper()
	c := &claimed{bench: b, rita: as(t.Context(), "rita", access.Researcher), otto: as(t.Context(), "otto", access.Analyst), vera: as(t.Context(), "vera", access.Viewer)}
	var err error
	if c.study, _, err = b.CreateStudy(c.rita, Study{ProgramID: b.program, Name: "One"}); err != nil {
		t.Fatal(err)
	}
	c.open, c.closed, c.silent = b.transcript(t, c.study.ID, 1, ConsentFirm, true), b.transcript(t, c.study.ID, 2, ConsentPerson, false), b.transcript(t, c.study.ID, 3, "", true)
	c.finding, _, err = b.CreateFinding(c.rita, Finding{ProgramID: b.program, StudyID: c.study.ID, Claim: " They wait for  invoices. ", Kind: Feel, GroupBy: "trade"})
	if err != nil || c.finding.Claim != "They wait for invoices." || c.finding.State != FindingProposed || c.finding.CreatedBy != "Rita" {
		t.Fatalf("made %+v %v", c.finding, err)
	}
	return c
}

// say puts the second sentence of a document with the finding, but for its last
// character.
func (c *claimed) say(t *testing.T, document string, side Side) string {
	t.Helper()
	id := c.NewID()
	f, _, err := c.AddExcerpt(c.rita, c.finding.ID, NewExcerpt{ID: id, DocumentID: document, Side: side, Passage: Passage{FromN: 2, FromPos: 0, ToN: 2, ToPos: 33}})
	if err != nil {
		t.Fatal(err)
	}
	c.finding = f
	return id
}

// TestPeopleAreToldApartByTheirSegment: by that of customers out of which they
// were chosen, named where it is everybody's.
func TestPeopleAreToldApartByTheirSegment(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newClaimed(t, b)
		c.say(t, c.open, For)
		own, all := b.NewID(), b.NewID()
		_, err := b.Store.Write(t.Context(), func(ctx context.Context, tx *record.Tx) error {
			for id, name := range map[string]string{all: "Large plants", own: "Those I doubt"} {
				if _, err := tx.Exec(ctx, "INSERT INTO segment (id, name, name_key, rule, owner_id, shared, created_at, updated_at, version) VALUES (?, ?, ?, '{}', 'rita', ?, 1, 1, 1)", id, name, name, id == all); err != nil {
					return err
				}
			}
			for document, segment := range map[string]string{c.open: all, c.closed: own} {
				if _, err := tx.Exec(ctx, "UPDATE interview SET segment_id = ? WHERE id = (SELECT interview_id FROM document WHERE id = ?)", segment, document); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := b.UpdateFinding(c.rita, c.finding.ID, "", FindingChange{GroupBy: new(BySegment)}); err != nil {
			t.Fatal(err)
		}
		s, err := b.FindingStrength(c.rita, c.finding.ID)
		if err != nil || len(s.Groups) != 2 {
			t.Fatalf("%+v %v", s.Groups, err)
		}
		for _, g := range s.Groups {
			if g.Value == "Large plants" && g.For != 1 || g.Value == "" && g.Silent != 1 || g.Value == "Those I doubt" {
				t.Errorf("a group is %+v", g)
			}
		}
	})
}

// TestNoFindingIsPublishedWithoutAnExcerpt, and none loses its last one, nor the
// last that its state rests on.
func TestNoFindingIsPublishedWithoutAnExcerpt(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newClaimed(t, b)
		conflict := func(what string, err error, key string) {
			t.Helper()
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != fault.CodeConflict || f.Key != key {
				t.Errorf("%s: %v", what, err)
			}
		}
		_, _, err := b.PublishFinding(c.rita, c.finding.ID)
		conflict("published bare", err, "finding.no_excerpt")
		_, _, err = b.SetFindingState(c.rita, c.finding.ID, "", FindingSupported, "")
		conflict("supported by nothing", err, "finding.none_for")
		last := c.say(t, c.open, For)
		_, _, err = b.SetFindingState(c.rita, c.finding.ID, "", FindingContradicted, "")
		conflict("contradicted by nothing", err, "finding.none_against")
		if f, _, err := b.PublishFinding(c.rita, c.finding.ID); err != nil || f.PublishedAt == nil || f.For != 1 {
			t.Fatalf("published %+v %v", f, err)
		}
		_, _, err = b.RemoveExcerpt(c.rita, c.finding.ID, last)
		conflict("its last excerpt gone", err, "finding.no_excerpt")
		_, _, err = b.AddExcerpt(c.rita, c.finding.ID, NewExcerpt{ID: b.NewID(), DocumentID: c.open, Side: Against, Passage: Passage{FromN: 2, FromPos: 0, ToN: 2, ToPos: 33}})
		conflict("the same passage on both sides", err, "finding.excerpt_there")
		against := c.say(t, c.closed, Against)
		if _, _, err := b.SetFindingState(c.rita, c.finding.ID, "", FindingContradicted, "She was right."); err != nil {
			t.Fatal(err)
		}
		_, _, err = b.RemoveExcerpt(c.rita, c.finding.ID, against)
		conflict("what contradicts it gone", err, "finding.none_against")
		if _, _, err := b.SetFindingState(c.rita, c.finding.ID, "", FindingRetired, " "); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("retired without a reason: %v", err)
		}
		f, _, err := b.SetFindingState(c.rita, c.finding.ID, "", FindingRetired, "Nobody waits any more.")
		if err != nil || f.State != FindingRetired || f.Reason != "Nobody waits any more." {
			t.Fatalf("retired %+v %v", f, err)
		}
		steps, err := b.FindingHistory(c.rita, c.finding.ID)
		if err != nil || len(steps) != 4 || steps[0].What != "retired" || steps[0].By != "Rita" || steps[3].What != "created" {
			t.Errorf("its history: %+v %v", steps, err)
		}
		refs := map[string]FindingRef{}
		if err := b.view(t.Context(), func(ctx context.Context, q record.Querier) (err error) {
			refs, err = FindingsIn(ctx, q, []string{f.ID, b.NewID()})
			return err
		}); err != nil || len(refs) != 1 || refs[f.ID].State != FindingRetired || !refs[f.ID].Published || refs[f.ID].Against != 1 {
			t.Errorf("other rooms know %+v %v", refs, err)
		}
	})
}

// TestQuotesKeepConfidence: whoever is no researcher reads of a finding what was
// released, masked; who reads no interviews the counts; nobody what is no longer
// consented to.
func TestQuotesKeepConfidence(t *testing.T) {
	eachBench(t, func(t *testing.T, b bench) {
		c := newClaimed(t, b)
		for _, of := range []string{c.open, c.closed, c.silent} {
			c.say(t, of, For)
		}
		if c.finding.For != 2 {
			t.Errorf("%d excerpts count", c.finding.For)
		}
		if _, err := b.GetFinding(c.otto, c.finding.ID); !fault.Is(err, fault.CodeNotFound) {
			t.Errorf("an analyst reads what is not published: %v", err)
		}
		if all, err := b.Findings(c.otto, b.program, FindingFilter{}, "", 10); err != nil || len(all) != 0 {
			t.Errorf("an analyst lists %+v %v", all, err)
		}
		if _, _, err := b.PublishFinding(c.rita, c.finding.ID); err != nil {
			t.Fatal(err)
		}
		for who, ctx := range map[string]context.Context{"rita": c.rita, "otto": c.otto, "vera": c.vera} {
			quotes, err := b.Excerpts(ctx, c.finding.ID, NoSide, "", 10)
			var texts []string
			for _, e := range quotes {
				texts = append(texts, e.Text)
			}
			want := map[string]string{"rita": "Zoe Müller waited for the invoice|Zoe Müller waited for the invoice", "otto": "[name] waited for the invoice", "vera": ""}[who]
			if got := strings.Join(texts, "|"); err != nil || got != want {
				t.Errorf("%s reads %q, want %q, %v", who, got, want, err)
			}
			s, err := b.FindingStrength(ctx, c.finding.ID)
			if err != nil || s.People != (VoiceCounts{Of: 2, For: 2}) || len(s.Places) != 1 || s.Places[0].For != 2 {
				t.Errorf("%s counts %+v %v", who, s, err)
			}
		}
		for _, path := range []string{"", "/excerpts", "/strength", "/history"} {
			for _, ctx := range []context.Context{c.otto, c.vera} {
				if status, answer := b.ask(ctx, "GET", "/api/findings/"+c.finding.ID+path, "", ""); status != 200 || strings.Contains(answer, "Zoe") || strings.Contains(answer, "Müller") {
					t.Errorf("%s: %d %s", path, status, answer)
				}
			}
		}
		if _, _, err := b.UpdateFinding(c.otto, c.finding.ID, "", FindingChange{Claim: new("Otto says so.")}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("an analyst writes: %v", err)
		}
		lea := as(t.Context(), "lea", access.Researcher)
		_, _, err := b.AddExcerpt(lea, c.finding.ID, NewExcerpt{ID: b.NewID(), DocumentID: c.open, Side: For, Passage: Passage{FromN: 2, ToN: 2, ToPos: 3}})
		if !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("one who is no researcher of the study quotes: %v", err)
		}
	})
}
