package trial

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mostFilled is how many answers chance gives at once, and mostRefused how often it
// tries a page.
const (
	mostFilled  = 500
	mostRefused = 40
	mostSteps   = 2000
	mostPlaces  = questionnaire.MaxLoop
)

// TestFill is what filling a survey by chance has found.
type TestFill struct {
	Number     int64        `json:"number" doc:"Of the version that was filled; 0 for the draft."`
	At         time.Time    `json:"at"`
	N          int          `json:"n" doc:"How many answered by chance."`
	Complete   int          `json:"complete"`
	Screened   int          `json:"screened"`
	QuotaFull  int          `json:"quota_full" doc:"Always 0 unless a branch leads to such an end: no quota is full for a test."`
	Stuck      int          `json:"stuck" doc:"How many came to no end: what they sent to a page was refused 40 times."`
	Pages      []FilledPage `json:"pages" nullable:"false" doc:"All of the document, in its order."`
	Ends       []FilledEnd  `json:"ends" nullable:"false"`
	StuckPages []StuckPage  `json:"stuck_pages" nullable:"false"`
}

// FilledPage is how many have met a page.
type FilledPage struct {
	Code      string           `json:"code"`
	Title     string           `json:"title,omitempty"`
	Reached   int              `json:"reached"`
	Questions []FilledQuestion `json:"questions" nullable:"false"`
}

// FilledQuestion is how many have met a question.
type FilledQuestion struct {
	Code    string `json:"code"`
	Text    string `json:"text"`
	Reached int    `json:"reached"`
}

// FilledEnd is how many have come to an end.
type FilledEnd struct {
	Code    string `json:"code"`
	Title   string `json:"title"`
	Reached int    `json:"reached"`
}

// StuckPage is where some could not go on, and what was said to them most.
type StuckPage struct {
	Page     string `json:"page"`
	Question string `json:"question,omitempty"`
	Key      string `json:"key" doc:"As in what is said to whoever answers: required, rule, few ..."`
	N        int    `json:"n"`
}

// Fill has n people, 1 to 500, walk through a draft (number 0) or a version by chance,
// and tells what they met. What they answered is kept as tests. The same seed gives the
// same answers.
func (s *Service) Fill(ctx context.Context, survey string, number int64, n int, seed uint64) (out TestFill, position log.Position, err error) {
	if _, err := s.mayWrite(ctx, survey); err != nil {
		return out, 0, err
	}
	if n < 1 || n > mostFilled {
		return out, 0, fault.Invalid("n", "Fill with 1 to 500 answers at once.").Keyed("test.fill")
	}
	asked, err := s.askedBy(ctx, survey, number)
	if err != nil {
		return out, 0, err
	}
	f := newFilling(s, asked, seed)
	if f.places, err = s.Places(ctx, asked.AskedSurvey, mostPlaces); err != nil {
		return out, 0, err
	}
	for range n {
		if err := ctx.Err(); err != nil {
			return out, 0, fault.Wrap(err, fault.CodeUnavailable, "fill a survey")
		}
		f.one()
	}
	out = f.told()
	found, err := json.Marshal(out)
	if err != nil {
		return out, 0, fault.Wrap(err, fault.CodeInternal, "write what a fill found")
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		tx.Log(Filled, survey)
		if err := s.insert(ctx, tx, asked, f.tests); err != nil {
			return err
		}
		return writeFill(ctx, tx, survey, string(found))
	})
	return out, position, err
}

// askedBy is what the caller, who may see the survey, tests of it.
func (s *Service) askedBy(ctx context.Context, survey string, number int64) (Asked, error) {
	of, err := s.Measure.Survey(ctx, survey)
	if err == nil && (number < 0 || number > of.Published) {
		err = fault.Invalid("number", "This survey has no such version.").Keyed("test.version")
	}
	if err != nil {
		return Asked{}, err
	}
	return s.asked(access.System(ctx, "test"), survey, number)
}

// LastFill is what the last fill of a survey that the caller may see has found; false
// where there was none, or its tests were removed.
func (s *Service) LastFill(ctx context.Context, survey string) (out TestFill, is bool, err error) {
	if _, err := s.Measure.Survey(ctx, survey); err != nil {
		return out, false, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := readFill(ctx, q, survey)
		if err != nil || found == "" {
			return err
		}
		is = true
		return fault.Wrap(json.Unmarshal([]byte(found), &out), fault.CodeInternal, "read what a fill found")
	})
	return out, is, err
}

