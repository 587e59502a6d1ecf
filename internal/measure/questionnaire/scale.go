package questionnaire

// Look is how the points of a scale are drawn.
type Look string

// The looks of scales.
const (
	LookNumbers Look = "numbers"
	LookStars   Look = "stars"
	LookWords   Look = "words"
)

// Scale is a row of points from Min up by one.
type Scale struct {
	Look   Look    `json:"look"`
	Min    int     `json:"min"`    // number of the first point
	Points int     `json:"points"` // 2 to 11
	Low    Words   `json:"low,omitempty"`
	High   Words   `json:"high,omitempty"`
	Labels []Words `json:"labels,omitempty"` // none, or one a point
	NA     bool    `json:"na,omitempty"`     // "not applicable", apart from the points
}

// Max returns the number of the last point.
func (s *Scale) Max() int { return s.Min + s.Points - 1 }

// Limits bounds an answer. What is nil or empty does not bound.
type Limits struct {
	MinChosen *int     `json:"min_chosen,omitempty"`
	MaxChosen *int     `json:"max_chosen,omitempty"`
	Min       *float64 `json:"min,omitempty"`
	Max       *float64 `json:"max,omitempty"`
	Step      *float64 `json:"step,omitempty"`
	From      string   `json:"from,omitempty"`       // date, 2006-01-02
	Until     string   `json:"until,omitempty"`      // date, 2006-01-02
	Length    int      `json:"length,omitempty"`     // characters; 0 is the kind's own limit
	FileBytes int64    `json:"file_bytes,omitempty"` // 0 is the product's own limit
	FileTypes []string `json:"file_types,omitempty"` // media types of FileTypes; none is all of them
	FileCount int      `json:"file_count,omitempty"` // at most so many; 0 is one
}
