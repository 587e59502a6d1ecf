package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// FigureFilter is the filter that figures and lists of answers share, as it
// comes in.
type FigureFilter struct {
	From     string   `query:"from" format:"date" doc:"First day, in the organisation's zone"`
	To       string   `query:"to" format:"date" doc:"Last day, included"`
	Where    []string `query:"where,explode" maxItems:"50" doc:"KEY:VALUE; the same key again is an or, another key an and, KEY: finds answers without a value. KEY is unit (with the units below), channel, language, survey, doubtful (yes or no: flagged), touchpoint, account, segment (its id: answers of customers who were in it when they answered), segment:ID (in for the same, out for all others) or t3 (declared trait in slot 3), whose numbers and days may be a range: t3:20..35"`
	ScoreMin string   `query:"score_min" doc:"Lowest score that counts"`
	ScoreMax string   `query:"score_max" doc:"Highest score that counts"`
	Weighted bool     `query:"weighted" doc:"Use the answers' weights"`
	Position int64    `query:"position" minimum:"0" doc:"Wait up to 2 s until this position of the change log is in (the Balcony-Position of a write)"`
	Header   int64    `header:"Balcony-Position" minimum:"0" doc:"Same as position"`

	Weighting string `query:"weighting" maxLength:"64" doc:"Id of a weighting. GET /api/metrics gives the answers the make-up of the customers by it, in each period anew: answers in none of its classes are left out of the figures, and classes of scores are not told. Whatever is not known under fair weights is refused"`
}

// filter reads the filter of figures that are not known under fair weights.
// One that names a weighting is refused, since a plain figure would pass for a
// weighted one.
func (in FigureFilter) filter() (Filter, error) {
	if in.Weighting != "" {
		return Filter{}, fault.Invalid("weighting", "Fair weights are for a metric in all, by period and by cut. Changes, comparisons, rankings, drivers and lists are known without them only.").Keyed("weighting.unknown")
	}
	return in.narrowing()
}

// narrowing reads the filter of figures that take a weighting beside it.
func (in FigureFilter) narrowing() (Filter, error) {
	f := Filter{From: in.From, To: in.To, Weighted: in.Weighted, Position: max(in.Position, in.Header)}
	var err error
	if f.ScoreMin, err = optionalNumber("score_min", in.ScoreMin); err != nil {
		return f, err
	}
	if f.ScoreMax, err = optionalNumber("score_max", in.ScoreMax); err != nil {
		return f, err
	}
	f.Where, err = parseWhere(in.Where)
	return f, err
}

type metricInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	Period  string   `query:"period" enum:"none,auto,day,week,month,quarter,year,fiscal_quarter,fiscal_year" default:"none" doc:"auto takes the finest from week to year whose periods have 30 answers in the median; the result says which"`
	By      []string `query:"by,explode" maxItems:"4" doc:"Keys to cut by, as in where; t3.classes cuts a number or date into at most 5 classes"`
	FigureFilter
	Limit  int    `query:"limit" minimum:"1" maximum:"100000" default:"500" doc:"How many cells at most; no question has more than 100,000"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before"`
}

type changesInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	Period  string   `query:"period" enum:"auto,day,week,month,quarter,year,fiscal_quarter,fiscal_year" default:"auto" doc:"auto takes the finest from week to year whose periods have 30 answers in the median; the result says which"`
	Running bool     `query:"running" doc:"Compare the period that still runs with the same days of the one before, instead of the last two complete ones"`
	By      []string `query:"by,explode" maxItems:"200" doc:"Keys to look at; all declared traits, channel and unit where left out"`
	Cross   bool     `query:"cross" doc:"Cut by all keys of by together, at most 4, instead of by one after the other; without by compare nothing but all answers"`
	FigureFilter
	Limit int `query:"limit" minimum:"1" maximum:"100000" default:"50" doc:"How many changes to list; q is over all of them"`
}

type traitsInput struct {
	Program string `query:"program" maxLength:"64"`
	Measure string `query:"measure" maxLength:"64" doc:"Count only answers to this measure"`
}

type body[T any] struct{ Body T }

// Register puts the room's operations on the API.
func Register(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-metric", http.MethodGet, "/api/metrics", access.FigureRead, "A metric by cuts and period, with intervals"),
		func(ctx context.Context, in *metricInput) (*body[*MetricResult], error) {
			f, err := in.narrowing()
			if err != nil {
				return nil, err
			}
			return answer(s.Metric(ctx, Query{Measure: in.Measure, Period: Period(in.Period), By: in.By, Filter: f, Weighting: in.Weighting, Limit: in.Limit, Cursor: in.Cursor}))
		})
	huma.Register(api, web.Op("get-changes", http.MethodGet, "/api/metrics/changes", access.FigureRead, "What changed since the last period"),
		func(ctx context.Context, in *changesInput) (*body[*ChangesResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Changes(ctx, ChangesQuery{Measure: in.Measure, Period: Period(in.Period), Running: in.Running, By: in.By, Cross: in.Cross, Filter: f, Limit: in.Limit}))
		})
	huma.Register(api, web.Op("list-traits", http.MethodGet, "/api/traits", access.FigureRead, "What figures can be cut and filtered by, with counts"),
		func(ctx context.Context, in *traitsInput) (*body[*TraitsResult], error) {
			return answer(s.Traits(ctx, in.Program, in.Measure))
		})
	registerDrivers(api, s)
	registerSegments(api, s)
	registerActions(api, s)
	registerSignals(api, s)
	registerRanking(api, s)
	registerObjectives(api, s)
	registerMembers(api, s)
	registerConformance(api, s)
	registerAccounts(api, s)
	registerViews(api, s)
	registerAnonymous(api, s)
	registerChoices(api, s)
	registerReasons(api, s)
	registerFieldwork(api, s)
	registerWeightings(api, s)
}

// answer wraps a service's result for the wire.
func answer[T any](result T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: result}, nil
}
