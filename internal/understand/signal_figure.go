package understand

import (
	"github.com/balcony-cx/balcony/internal/stat"
)

// Evidence is one figure that a signal rests on.
type Evidence struct {
	Key         string   `json:"key" enum:"plain,weighted,difference,rho,least_worth,most_worth,crude,standard,share_answers,share_value,metric,against_rest,slope" doc:"What the figure is"`
	Value       *float64 `json:"value"`
	Low         *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High        *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
	N           int64    `json:"n"`
	Unit        string   `json:"unit" enum:"points,share,score,correlation,outcome_per_point"`
	Method      string   `json:"method"`
	MethodLabel string   `json:"method_label" doc:"The method in words, in English"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance"`
}

func evidenceOf(key string, f Figure) Evidence {
	return Evidence{Key: key, Value: f.Value, Low: f.Low, High: f.High, N: f.N, Unit: f.Unit, Method: f.Method, MethodLabel: f.MethodLabel, Trouble: f.Trouble}
}

func evidenceOfDifference(key string, d FigureDifference, n int64) Evidence {
	return Evidence{Key: key, Value: d.Value, Low: d.Low, High: d.High, N: n, Unit: d.Unit, Method: d.Method, MethodLabel: d.MethodLabel, Trouble: d.Trouble}
}

// Signal is something worth looking at, or what was looked for and not found.
type Signal struct {
	Kind     string            `json:"kind" enum:"value,inversion,simpson,segment,outcome"`
	Title    string            `json:"title" enum:"value_higher,value_lower,value_alike,inverted,not_inverted,turned,none_turned,valuable_and_lower,outcome_rises,outcome_falls,outcome_unmoved" doc:"Key of a sentence; params fill it in"`
	Params   map[string]string `json:"params"`
	Flagged  bool              `json:"flagged" doc:"True where it stands out of noise"`
	Evidence []Evidence        `json:"evidence" nullable:"false"`
	Answers  string            `json:"answers" doc:"Query string with which GET /api/responses lists the answers it is about"`
}

// ValueFigures is the metric by what customers are worth beside the plain one,
// of the same answers.
type ValueFigures struct {
	Plain      Figure           `json:"plain"`
	Weighted   Figure           `json:"weighted" doc:"Each answer counts as much as its customer is worth; n_eff says on how many it rests"`
	Difference FigureDifference `json:"difference" doc:"Weighted less plain; q is over this and the outcome's slope"`
}

// InversionFigure tells whether those who are worth most are the least
// satisfied.
type InversionFigure struct {
	Rho     Figure         `json:"rho" doc:"Spearman's rank correlation of score (better is more) and value, -1 to 1; its unit is correlation"`
	Classes int            `json:"classes" doc:"Classes the values were put in"`
	Flagged bool           `json:"flagged" doc:"The whole interval lies below 0"`
	Deciles []DecileFigure `json:"deciles" nullable:"false" doc:"The metric by tenths of value, the least worth first"`
}

// DecileFigure is a tenth of the answers by value.
type DecileFigure struct {
	Number int     `json:"number" minimum:"1" maximum:"10"`
	From   float64 `json:"from" doc:"Least value in it"`
	To     float64 `json:"to" doc:"Greatest value in it"`
	Figure Figure  `json:"figure"`
}

// SimpsonFigures are the differences that another key turns round.
type SimpsonFigures struct {
	Keys       []CutInfo       `json:"keys" nullable:"false" doc:"Keys of at most 20 values with a difference of their own, which may turn round"`
	Turned     []SimpsonFigure `json:"turned" nullable:"false"`
	Considered int             `json:"considered" doc:"Differences that were looked at again at the same make-up by another key"`
	Untested   int             `json:"untested" doc:"Those with too few answers for that"`
	Skipped    int             `json:"skipped" doc:"Pairs of keys that were not looked at, the weakest, where all would read more than 50 million answers"`
}

// SimpsonFigure is a difference between a value and all others that has the
// other sign at the same make-up by another key.
type SimpsonFigure struct {
	Key      CutPart          `json:"key"`
	KeyLabel string           `json:"key_label"`
	By       CutInfo          `json:"by" doc:"The other key"`
	Crude    FigureDifference `json:"crude" doc:"As it is, over the values of the other key that are compared"`
	Standard FigureDifference `json:"standard" doc:"Both sides with the make-up of the two together; q is over all that were looked at, by the weaker of both differences"`
	Covered  float64          `json:"covered" doc:"Share of the answers in the values compared, 0 to 1"`
	Levels   int              `json:"levels" doc:"Values of the other key that were compared"`
	LeftOut  int              `json:"left_out" doc:"Its values with fewer than 5 answers on a side"`
}

// SegmentMatter is what a segment matters.
type SegmentMatter struct {
	Key          CutPart          `json:"key"`
	KeyLabel     string           `json:"key_label"`
	N            int64            `json:"n"`
	ShareAnswers Figure           `json:"share_answers" doc:"Of all answers"`
	ShareValue   *Figure          `json:"share_value" doc:"Of the value of all answers that have one; null without values"`
	Metric       Figure           `json:"metric"`
	AgainstRest  FigureDifference `json:"against_rest" doc:"As in GET /api/metrics/segments"`
	Slope        *OutcomeSlope    `json:"slope" doc:"null without an outcome"`
	Answers      string           `json:"answers"`
}

// OutcomeSlope is how much the outcome rises for a point more of the score.
type OutcomeSlope struct {
	Figure Figure   `json:"figure" doc:"In units of the outcome (a share 0 to 1) a point of score, turned so that more is better; its unit is outcome_per_point"`
	P      *float64 `json:"p"`
	Q      *float64 `json:"q" doc:"Of a segment: over all segments; of the whole: over this and the difference by value"`
}

func (m *SegmentMatter) fill(f stat.SegmentFigures) {
	m.ShareAnswers = figureOf(f.ShareAnswers)
	if f.ShareValue != nil {
		share := figureOf(*f.ShareValue)
		m.ShareValue = &share
	}
	if f.Slope != nil {
		m.Slope = &OutcomeSlope{Figure: figureOf(f.Slope.Estimate), P: finite(f.Slope.P), Q: finite(f.Q)}
	}
}

// SignalsResult is what stands out of noise, and what does not.
type SignalsResult struct {
	FigureOrigin
	Signals   []Signal         `json:"signals" nullable:"false" doc:"Those flagged first"`
	Value     *ValueFigures    `json:"value" doc:"null where no answer has a value"`
	Inversion *InversionFigure `json:"inversion" doc:"null where no answer has a value, or there are more than 400 different scores"`
	Simpson   *SimpsonFigures  `json:"simpson"`
	Outcome   *OutcomeInfo     `json:"outcome" doc:"null where there is none"`
	Slope     *OutcomeSlope    `json:"slope" doc:"Of the outcome among everybody"`
	Segments  []SegmentMatter  `json:"segments" nullable:"false" doc:"What segments matter, the largest share of value (of answers without values) first, at most 100"`
	Count     int              `json:"count" doc:"All segments"`
	Missing   []string         `json:"missing" nullable:"false" enum:"value,outcome" doc:"What the answers do not have"`
}
