package understand

import (
	"context"
	"database/sql"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// ReasonSource finds lists of main reasons, whoever asks; one that is not there is a
// not_found fault.
type ReasonSource interface {
	ListedReasons(ctx context.Context, id string) (measure.ReasonList, error)
}

// ReasonsQuery asks how often the reasons of a list are named: in all, and by the
// class of a score given in the same answer, by one key or by period.
type ReasonsQuery struct {
	List   string
	Beside string // a measure, besideAuto for the one answered most often, "" for none
	By     string // a key, "" for none
	Period Period
	Filter
}

// besideAuto stands for the measure that is answered beside a list most often.
const besideAuto = "auto"

// ReasonShares is how often the reasons of a list are named.
type ReasonShares struct {
	ListID    string          `json:"list_id" format:"uuid"`
	ProgramID string          `json:"program_id" format:"uuid"`
	Name      string          `json:"name"`
	Measures  []ReasonMeasure `json:"measures" nullable:"false" doc:"Measures answered beside the list, the one answered most often first."`
	Beside    *MeasureInfo    `json:"beside,omitempty"`
	By        string          `json:"by,omitempty"`
	Label     string          `json:"label,omitempty" doc:"Of the key."`
	Period    string          `json:"period" enum:"none,day,week,month,quarter,year,fiscal_quarter,fiscal_year"`
	From      string          `json:"from,omitempty"`
	To        string          `json:"to,omitempty"`
	Weighted  bool            `json:"weighted"`
	AsOf      AsOf            `json:"as_of"`
	Notes     []string        `json:"notes" nullable:"false" doc:"Keys of remarks, as for a metric."`
	Reasons   []NamedReason   `json:"reasons" nullable:"false" doc:"Those named, the one named most often first and other last; items of groups stand in this order."`
	Total     ReasonGroup     `json:"total"`
	Groups    []ReasonGroup   `json:"groups" nullable:"false" doc:"By class of the score, value or period, those with enough answers."`
	Small     int             `json:"small" doc:"Groups with too few answers to be shown."`
	LeftOut   string          `json:"left_out" enum:",too_many_values" doc:"More values than are compared: none is shown."`
	Compared  int             `json:"compared" doc:"Comparisons over which q is."`
}

// ReasonMeasure is a measure answered beside a list.
type ReasonMeasure struct {
	ID   string `json:"id" format:"uuid"`
	Name string `json:"name"`
	N    int64  `json:"n" doc:"Answers that have both."`
}

// NamedReason is a reason with its words.
type NamedReason struct {
	Code   string              `json:"code" doc:"other for what is none of the list."`
	Text   questionnaire.Words `json:"text" doc:"By language."`
	Rested bool                `json:"rested,omitempty" doc:"It is not asked any more."`
}

// ReasonGroup are the reasons that one group of answers names.
type ReasonGroup struct {
	Key    *CutPart     `json:"key,omitempty"`
	Period *DaySpan     `json:"period,omitempty"`
	Class  string       `json:"class,omitempty" enum:"promoter,passive,detractor,good,other,high,middle,low,none" doc:"Of the score: by the borders of NPS, the good scores of a share, thirds of any other scale; none without a score."`
	N      int64        `json:"n" doc:"Answers that name a reason or another one."`
	Items  []ReasonItem `json:"items" nullable:"false" doc:"In the order of reasons."`
}

// ReasonItem is how often one reason is named.
type ReasonItem struct {
	Code   string `json:"code"`
	Chosen int64  `json:"chosen" doc:"Answers that chose it."`
	Read   int64  `json:"read" doc:"Answers whose own words are read so, by a decision."`
	Share  Figure `json:"share" doc:"Of all answers of the group, chosen and read together."`
	// Others is the share less that of all others' answers; absent in the total.
	Others *FigureDifference `json:"others,omitempty" doc:"Share less that among all other answers."`
}

// Reasons is how often the reasons of a list are named, within the reach of whoever
// asks. Answers to anonymous versions are not among them (see Anonymous).
func (s *Service) Reasons(ctx context.Context, ask ReasonsQuery) (*ReasonShares, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.reasonList(ctx, ask.List, reach)
	if err != nil {
		return nil, err
	}
	if ask.Period == "" {
		ask.Period = PeriodNone
	}
	if err := ask.Period.check("period"); err != nil {
		return nil, err
	}
	if asked := []bool{ask.By != "", ask.Beside != "", ask.Period != PeriodNone}; len(slices.DeleteFunc(asked, func(is bool) bool { return !is })) > 1 {
		return nil, fault.Invalid("by", "Ask by a key, by a score or by period, not by more than one.").Keyed("choices.both")
	}
	out := &ReasonShares{ListID: list.ID, ProgramID: list.ProgramID, Name: list.Name, Measures: []ReasonMeasure{}, By: ask.By, From: ask.From, To: ask.To,
		Weighted: ask.Weighted, Notes: []string{}, Reasons: []NamedReason{}, Groups: []ReasonGroup{}}
	of := measured{measure.Measure{ID: collect.ReasonsID(list.ID), ProgramID: list.ProgramID}}
	ask.ScoreMin, ask.ScoreMax = nil, nil
	err = s.o.Facts.View(ctx, ask.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, of, ask.Filter, reach)
		if err != nil {
			return err
		}
		return q.reasons(ctx, ask, list, out)
	})
	return out, err
}

