package answers

import (
	"context"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// SurveyAnswered is somebody's answers as they were asked and given: in the version
// and the language in which they answered, the questions that they saw in the order
// in which they saw them.
type SurveyAnswered struct {
	SurveyAnswer
	SurveyID    string               `json:"survey_id" format:"uuid"`
	Survey      string               `json:"survey" doc:"Its name now."`
	PublishedAs string               `json:"published_as" doc:"Its title in that version."`
	Ended       string               `json:"ended,omitempty" doc:"The last page that was shown."`
	Pages       []AskedPage          `json:"pages" nullable:"false" doc:"None where it is not sent yet."`
	Values      []AskedValue         `json:"values" nullable:"false" doc:"That came with the link."`
	Files       []collect.AnswerFile `json:"files" nullable:"false"`
	Events      []AnswerEvent        `json:"events" nullable:"false" doc:"What happened, the first first."`
	History     []AnswerRevision     `json:"history" nullable:"false" doc:"How whoever gave it changed it, the first change first."`
}

// AskedPage is a page as it was shown.
type AskedPage struct {
	Title     string          `json:"title,omitempty"`
	Questions []AskedQuestion `json:"questions" nullable:"false"`
}

// AskedQuestion is a question as it was shown, with what was answered.
type AskedQuestion struct {
	Key      string             `json:"key" doc:"Its code; in a loop code@item."`
	Kind     questionnaire.Kind `json:"kind"`
	Text     string             `json:"text"`
	Gone     bool               `json:"gone,omitempty" doc:"The newest version does not ask it any more."`
	Answered bool               `json:"answered"`
	NA       bool               `json:"na,omitempty" doc:"Not applicable, they said."`
	Number   *float64           `json:"number,omitempty"`
	Label    string             `json:"label,omitempty" doc:"The word of the number then."`
	Low      string             `json:"low,omitempty" doc:"What the lowest point of the scale meant then."`
	High     string             `json:"high,omitempty"`
	Least    *float64           `json:"least,omitempty" doc:"The lowest point of the scale then."`
	Most     *float64           `json:"most,omitempty"`
	Said     string             `json:"said,omitempty" doc:"In their words, or a day."`
	Consent  *bool              `json:"consent,omitempty"`
	Options  []AskedOption      `json:"options" nullable:"false" doc:"As they were offered, in their order."`
	Rows     []AskedRow         `json:"rows" nullable:"false"`
	Sets     []AskedSet         `json:"sets" nullable:"false"`
	Files    []string           `json:"files" nullable:"false" doc:"Ids."`
	Read     *AskedReading      `json:"read,omitempty" doc:"As which reason of a list own words count; what was said stays."`
}

// AskedOption is an option as it was offered.
type AskedOption struct {
	Text   string `json:"text"`
	Chosen bool   `json:"chosen,omitempty"`
	Place  int    `json:"place,omitempty" doc:"In a ranking, from 1."`
}

// AskedRow is a row of a matrix as it was shown.
type AskedRow struct {
	Text   string   `json:"text"`
	Number *float64 `json:"number,omitempty"`
	Chosen string   `json:"chosen,omitempty"`
	NA     bool     `json:"na,omitempty"`
}

// AskedSet is a set of a best-worst question.
type AskedSet struct {
	Shown []string `json:"shown" nullable:"false"`
	Best  string   `json:"best,omitempty"`
	Worst string   `json:"worst,omitempty"`
}

// AskedValue is a value that came with the link.
type AskedValue struct {
	Code  string `json:"code"`
	Value string `json:"value"`
}

// AnswerEvent is something that happened to an answer.
type AnswerEvent struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind" enum:"started,complete,screened,quota_full,changed"`
}

