package answers

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// Filter chooses among those who answered a survey. Empty fields choose all; of
// several values of a field any will do.
type Filter struct {
	Versions  []int64  `query:"version,explode" maxItems:"200" doc:"Numbers of versions."`
	Languages []string `query:"language,explode" maxItems:"50"`
	CameBy    []string `query:"came_by,explode" maxItems:"10" enum:"link,personal,embedded" doc:"By the open link, by a personal one, or in a page of another site."`
	Outcomes  []string `query:"outcome,explode" maxItems:"10" enum:"complete,screened,quota_full,begun" doc:"begun: not sent yet."`
	Doubts    []string `query:"doubt,explode" maxItems:"10" enum:"any,none,straight,duplicate,nonsense,pattern,speeding" doc:"Flagged as doubtful, for anything or for one of these; none: sent, and not flagged."`
	From      string   `query:"from" doc:"Begun from this day on, in the organisation's zone; or an instant (RFC 3339)."`
	To        string   `query:"to" doc:"Begun up to this day, included; or before the instant (RFC 3339)."`
	Words     string   `query:"q" maxLength:"200" doc:"Words that a text of an answer sent must have, in any order; the last may be a beginning."`
}

// The ways by which people come to answer.
const (
	ByLink     = "link"
	ByPersonal = "personal"
	ByEmbedded = "embedded"
)

// begun is the outcome of what is not sent yet, as the API calls it.
const begun = "begun"

// cameBy is the way by which an answering a came.
const cameBy = "(CASE WHEN a.invitation_id IS NOT NULL THEN 'personal' WHEN a.came_by = '' THEN 'link' ELSE a.came_by END)"

// condition is a WHERE with its arguments.
type condition struct {
	sql     []string
	args    []any
	words   bool // some of it asks the index of words
	flagged bool // only answers that are flagged
}

// Where a query begins: with answers in their order, or with the responses that have
// words. Each is a hundred times slower than the other where it is the wrong one.
const (
	inOrder = ` FROM answering a LEFT JOIN response r ON r.id = a.response_id`
	byWords = ` FROM response r CROSS JOIN answering a`
)

// from is where a query begins, few telling that few have the words, or the flags, if
// any are asked for.
func (c *condition) from(few bool) (tables, where string) {
	if c.words && few {
		return byWords, c.text() + " AND a.response_id = r.id"
	}
	where = strings.ReplaceAll(c.text(), "r.n IN (", "+r.n IN (") // no way in, only a check
	switch {
	case !few:
		where = strings.ReplaceAll(where, "a.flags > 0", "+a.flags > 0")
	case c.flagged:
		where = strings.ReplaceAll(where, "a.started_at", "+a.started_at")
	}
	return inOrder, where
}

// order is the newest begun first, and no way in where few are flagged: their index is.
func (c *condition) order(few bool) string {
	if c.flagged && few {
		return "a.started_at + 0 DESC, a.response_id DESC"
	}
	return "a.started_at DESC, a.response_id DESC"
}

func (c *condition) and(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *condition) text() string { return strings.Join(c.sql, " AND ") }

// oneOf narrows an expression to some values; an expression is used as it is, so
// that no other index than that of the order is tempting.
func (c *condition) oneOf(expression string, values []string) {
	if len(values) > 0 {
		c.and(expression+" IN (?)", bun.List(values))
	}
}

// seen is what of a survey may be told at all, to whoever asks: nothing of
// anonymous versions, nothing of what was withdrawn or of people whose data are
// restricted, only what is within reach.
func seen(survey string, versions []int64, who access.Who) *condition {
	c := &condition{}
	c.and("a.survey_id = ?", survey)
	c.and("a.number IN (?)", bun.List(versions))
	c.and("(r.id IS NOT NULL OR a.receipt = '')")
	c.and(collect.NotRestricted("r"))
	c.and("(a.invitation_id IS NULL OR r.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM invitation i JOIN customer k ON k.id = i.customer_id WHERE i.id = a.invitation_id AND k.restricted_at IS NOT NULL))")
	within, args := who.Reach(access.AnswerRead).Where(access.Columns{Program: "a.program_id", Unit: "r.unit_id", Account: "r.account_id"})
	c.and(within, args...)
	return c
}

// narrow adds what the filter says.
func (f Filter) narrow(c *condition, engine record.Engine, zone *time.Location) error {
	if len(f.Versions) > 0 {
		c.and("a.number IN (?)", bun.List(f.Versions))
	}
	c.oneOf("(a.language || '')", f.Languages)
	c.oneOf(cameBy, f.CameBy)
	outcomes := make([]string, len(f.Outcomes))
	for i, o := range f.Outcomes {
		if outcomes[i] = o; o == begun {
			outcomes[i] = ""
		}
	}
	c.oneOf("(a.outcome || '')", outcomes)
	c.doubtful(f.Doubts)
	for _, end := range []struct {
		field, text, sign string
		days              int
	}{{"from", f.From, ">=", 0}, {"to", f.To, "<", 1}} {
		if end.text == "" {
			continue
		}
		at, day, err := moment(end.text, zone)
		if err != nil {
			return fault.Invalid(end.field, "Write a time as 2026-01-31 or 2026-01-31T10:00:00Z.")
		}
		if day {
			at = at.AddDate(0, 0, end.days)
		}
		c.and("a.started_at "+end.sign+" ?", at.UnixMicro())
	}
	if strings.TrimSpace(f.Words) != "" {
		words := text.Words(f.Words)
		if len(words) == 0 {
			c.and("1 = 0")
			return nil
		}
		c.and("r.n IN ("+engine.Holding("response_text", "n")+")", engine.Match(words))
		c.words = true
	}
	return nil
}

// doubtful narrows to answers with one of some flags.
func (c *condition) doubtful(names []string) {
	var flags quality.Flags
	sound := slices.Contains(names, "none")
	for _, name := range names {
		if flags |= quality.Named(name); name == "any" {
			flags = quality.All
		}
	}
	const has, none = "(a.flags > 0 AND a.flags & ? <> 0)", "(a.flags = 0 AND a.outcome <> '')"
	switch {
	case sound && flags != 0:
		c.and("("+has+" OR "+none+")", int64(flags))
	case sound:
		c.and(none)
	case flags != 0:
		c.flagged = true
		c.and(has, int64(flags))
	}
}

func moment(text string, zone *time.Location) (t time.Time, day bool, err error) {
	if t, err = time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t, true, nil
	}
	t, err = time.Parse(time.RFC3339, text)
	return t, false, err
}

// named are the versions, by number, whose answers may be told one by one.
func named(all []*questionnaire.Document) []int64 {
	var out []int64
	for i, d := range all {
		if d.Settings.Consent != questionnaire.ConsentAnonymous {
			out = append(out, int64(i+1))
		}
	}
	return out
}

// after narrows to what a list has after a place.
func (c *condition) after(at *Place) {
	if at != nil && at.ID != "" {
		c.and("(a.started_at < ? OR (a.started_at = ? AND a.response_id < ?))", at.At, at.At, at.ID)
		c.and("a.started_at <= ?", at.At) // for the index
	}
}

// Place is the last of a page: microseconds and id.
type Place struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}
