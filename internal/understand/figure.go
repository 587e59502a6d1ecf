package understand

import (
	"math"
	"time"

	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/stat"
)

// Figure is an estimate on the wire. A number that is missing is null, and
// trouble says why.
type Figure struct {
	Value       *float64 `json:"value" doc:"The plain estimate: points for NPS, 0 to 1 for a share, the score for a mean"`
	Low         *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High        *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
	N           int64    `json:"n" doc:"Number of answers"`
	NEff        float64  `json:"n_eff" doc:"Effective number of answers under weights; equals n without"`
	Deff        float64  `json:"deff" doc:"Design effect: how many times wider than for unrelated answers the variance is"`
	Unit        string   `json:"unit" enum:"points,share,score"`
	Method      string   `json:"method" doc:"Key of the interval's method, empty where there is no interval"`
	MethodLabel string   `json:"method_label" doc:"The method in words, in English"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance" doc:"Why a number is missing"`
}

func figureOf(e stat.Estimate) Figure {
	f := Figure{Value: finite(e.Value), Low: finite(e.Low), High: finite(e.High), N: e.N, NEff: e.NEff, Deff: e.Deff,
		Unit: e.Unit, Trouble: string(e.Trouble)}
	if e.HasInterval() {
		f.Method, f.MethodLabel = string(e.Method), e.Method.Label()
	}
	return f
}

func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// FigureDifference is a comparison on the wire.
type FigureDifference struct {
	Value       *float64 `json:"value" doc:"Now less before"`
	Low         *float64 `json:"low"`
	High        *float64 `json:"high"`
	P           *float64 `json:"p" doc:"Two-sided p value against no difference"`
	Q           *float64 `json:"q" doc:"Benjamini-Hochberg over all comparisons considered, the overall one among them"`
	Unit        string   `json:"unit" enum:"points,share,score"`
	Method      string   `json:"method"`
	MethodLabel string   `json:"method_label"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance,collinear,separation"`
}

func differenceOf(d stat.Difference) FigureDifference {
	out := FigureDifference{Value: finite(d.Value), Low: finite(d.Low), High: finite(d.High), P: finite(d.P), Unit: d.Unit, Trouble: string(d.Trouble)}
	if out.P != nil {
		out.Method, out.MethodLabel = string(d.Method), d.Method.Label()
	}
	return out
}

// ScoreBin is how many answers gave a score.
type ScoreBin struct {
	Score float64 `json:"score"`
	N     int64   `json:"n"`
}

// CutPart says which value of a cut a cell is about.
type CutPart struct {
	Cut   string  `json:"cut" doc:"Key of the cut: unit, channel, language, survey, touchpoint, account or t3 (trait in slot 3)"`
	Value *string `json:"value" doc:"The value as it is used in where=KEY:VALUE; null for answers without one"`
	Label string  `json:"label" doc:"The value for people"`
}

// DaySpan is a run of whole days in the organisation's zone, both ends included.
type DaySpan struct {
	From     string `json:"from" format:"date"`
	To       string `json:"to" format:"date"`
	Complete bool   `json:"complete" doc:"False where the period still runs"`
}

// MetricCell is one figure of a result.
type MetricCell struct {
	Period       *DaySpan     `json:"period,omitempty"`
	Key          []CutPart    `json:"key" nullable:"false"`
	Figure       Figure       `json:"figure"`
	Classes      []ClassShare `json:"classes,omitempty" doc:"Promoters, passives and detractors of an NPS, good and other answers of a share; for totals only"`
	Distribution []ScoreBin   `json:"distribution" nullable:"false" doc:"Answers by score, unweighted; empty where scores are not a list of at most 21 values"`
	Answers      string       `json:"answers" doc:"Query string with which GET /api/responses lists the answers behind this figure"`
}

// ClassShare is the share of one class of answers.
type ClassShare struct {
	Key    string `json:"key" enum:"promoter,passive,detractor,good,other"`
	Figure Figure `json:"figure"`
}

// AsOf is up to where in the record the figures have read.
type AsOf struct {
	Position int64     `json:"position" doc:"Position in the change log"`
	At       time.Time `json:"at"`
}

// AppliedFilter is one filter of a result, for people and programs.
type AppliedFilter struct {
	Key    string     `json:"key"`
	Label  string     `json:"label"`
	Values []CutValue `json:"values" nullable:"false"`
}

// CutValue is a value with its label.
type CutValue struct {
	Value *string `json:"value" doc:"null for answers without a value"`
	Label string  `json:"label"`
}

// CutInfo names a cut of a result.
type CutInfo struct {
	Key   string `json:"key"`
	Label string `json:"label" doc:"Name of the trait, or the key itself"`
}

// MeasureInfo is the measure that a result is about.
type MeasureInfo struct {
	ID        string        `json:"id"`
	ProgramID string        `json:"program_id"`
	Name      string        `json:"name"`
	Metric    string        `json:"metric" enum:"nps,share,mean"`
	Unit      string        `json:"unit" enum:"points,share,score"`
	Scale     measure.Scale `json:"scale"`
	Breaks    []BreakMark   `json:"breaks" nullable:"false" doc:"When the series broke, newest first: scores before and after are not the same thing."`
}

