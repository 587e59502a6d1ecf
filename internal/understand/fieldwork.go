package understand

import (
	"context"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/stat"
)

// FieldworkQuery asks how a version of a survey goes.
type FieldworkQuery struct {
	Survey string
	Number int64   // of the version; 0 for the last one
	Factor float64 // of the median under which an answer is speeding; 0 for that of the organisation
}

// FieldworkResult is how a version of a survey goes. Of an anonymous version only
// what was released is told: no counts of who began, no pages, days or doubts.
type FieldworkResult struct {
	SurveyID  string            `json:"survey_id" format:"uuid"`
	ProgramID string            `json:"program_id" format:"uuid"`
	Name      string            `json:"name"`
	Number    int64             `json:"number" doc:"Of the version."`
	Published int64             `json:"published" doc:"Number of the last version."`
	Languages []string          `json:"languages" nullable:"false"`
	Anonymous bool              `json:"anonymous" doc:"Only waves are told, in steps of 5."`
	AsOf      time.Time         `json:"as_of"`
	Open      FieldworkCounts   `json:"open" doc:"By the open link."`
	Invited   FieldworkCounts   `json:"invited" doc:"By personal links."`
	All       FieldworkCounts   `json:"all"`
	Pages     []FieldworkPage   `json:"pages" nullable:"false"`
	Time      FieldworkTime     `json:"time" doc:"Of whole answers."`
	Days      []FieldworkDay    `json:"days" nullable:"false" doc:"Days on which somebody began, in the organisation's zone, oldest first."`
	Waves     []FieldworkWave   `json:"waves" nullable:"false"`
	Channels  []FieldworkPart   `json:"channels" nullable:"false" doc:"By how waves reach people: mail, or links in a file. None of anonymous versions."`
	Doubts    []FieldworkDoubt  `json:"doubts" nullable:"false" doc:"By kind; an answer may have several."`
	Measures  []string          `json:"measures" nullable:"false" doc:"Ids of those that the version asks, in its order."`
	Flagged   int64             `json:"flagged" doc:"Complete answers with any doubt."`
	Speed     FieldworkSpeeding `json:"speed"`
}

// FieldworkCounts counts those who began by what became of it.
type FieldworkCounts struct {
	Started   int64  `json:"started"`
	Complete  int64  `json:"complete"`
	Screened  int64  `json:"screened" doc:"Screened out: not of those who are asked."`
	QuotaFull int64  `json:"quota_full"`
	Going     int64  `json:"going" doc:"Not over."`
	Rate      Figure `json:"rate" doc:"Share of those who began and belong to those asked that completed."`
}

// FieldworkPage is a page of the version.
type FieldworkPage struct {
	Code      string              `json:"code"`
	Title     questionnaire.Words `json:"title"`
	Questions int                 `json:"questions"`
	Going     int64               `json:"going" doc:"Who stand at it and went on within a day."`
	Stopped   int64               `json:"stopped" doc:"Who stand at it and have not gone on for a day."`
	Time      FieldworkTime       `json:"time"`
}

// FieldworkTime is how long something took: of the last 2,000 complete answers of which the time is known.
type FieldworkTime struct {
	N        int64    `json:"n"`
	MedianMS *float64 `json:"median_ms"`
	P90MS    *float64 `json:"p90_ms" doc:"Nine in ten took no longer."`
}

// FieldworkDay is a day.
type FieldworkDay struct {
	Day      string `json:"day" format:"date"`
	Started  int64  `json:"started"`
	Complete int64  `json:"complete" doc:"Of those who began that day, whenever they ended."`
}

// FieldworkWave is a wave, or a stratum of its sample.
type FieldworkWave struct {
	ID          string `json:"id" format:"uuid"`
	Name        string `json:"name"`
	Stratum     string `json:"stratum" doc:"Of the sample, empty where it has none; in anonymous versions always. Of units and roles as of a wave."`
	StratumBy   string `json:"stratum_by,omitempty" enum:"unit,language,role,trait" doc:"By what the sample is split."`
	StratumName string `json:"stratum_name,omitempty" doc:"Of a unit; the name of the trait."`
	Invited     int64  `json:"invited"`
	Sent        int64  `json:"sent"`
	Undelivered int64  `json:"undelivered" doc:"Bounced, or failed."`
	Refused     int64  `json:"refused" doc:"Unsubscribed."`
	Screened    int64  `json:"screened" doc:"Screened out, or the quota was full."`
	Answered    int64  `json:"answered"`
	Rate        Figure `json:"rate" doc:"Answered, of those sent less undelivered and screened."`
}

// FieldworkDoubt is how many complete answers have a doubt.
type FieldworkDoubt struct {
	Kind  string `json:"kind" enum:"straight,duplicate,nonsense,pattern,speeding"`
	N     int64  `json:"n"`
	Share Figure `json:"share"`
}

// FieldworkSpeeding says what counts as speeding.
type FieldworkSpeeding struct {
	Factor   float64  `json:"factor" doc:"Of the median."`
	Least    int64    `json:"least" doc:"So many answers are needed to tell."`
	N        int64    `json:"n" doc:"Answers whose time is known."`
	MedianMS *float64 `json:"median_ms" doc:"An item, over the version."`
	UnderMS  *float64 `json:"under_ms" doc:"An item; absent while there are too few."`
}

// stoppedAfter is when who has not gone on is taken to have stopped.
const stoppedAfter = 24 * time.Hour

