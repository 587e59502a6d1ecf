package report

import "time"

// Version is the version of the JSON: the first number grows when a field
// changes its meaning or goes, the second when one comes.
const Version = "1.1"

// Document is a whole report. Numbers that could not be told are null.
type Document struct {
	Version      string    `json:"version"`
	Language     string    `json:"language"` // of titles and reasons: en, fr
	MadeAt       time.Time `json:"made_at"`
	Source       Source    `json:"source"`
	Roles        []Role    `json:"roles"`
	Metric       Metric    `json:"metric"`
	Trend        []Period  `json:"trend"`
	TrendPeriod  string    `json:"trend_period"` // year, quarter, month or week; "" without a trend
	Segments     []Segment `json:"segments"`
	Drivers      Drivers   `json:"drivers"`
	Signals      []Signal  `json:"signals"`
	Rankings     []Ranking `json:"rankings"`
	Outcome      *Outcome  `json:"outcome"` // null where no column says what happened
	Texts        Texts     `json:"texts"`
	Actions      []Action  `json:"actions"`
	Candidates   int       `json:"candidates"`    // how many actions were considered
	Compared     int       `json:"compared"`      // comparisons of segments that q was taken over
	Distinct     int       `json:"distinct"`      // of them, those with q up to 0.05
	SegmentCount int       `json:"segment_count"` // segments there are, of which at most 500 are listed
	Notes        []string  `json:"notes"`         // what the reader has to know
}

// Source is the table and what became of its rows.
type Source struct {
	File     string   `json:"file"`
	Rows     int64    `json:"rows"`     // with content
	Used     int64    `json:"used"`     // with a score
	Unscored int64    `json:"unscored"` // taken, but without a score
	Dropped  int64    `json:"dropped"`  // rows that were not taken
	Cells    int64    `json:"cells"`    // cells left out of rows that were taken
	Rejected []Reject `json:"rejected"` // the first 1,000 of these rows and cells
	Joins    []Join   `json:"joins"`
}

// Reject is a row or a cell that was not taken.
type Reject struct {
	Row    int64  `json:"row"`    // as a spreadsheet counts
	Column string `json:"column"` // "" where the whole row is meant
	Key    string `json:"key"`    // of the reason, in any language
	Reason string `json:"reason"`
	Value  string `json:"value,omitempty"`
}

// Join is a second table and how it fitted.
type Join struct {
	File      string   `json:"file"`
	On        string   `json:"on"`
	Pivot     string   `json:"pivot,omitempty"`
	Columns   []string `json:"columns"` // added
	Rows      int64    `json:"rows"`
	Matched   int64    `json:"matched"`   // rows of the first table that found their key
	Unmatched int64    `json:"unmatched"` // rows of the first table that did not
	Unused    int64    `json:"unused"`    // keys that no row of the first table has
	Twice     int64    `json:"twice"`     // rows left aside because an earlier one has the same key and name
}

// Role is what a column was taken for.
type Role struct {
	Column  string `json:"column"`
	Role    string `json:"role"`
	Scale   *Scale `json:"scale"`
	Guessed bool   `json:"guessed"`
	Why     string `json:"why"`
}

// Scale is the scale of a score.
type Scale struct {
	Min     float64           `json:"min"`
	Max     float64           `json:"max"`
	Best    string            `json:"best"` // which end is the good one: max, min
	Labels  map[string]string `json:"labels,omitempty"`
	Good    []float64         `json:"good,omitempty"`    // scores that count as good, of a share
	Missing []string          `json:"missing,omitempty"` // cells that mean no answer
}