// BreakMark is a break of a measure's series, as it is marked on a trend.
type BreakMark struct {
	At      time.Time `json:"at"`
	Changed []string  `json:"changed" nullable:"false" doc:"wording, scale or metric"`
}

// FigureOrigin says where the figures of a result come from.
type FigureOrigin struct {
	Measure  MeasureInfo     `json:"measure"`
	From     string          `json:"from,omitempty" doc:"First day, where the result was narrowed to days"`
	To       string          `json:"to,omitempty"`
	Where    []AppliedFilter `json:"where" nullable:"false"`
	ScoreMin *float64        `json:"score_min,omitempty"`
	ScoreMax *float64        `json:"score_max,omitempty"`
	Weighted bool            `json:"weighted"`
	AsOf     AsOf            `json:"as_of"`
	Notes    []string        `json:"notes" nullable:"false" doc:"Keys of remarks: within_reach (narrowed to what you may see), related_answers (parties or accounts answer more than once), weights_fixed (weights are taken as known), weights_raked (fair weights, made again for each interval)"`
	Fair     *WeightsMade    `json:"fair,omitempty" doc:"What came of the fair weights, where the figure was asked with a weighting; over all periods together."`
}

// MetricResult is a metric by cuts and period.
type MetricResult struct {
	FigureOrigin
	Period    string           `json:"period" enum:"none,day,week,month,quarter,year,fiscal_quarter,fiscal_year"`
	Cuts      []CutInfo        `json:"cuts" nullable:"false"`
	Total     MetricCell       `json:"total"`
	Without   *WithoutDoubtful `json:"without,omitempty" doc:"The total without answers that are flagged as doubtful; absent where none is, or where the question is about them."`
	Cells     []MetricCell     `json:"cells" nullable:"false" doc:"By period, then by cut; those without answers are left out"`
	CellCount int              `json:"cell_count" doc:"All cells of the query, of which this is a page"`
	Next      string           `json:"next,omitempty" doc:"Cursor of the next page of cells"`
}

// PeriodChange is one comparison between two periods.
type PeriodChange struct {
	Key        []CutPart        `json:"key" nullable:"false"`
	Now        MetricCell       `json:"now"`
	Before     MetricCell       `json:"before"`
	Difference FigureDifference `json:"difference"`
}

// ChangesResult is what changed since the last period.
type ChangesResult struct {
	FigureOrigin
	Period     string         `json:"period" enum:"day,week,month,quarter,year,fiscal_quarter,fiscal_year"`
	Now        DaySpan        `json:"now"`
	Before     DaySpan        `json:"before"`
	Overall    PeriodChange   `json:"overall"`
	Changes    []PeriodChange `json:"changes" nullable:"false" doc:"Every value of every cut, strongest evidence first"`
	Count      int            `json:"count" doc:"All changes of the query, listed or not"`
	Considered int            `json:"considered" doc:"Comparisons over which q was taken, on this page or not"`
	Distinct   int            `json:"distinct" doc:"Comparisons with q of at most 0.05"`
	Verdict    string         `json:"verdict" enum:"changed,noise,cannot_tell" doc:"changed: the overall difference or a cut stands out; noise: nothing distinguishable from noise; cannot_tell: no comparison could be made"`
	Truncated  bool           `json:"truncated" doc:"True where only the strongest of changes are listed"`
}

// TraitInfo is a declared trait, or another key to cut by, within reach.
type TraitInfo struct {
	Key    string       `json:"key"`
	Label  string       `json:"label"`
	Kind   string       `json:"kind" enum:"text,number,date,id"`
	Values []TraitValue `json:"values" nullable:"false" doc:"The most frequent ones; empty for numbers and dates with many values"`
	More   bool         `json:"more" doc:"True where there are values that are not listed"`
}

// TraitValue is a value and how many responses within reach have it.
type TraitValue struct {
	CutValue
	N int64 `json:"n"`
}

// TraitSegment is a segment that figures can be cut and filtered by.
type TraitSegment struct {
	ID   string `json:"id" format:"uuid"`
	Name string `json:"name"`
}

// TraitsResult lists what figures can be cut and filtered by.
type TraitsResult struct {
	Items []TraitInfo `json:"items" nullable:"false"`
	// Segments come without counts, which would be asked of all answers.
	Segments     []TraitSegment `json:"segments" nullable:"false" doc:"By name, those that whoever asks may use: filters name them as segment:ID, cuts too, whose values are in and out"`
	MoreSegments bool           `json:"more_segments" doc:"True where there are segments that are not listed"`
	Weights      bool           `json:"weights" doc:"Whether any answer within reach has a weight"`
	Counted      string         `json:"counted" enum:"responses,answers" doc:"What n counts: responses, or answers where there are more than 2 million of several measures"`
	AsOf         AsOf           `json:"as_of"`
}
