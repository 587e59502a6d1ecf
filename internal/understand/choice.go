package understand

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/stat"
)

// ChoicesQuery asks what was chosen in a best-worst question of a survey, in all
// its versions, and by one key or by period.
type ChoicesQuery struct {
	Survey, Question string // the first best-worst question where none is named
	By               string // a key, "" for none
	Period           Period
	Filter
}

// ChoicesResult are the results of a best-worst question.
type ChoicesResult struct {
	SurveyID  string           `json:"survey_id" format:"uuid"`
	ProgramID string           `json:"program_id" format:"uuid"`
	Name      string           `json:"name" doc:"Of the survey."`
	Question  string           `json:"question" doc:"Its code."`
	Languages []string         `json:"languages" nullable:"false"`
	Questions []ChoiceQuestion `json:"questions" nullable:"false" doc:"All best-worst questions that the survey asks or asked, the newest version's first."`
	By        string           `json:"by,omitempty"`
	Label     string           `json:"label,omitempty" doc:"Of the key."`
	Period    string           `json:"period" enum:"none,day,week,month,quarter,year,fiscal_quarter,fiscal_year"`
	From      string           `json:"from,omitempty"`
	To        string           `json:"to,omitempty"`
	Weighted  bool             `json:"weighted"`
	AsOf      AsOf             `json:"as_of"`
	Notes     []string         `json:"notes" nullable:"false" doc:"Keys of remarks, as for a metric."`
	Options   []ChoiceOption   `json:"options" nullable:"false" doc:"What was shown, by code; figures name them by it."`
	Total     ChoiceGroup      `json:"total"`
	Groups    []ChoiceGroup    `json:"groups" nullable:"false" doc:"By value or period, those with enough answers."`
	Small     int              `json:"small" doc:"Values with too few answers to be shown."`
	LeftOut   string           `json:"left_out" enum:",too_many_values" doc:"More values than are compared: none is shown."`
	Compared  int              `json:"compared" doc:"Comparisons over which q is."`
}

// ChoiceQuestion is a best-worst question.
type ChoiceQuestion struct {
	Code string              `json:"code"`
	Text questionnaire.Words `json:"text"`
}

// ChoiceOption is one of the things between which is chosen.
type ChoiceOption struct {
	Code string              `json:"code"`
	Text questionnaire.Words `json:"text"`
}

// ChoiceGroup are the choices of one group of answers.
type ChoiceGroup struct {
	Key     *CutPart     `json:"key,omitempty"`
	Period  *DaySpan     `json:"period,omitempty"`
	Answers int64        `json:"answers" doc:"People's answers in which a set was answered."`
	Sets    int64        `json:"sets" doc:"Sets answered."`
	Trouble string       `json:"trouble" enum:",no_answers,too_few,collinear,separation" doc:"Why there are no shares of preference."`
	Items   []ChoiceItem `json:"items" nullable:"false" doc:"In the order of options."`
}

// ChoiceItem is what was chosen of one option.
type ChoiceItem struct {
	Code  string       `json:"code"`
	Shown int64        `json:"shown"`
	Best  int64        `json:"best"`
	Worst int64        `json:"worst"`
	Score ChoiceFigure `json:"score" doc:"(best - worst) / shown, from -1 to 1."`
	Share ChoiceFigure `json:"share" doc:"Share of preference: how often it would be the best were all shown at once, by an aggregate logit."`
	// Others is the share less that of all others' answers; absent in the total.
	Others *FigureDifference `json:"others,omitempty" doc:"Share of preference less that among all other answers."`
}

// ChoiceFigure is an estimate with its interval.
type ChoiceFigure struct {
	Value       *float64 `json:"value"`
	Low         *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High        *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
	N           int64    `json:"n" doc:"Answers of people"`
	Method      string   `json:"method"`
	MethodLabel string   `json:"method_label" doc:"The method in words, in English"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance,collinear,separation"`
}

func choiceFigureOf(e stat.Estimate) ChoiceFigure {
	f := figureOf(e)
	return ChoiceFigure{f.Value, f.Low, f.High, f.N, f.Method, f.MethodLabel, f.Trouble}
}

// maxOptions bounds what is told apart over all versions.
const maxOptions = 100

// askedChoice is a best-worst question with the words of all its versions.
type askedChoice struct {
	survey    measure.Survey
	code      string
	languages []string
	questions []ChoiceQuestion
	words     map[string]questionnaire.Words
	order     []string // codes of the options, as the newest version that has them orders them
}