// Get opens what one person answered, as it was asked. Who opened it is written to
// the audit log before it is shown.
func (s *Service) Get(ctx context.Context, id, response string) (SurveyAnswered, error) {
	of, err := s.of(ctx, id)
	if err != nil {
		return SurveyAnswered{}, err
	}
	var g given
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		r, err := readRow(ctx, q, of.seen, response)
		if err != nil {
			return err
		}
		if g, err = r.given(); err != nil {
			return err
		}
		files, err := filesOf(ctx, q, []string{response})
		if r.Outcome != "" {
			g.files = files[response]
		}
		if err == nil && r.Revision > 0 {
			g.revisions, err = revisionsOf(ctx, q, response)
		}
		return err
	})
	if err != nil {
		return SurveyAnswered{}, err
	}
	out, err := s.opened(ctx, of, &g)
	if err != nil {
		return out, err
	}
	kind := "response.opened"
	if out.Customer != nil {
		kind = "person.opened"
	}
	return out, s.Audit.Saw(ctx, kind, response, nil)
}

func (s *Service) opened(ctx context.Context, of survey, g *given) (SurveyAnswered, error) {
	d := of.documents[g.Number-1]
	out := SurveyAnswered{
		SurveyAnswer: g.listed(), SurveyID: of.ID, Survey: of.Name, PublishedAs: d.Title.In(g.Language, d.Base()),
		Pages: []AskedPage{}, History: []AnswerRevision{}, Values: []AskedValue{}, Files: append([]collect.AnswerFile{}, g.files...),
		Events: []AnswerEvent{{At: record.Time(g.StartedAt), Kind: "started"}},
	}
	if g.Outcome == "" {
		return out, nil
	}
	out.Events = append(out.Events, AnswerEvent{At: record.Time(g.ChangedAt), Kind: g.Outcome})
	for _, h := range d.Hidden {
		if v := g.hidden[h.Code]; v != "" && h.From == questionnaire.HiddenLink {
			out.Values = append(out.Values, AskedValue{h.Code, v})
		}
	}
	view, err := s.walked(ctx, of, g)
	if err != nil {
		return out, err
	}
	if out.Score == nil { // it ended before scores were kept
		out.Score = view.Score
	}
	out.Pages = askedPages(view, versionOf(0, of.documents[len(of.documents)-1]))
	out.Ended = endOf(d, g.EndedAs, g.Language)
	if err := s.readReasons(ctx, d, g, out.Pages); err != nil {
		return out, err
	}
	return out, s.changes(ctx, of, g, &out)
}

// askedPages are the pages of a walk with what was answered; now is what is asked today.
func askedPages(view questionnaire.View, now *version) []AskedPage {
	out := []AskedPage{}
	for _, p := range view.Pages {
		page := AskedPage{Title: p.Title, Questions: []AskedQuestion{}}
		for _, q := range p.Questions {
			if q.Kind == questionnaire.KindBlock {
				continue
			}
			asked := askedOf(q)
			asked.Gone = now.questions[q.Code] == nil
			page.Questions = append(page.Questions, asked)
		}
		if len(page.Questions) > 0 {
			out = append(out, page)
		}
	}
	return out
}

// endOf is the title of an end.
func endOf(d *questionnaire.Document, code, lang string) string {
	for _, e := range d.Ends {
		if e.Code == code {
			return e.Title.In(lang, d.Base())
		}
	}
	return ""
}

// walked is the way of one person through the version that they answered. Where the
// version cannot be walked through any more, since traits it speaks of are gone, all
// that it could ask stands in its order.
func (s *Service) walked(ctx context.Context, of survey, g *given) (questionnaire.View, error) {
	var contact map[string]any
	if err := json.Unmarshal([]byte(g.Contact), &contact); err != nil {
		return questionnaire.View{}, fault.Wrap(err, fault.CodeInternal, "read what was known of a contact")
	}
	asked, err := s.Measure.AskedVersion(ctx, of.ID, g.Number)
	if fault.Is(err, fault.CodeUnavailable) {
		return plainView(of.documents[g.Number-1], g), nil
	}
	if err != nil {
		return questionnaire.View{}, err
	}
	state := questionnaire.State{Answers: g.answers, Seed: uint64(g.Seed), Language: g.Language, Hidden: g.hidden, Contact: contact} //nolint:gosec // bits of a seed
	var met questionnaire.Met
	if err := json.Unmarshal([]byte(g.Met), &met); err != nil {
		return questionnaire.View{}, fault.Wrap(err, fault.CodeInternal, "read what a contact used")
	}
	met.Into(&state)
	return asked.Flow.Walk(state), nil
}
