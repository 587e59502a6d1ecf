package outreach

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// world is the room over a store, with a survey that is open and a clock of its own.
type world struct {
	*Service
	mu      sync.Mutex
	clock   time.Time
	program string
	measure string
	survey  measure.Survey
	mails   []Mail
	letter  string // that waves mail
	known   map[string]int
	segment []string
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) pass(days int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(time.Duration(days) * 24 * time.Hour)
}

func (w *world) AnsweredSince(context.Context, record.Querier, []string, []string, time.Time) (map[string]int, error) {
	return w.known, nil
}

// SegmentMembers are those of the one segment there is.
func (w *world) SegmentMembers(_ context.Context, segment, after string, limit int) (out []string, err error) {
	if segment != "all" {
		return nil, fault.NotFound("segment")
	}
	for _, id := range w.segment {
		if id > after && len(out) < limit {
			out = append(out, id)
		}
	}
	return out, nil
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	recordtest.Each(t, tables(), func(t *testing.T, store *record.Store) { test(t, newWorld(t, store)) })
}

func tables() []fs.FS {
	return []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), measure.Migrations(), Migrations()}
}

func newWorld(t testing.TB, store *record.Store) *world {
	t.Helper()
	w := &world{clock: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	rooms := people.NewService(people.Options{Store: store, Now: w.now, NewID: newID})
	measures := measure.NewService(store, w.now, newID)
	w.Service = NewService(Options{
		Store: store, People: rooms, Measure: measures, Now: w.now, NewID: newID, Seed: func() int64 { return 7 }, PublicURL: func(context.Context) string { return "https://cx.example.org" },
		Secret: func(text string) []byte { sum := sha256.Sum256([]byte("key" + text)); return sum[:] }, Members: w, Answered: w,
		Mail: func(_ context.Context, _ *record.Tx, mails []Mail) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.mails = append(w.mails, mails...)
			return nil
		},
	})
	w.open(t, store, measures)
	l, _, err := w.CreateLetter(owner(t), w.program, "How likely?", letter.Content{Languages: []string{"en"}, Subject: questionnaire.Words{"en": "How was it?"},
		Text: questionnaire.Words{"en": "Tell us."}, Button: questionnaire.Words{"en": "Begin"}})
	if err != nil {
		t.Fatal(err)
	}
	w.letter = l.ID
	return w
}

// open publishes a survey that asks one measure.
func (w *world) open(t testing.TB, store *record.Store, measures *measure.Service) {
	t.Helper()
	ctx := owner(t)
	p, _, err := purpose.NewService(store, w.now, newID).Create(ctx, "Feedback", "")
	if err != nil {
		t.Fatal(err)
	}
	w.program = p.ID
	m, _, err := measures.Create(ctx, measure.Measure{ProgramID: p.ID, Name: "Recommend", Intent: measure.Advocacy, Scale: measure.Numbered(0, 10, measure.Up), Metric: measure.NPS})
	if err != nil {
		t.Fatal(err)
	}
	w.measure = m.ID
	words := func(s string) questionnaire.Words { return questionnaire.Words{"en": s} }
	made, _, err := measures.CreateSurvey(ctx, measure.NewSurvey{ProgramID: p.ID, Name: "Crossing", Document: &questionnaire.Document{
		Title: words("Crossing"), Languages: []string{"en"},
		Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "told", Kind: questionnaire.KindScale, Text: words("How likely?"), MeasureID: m.ID, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11}}}}},
		Ends:     []questionnaire.End{{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: words("Thank you")}},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentPerson, Privacy: words("Two years."), Controller: "Halden Ferries"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if w.survey, _, _, err = measures.PublishSurvey(ctx, made.ID, "", measure.Publishing{Reasons: map[string]string{m.ID: "We start with it."}}); err != nil {
		t.Fatal(err)
	}
}

func owner(t testing.TB) context.Context {
	return access.With(t.Context(), access.Who{UserID: "u", Name: "Pat", Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}}})
}

// customers makes n, with keys from the prefix, and gives their ids.
func (w *world) customers(t testing.TB, prefix string, n int, also func(i int, in *people.CustomerInput)) []string {
	t.Helper()
	var ids []string
	for from := 0; from < n; from += 1000 {
		_, err := w.Store.Write(access.System(t.Context(), "test"), func(ctx context.Context, tx *record.Tx) error {
			var all []people.CustomerInput
			for i := from; i < min(n, from+1000); i++ {
				key := fmt.Sprintf("%s%05d", prefix, i)
				in := people.CustomerInput{Key: key, Email: new(key + "@example.org")}
				if also != nil {
					also(i, &in)
				}
				all = append(all, in)
			}
			done, err := w.People.UpsertCustomersIn(ctx, tx, all)
			for _, d := range done {
				if d.Err != nil {
					t.Fatal(d.Err)
				}
				ids = append(ids, d.ID)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// wave makes one and takes steps with it, working it off after each.
func (w *world) wave(t *testing.T, settings WaveSettings, keys []string, steps ...Step) Wave {
	t.Helper()
	if settings.By != ByLinks {
		settings.LetterID = w.letter
	}
	made, _, err := w.CreateWave(owner(t), NewWave{SurveyID: w.survey.ID, Name: "A wave", Settings: settings, Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return w.steps(t, made.ID, steps...)
}

func (w *world) steps(t *testing.T, id string, steps ...Step) (out Wave) {
	t.Helper()
	for _, step := range steps {
		if _, _, err := w.TakeStep(owner(t), id, "", step); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
		if err := w.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	out, err := w.Wave(owner(t), id)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// reasons are how many of a wave have each, those of rules by the rule's name.
func (w *world) reasons(t *testing.T, id string) map[string]int64 {
	t.Helper()
	c, err := w.Counts(owner(t), id)
	if err != nil {
		t.Fatal(err)
	}
	out, all := map[string]int64{}, int64(0)
	for _, r := range c.Reasons {
		name := r.Reason
		if r.Rule != "" {
			name = r.Rule
		}
		out[name] += r.Count
		all += r.Count
	}
	if all != c.Considered {
		t.Errorf("%d reasons for %d people", all, c.Considered)
	}
	return out
}

func (w *world) count(t *testing.T, table, where string, args ...any) (n int64) {
	t.Helper()
	err := w.Store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT count(*) FROM "+table+" WHERE "+where, args...).Scan(ctx, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