// Choices are the results of a best-worst question, within the reach of whoever asks.
func (s *Service) Choices(ctx context.Context, ask ChoicesQuery) (*ChoicesResult, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := s.choiceQuestion(ctx, ask, reach)
	if err != nil {
		return nil, err
	}
	if ask.Period == "" {
		ask.Period = PeriodNone
	}
	if err := ask.Period.check("period"); err != nil {
		return nil, err
	}
	if ask.By != "" && ask.Period != PeriodNone {
		return nil, fault.Invalid("by", "Ask by a key or by period, not by both.").Keyed("choices.both")
	}
	out := &ChoicesResult{SurveyID: asked.survey.ID, ProgramID: asked.survey.ProgramID, Name: asked.survey.Name, Question: asked.code, Languages: asked.languages,
		Questions: asked.questions, By: ask.By, From: ask.From, To: ask.To, Weighted: ask.Weighted, Notes: []string{}, Options: []ChoiceOption{}, Groups: []ChoiceGroup{}}
	of := measured{measure.Measure{ID: collect.QuestionID(asked.survey.ID, asked.code), ProgramID: asked.survey.ProgramID}}
	ask.ScoreMin, ask.ScoreMax = nil, nil
	err = s.o.Facts.View(ctx, ask.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, of, ask.Filter, reach)
		if err != nil {
			return err
		}
		return q.choices(ctx, ask, asked, out)
	})
	return out, err
}

// choiceQuestion finds the question in the versions of its survey, the newest first.
func (s *Service) choiceQuestion(ctx context.Context, ask ChoicesQuery, reach access.Reach) (a askedChoice, err error) {
	if !isID(ask.Survey) || s.o.Surveys == nil {
		return a, fault.NotFound("survey")
	}
	last, err := s.o.Surveys.AskedVersion(ctx, ask.Survey, 0)
	if err != nil {
		return a, err
	}
	if !touches(reach, last.Survey.ProgramID) {
		return a, fault.NotFound("survey")
	}
	a = askedChoice{survey: last.Survey, code: ask.Question, questions: []ChoiceQuestion{}, words: map[string]questionnaire.Words{}}
	for n := last.Number; n > 0; n-- {
		one, err := s.o.Surveys.AskedVersion(ctx, ask.Survey, n)
		if err != nil {
			return a, err
		}
		a.see(one.Document)
	}
	if a.code == "" || !slices.ContainsFunc(a.questions, func(q ChoiceQuestion) bool { return q.Code == a.code }) {
		return a, fault.NotFound("question")
	}
	return a, nil
}

// see takes note of a version's best-worst questions.
func (a *askedChoice) see(d *questionnaire.Document) {
	for _, page := range d.Pages {
		for i := range page.Questions {
			q := &page.Questions[i]
			if q.Kind != questionnaire.KindBestWorst {
				continue
			}
			if !slices.ContainsFunc(a.questions, func(known ChoiceQuestion) bool { return known.Code == q.Code }) {
				a.questions = append(a.questions, ChoiceQuestion{q.Code, q.Text})
			}
			if a.code == "" {
				a.code = q.Code
			}
			if a.code == q.Code {
				a.options(d, q)
			}
		}
	}
}

func (a *askedChoice) options(d *questionnaire.Document, q *questionnaire.Question) {
	if a.languages == nil {
		a.languages = d.Languages
	}
	for _, o := range q.Options {
		if _, known := a.words[o.Code]; !known {
			a.words[o.Code] = o.Text
			a.order = append(a.order, o.Code)
		}
	}
}

// choiceTally is what was chosen in one group.
type choiceTally struct {
	key   sql.NullString
	parts stat.ChoiceParts
}

func (q *inquiry) choices(ctx context.Context, ask ChoicesQuery, asked askedChoice, out *ChoicesResult) error {
	cuts, dims, err := q.choiceDims(ctx, &ask)
	if err != nil {
		return err
	}
	cond := q.inDays(q.from, q.to)
	if err := q.classify(ctx, cuts, cond); err != nil {
		return err
	}
	if len(cuts) > 0 {
		dims, out.Label = dimensionsOf(cuts), cuts[0].label
	}
	out.Period = string(ask.Period)
	out.AsOf.Position, out.AsOf.At = q.snap.AsOf()
	if !q.reach.All {
		out.Notes = append(out.Notes, "within_reach")
	}
	if q.weighted {
		out.Notes = append(out.Notes, "weights_fixed")
	}
	w := choiceWork{q: q, cond: cond, items: map[string]int{}}
	if err := w.read(ctx, dims); err != nil {
		return err
	}
	return w.fill(ctx, ask, asked, cuts, out)
}

