package fieldwork

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/collect/quality"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Version is what is looked at.
type Version struct {
	Survey string
	Number int64
}

// Outcome is how many answerings have one, "" while they go on; Invited are those by
// personal links.
type Outcome struct {
	Outcome string
	Invited bool
	N       int64
}

// Outcomes counts the answerings of a version.
func Outcomes(ctx context.Context, q record.Querier, v Version) (out []Outcome, err error) {
	const count = "SELECT outcome, count(*) AS n FROM answering WHERE survey_id = ? AND number = ?"
	var all, invited []Outcome
	err = q.NewRaw(count+" GROUP BY outcome ORDER BY outcome", v.Survey, v.Number).Scan(ctx, &all)
	if err == nil {
		err = q.NewRaw(count+" AND invitation_id IS NOT NULL GROUP BY outcome", v.Survey, v.Number).Scan(ctx, &invited)
	}
	for _, o := range all {
		for _, i := range invited {
			if i.Outcome == o.Outcome {
				out, o.N = append(out, Outcome{i.Outcome, true, i.N}), o.N-i.N
			}
		}
		if o.N > 0 {
			out = append(out, o)
		}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "count answerings")
}

// Stand is how many stand at a page, "" for the first, and how many of them have not
// gone on since a time.
type Stand struct {
	AtPage  string
	N       int64
	Stopped int64
}

// Standing counts the answerings of a version that are not over, by where they stand.
func Standing(ctx context.Context, q record.Querier, v Version, since time.Time) (out []Stand, err error) {
	err = q.NewRaw("SELECT at_page, count(*) AS n, sum(CASE WHEN changed_at < ? THEN 1 ELSE 0 END) AS stopped FROM answering WHERE survey_id = ? AND number = ? AND outcome = '' GROUP BY at_page ORDER BY at_page",
		record.Micros(since), v.Survey, v.Number).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count where answerings stand")
}

// Hour is how many began in an hour, and how many of them have completed.
type Hour struct {
	Hour     int64 // since 1970, UTC
	Started  int64
	Complete int64
}

// Hours counts answerings by the hour in which they began, oldest first.
func Hours(ctx context.Context, q record.Querier, v Version) (out []Hour, err error) {
	err = q.NewRaw(`SELECT started_at / 3600000000 AS hour, count(*) AS started, sum(CASE WHEN outcome = 'complete' THEN 1 ELSE 0 END) AS complete
		FROM answering WHERE survey_id = ? AND number = ? GROUP BY 1 ORDER BY 1`, v.Survey, v.Number).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count answerings by hour")
}

// Sampled is of how many completed answerings, the last ones, the times are read.
const Sampled = 2000

// Times are the milliseconds that pages took, by their codes, and the sum of each
// answering under "": of the last completed ones, in order of size.
func Times(ctx context.Context, q record.Querier, v Version) (map[string][]int64, error) {
	var rows []struct{ Times string }
	err := q.NewRaw("SELECT times FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete' AND times <> '{}' ORDER BY changed_at DESC LIMIT ?", v.Survey, v.Number, Sampled).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read how long pages took")
	}
	out := map[string][]int64{}
	for _, r := range rows {
		var times map[string]int64
		if err := json.Unmarshal([]byte(r.Times), &times); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read how long pages took")
		}
		sum := int64(0)
		for page, ms := range times {
			out[page], sum = append(out[page], ms), sum+ms
		}
		out[""] = append(out[""], sum)
	}
	for _, times := range out {
		slices.Sort(times)
	}
	return out, nil
}

