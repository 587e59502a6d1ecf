package app

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/understand"
)

// reasoning is a survey that asks a score and a list of reasons.
type reasoning struct {
	list   measure.ReasonList
	survey measure.Survey
	to     respondent
	given  []reasonGiven
}

type reasonGiven struct {
	score       int
	reason, own string
}

func newReasoning(t *testing.T, a *App, program, score string) *reasoning {
	t.Helper()
	ctx := access.System(t.Context(), "test")
	l, _, err := a.measure.CreateReasonList(ctx, program, "", "en")
	if err != nil {
		t.Fatal(err)
	}
	d := &questionnaire.Document{
		Title: said("After the crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "told", Kind: questionnaire.KindScale, Text: said("Would you recommend us?"), MeasureID: score, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Points: 11}}}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentPerson, Privacy: said("Two years."), Controller: "Halden"},
	}
	s, _, err := a.measure.CreateSurvey(ctx, measure.NewSurvey{ProgramID: program, Name: "Reasons", Document: d})
	if err == nil {
		_, _, err = a.measure.AskReasons(ctx, l.ID, s.ID)
	}
	if err == nil {
		s, _, _, err = a.measure.PublishSurvey(ctx, s.ID, "", measure.Publishing{Reasons: map[string]string{score: "The board follows it."}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return &reasoning{list: l, survey: s, to: newRespondent(a)}
}

func (r *reasoning) answer(t *testing.T, g reasonGiven) {
	t.Helper()
	at := r.to.ask(t, "POST", "/s/"+r.survey.Slug, nil).Header().Get("Location")
	form := url.Values{"page": {"one"}, "whole": {"1"}, "go": {"next"}, "q.main_reason": {g.reason}, "q.main_reason.other": {g.own}}
	if g.score >= 0 {
		form.Set("q.told", strconv.Itoa(g.score))
	}
	if done := r.to.ask(t, "POST", at, form); done.Code != http.StatusOK || !strings.Contains(done.Body.String(), "Thank you") {
		t.Fatalf("sent: %d %.1500s", done.Code, done.Body)
	}
	r.given = append(r.given, g)
}

func classOfScore(score int) string {
	switch {
	case score < 0:
		return "none"
	case score >= 9:
		return "promoter"
	case score <= 6:
		return "detractor"
	}
	return "passive"
}

// agrees holds a result against plain loops over what was answered; read says as which
// reason own words count.
func (r *reasoning) agrees(t *testing.T, what string, got understand.ReasonShares, read map[string]string) {
	t.Helper()
	type counts struct{ chosen, read map[string]int64 }
	n, by := map[string]int64{}, map[string]counts{}
	for _, g := range r.given {
		for _, group := range []string{"", classOfScore(g.score)} {
			if by[group].chosen == nil {
				by[group] = counts{map[string]int64{}, map[string]int64{}}
			}
			n[group]++
			if code := read[g.own]; g.reason == "other" && code != "" {
				by[group].read[code]++
			} else {
				by[group].chosen[g.reason]++
			}
		}
	}
	check := func(g understand.ReasonGroup) {
		t.Helper()
		if g.N != n[g.Class] || len(g.Items) != len(got.Reasons) {
			t.Fatalf("%s: %q has %d answers by %d reasons, want %d", what, g.Class, g.N, len(g.Items), n[g.Class])
		}
		sum := 0.0
		for i, item := range g.Items {
			want := by[g.Class]
			if item.Code == "" || item.Code != got.Reasons[i].Code || g.Class == "" && item.Chosen+item.Read == 0 || item.Chosen != want.chosen[item.Code] || item.Read != want.read[item.Code] {
				t.Errorf("%s: %q: %+v, want chosen %d, read %d", what, g.Class, item, want.chosen[item.Code], want.read[item.Code])
			}
			f := item.Share
			if f.Value == nil || f.Low == nil || f.High == nil || f.N != g.N || f.Method != "wilson" || *f.Low > *f.Value || *f.High < *f.Value {
				t.Fatalf("%s: %q %s: %+v", what, g.Class, item.Code, f)
			}
			if want := float64(item.Chosen+item.Read) / float64(g.N); math.Abs(*f.Value-want) > 1e-12 {
				t.Errorf("%s: %q %s: share %v, want %v", what, g.Class, item.Code, *f.Value, want)
			}
			if (item.Others != nil) != (g.Class != "") {
				t.Errorf("%s: %q %s: beside the others: %+v", what, g.Class, item.Code, item.Others)
			}
			sum += *f.Value
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: %q: shares make %v", what, g.Class, sum)
		}
	}
	check(got.Total)
	for _, g := range got.Groups {
		check(g)
	}
}

// TestReasonsComeFromTheAnswers: the reasons that people choose are counted beside the
// score of the same answer. Own words count as a reason once somebody says so, those
// that come later too, and as none again when it is taken back; facts made anew agree.
func TestReasonsComeFromTheAnswers(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		f := newFirm(t, a, b)
		r := newReasoning(t, a, f.a, f.measureA)
		ctx := access.System(t.Context(), "test")
		random := rand.New(rand.NewPCG(3, 4))
		own := []string{"Parking far away", "No parking at all", "Parking is too small"}
		for i := range 60 {
			g := reasonGiven{score: random.IntN(12) - 1, reason: r.list.Reasons[random.IntN(3)].Code}
			if g.score >= 0 && g.score < 7 && i%2 == 0 {
				g.reason, g.own = "other", own[i%3]
			}
			if i%20 == 0 {
				g.reason, g.own = "other", "Sunshine"
			}
			r.answer(t, g)
		}
		path := "/api/reason-lists/" + r.list.ID + "/shares"
		read := func(query string) (out understand.ReasonShares) {
			t.Helper()
			position, err := a.record.Position(t.Context())
			if err == nil {
				err = a.facts.WaitFor(t.Context(), position)
			}
			if err != nil {
				t.Fatal(err)
			}
			status, body := b.ask(ctx, "GET", path+query, nil)
			if err := json.Unmarshal([]byte(body), &out); err != nil || status != http.StatusOK {
				t.Fatalf("%d %v %s", status, err, body)
			}
			return out
		}
		beside := "?beside=" + f.measureA
		first := read(beside)
		r.agrees(t, "at first", first, nil)
		if len(first.Groups) < 3 || first.Groups[0].Class != "promoter" || first.Compared == 0 || first.Reasons[len(first.Reasons)-1].Code != "other" ||
			len(first.Measures) != 1 || first.Measures[0].ID != f.measureA || first.Beside.Name != "Recommend A" {
			t.Fatalf("groups %+v, measures %+v", first.Groups, first.Measures)
		}

		parked := map[string]string{}
		decide := func() (stems string) {
			found, err := a.measure.Proposals(ctx, r.list.ID)
			if err != nil || len(found.Proposals) == 0 {
				t.Fatalf("%+v %v", found, err)
			}
			stems = found.Proposals[0].Stems
			l, _, err := a.measure.DecideReason(ctx, r.list.ID, "", measure.Deciding{Stems: stems, Verdict: measure.ReasonAccepted, Text: questionnaire.Words{"en": "Parking", "fr": "Stationnement"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, words := range own {
				parked[words] = l.Reasons[len(l.Reasons)-1].Code
			}
			return stems
		}
		stems := decide()
		r.agrees(t, "after it was accepted", read(beside), parked)
		r.answer(t, reasonGiven{score: 3, reason: "other", own: own[0]})
		after := read(beside)
		r.agrees(t, "with words that came later", after, parked)
		if named := after.Reasons[len(after.Reasons)-2]; after.Total.Items[len(after.Total.Items)-1].Chosen != 3 {
			t.Errorf("none of the list: %+v, before it %+v", after.Total.Items, named)
		}
		opened := func() string {
			t.Helper()
			var id string
			err := a.record.View(ctx, func(ctx context.Context, q record.Querier) error {
				return q.NewRaw("SELECT response_id FROM answering WHERE survey_id = ? ORDER BY started_at DESC, response_id DESC LIMIT 1", r.survey.ID).Scan(ctx, &id)
			})
			if err != nil {
				t.Fatal(err)
			}
			answered, err := a.answers.Get(ctx, r.survey.ID, id)
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(answered)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if got := opened(); !strings.Contains(got, `"said":"`+own[0]+`"`) || !strings.Contains(got, `"read":{"code":"`+parked[own[0]]+`","text":{"en":"Parking","fr":"Stationnement"},"by_name":"test"`) {
			t.Errorf("an answer whose words are read: %s", got)
		}
		if err := a.facts.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		r.agrees(t, "made anew", read(beside), parked)
		if _, _, err := a.measure.UndoDecision(ctx, r.list.ID, "", stems); err != nil {
			t.Fatal(err)
		}
		r.agrees(t, "taken back", read(""), nil)
		if got := opened(); !strings.Contains(got, `"said":"`+own[0]+`"`) || strings.Contains(got, `"read":`) {
			t.Errorf("an answer whose words are read no more: %s", got)
		}

		if auto := read("?beside=auto"); auto.Beside == nil || auto.Beside.ID != f.measureA || len(auto.Groups) != len(first.Groups) {
			t.Errorf("beside the measure answered most often: %+v", auto)
		}
		if by := read("?by=channel"); len(by.Groups) != 1 || by.Groups[0].Key.Label != "survey" || by.Groups[0].N != 61 {
			t.Errorf("by channel: %+v", by.Groups)
		}
		if by := read("?period=month"); len(by.Groups) != 1 || by.Groups[0].Period == nil {
			t.Errorf("by month: %+v", by.Groups)
		}
		for query, want := range map[string]int{"?beside=" + f.measureB: 422, "?beside=x": 422, "?by=nothing": 422, "?by=channel&beside=" + f.measureA: 422} {
			if status, body := b.ask(ctx, "GET", path+query, nil); status != want {
				t.Errorf("%s: %d %s", query, status, body)
			}
		}
		elsewhere := access.With(t.Context(), access.Who{UserID: "u", Grants: []access.Grant{{Role: access.Lead, Scope: access.Program(f.b), Rows: access.RowsAll}}})
		for of, want := range map[string]int{path: 404, fmt.Sprintf("/api/reason-lists/%s/shares", newID()): 404} {
			if status, body := b.ask(elsewhere, "GET", of, nil); status != want {
				t.Errorf("%s from another program: %d %s", of, status, body)
			}
		}
	})
}

// TestReasonsAreSharesAsAnyOther: of customers who answer often, by many and by few of
// them, the share of a reason has the interval of a measure that says the same.
func TestReasonsAreSharesAsAnyOther(t *testing.T) {
	onEngines(t, func(t *testing.T, a *App) {
		b := newBare(a)
		f := newFirm(t, a, b)
		ctx := access.System(t.Context(), "test")
		l, _, err := a.measure.CreateReasonList(ctx, f.a, "", "en")
		if err != nil {
			t.Fatal(err)
		}
		like := b.must(t, ctx, "POST", "/api/measures", map[string]any{
			"program_id": f.a, "name": "Says the first", "intent": "root_cause", "metric": "share", "scale": map[string]any{"min": 0, "max": 1, "direction": "up", "good": []int{1}},
		})
		random := rand.New(rand.NewPCG(5, 6))
		for channel, customers := range map[string]int{"many": 400, "some": 30, "few": 6, "alone": 4} {
			var in []collect.ResponseInput
			for customer := range customers {
				usual := random.IntN(3)
				for range 1 + random.IntN(4) {
					i := usual
					if random.IntN(4) == 0 {
						i = random.IntN(3)
					}
					first := float64(0)
					if i == 0 {
						first = 1
					}
					in = append(in, collect.ResponseInput{ID: newID(), ProgramID: f.a, Channel: channel, CustomerKey: fmt.Sprint(channel, "-", customer), Answers: []collect.AnswerInput{
						{MeasureID: like, Score: &first}, {Question: "Why?", Choice: "as said", Asked: collect.ReasonsID(l.ID), Code: l.Reasons[i].Code}}})
				}
			}
			for part := range slices.Chunk(in, 1000) {
				if got, err := a.collect.RecordResponses(ctx, part); err != nil || len(got.Rejected) > 0 {
					t.Fatalf("%v %+v", err, got.Rejected)
				}
			}
		}
		position, err := a.record.Position(ctx)
		if err == nil {
			err = a.facts.WaitFor(ctx, position)
		}
		if err != nil {
			t.Fatal(err)
		}
		var shares understand.ReasonShares
		var metric understand.MetricResult
		for path, into := range map[string]any{"/api/reason-lists/" + l.ID + "/shares?by=channel": &shares, "/api/metrics?by=channel&measure=" + like: &metric} {
			status, body := b.ask(ctx, "GET", path, nil)
			if err := json.Unmarshal([]byte(body), into); err != nil || status != http.StatusOK {
				t.Fatalf("%s: %d %v %s", path, status, err, body)
			}
		}
		figure := func(g understand.ReasonGroup) string {
			for _, item := range g.Items {
				if item.Code == l.Reasons[0].Code {
					return fmt.Sprintf("%d %.9f %.9f %.9f %.6f %s %s", item.Share.N, *item.Share.Value, orNaN(item.Share.Low), orNaN(item.Share.High), item.Share.Deff, item.Share.Method, item.Share.Trouble)
				}
			}
			return "none"
		}
		want := func(m understand.MetricCell) string {
			return fmt.Sprintf("%d %.9f %.9f %.9f %.6f %s %s", m.Figure.N, *m.Figure.Value, orNaN(m.Figure.Low), orNaN(m.Figure.High), m.Figure.Deff, m.Figure.Method, m.Figure.Trouble)
		}
		if got, want := figure(shares.Total), want(metric.Total); got != want {
			t.Errorf("in all %s, the measure %s", got, want)
		}
		methods := map[string]bool{}
		for _, g := range shares.Groups {
			for _, cell := range metric.Cells {
				if cell.Key[0].Label == g.Key.Label {
					if got, want := figure(g), want(cell); got != want {
						t.Errorf("%s: %s, the measure %s", g.Key.Label, got, want)
					}
					methods[cell.Figure.Method+cell.Figure.Trouble] = true
				}
			}
			for _, item := range g.Items {
				if item.Others.Value == nil || item.Others.P == nil && item.Others.Trouble == "" {
					t.Errorf("%s %s beside the others: %+v", g.Key.Label, item.Code, item.Others)
				}
			}
		}
		if len(shares.Groups) != 4 || len(methods) < 3 || !slices.Contains(shares.Notes, "related_answers") {
			t.Errorf("%d groups by %v, notes %v", len(shares.Groups), methods, shares.Notes)
		}
	})
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}