// choiceDims are what groups are made by: a key or a period.
func (q *inquiry) choiceDims(ctx context.Context, ask *ChoicesQuery) ([]cut, []dimension, error) {
	if ask.By != "" {
		cuts, err := q.cutsOf(ctx, []string{ask.By})
		return cuts, nil, err
	}
	if err := q.settle(ctx, &ask.Period); err != nil {
		return nil, nil, err
	}
	return nil, q.dimensions(ask.Period, nil), nil
}

// choiceWork reads choices by group.
type choiceWork struct {
	q     *inquiry
	cond  *condition
	items map[string]int // number of each option by its code
	codes []string
	list  []*choiceTally
	whole choiceTally
}

// read sums the choices by group, bucket and what was chosen: as many rows as
// there are different choices, however many answers.
func (w *choiceWork) read(ctx context.Context, dims []dimension) error {
	columns, inner := "choice, count(*), CAST(count(*) AS DOUBLE PRECISION)", []string{"choice"}
	if w.q.weighted {
		columns, inner = "choice, count(*), CAST(sum(w) AS DOUBLE PRECISION)", append(inner, weight+" AS w")
	}
	text := question{dims: dims, extra: "bucket", inner: inner, columns: columns}.sql(w.cond) + fmt.Sprintf(", choice LIMIT %d", maxClusterRows+1)
	index := map[string]*choiceTally{}
	key := make([]sql.NullString, len(dims))
	rows := 0
	err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("by", "This splits the answers into too many groups to show. Choose fewer cuts, a longer period, or filter.")
		}
		var c stat.ChoiceRow
		var chosen string
		if err := r.Scan(scanTargets(key, &c.Group, &chosen, &c.N, &c.W)...); err != nil {
			return err
		}
		if !w.row(chosen, &c) {
			return nil
		}
		w.whole.parts.Rows = append(w.whole.parts.Rows, c)
		if len(dims) == 0 {
			return nil
		}
		t := index[keyOf(key)]
		if t == nil {
			t = &choiceTally{key: key[0]}
			index[keyOf(key)] = t
			w.list = append(w.list, t)
		}
		t.parts.Rows = append(t.parts.Rows, c)
		return nil
	})
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "sum up choices")
	}
	return w.people(ctx, dims, index)
}

// row reads what was chosen into numbers of items; false for what is no choice.
func (w *choiceWork) row(chosen string, c *stat.ChoiceRow) bool {
	read, ok := collect.ReadChosen(chosen)
	if !ok {
		return false
	}
	for _, code := range read.Shown {
		n, known := w.items[code]
		if !known {
			if n = len(w.codes); n == maxOptions {
				return false
			}
			w.items[code] = n
			w.codes = append(w.codes, code)
		}
		c.Shown = append(c.Shown, n)
	}
	c.Best, c.Worst = w.items[read.Best], w.items[read.Worst]
	return true
}

// people counts answers and clusters, by group and in all.
func (w *choiceWork) people(ctx context.Context, dims []dimension, index map[string]*choiceTally) error {
	for _, by := range [][]dimension{nil, dims} {
		if by == nil && len(dims) == 0 {
			index = map[string]*choiceTally{"": &w.whole}
		}
		text := question{dims: by, inner: []string{"response", "cluster"}, columns: "count(DISTINCT response), count(DISTINCT cluster)"}.sql(w.cond)
		key := make([]sql.NullString, len(by))
		err := each(ctx, w.q.snap, text, w.cond.args, func(r Rows) error {
			var answers, clusters int64
			if err := r.Scan(scanTargets(key, &answers, &clusters)...); err != nil {
				return err
			}
			t := index[keyOf(key)]
			if len(by) == 0 {
				t = &w.whole
			}
			if t != nil {
				t.parts.Answers, t.parts.Clusters = answers, clusters
			}
			return nil
		})
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count who chose")
		}
		if len(dims) == 0 {
			break
		}
	}
	return nil
}