// Pace is the median of milliseconds an answer over n answerings of a version.
func Pace(ctx context.Context, q record.Querier, v Version) (median float64, n int64, err error) {
	const of = " FROM answering WHERE survey_id = ? AND number = ? AND pace > 0"
	err = q.NewRaw("SELECT count(*)"+of, v.Survey, v.Number).Scan(ctx, &n)
	if err != nil || n == 0 {
		return 0, n, fault.Wrap(err, fault.CodeInternal, "count times")
	}
	var middle []int64
	err = q.NewRaw("SELECT pace"+of+" ORDER BY pace LIMIT ? OFFSET ?", v.Survey, v.Number, 2-n%2, (n-1)/2).Scan(ctx, &middle)
	for _, pace := range middle {
		median += float64(pace) / float64(len(middle))
	}
	return median, n, fault.Wrap(err, fault.CodeInternal, "find the median time")
}

// doubts are the flags of an answering, those of them that speed by a pace that is
// the argument: Judge keeps them by the house's own.
const doubts = "(flags & 15) + (CASE WHEN pace > 0 AND pace < ? THEN 16 ELSE 0 END)"

// Doubts counts the completed answerings of a version by their flags, 0 for none.
// Under fast milliseconds an answer they are speeding. Those without a doubt are
// counted and not read.
func Doubts(ctx context.Context, q record.Querier, v Version, fast float64) (map[quality.Flags]int64, error) {
	var all int64
	err := q.NewRaw("SELECT count(*) FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete'", v.Survey, v.Number).Scan(ctx, &all)
	var rows []struct {
		Doubts int64
		N      int64
	}
	if err == nil {
		const of = "SELECT flags, pace FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete' AND "
		err = q.NewRaw("SELECT "+doubts+" AS doubts, count(*) AS n FROM ("+of+"flags > 0 UNION ALL "+of+"pace > 0 AND pace < ? AND flags = 0) a GROUP BY 1",
			fast, v.Survey, v.Number, v.Survey, v.Number, fast).Scan(ctx, &rows)
	}
	out := map[quality.Flags]int64{}
	for _, r := range rows {
		out[quality.Flags(r.Doubts)] += r.N //nolint:gosec // 31 at most
		all -= r.N
	}
	if all > 0 {
		out[0] += all
	}
	return out, fault.Wrap(err, fault.CodeInternal, "count doubtful answers")
}

// Doubtful is a response that is flagged.
type Doubtful struct {
	ResponseID string
	ChangedAt  int64 // when it was completed, in microseconds
	Flags      int64
	Pace       int64
}

// ListDoubtful are responses that have any of some flags, the newest first, after
// one of them.
func ListDoubtful(ctx context.Context, q record.Querier, v Version, fast float64, of quality.Flags, after *Doubtful, limit int) (out []Doubtful, err error) {
	text := "SELECT response_id, changed_at, flags, pace FROM (SELECT response_id, changed_at, " + doubts + " AS flags, pace FROM answering WHERE survey_id = ? AND number = ? AND outcome = 'complete' AND receipt <> '') a WHERE flags & ? <> 0"
	args := []any{fast, v.Survey, v.Number, int64(of)}
	if after != nil {
		text += " AND (changed_at < ? OR changed_at = ? AND response_id < ?)"
		args = append(args, after.ChangedAt, after.ChangedAt, after.ResponseID)
	}
	err = q.NewRaw(text+" ORDER BY changed_at DESC, response_id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "list doubtful answers")
}

// Wave is how many invitations of a wave, or of a stratum of its sample, are in a state.
type Wave struct {
	ID, Name, Stratum, State, Reason string
	N                                int64
}

// Waves counts the invitations to a version by wave, stratum, state and reason.
func Waves(ctx context.Context, q record.Querier, v Version) (out []Wave, err error) {
	err = q.NewRaw(`SELECT w.id, w.name, i.stratum, i.state, i.reason, count(*) AS n FROM invitation i JOIN wave w ON w.id = i.wave_id
		WHERE i.survey_id = ? AND i.number = ? GROUP BY w.id, w.name, i.stratum, i.state, i.reason ORDER BY w.id, i.stratum, i.state, i.reason`, v.Survey, v.Number).Scan(ctx, &out)
	return out, fault.Wrap(err, fault.CodeInternal, "count invitations")
}
