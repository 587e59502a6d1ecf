package answers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/trial"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// TestAnswered is a test as it was asked and answered.
type TestAnswered struct {
	trial.TestAnswer
	Survey      string       `json:"survey" doc:"Its name now."`
	PublishedAs string       `json:"published_as" doc:"Its title as it was tested."`
	Ended       string       `json:"ended,omitempty" doc:"The last page that was shown."`
	Score       *float64     `json:"score,omitempty" doc:"What the answers count by the points of what was tested."`
	Pages       []AskedPage  `json:"pages" nullable:"false" doc:"As far as it went, also where it is not sent."`
	Values      []AskedValue `json:"values" nullable:"false" doc:"That came with the link."`
}

// Test opens a test of a survey that the caller may see.
func (s *Service) Test(ctx context.Context, survey, id string) (TestAnswered, error) {
	of, t, d, err := s.Trial.Get(ctx, survey, id)
	if err != nil {
		return TestAnswered{}, err
	}
	out := TestAnswered{TestAnswer: t.Listed(), Survey: of.Name, PublishedAs: d.Title.In(t.Language, d.Base()), Ended: endOf(d, t.EndedAs, t.Language), Values: []AskedValue{}}
	for _, h := range d.Hidden {
		if v := t.Hidden[h.Code]; v != "" {
			out.Values = append(out.Values, AskedValue{h.Code, v})
		}
	}
	flow, err := s.Measure.Ready(ctx, d)
	if fault.Is(err, fault.CodeInvalid) { // what it speaks of is gone since
		out.Pages = askedPages(plainView(d, &given{row: row{Language: t.Language, Seed: t.Seed}, answers: t.Answers, hidden: t.Hidden}), versionOf(0, d))
		return out, nil
	}
	if err != nil {
		return out, err
	}
	view := flow.Walk(t.State())
	out.Pages, out.Score = askedPages(view, versionOf(0, d)), view.Score
	return out, nil
}

// ExportTests makes ready all tests of a survey that the caller may see as a file of
// their own, which says in each row that it is a test.
func (s *Service) ExportTests(ctx context.Context, id string, format Format) (*Export, error) {
	found, tests, asked, err := s.Trial.All(ctx, id)
	if err != nil {
		return nil, err
	}
	e := &Export{format: format, service: s, of: survey{Survey: found, documents: distinct(asked)}, Count: int64(len(tests)), ofTests: true}
	for i, d := range e.of.documents {
		e.version = append(e.version, versionOf(int64(i+1), d))
	}
	for i, t := range tests {
		at := slices.Index(e.of.documents, asked[i])
		e.tests = append(e.tests, given{
			row: row{
				ID: t.ID, Number: t.Number, Language: t.Language, Outcome: string(t.Outcome), EndedAs: t.EndedAs, Seed: t.Seed,
				StartedAt: record.Micros(t.StartedAt), ChangedAt: record.Micros(t.ChangedAt), CameBy: byTest(t.Random),
			},
			answers: t.Answers, hidden: t.Hidden, asked: e.version[at], places: t.Met.Names(),
		})
	}
	lang := format.Language
	if lang == "" {
		lang = e.of.base()
	}
	if e.Columns, err = testColumns(e.version, looped(e.tests), format.Codes, lang, format.Words); err != nil {
		return nil, err
	}
	return e, s.Audit.Saw(ctx, "responses.tests_exported", id, map[string]string{"count": strconv.FormatInt(e.Count, 10), "program": found.ProgramID, "format": format.Kind})
}

// distinct are documents once each, those tested first in front.
func distinct(all []*questionnaire.Document) (out []*questionnaire.Document) {
	for _, d := range slices.Backward(all) {
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// looped are the keys of looped answers that occur.
func looped(tests []given) (out []part) {
	for i := range tests {
		out = withItems(out, &tests[i], tests[i].places)
	}
	slices.SortFunc(out, func(a, b part) int { return strings.Compare(a.code, b.code) })
	return out
}

// The ways by which tests come.
const (
	byTestLink = "test"
	byChance   = "test_random"
)

func byTest(random bool) string {
	if random {
		return byChance
	}
	return byTestLink
}

// testColumns are the columns of a file of tests.
func testColumns(versions []*version, items []part, codes bool, lang, words string) ([]column, error) {
	c := &columns{keys: map[string]int{}, titles: map[string]int{}, codes: codes, lang: lang}
	c.fixed(words)
	c.list = slices.DeleteFunc(c.list, func(col column) bool {
		return slices.Contains([]string{"consent", "customer", "account", "unit", "doubts"}, col.key)
	})
	return c.asked(versions, items)
}

// name is what a file is called, without its end.
func (e *Export) name() string {
	if e.ofTests {
		return e.of.Slug + "-tests"
	}
	return e.of.Slug
}

type testInput struct {
	ID   string `path:"id"`
	Test string `path:"test" format:"uuid"`
}

type exportTestsInput struct {
	ID      string `path:"id"`
	Format  string `query:"format" enum:"csv,xlsx,parquet,jsonl" default:"csv"`
	Decimal string `query:"decimal" enum:"point,comma" default:"point"`
	Values  string `query:"values" enum:"labels,codes" default:"labels"`
	Texts   string `query:"texts" maxLength:"12"`
	Words   string `query:"lang" enum:"en,fr" default:"en"`
}

func registerTests(api huma.API, s *Service) {
	op := web.Op("export-survey-tests", http.MethodGet, "/api/surveys/{id}/tests/export", access.MeasureRead, "Take the tests of a survey along, apart from its answers; columns as in its export of answers, came_by is test or test_random")
	op.Responses = aFile()
	huma.Register(api, op, func(ctx context.Context, in *exportTestsInput) (*huma.StreamResponse, error) {
		e, err := s.ExportTests(ctx, in.ID, Format{Kind: in.Format, Comma: in.Decimal == "comma", Codes: in.Values == "codes", Language: in.Texts, Words: in.Words, Zone: s.Zone()})
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) { s.send(hc, e) }}, nil
	})
	huma.Register(api, web.Op("get-survey-test", http.MethodGet, "/api/surveys/{id}/tests/{test}", access.MeasureRead, "Open a test as it was asked and answered"),
		func(ctx context.Context, in *testInput) (*web.Versioned[TestAnswered], error) {
			found, err := s.Test(ctx, in.ID, in.Test)
			return web.Answered(found, 1, 0, err)
		})
}
