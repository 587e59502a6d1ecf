package answers

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
	"github.com/balcony-cx/balcony/internal/web"
)

// fixture is a survey that was published three times, the last time anonymous, and
// those who answered it.
type fixture struct {
	*Service
	t       testing.TB
	ctx     context.Context // as the owner
	handler http.Handler
	collect *collect.Service
	program string
	survey  string
	audited audited
}

type audited struct {
	mu    sync.Mutex
	kinds []string
}

func (a *audited) Audit(context.Context, *record.Tx, string, string, map[string]string) error {
	return nil
}

func (a *audited) Saw(_ context.Context, kind, _ string, details map[string]string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.kinds = append(a.kinds, kind+" "+details["count"])
	return nil
}

func (a *audited) take() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	kinds := strings.Join(a.kinds, ", ")
	a.kinds = nil
	return kinds
}

func migrations() []fs.FS {
	return []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), listen.Migrations(), measure.Migrations(), outreach.Migrations(), collect.Migrations()}
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) { test(t, newFixture(t, store)) })
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func newFixture(t testing.TB, store *record.Store) *fixture {
	now := func() time.Time { return noon }
	f := &fixture{t: t, ctx: access.System(t.Context(), "test")}
	m := measure.NewService(store, now, newID)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	f.Service = New(Options{Store: store, Measure: m, Trial: trial.New(trial.Options{Store: store, Measure: m, Audit: &f.audited, Now: now, NewID: newID}), Audit: &f.audited, Zone: func() *time.Location { return time.UTC }, Log: log})
	programs := purpose.NewService(store, now, newID)
	f.collect = collect.NewService(collect.Options{
		Store: store, Audit: &f.audited, People: people.NewService(people.Options{Store: store, Now: now, NewID: newID}), Purpose: programs, Measure: m,
		Zone: func() *time.Location { return time.UTC }, Now: now, NewID: newID, Log: log,
	})
	mux := http.NewServeMux()
	api := web.NewAPI(mux, "test", log)
	Register(api, f.Service)
	trial.Register(api, f.Trial)
	f.handler = mux
	p, _, err := programs.Create(f.ctx, "Crossing", "")
	if err != nil {
		t.Fatal(err)
	}
	f.program = p.ID
	return f
}

// publish publishes documents as the versions of one survey.
func (f *fixture) publish(versions ...*questionnaire.Document) {
	f.t.Helper()
	s, _, err := f.Measure.CreateSurvey(f.ctx, measure.NewSurvey{ProgramID: f.program, Name: "Crossing", Document: versions[0]})
	for i, d := range versions {
		if err == nil && i > 0 {
			_, _, err = f.Measure.SaveDraft(f.ctx, s.ID, "", d)
		}
		if err == nil {
			_, _, _, err = f.Measure.PublishSurvey(f.ctx, s.ID, "", measure.Publishing{})
		}
	}
	if err != nil {
		raw, _ := json.Marshal(err)
		f.t.Fatalf("%s", raw)
	}
	f.survey = s.ID
}

// answered is somebody who answered.
type answered struct {
	n         int // of the id
	number    int64
	language  string
	outcome   string
	cameBy    string
	minutes   int
	hidden    string
	answers   string // JSON
	consent   string
	customer  string // key
	withdrawn bool
	invited   bool
	words     string
	score     any // number, or nil
	flags     quality.Flags
}

func idOf(n int) string { return fmt.Sprintf("01930000-0000-7000-8000-%012d", n) }

// answer puts somebody into the record as the respondent's page does.
func (f *fixture) answer(a answered) {
	f.t.Helper()
	start := record.Micros(noon.Add(time.Duration(a.n) * time.Hour))
	var prepared *collect.Prepared
	var err error
	if a.outcome == "complete" && !a.withdrawn {
		prepared, err = f.collect.Prepare(f.ctx, collect.ResponseInput{ID: idOf(a.n), ProgramID: f.program, CustomerKey: a.customer, Consent: a.consent, Channel: "survey", Language: a.language,
			Answers: []collect.AnswerInput{{Question: "Why?", Text: a.words + " ok"}}})
	}
	if err != nil {
		f.t.Fatal(err)
	}
	_, err = f.Store.Write(f.ctx, func(ctx context.Context, tx *record.Tx) error {
		receipt, invitation := "", any(nil)
		if a.outcome == "complete" {
			receipt = "r"
		}
		if a.invited {
			invitation = newID()
		}
		hidden := a.hidden
		if hidden == "" {
			hidden = "{}"
		}
		_, err := tx.Exec(ctx, `INSERT INTO answering (token_hash, survey_id, number, program_id, response_id, seed, language, hidden, answers, outcome, receipt, started_at, invitation_id, came_by, changed_at, score, flags)
			VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, fmt.Sprint(a.n), f.survey, a.number, f.program, idOf(a.n), a.language, hidden, a.answers, a.outcome, receipt,
			start, invitation, a.cameBy, start+int64(a.minutes)*60e6, a.score, int64(a.flags))
		if err != nil || prepared == nil {
			return err
		}
		_, err = prepared.Insert(ctx, tx)
		return err
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

// call asks the API as the owner.
func (f *fixture) call(path string) (status int, body string, header http.Header) {
	f.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil).WithContext(f.ctx)
	w := httptest.NewRecorder()
	f.handler.ServeHTTP(w, r)
	return w.Code, w.Body.String(), w.Header()
}

// listed gives the last digits of the ids that a list has.
func (f *fixture) listed(query string) string {
	f.t.Helper()
	status, body, _ := f.call("/api/surveys/" + f.survey + "/responses?" + query)
	if status != http.StatusOK {
		f.t.Fatalf("%s: %d %s", query, status, body)
	}
	var out struct{ Items []SurveyAnswer }
	if err := json.Unmarshal([]byte(body), &out); err != nil {
		f.t.Fatal(err)
	}
	got := ""
	for _, a := range out.Items {
		got += a.ID[len(a.ID)-1:]
	}
	return got
}
