package collect

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// condition is a part of a WHERE with its arguments.
type condition struct {
	sql  []string
	args []any
}

func (c *condition) and(sql string, args ...any) {
	c.sql = append(c.sql, sql)
	c.args = append(c.args, args...)
}

func (c *condition) text() string { return strings.Join(c.sql, " AND ") }

// where turns the filter into SQL, or says what is wrong with it: all of it,
// and the part that does not look into documents. Only placeholders carry what
// the caller wrote.
func (f Filter) where(engine record.Engine, zone *time.Location, k keysMeant) (whole, outer *condition, err error) {
	c := &condition{}
	c.and(notRestricted("r"))
	for _, eq := range [...]struct{ column, value string }{{"r.program_id", f.Program}, {"r.last_import_id", f.Import}} {
		if eq.value != "" {
			c.and(eq.column+" = ?", eq.value)
		}
	}
	if f.HasText {
		c.and("r.has_text = ?", true)
	}
	if err := f.period(c, zone); err != nil {
		return nil, nil, err
	}
	f.words(c, engine)
	whole = c.copied()
	if err := f.keys(c, whole, engine, k); err != nil {
		return nil, nil, err
	}
	if err := f.score(whole, engine); err != nil {
		return nil, nil, err
	}
	return whole, c, nil
}

// documentOf is the document as a JSON value of the engine; -> and ->> are the
// same on both.
func documentOf(engine record.Engine) string {
	if engine == record.PostgreSQL {
		return "CAST(r.document AS JSONB)"
	}
	return "r.document"
}

func (f Filter) period(c *condition, zone *time.Location) error {
	if f.From != "" {
		t, _, err := moment(f.From, zone)
		if err != nil {
			return fault.Invalid("from", "Write a time as 2026-01-31 or 2026-01-31T10:00:00Z.")
		}
		c.and("r.at >= ?", t.UnixMicro())
	}
	if f.To != "" {
		t, day, err := moment(f.To, zone)
		if err != nil {
			return fault.Invalid("to", "Write a time as 2026-01-31 or 2026-01-31T10:00:00Z.")
		}
		if day {
			t = t.AddDate(0, 0, 1)
		}
		c.and("r.at < ?", t.UnixMicro())
	}
	return nil
}

func moment(text string, zone *time.Location) (t time.Time, day bool, err error) {
	if t, err = time.ParseInLocation(dateLayout, text, zone); err == nil {
		return t, true, nil
	}
	t, err = time.Parse(time.RFC3339, text)
	return t, false, err
}

func (f Filter) score(c *condition, engine record.Engine) error {
	if f.Measure == "" {
		if f.ScoreMin != "" || f.ScoreMax != "" {
			return fault.Invalid("measure", "Name the measure whose scores are meant.")
		}
		return nil
	}
	score := "CAST(" + documentOf(engine) + " -> 'scores' ->> ? AS DOUBLE PRECISION)"
	if f.ScoreMin == "" && f.ScoreMax == "" {
		c.and("("+documentOf(engine)+" -> 'scores' ->> ?) IS NOT NULL", f.Measure)
		return nil
	}
	for _, bound := range [...]struct{ field, text, op string }{{"score_min", f.ScoreMin, ">="}, {"score_max", f.ScoreMax, "<="}} {
		if bound.text == "" {
			continue
		}
		v, err := scoreBound(bound.text)
		if err != nil {
			return fault.Invalid(bound.field, "This is no number.")
		}
		c.and(score+" "+bound.op+" ?", f.Measure, *v)
	}
	return nil
}

