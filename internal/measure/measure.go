package measure

import (
	"embed"
	"io/fs"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations are the tables of this room.
func Migrations() fs.FS { return migrations }

// Intent is what a measure is about.
type Intent string

// The intents.
const (
	Satisfaction Intent = "satisfaction"
	Loyalty      Intent = "loyalty"
	Advocacy     Intent = "advocacy"
	Effort       Intent = "effort"
	Outcome      Intent = "outcome" // something that happened: left, renewed
	Other        Intent = "other"
)

// Metric is the figure made of the scores.
type Metric string

// The metrics.
const (
	NPS   Metric = "nps"   // share of 9 and 10 minus share of 0 to 6, in points
	Share Metric = "share" // share of good scores
	Mean  Metric = "mean"  // mean score
)

// Unit is the unit in which the metric is given: points, share (0 to 1) or score.
func (m Metric) Unit() string {
	switch m {
	case NPS:
		return "points"
	case Share:
		return "share"
	}
	return "score"
}

// Measure is a quantity to follow.
type Measure struct {
	ID        string            `json:"id" format:"uuid"`
	ProgramID string            `json:"program_id" format:"uuid"`
	Name      string            `json:"name"`
	Wording   map[string]string `json:"wording" doc:"The question as asked, by language (en, fr ...)."`
	Intent    Intent            `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,outcome,other"`
	Scale     Scale             `json:"scale"`
	Metric    Metric            `json:"metric" enum:"nps,share,mean"`
	Unit      string            `json:"unit" enum:"points,share,score" doc:"Unit of the metric."`
	Breaks    []Break           `json:"breaks" nullable:"false" doc:"When wording, scale or metric changed, newest first; the series breaks there."`
	CreatedAt time.Time         `json:"created_at"`
	Version   int64             `json:"version"`
}

// Break is a change that makes scores before and after it not the same thing.
type Break struct {
	At      time.Time `json:"at"`
	Changed []string  `json:"changed" nullable:"false" doc:"wording, scale or metric"`
	Before  Before    `json:"before"`
}

// Before is what stood before a break.
type Before struct {
	Wording map[string]string `json:"wording"`
	Scale   Scale             `json:"scale"`
	Metric  Metric            `json:"metric" enum:"nps,share,mean"`
}

const (
	maxName    = 300
	maxWording = 2000
)

func nameKey(name string) string { return strings.ToLower(cleanName(name)) }

func cleanName(name string) string { return strings.Join(strings.Fields(name), " ") }

// checked cleans m and says what is wrong with it, naming fields under the
// prefix ("" or "columns[3].score.").
func (m Measure) checked() (Measure, error) {
	m.Name = cleanName(m.Name)
	if m.Name == "" {
		return m, fault.Invalid("name", "Give the measure a name.")
	}
	if len([]rune(m.Name)) > maxName {
		return m, fault.Invalid("name", "A measure's name has at most 300 characters.")
	}
	for lang, text := range m.Wording {
		if len(lang) < 2 || len(lang) > 12 || len(text) > 4*maxWording {
			return m, fault.Invalid("wording", "Wordings are kept by language code, as in en or fr, of at most 2,000 characters.")
		}
	}
	switch m.Intent {
	case "":
		m.Intent = Other
	case Satisfaction, Loyalty, Advocacy, Effort, Outcome, Other:
	default:
		return m, fault.Invalid("intent", "Choose satisfaction, loyalty, advocacy, effort, outcome or other.")
	}
	if m.Wording == nil {
		m.Wording = map[string]string{}
	}
	m.Unit = m.Metric.Unit()
	if m.Breaks == nil {
		m.Breaks = []Break{}
	}
	return m, CheckScale("", m.Scale, m.Metric)
}
