package report

// Ranking is how the values of one column rank, each drawn to the mean of all
// as far as noise would explain its distance.
type Ranking struct {
	Column  string       `json:"column"`
	Unit    string       `json:"unit"`
	Items   []RankedItem `json:"items"`   // the best first; of more than 40 the first and the last 20
	Count   int          `json:"count"`   // all that are ranked
	Left    int          `json:"left"`    // values with too few answers to be ranked
	Without int64        `json:"without"` // answers without a value
	Spread  Spread       `json:"spread"`
}

// RankedItem is one value. Those whose intervals overlap are tied: it may hold
// any rank from the first to the last named.
type RankedItem struct {
	Value    string   `json:"value"`
	N        int64    `json:"n"`
	Metric   Interval `json:"metric"`   // as it is
	Shrunken Interval `json:"shrunken"` // drawn to the mean
	From     int      `json:"from"`     // 1 is the best
	To       int      `json:"to"`
}

// Spread says how much of the distance between values is real.
type Spread struct {
	Mean     *float64 `json:"mean"`
	Tau2     *float64 `json:"tau2"`     // variance of the true values, by Paule and Mandel
	Real     Interval `json:"real"`     // I squared, 0 to 1
	P        *float64 `json:"p"`        // chance of so much spread if all were alike
	Distinct int      `json:"distinct"` // pairs that do not overlap
	Trouble  string   `json:"trouble,omitempty"`
}

// Outcome is a logistic regression of what happened on the score and the
// drivers. What goes together is not yet an effect.
type Outcome struct {
	Column  string   `json:"column"`
	Event   string   `json:"event"` // what the odds are of
	N       int64    `json:"n"`
	Dropped int64    `json:"dropped"` // answers that lack a rating
	Base    *float64 `json:"base"`    // share where it happened, 0 to 1
	Alone   *Term    `json:"alone"`   // the score by itself
	Terms   []Term   `json:"terms"`   // the score and the drivers together, the others held
	Judged  Judged   `json:"judged"`
	Trouble string   `json:"trouble,omitempty"`
}

// Term is how many times the odds are multiplied by a point more, turned so
// that more is better.
type Term struct {
	Column string `json:"column"`
	Interval
	P       *float64 `json:"p"`
	Trouble string   `json:"trouble,omitempty"`
}

// Judged says how well the regression foretells answers that it has not seen.
type Judged struct {
	AUC     Interval `json:"auc"`    // 0.5 is a coin
	Better  Interval `json:"better"` // by how much the Brier score beats telling everybody the base rate
	Trouble string   `json:"trouble,omitempty"`
}

// Texts are what people wrote, beside what moves the score.
type Texts struct {
	N       int64        `json:"n"` // answers with a score and a text
	Columns []TextColumn `json:"columns"`
	Groups  []TextGroup  `json:"groups"`
	Trouble string       `json:"trouble,omitempty"` // no_texts; too_few: under 10, none is shown
}

// TextColumn is how many texts a column has.
type TextColumn struct {
	Column string `json:"column"`
	N      int64  `json:"n"`
}

// TextGroup is some texts that were chosen alike.
type TextGroup struct {
	Kind   string     `json:"kind"`             // lowest, highest: by the score; driver: lowest on a driver
	Driver string     `json:"driver,omitempty"` // of kind driver
	Quotes []TextShow `json:"quotes"`
}

// TextShow is one text, masked and cut to 280 characters, without anything
// that says who wrote it.
type TextShow struct {
	Column string  `json:"column"`
	Text   string  `json:"text"`
	Score  float64 `json:"score"` // of the score, or of the driver
	Label  string  `json:"label,omitempty"`
	Month  string  `json:"month,omitempty"` // 2026-05
}
