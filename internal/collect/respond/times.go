package respond

import (
	"database/sql"
	"encoding/json"
	"maps"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// longestVisit is how long a page may be looked at. Whoever takes longer has left it
// and come back, and the time says nothing of the page.
const longestVisit = 30 * time.Minute

// progress is where an answering stands, and how long each page took. It stays zero
// where the survey is anonymous.
type progress struct {
	shownAt time.Time // when the page it stands at was shown
	atPage  string    // its code, "" for the first one
	times   map[string]int64
}

// atFirst is somebody who begins.
func (s *Service) atFirst(asked measure.AskedSurvey) progress {
	if isAnonymous(asked) {
		return progress{}
	}
	return progress{shownAt: s.Now()}
}

// passed notes that a page was sent at a time and which one is shown then, by their
// codes; a page that is sent again, or gone back to, takes the sum of its visits.
func (p progress) passed(page, next string, now time.Time) progress {
	out := progress{shownAt: now, atPage: next, times: maps.Clone(p.times)}
	took := now.Sub(p.shownAt)
	if page == "" || p.shownAt.IsZero() || took <= 0 || took > longestVisit {
		return out
	}
	if out.times == nil {
		out.times = map[string]int64{}
	}
	out.times[page] += took.Milliseconds()
	return out
}

// pass moves an answering on by a page that was sent.
func (d *decided) pass(view questionnaire.View, p Post, now time.Time) {
	if p.Keep || isAnonymous(d.asked) {
		return
	}
	codeOf := func(key string) string {
		if page := view.Page(key); page != nil {
			return page.Code
		}
		return ""
	}
	page := codeOf(p.Page)
	next := page // where it is asked again, or was the last
	if d.sent.Next != "" {
		next = codeOf(d.sent.Next)
	}
	d.progress = d.passed(page, next, now)
}

// columns are how it is kept.
func (p progress) columns() (shownAt any, atPage, times string, err error) {
	if len(p.times) == 0 {
		times = "{}"
	} else {
		b, err := json.Marshal(p.times)
		if err != nil {
			return nil, "", "", fault.Wrap(err, fault.CodeInternal, "keep the times of pages")
		}
		times = string(b)
	}
	if !p.shownAt.IsZero() {
		shownAt = record.Micros(p.shownAt)
	}
	return shownAt, p.atPage, times, nil
}

func readProgress(shownAt sql.NullInt64, atPage, times string) (progress, error) {
	p := progress{atPage: atPage}
	if shownAt.Valid {
		p.shownAt = record.Time(shownAt.Int64)
	}
	return p, json.Unmarshal([]byte(times), &p.times)
}
