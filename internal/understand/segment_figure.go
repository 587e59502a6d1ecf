package understand

// SegmentFigure is one value of a key: its figure, and how it differs from all
// other answers.
type SegmentFigure struct {
	Key         CutPart          `json:"key"`
	Crossed     []CutPart        `json:"crossed,omitempty" doc:"The values of the further keys, where keys are crossed"`
	KeyLabel    string           `json:"key_label" doc:"Name of the trait, or the key itself; all names where keys are crossed"`
	N           int64            `json:"n" doc:"Answers with this value"`
	Share       float64          `json:"share" doc:"Of all answers of the query, by weight where weighted; 0 to 1"`
	Figure      Figure           `json:"figure"`
	AgainstRest FigureDifference `json:"against_rest" doc:"This value less all other answers of the query, those without a value among them; q is over all comparisons considered"`
	Answers     string           `json:"answers" doc:"Query string with which GET /api/responses lists the answers behind this figure"`
}

// SegmentKey is a key that was looked at, and what came of it.
type SegmentKey struct {
	Key     string `json:"key" doc:"As in by; t3.classes where a number or date was cut into classes; all keys with commas between where they are crossed"`
	Label   string `json:"label"`
	Values  int    `json:"values" doc:"Values that were compared, answers without a value among them"`
	Small   int    `json:"small" doc:"Values left out because fewer answers have them than the smallest group, and never under 5"`
	LeftOut string `json:"left_out" enum:",too_many_values,one_value" doc:"Why nothing of it was compared: more than 120 values (1,000 combinations where keys are crossed), or one that all answers have"`
}

// SegmentsResult is where a metric differs.
type SegmentsResult struct {
	FigureOrigin
	Total      MetricCell      `json:"total"`
	Keys       []SegmentKey    `json:"keys" nullable:"false" doc:"The keys looked at, in the order asked"`
	Segments   []SegmentFigure `json:"segments" nullable:"false" doc:"Every value of every key, the strongest evidence first"`
	Count      int             `json:"count" doc:"All segments of the query, of which this is a page"`
	Considered int             `json:"considered" doc:"Comparisons over which q was taken, on this page or not"`
	Distinct   int             `json:"distinct" doc:"Comparisons with q of at most 0.05"`
	Next       string          `json:"next,omitempty" doc:"Cursor of the next page of segments"`
}