// scoreBound reads a bound of a score, nil where there is none.
func scoreBound(text string) (*float64, error) {
	if text == "" {
		return nil, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err == nil && v-v != 0 {
		err = strconv.ErrRange
	}
	return &v, err
}

// words asks the index for all words of the question; the last may be the
// beginning of one. A question without any word finds nothing.
func (f Filter) words(c *condition, engine record.Engine) {
	if strings.TrimSpace(f.Words) == "" {
		return
	}
	words := text.Words(f.Words)
	if len(words) == 0 {
		c.and("1 = 0")
		return
	}
	c.and("r.n IN ("+engine.Holding("response_text", "n")+")", engine.Match(words))
}

// listRow is a response with the names around it.
type listRow struct {
	N             int64
	ID            string `bun:"id"`
	ProgramID     string `bun:"program_id"`
	At            int64
	ReceivedAt    int64
	Consent       uint8
	CustomerID    *string `bun:"customer_id"`
	CustomerKey   *string
	AccountID     *string `bun:"account_id"`
	AccountKey    *string
	AccountName   *string
	UnitID        *string `bun:"unit_id"`
	UnitKey       *string
	UnitName      *string
	TouchpointKey string
	Channel       string
	Language      string
	Value         *float64
	Weight        *float64
	Document      string
	LastImportID  *string `bun:"last_import_id"`
	RowNumber     *int64
	Synthetic     bool
	Flags         int64 // what makes it doubtful, see package quality
}

const listColumns = `r.n, r.id, r.program_id, r.at, r.received_at, r.consent, r.customer_id, cu.key AS customer_key,
	ac.id AS account_id, ac.key AS account_key, ac.name AS account_name, r.unit_id, un.key AS unit_key, un.name AS unit_name,
	r.touchpoint_key, r.channel, r.language, r.value, r.weight, r.document, r.last_import_id, r.row_number,
	COALESCE(pr.synthetic, FALSE) AS synthetic, COALESCE((SELECT s.flags FROM answering s WHERE s.response_id = r.id), 0) AS flags`

const listJoins = ` LEFT JOIN customer cu ON cu.id = r.customer_id LEFT JOIN account al ON al.id = r.account_id LEFT JOIN account ac ON ac.id = COALESCE(al.party_id, al.id)
	LEFT JOIN unit un ON un.id = r.unit_id LEFT JOIN program pr ON pr.id = r.program_id`

func reachColumns() access.Columns {
	return access.Columns{Program: "r.program_id", Unit: "r.unit_id", Account: "r.account_id"}
}

// ListResponses gives the responses that the filter chooses and the caller may
// read, newest first, after the cursor, limit+1 at most. That texts were read
// is written to the audit log.
func (s *Service) ListResponses(ctx context.Context, f Filter, after listCursor, limit int) ([]ListedResponse, error) {
	page, err := s.pages(ctx, f)
	if err != nil {
		return nil, err
	}
	var from *Candidate
	if after.ID != "" {
		from = &Candidate{At: after.At, ID: after.ID}
	}
	rows, err := page(ctx, from, limit+1)
	if err != nil {
		return nil, err
	}
	out := make([]ListedResponse, 0, len(rows))
	for i := range rows {
		l, err := rows[i].listed()
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, s.Audit.Saw(ctx, "responses.listed", "", map[string]string{"count": strconv.Itoa(min(len(out), limit)), "program": f.Program})
}

// pages reads page after page of what the filter chooses and the caller may
// read.
func (s *Service) pages(ctx context.Context, f Filter) (func(ctx context.Context, after *Candidate, limit int) ([]listRow, error), error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return nil, err
	}
	meant, err := s.meant(ctx, f)
	if err != nil {
		return nil, err
	}
	whole, outer, err := f.where(s.Store.Engine(), s.Zone(), meant)
	if err != nil {
		return nil, err
	}
	reach, args := who.Reach(access.AnswerRead).Where(reachColumns())
	whole.and(reach, args...)
	outer.and(reach, args...)
	narrow, narrowed := f.narrow(meant)
	asked, segmented, err := f.segmentAsk(narrow, s.Zone())
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, after *Candidate, limit int) ([]listRow, error) {
		p := search{s: s, limit: limit, whole: whole, outer: outer}
		if !segmented && f.onlyDoubtful() {
			if done, err := p.findFlagged(ctx, after, fewFlagged); done || err != nil {
				return p.rows, err
			}
		}
		if segmented {
			err := p.findInSegments(ctx, asked, f.Words != "" || f.HasText || f.Import != "", after)
			return p.rows, err
		}
		err := p.find(ctx, narrow, narrowed, after)
		return p.rows, err
	}, nil
}

// listed is the row as it may be shown: the person only where consent says so.
func (r *listRow) listed() (ListedResponse, error) {
	d, err := readDocument(r.Document)
	if err != nil {
		return ListedResponse{}, err
	}
	l := ListedResponse{
		ID: r.ID, ProgramID: r.ProgramID, At: record.Time(r.At), Answers: d.list(), Channel: r.Channel, Language: r.Language,
		Consent: Consent(r.Consent).String(), Traits: d.traits(), Synthetic: r.Synthetic, Doubts: quality.Flags(r.Flags).List(), //nolint:gosec // 31 at most
		Account: named(r.AccountID, r.AccountKey, r.AccountName), Unit: named(r.UnitID, r.UnitKey, r.UnitName),
	}
	if Consent(r.Consent) == ConsentPerson {
		l.Customer = named(r.CustomerID, r.CustomerKey, nil)
	}
	if r.LastImportID != nil {
		l.ImportID = *r.LastImportID
	}
	return l, nil
}

func named(id, key, name *string) *Named {
	if id == nil {
		return nil
	}
	n := &Named{ID: *id}
	if key != nil {
		n.Key = *key
	}
	if name != nil {
		n.Name = *name
	}
	return n
}