// filling walks people through a questionnaire and counts what they meet.
type filling struct {
	service *Service
	asked   Asked
	chance  *questionnaire.Chance
	places  questionnaire.Met // that they may have used
	found   TestFill
	tests   []Test
	stuck   map[StuckPage]int
}

func newFilling(s *Service, asked Asked, seed uint64) *filling {
	f := &filling{
		service: s, asked: asked, chance: asked.Flow.Chance(rand.New(rand.NewPCG(seed, 20))), stuck: map[StuckPage]int{}, //nolint:gosec // no secret
		found: TestFill{Number: asked.Number, At: s.Now().UTC(), Pages: []FilledPage{}, Ends: []FilledEnd{}, StuckPages: []StuckPage{}},
	}
	d, base := asked.Document, asked.Document.Base()
	for _, p := range d.Pages {
		page := FilledPage{Code: p.Code, Title: p.Title.In(base, base), Questions: []FilledQuestion{}}
		for _, q := range p.Questions {
			page.Questions = append(page.Questions, FilledQuestion{Code: q.Code, Text: q.Text.In(base, base)})
		}
		f.found.Pages = append(f.found.Pages, page)
	}
	for _, e := range d.Ends {
		f.found.Ends = append(f.found.Ends, FilledEnd{Code: e.Code, Title: e.Title.In(base, base)})
	}
	return f
}

// one walks one through, as pages without a script do.
func (f *filling) one() {
	state := f.chance.State()
	t := f.service.fresh(f.asked, state.Language, state.Hidden)
	t.Met = someOf(f.places, state.Seed)
	t.Met.Into(&state)
	t.Random, t.Seed, t.Contact, t.hash = true, int64(state.Seed), state.Contact, hashed(newSecret()) //nolint:gosec // bits of a seed
	met, key, refused := map[string]bool{}, "", 0
	for range mostSteps {
		view := f.asked.Flow.Walk(state)
		next, end := view.Next(key)
		if end != nil {
			t.Outcome, t.EndedAs = end.Outcome, end.Code
			if t.Outcome == "" {
				t.Outcome = questionnaire.OutcomeComplete
			}
			break
		}
		page := view.Page(next)
		met[page.Code] = true
		for _, q := range page.Questions {
			met[page.Code+"."+q.Code] = true
		}
		answers, problems := f.asked.Flow.Accept(state, next, f.chance.Form(page))
		if len(problems) == 0 {
			state.Answers, key, refused = answers, next, 0
			continue
		}
		if refused++; refused == mostRefused {
			f.stuck[StuckPage{Page: page.Code, Question: problems[0].Question, Key: problems[0].Key}]++
			break
		}
	}
	t.Answers, t.ChangedAt = state.Answers, t.StartedAt
	f.tests = append(f.tests, t)
	f.count(&t, met)
}

func (f *filling) count(t *Test, met map[string]bool) {
	f.found.N++
	switch t.Outcome {
	case questionnaire.OutcomeComplete:
		f.found.Complete++
	case questionnaire.OutcomeScreened:
		f.found.Screened++
	case questionnaire.OutcomeQuotaFull:
		f.found.QuotaFull++
	default:
		f.found.Stuck++
	}
	for i := range f.found.Pages {
		p := &f.found.Pages[i]
		if met[p.Code] {
			p.Reached++
		}
		for j := range p.Questions {
			if met[p.Code+"."+p.Questions[j].Code] {
				p.Questions[j].Reached++
			}
		}
	}
	for i := range f.found.Ends {
		if t.Outcome != "" && f.found.Ends[i].Code == t.EndedAs {
			f.found.Ends[i].Reached++
		}
	}
}

// told is what was found, with where some were stuck, most first.
func (f *filling) told() TestFill {
	for at, n := range f.stuck {
		at.N = n
		f.found.StuckPages = append(f.found.StuckPages, at)
	}
	slices.SortFunc(f.found.StuckPages, func(a, b StuckPage) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Page+" "+a.Question+" "+a.Key, b.Page+" "+b.Question+" "+b.Key)
	})
	return f.found
}