// fieldworkAt is a version whose program the caller sees whole: answerings have no
// unit until they are answers.
func (s *Service) fieldworkAt(ctx context.Context, ask FieldworkQuery, may access.Permission) (asked measure.AskedSurvey, published int64, err error) {
	if err := access.From(ctx).Any(may); err != nil {
		return asked, 0, err
	}
	if !isID(ask.Survey) || s.o.Surveys == nil {
		return asked, 0, fault.NotFound("survey")
	}
	if asked, err = s.o.Surveys.AskedVersion(ctx, ask.Survey, 0); err != nil {
		return asked, 0, err
	}
	if !access.From(ctx).Reach(may).Covers(asked.Survey.ProgramID, "", "") {
		return asked, 0, fault.NotFound("survey")
	}
	published = asked.Number
	if ask.Number > published || ask.Number < 0 {
		return asked, 0, fault.NotFound("survey")
	}
	if ask.Number > 0 && ask.Number < published {
		asked, err = s.o.Surveys.AskedVersion(ctx, ask.Survey, ask.Number)
	}
	return asked, published, err
}

// factorOf is the share of the median that a question goes by.
func (s *Service) factorOf(ctx context.Context, q FieldworkQuery) (float64, error) {
	switch {
	case q.Factor == 0 && s.o.Speeding == nil:
		return quality.UsualFactor, nil
	case q.Factor == 0:
		return s.o.Speeding(ctx)
	case q.Factor >= quality.LeastFactor && q.Factor <= quality.MostFactor:
		return q.Factor, nil
	}
	return 0, fault.Invalid("factor", "Give a share of the median from 0.1 to 0.9.").Keyed("fieldwork.factor")
}

// Fieldwork is how a version of a survey goes.
func (s *Service) Fieldwork(ctx context.Context, ask FieldworkQuery) (*FieldworkResult, error) {
	asked, published, err := s.fieldworkAt(ctx, ask, access.FigureRead)
	if err != nil {
		return nil, err
	}
	factor, err := s.factorOf(ctx, ask)
	if err != nil {
		return nil, err
	}
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read the time zone")
	}
	w := fieldworkWork{version: fieldwork.Version{Survey: asked.Survey.ID, Number: asked.Number}, doc: asked.Document, zone: zone, out: &FieldworkResult{
		SurveyID: asked.Survey.ID, ProgramID: asked.Survey.ProgramID, Name: asked.Survey.Name, Number: asked.Number, Published: published, Languages: asked.Document.Languages,
		Anonymous: asked.Document.Settings.Consent == questionnaire.ConsentAnonymous, AsOf: s.o.Now().UTC(),
		Pages: []FieldworkPage{}, Days: []FieldworkDay{}, Waves: []FieldworkWave{}, Channels: []FieldworkPart{}, Doubts: []FieldworkDoubt{}, Measures: measuresOf(asked.Document), Speed: FieldworkSpeeding{Factor: factor, Least: quality.FewestPaced},
	}}
	err = s.o.Record.View(ctx, w.read)
	return w.out, err
}

// FieldworkDoubtful is an answer that is flagged.
type FieldworkDoubtful struct {
	ResponseID string    `json:"response_id" format:"uuid"`
	At         time.Time `json:"at"`
	Kinds      []string  `json:"kinds" nullable:"false"`
	PaceMS     *int64    `json:"pace_ms" doc:"An item."`
}

// Doubtful are the answers of a version that have a doubt of a kind, or any with "":
// the newest first, limit+1 at most.
func (s *Service) Doubtful(ctx context.Context, ask FieldworkQuery, kind string, after *fieldwork.Doubtful, limit int) (out []FieldworkDoubtful, last *fieldwork.Doubtful, err error) {
	asked, _, err := s.fieldworkAt(ctx, ask, access.AnswerRead)
	if err != nil {
		return nil, nil, err
	}
	factor, err := s.factorOf(ctx, ask)
	of := quality.All
	if kind != "" {
		of = quality.Named(kind)
	}
	if of == 0 {
		err = fault.Invalid("kind", "Name a kind of doubt: straight, duplicate, nonsense, pattern or speeding.").Keyed("fieldwork.kind")
	}
	if err != nil || asked.Document.Settings.Consent == questionnaire.ConsentAnonymous {
		return nil, nil, err
	}
	v := fieldwork.Version{Survey: asked.Survey.ID, Number: asked.Number}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		median, n, err := fieldwork.Pace(ctx, q, v)
		if err != nil {
			return err
		}
		found, err := fieldwork.ListDoubtful(ctx, q, v, quality.Fast(median, n, factor), of, after, limit+1)
		for i, f := range found {
			out = append(out, FieldworkDoubtful{f.ResponseID, record.Time(f.ChangedAt), quality.Flags(f.Flags).List(), someMS(f.Pace)}) //nolint:gosec // 31 at most
			if i < limit {
				last = &found[i]
			}
		}
		return err
	})
	return out, last, err
}

func someMS(ms int64) *int64 {
	if ms <= 0 {
		return nil
	}
	return &ms
}

// rate is k of n; of nobody it is no figure.
func rate(k, n int64) Figure { return figureOf(stat.Share(k, n)) }

// measuresOf are the measures that a questionnaire asks, each once.
func measuresOf(d *questionnaire.Document) []string {
	out := []string{}
	add := func(id string) {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			add(q.MeasureID)
			for _, r := range q.Rows {
				add(r.MeasureID)
			}
		}
	}
	return out
}