func (s *Service) reasonList(ctx context.Context, id string, reach access.Reach) (measure.ReasonList, error) {
	if !isID(id) || s.o.Reasons == nil {
		return measure.ReasonList{}, fault.NotFound("reason list")
	}
	list, err := s.o.Reasons.ListedReasons(ctx, id)
	if err == nil && !touches(reach, list.ProgramID) {
		err = fault.NotFound("reason list")
	}
	return list, err
}

func (q *inquiry) reasons(ctx context.Context, ask ReasonsQuery, list measure.ReasonList, out *ReasonShares) error {
	w := reasonWork{q: q, list: list, period: ask.Period, out: out, whole: newReasonTally(sql.NullString{}), deff: map[string]float64{}}
	w.cond, w.from = q.inDays(q.from, q.to), "answer"
	if err := w.besides(ctx); err != nil {
		return err
	}
	if ask.Beside == besideAuto {
		ask.Beside = ""
		if len(out.Measures) > 0 {
			ask.Beside = out.Measures[0].ID
		}
	}
	if err := w.plan(ctx, ask); err != nil {
		return err
	}
	out.Period = string(w.period)
	out.AsOf.Position, out.AsOf.At = q.snap.AsOf()
	if !q.reach.All {
		out.Notes = append(out.Notes, "within_reach")
	}
	if q.weighted {
		out.Notes = append(out.Notes, "weights_fixed")
	}
	if err := w.read(ctx); err != nil {
		return err
	}
	if w.whole.repeated() {
		out.Notes = append(out.Notes, "related_answers")
	}
	return w.fill(ctx)
}

// reasonWork reads and fills one result.
type reasonWork struct {
	q      *inquiry
	list   measure.ReasonList
	period Period
	from   string // the table, with the score beside where one is asked
	cond   *condition
	dims   []dimension
	cuts   []cut
	beside *measured
	out    *ReasonShares
	codes  []string // in the order of the result
	groups []*reasonTally
	whole  *reasonTally
	deff   map[string]float64 // of the whole's shares, by reason
}

// plan says what groups are made by.
func (w *reasonWork) plan(ctx context.Context, ask ReasonsQuery) (err error) {
	switch {
	case ask.By != "":
		if w.cuts, err = w.q.cutsOf(ctx, []string{ask.By}); err != nil {
			return err
		}
		err = w.q.classify(ctx, w.cuts, w.cond)
		w.dims, w.out.Label = dimensionsOf(w.cuts), w.cuts[0].label
	case ask.Beside != "":
		err = w.scored(ctx, ask.Beside)
	default:
		if err = w.q.settle(ctx, &ask.Period); err == nil {
			w.period, w.dims = ask.Period, w.q.dimensions(ask.Period, nil)
		}
	}
	return err
}

// scored has groups by the class of a score that the same answer gave.
func (w *reasonWork) scored(ctx context.Context, id string) error {
	if !isID(id) {
		return fault.Invalid("beside", "This is no measure of the list's program.")
	}
	found, err := w.q.service.o.Measures.Measure(ctx, id)
	if fault.Is(err, fault.CodeNotFound) || err == nil && found.ProgramID != w.list.ProgramID {
		return fault.Invalid("beside", "This is no measure of the list's program.")
	}
	if err != nil {
		return err
	}
	w.beside = &measured{found}
	info := infoOf(*w.beside)
	w.out.Beside = &info
	w.from = "(SELECT a.*, b.beside FROM answer a LEFT JOIN (SELECT response AS respondent, max(score) AS beside FROM answer WHERE measure = CAST('" + found.ID +
		"' AS UUID) AND score IS NOT NULL GROUP BY response) b ON b.respondent = a.response WHERE a.measure = CAST('" + w.q.measure.ID + "' AS UUID)) scored"
	w.dims = []dimension{{name: "class", expr: w.beside.classOf("beside")}}
	return nil
}

// besides are the measures that are answered beside the list.
func (w *reasonWork) besides(ctx context.Context) error {
	text := "SELECT CAST(b.measure AS VARCHAR), count(DISTINCT b.response) AS n FROM answer b WHERE b.measure IS NOT NULL AND b.score IS NOT NULL AND b.response IN (SELECT response FROM answer WHERE " +
		w.cond.sql() + ") GROUP BY b.measure ORDER BY n DESC, 1 LIMIT 20"
	var found []ReasonMeasure
	err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
		var m ReasonMeasure
		err := r.Scan(&m.ID, &m.N)
		found = append(found, m)
		return err
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find measures beside a list of reasons")
	}
	for _, m := range found {
		known, err := w.q.service.o.Measures.Measure(ctx, m.ID)
		if fault.Is(err, fault.CodeNotFound) || err == nil && known.ProgramID != w.list.ProgramID {
			continue
		}
		if err != nil {
			return err
		}
		m.Name = known.Name
		w.out.Measures = append(w.out.Measures, m)
	}
	return nil
}