// Interval is an estimate with its 95 % interval.
type Interval struct {
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// Metric is the figure of the score.
type Metric struct {
	Column     string  `json:"column"`
	Kind       string  `json:"kind"` // nps, share, mean
	Unit       string  `json:"unit"` // points (-100 to 100), share (0 to 1), score (of the scale)
	N          int64   `json:"n"`
	NEffective float64 `json:"n_effective"`
	Interval
	Method       string           `json:"method"`
	Counts       map[string]int64 `json:"counts"`       // answers by class: promoter, passive, detractor; good, other; or by score
	Distribution []Bin            `json:"distribution"` // answers by score
	Weighted     bool             `json:"weighted"`
	Trouble      string           `json:"trouble,omitempty"` // why a number is missing
}

// Bin is how many answers gave a score.
type Bin struct {
	Score float64 `json:"score"`
	Label string  `json:"label,omitempty"`
	N     int64   `json:"n"`
	Good  bool    `json:"good,omitempty"`
}

// Period is the metric of a run of days.
type Period struct {
	Period   string `json:"period"` // 2026, 2026-Q2, 2026-05, or the first day of a week
	From     string `json:"from"`
	To       string `json:"to"`
	Complete bool   `json:"complete"`
	N        int64  `json:"n"`
	Interval
	Unit   string `json:"unit"`
	Method string `json:"method"`
}

// Segment is one value of a column, against all other answers.
type Segment struct {
	Column      string   `json:"column"`
	Value       string   `json:"value"`
	N           int64    `json:"n"`
	Share       float64  `json:"share"` // of all answers, 0 to 1
	Metric      Interval `json:"metric"`
	AgainstRest Against  `json:"against_rest"`
	Unit        string   `json:"unit"`
}

// Against is a difference. Q is Benjamini-Hochberg over all comparisons of the
// report.
type Against struct {
	Difference *float64 `json:"difference"`
	Low        *float64 `json:"low"`
	High       *float64 `json:"high"`
	P          *float64 `json:"p"`
	Q          *float64 `json:"q"`
}

// Drivers say what goes with the score.
type Drivers struct {
	R2Value    *float64 `json:"r2"` // 0 to 1
	R2Low      *float64 `json:"r2_low"`
	R2High     *float64 `json:"r2_high"`
	N          int64    `json:"n"`
	Method     string   `json:"method"`
	Unit       string   `json:"unit"`       // of slopes, penalties, rewards and gains: points, percent, score
	Considered int      `json:"considered"` // ratings answered together with the score
	Trouble    string   `json:"trouble,omitempty"`
	Items      []Driver `json:"items"`
}

// Driver is one rating. Low and high are those of its share.
type Driver struct {
	Column  string   `json:"column"`
	N       int64    `json:"n"`
	Mean    *float64 `json:"mean"`    // on its scale, turned so that more is better
	Scale   *Scale   `json:"scale"`   // as it is turned
	Weight  *float64 `json:"weight"`  // its part of r2
	Share   *float64 `json:"share"`   // its part of what all explain, 0 to 1
	Low     *float64 `json:"low"`     // of the share
	High    *float64 `json:"high"`    // of the share
	Noise   bool     `json:"noise"`   // cannot be told from a random column
	Slope   *float64 `json:"slope"`   // a point more, the others held
	Penalty *float64 `json:"penalty"` // what low ratings cost
	Reward  *float64 `json:"reward"`  // what top ratings bring
	Shape   string   `json:"shape"`   // must_be, attractive, linear, not_monotone, unclear
	Gain    Interval `json:"gain"`    // if the shortfall below the target were halved
	Target  float64  `json:"target"`

	SlopeInterval   Interval `json:"slope_interval"`
	PenaltyInterval Interval `json:"penalty_interval"`
	RewardInterval  Interval `json:"reward_interval"`
	SkippedBy       int64    `json:"skipped_by"`        // answers without it
	SkippedDiffer   bool     `json:"skipped_differ"`    // and those differ in the score
	Trouble         string   `json:"trouble,omitempty"` // why it is not in the model
}

// Signal is something the figures hide at first sight, or what was looked for
// and not found.
type Signal struct {
	Kind     string     `json:"kind"` // value, inversion, simpson, segment, outcome
	Title    string     `json:"title"`
	Flagged  bool       `json:"flagged"` // stands out of noise
	Evidence []Evidence `json:"evidence"`
}

// Evidence is a figure that a signal rests on.
type Evidence struct {
	Key string `json:"key"`
	Interval
	N      int64  `json:"n"`
	Unit   string `json:"unit"` // points, share, score, correlation, outcome_per_point
	Method string `json:"method"`
}

// Action is a thing to do, the most promising first.
type Action struct {
	Rank     int            `json:"rank"`
	Title    string         `json:"title"`
	Why      string         `json:"why"`
	Q        *float64       `json:"q"`
	Evidence ActionEvidence `json:"evidence"`
}

// ActionEvidence is what an action rests on.
type ActionEvidence struct {
	Driver        string   `json:"driver"`
	Column        string   `json:"column,omitempty"` // of the segment; none: everybody
	Value         string   `json:"value,omitempty"`
	N             int64    `json:"n"`
	Gain          Interval `json:"gain"`  // in the segment; its interval is adjusted for having been chosen
	Whole         Interval `json:"whole"` // what that brings to the whole figure, by which actions are ranked: gain x share of answers
	Unit          string   `json:"unit"`
	Share         *float64 `json:"share"` // of what drivers explain, 0 to 1
	Below         *float64 `json:"below"` // share of ratings below the target, 0 to 1
	Slope         *float64 `json:"slope"`
	Shape         string   `json:"shape"`
	Target        float64  `json:"target"`         // lowest good rating
	SkippedDiffer bool     `json:"skipped_differ"` // those who did not rate it score otherwise
}
