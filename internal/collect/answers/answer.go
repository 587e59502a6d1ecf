package answers

import (
	"time"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/record"
)

// SurveyAnswer is somebody who answered a survey, in a list.
type SurveyAnswer struct {
	ID        string         `json:"id" format:"uuid" doc:"Of the response that it is, or would be when sent."`
	Number    int64          `json:"number" doc:"Of the version that was asked."`
	Language  string         `json:"language"`
	Outcome   string         `json:"outcome" enum:"complete,screened,quota_full,begun"`
	CameBy    string         `json:"came_by" enum:"link,personal,embedded"`
	StartedAt time.Time      `json:"started_at"`
	SentAt    *time.Time     `json:"sent_at,omitempty" doc:"Absent where it is not sent yet."`
	Minutes   *float64       `json:"minutes,omitempty" doc:"From the first page to the last."`
	Consent   string         `json:"consent,omitempty" enum:"firm,person" doc:"Absent where nothing was kept of what was said."`
	Customer  *collect.Named `json:"customer,omitempty" doc:"Only where the consent is person."`
	Account   *collect.Named `json:"account,omitempty"`
	Unit      *collect.Named `json:"unit,omitempty"`
	Score     *float64       `json:"score,omitempty" doc:"What the answers count by the points of their version; absent where nothing that scores was answered, and before it is sent."`
	Doubts    []string       `json:"doubts" nullable:"false" enum:"straight,duplicate,nonsense,pattern,speeding" doc:"What it is flagged for."`
	Changes   int64          `json:"changes,omitempty" doc:"How often whoever gave it has changed it since it was sent."`
	Excerpt   string         `json:"excerpt,omitempty" doc:"The beginning of what was written, of what is sent."`
}

func (r row) listed() SurveyAnswer {
	out := SurveyAnswer{
		ID: r.ID, Number: r.Number, Language: r.Language, Outcome: r.outcome(), CameBy: r.CameBy, StartedAt: record.Time(r.StartedAt),
		Customer: namedOf(r.CustomerID, r.CustomerKey, nil), Account: namedOf(r.AccountID, r.AccountKey, r.AccountName), Unit: namedOf(r.UnitID, r.UnitKey, r.UnitName),
	}
	out.Changes, out.Score, out.Doubts = r.Revision, r.Score, r.doubts()
	if r.Consent != nil {
		out.Consent = collect.Consent(*r.Consent).String() //nolint:gosec // a level
	}
	if r.Outcome != "" {
		sent, minutes := record.Time(r.ChangedAt), r.minutes()
		out.SentAt, out.Minutes = &sent, &minutes
	}
	return out
}

func (r row) doubts() []string { return quality.Flags(r.Flags).List() } //nolint:gosec // 31 at most

func (r row) outcome() string {
	if r.Outcome == "" {
		return begun
	}
	return r.Outcome
}

// minutes are those from the first page to the last, to a tenth.
func (r row) minutes() float64 {
	tenths := time.Duration(r.ChangedAt-r.StartedAt) * time.Microsecond / (6 * time.Second)
	return float64(tenths) / 10
}

func namedOf(id, key, name *string) *collect.Named {
	if id == nil {
		return nil
	}
	n := &collect.Named{ID: *id}
	if key != nil {
		n.Key = *key
	}
	if name != nil {
		n.Name = *name
	}
	return n
}
