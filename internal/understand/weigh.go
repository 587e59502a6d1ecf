package understand

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/stat"
)

// WeightsMade is what came of the weights of a figure.
type WeightsMade struct {
	WeightingID string          `json:"weighting_id" format:"uuid"`
	Name        string          `json:"name"`
	N           int64           `json:"n" doc:"Answers with weights."`
	LeftOut     int64           `json:"left_out" doc:"Answers with a value that is in no class: in no weighted figure."`
	EffectiveN  float64         `json:"effective_n" doc:"Answers that would say as much without weights."`
	Least       *float64        `json:"least" doc:"Smallest weight; they are 1 in the mean."`
	Most        *float64        `json:"most" doc:"Largest weight."`
	MarginError float64         `json:"margin_error" doc:"Largest difference that is left between a share reached and the customers', 0 to 1."`
	Rounds      int             `json:"rounds" doc:"How often weights above 5 medians were cut and made again, 5 at most."`
	Trimmed     int64           `json:"trimmed" doc:"Answers whose weight was cut."`
	Merged      []WeightsMerged `json:"merged" nullable:"false" doc:"Classes of under 20 answers that were put together."`
	Dropped     []string        `json:"dropped" nullable:"false" doc:"Keys that were left with one class, and weigh nothing."`
	Fixed       bool            `json:"fixed" doc:"Intervals take the weights as fixed; else they are made again without each part of the answers."`
}

// WeightsMerged are classes of a key that were put together.
type WeightsMerged struct {
	Key     string   `json:"key"`
	Classes []string `json:"classes" nullable:"false"`
}

// classExpr is the place of the class of a row, -1 where it is in none.
func (m WeightingMargin) classExpr(k cut) string {
	var b strings.Builder
	b.WriteString("CASE")
	for i, class := range m.Classes {
		list := make([]string, len(class.Values))
		for j, v := range class.Values {
			list[j] = spelled(v)
		}
		in := strings.Join(list, ",")
		column := "CAST(" + k.column + " AS VARCHAR)"
		if k.kind == cutText {
			column, in = k.column, fmt.Sprintf("SELECT code FROM trait_value WHERE slot = %d AND value IN (%s)", k.slot, in)
		}
		fmt.Fprintf(&b, " WHEN %s IN (%s) THEN %d", column, in, i)
	}
	return b.String() + " ELSE -1 END"
}

// weigher makes weights for the groups of a question.
type weigher struct {
	q       *inquiry
	w       *Weighting
	dims    []dimension // of the margins
	margins []stat.Margin
}

// fair are figures under fair weights, by key of the group.
type fair struct {
	made   WeightsMade
	all    *stat.Raking
	cells  []stat.RakeCell
	total  stat.Estimate
	groups map[string]stat.Estimate
}

// weightingOf is the weighting that a question names. It is of the measure's
// program, which whoever asks sees whole.
func (s *Service) weightingOf(ctx context.Context, id string, m measured) (w *Weighting, err error) {
	gone := fault.Invalid("weighting", "There is no such weighting in this program, or you do not see all of it.").Keyed("weighting.gone")
	if !seesWhole(ctx, access.FigureRead, m.ProgramID) || m.Metric == "" || s.o.Record == nil {
		return nil, gone
	}
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		w, err = seenWeighting(ctx, q, id)
		return err
	})
	if fault.Is(err, fault.CodeNotFound) || err == nil && w.ProgramID != m.ProgramID {
		return nil, gone
	}
	return w, err
}

func (q *inquiry) weigher(w *Weighting) (*weigher, error) {
	out := &weigher{q: q, w: w}
	for i, m := range w.Margins {
		k, err := q.traits.margin("weighting", m.Key)
		if err != nil {
			return nil, err
		}
		margin := stat.Margin{Name: m.Key}
		for _, c := range m.Classes {
			margin.Levels, margin.Targets = append(margin.Levels, c.Name), append(margin.Targets, c.Share)
		}
		out.dims = append(out.dims, dimension{name: fmt.Sprint("margin", i), expr: m.classExpr(k)})
		out.margins = append(out.margins, margin)
	}
	return out, nil
}

// base narrows to all answers of the question's days, and of the surveys and
// the soundness it names, whatever else it filters by: the weights are of all
// who answered, any other filter only says whose are shown.
func (w *weigher) base(ctx context.Context) (*condition, error) {
	c := &condition{}
	c.add("measure = CAST(? AS UUID)", w.q.measure.ID)
	c.scores(nil, nil)
	c.within(w.q.reach)
	c.between(w.q.from, w.q.to)
	for i, k := range w.q.picks {
		if k.key != surveyKey && k.key != doubtfulKey {
			continue
		}
		if err := w.q.narrow(ctx, c, k, w.q.filter.Where[i].Values); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// piece is the answers of one group in one cell.
type piece struct {
	group   []sql.NullString
	levels  []int
	buckets *stat.Buckets
}

// pieces sums up answers by group, cell and bucket.
func (w *weigher) pieces(ctx context.Context, dims []dimension, c *condition) ([]*piece, error) {
	sums := w.q.measure.sums(w.q.weighted)
	ask := question{dims: append(slices.Clone(dims), w.dims...), extra: "bucket", inner: sums.inner, columns: sums.sql()}
	index := map[string]*piece{}
	var list []*piece
	rows := 0
	err := each(ctx, w.q.snap, ask.sql(c)+fmt.Sprintf(" LIMIT %d", maxClusterRows+1), c.args, func(r Rows) error {
		if rows++; rows > maxClusterRows {
			return fault.Invalid("by", "This splits the answers into too many groups to show. Choose fewer cuts, a longer period, or filter.")
		}
		key := make([]sql.NullString, len(ask.dims))
		var bucket int
		var m stat.Moments
		if err := r.Scan(scanTargets(key, &bucket, &m.N, &m.W, &m.W2, &m.WX, &m.WX2)...); err != nil {
			return err
		}
		if bucket < 0 || bucket >= stat.BucketCount {
			return fmt.Errorf("bucket %d is out of range", bucket)
		}
		p := index[keyOf(key)]
		if p == nil {
			p = &piece{group: key[:len(dims)], levels: levelsOf(key[len(dims):]), buckets: new(stat.Buckets)}
			index[keyOf(key)], list = p, append(list, p)
		}
		p.buckets[bucket].Absorb(m)
		return nil
	})
	return list, fault.Wrap(err, fault.CodeInternal, "sum answers by the classes of a weighting")
}

func levelsOf(key []sql.NullString) []int {
	levels := make([]int, len(key))
	for i, k := range key {
		levels[i] = -1
		if _, err := fmt.Sscan(k.String, &levels[i]); err != nil {
			levels[i] = -1
		}
	}
	return levels
}

// raked are weights for the answers of one period, or of all.
type raked struct {
	cells  []stat.RakeCell
	at     map[string]int // cell by its levels
	raking stat.Raking
}

func (r *raked) add(p *piece) {
	name := fmt.Sprint(p.levels)
	i, there := r.at[name]
	if !there {
		i = len(r.cells)
		r.at[name] = i
		r.cells = append(r.cells, stat.RakeCell{Levels: p.levels, Buckets: new(stat.Buckets)})
	}
	for b := range p.buckets {
		r.cells[i].Buckets[b].Absorb(p.buckets[b])
	}
}

// rake makes the weights of all answers, and of each period where the question
// has any: periods differ in who answers.
func (w *weigher) rake(ctx context.Context, period []dimension, c *condition) (all *raked, by map[string]*raked, err error) {
	base, err := w.pieces(ctx, period, c)
	if err != nil {
		return nil, nil, err
	}
	all, by = &raked{at: map[string]int{}}, map[string]*raked{}
	for _, p := range base {
		all.add(p)
		if len(period) > 0 {
			key := keyOf(p.group)
			if by[key] == nil {
				by[key] = &raked{at: map[string]int{}}
			}
			by[key].add(p)
		}
	}
	all.raking = stat.Rake(all.cells, w.margins)
	for _, r := range by {
		r.raking = stat.Rake(r.cells, w.margins)
	}
	return all, by, nil
}

// figures are the figures of a question's groups under fair weights of the
// answers within base. dims are its dimensions, the period first where it has
// one; list its groups.
func (w *weigher) figures(ctx context.Context, dims []dimension, periods bool, base, c *condition, list []*tally) (*fair, error) {
	var period []dimension
	if periods {
		period = dims[:1]
	}
	all, by, err := w.rake(ctx, period, base)
	if err != nil {
		return nil, err
	}
	if w.w.Small == SmallRefuse && len(all.raking.Merged) > 0 {
		return nil, fault.Invalid("weighting", "A class of this weighting has fewer than 20 of these answers. Choose more days, or let small classes be merged.").Keyed("weighting.few")
	}
	parts, err := w.pieces(ctx, dims, c)
	if err != nil {
		return nil, err
	}
	clusters, err := w.clusters(ctx, dims, c)
	if err != nil {
		return nil, err
	}
	out := &fair{made: w.madeOf(&all.raking), all: &all.raking, cells: all.cells, groups: map[string]stat.Estimate{}}
	whole, groups := stat.FairGroup{Clusters: -1}, map[string]*stat.FairGroup{}
	for _, p := range parts {
		r := all
		if periods {
			r = by[keyOf(p.group[:1])]
		}
		whole.Parts = append(whole.Parts, stat.FairPart{Cell: all.at[fmt.Sprint(p.levels)], Buckets: p.buckets})
		key := keyOf(p.group)
		if groups[key] == nil {
			groups[key] = &stat.FairGroup{Clusters: clusters[key]}
		}
		groups[key].Parts = append(groups[key].Parts, stat.FairPart{Cell: r.at[fmt.Sprint(p.levels)], Buckets: p.buckets})
	}
	if len(dims) > 0 {
		if clusters, err = w.clusters(ctx, nil, c); err != nil {
			return nil, err
		}
	}
	whole.Clusters = clusters[""]
	out.total = w.compute(&all.raking, whole)
	for _, t := range list {
		r := all
		if periods {
			r = by[keyOf(t.key[:1])]
		}
		if g := groups[keyOf(t.key)]; g != nil {
			out.groups[keyOf(t.key)] = w.compute(&r.raking, *g)
		}
	}
	return out, nil
}

// compute is one figure. A period with too few answers for what the weighting
// asks has none.
func (w *weigher) compute(r *stat.Raking, g stat.FairGroup) stat.Estimate {
	kind := w.q.measure.kind()
	if r.Trouble == stat.TroubleNone && w.w.Small == SmallRefuse && len(r.Merged) > 0 {
		return stat.Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), N: r.N, Deff: 1, Unit: kind.Unit(), Trouble: stat.TroubleTooFew}
	}
	if r.Trouble != stat.TroubleNone {
		return stat.Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), Deff: 1, Unit: kind.Unit(), Trouble: r.Trouble}
	}
	return w.q.measure.clip(r.Compute(kind, g))
}

// clusters counts the clusters of each group.
func (w *weigher) clusters(ctx context.Context, dims []dimension, c *condition) (map[string]int64, error) {
	found := map[string]int64{}
	key := make([]sql.NullString, len(dims))
	ask := question{dims: dims, inner: []string{"cluster"}, columns: "count(DISTINCT cluster)"}
	err := each(ctx, w.q.snap, ask.sql(c), c.args, func(r Rows) error {
		var n int64
		err := r.Scan(scanTargets(key, &n)...)
		found[keyOf(key)] = n
		return err
	})
	return found, fault.Wrap(err, fault.CodeInternal, "count those who answered")
}

func (w *weigher) madeOf(r *stat.Raking) WeightsMade {
	made := WeightsMade{WeightingID: w.w.ID, Name: w.w.Name, N: r.N, LeftOut: r.LeftOut, EffectiveN: r.EffectiveN, MarginError: r.MarginError,
		Rounds: r.Rounds, Trimmed: r.Trimmed, Merged: []WeightsMerged{}, Dropped: append([]string{}, r.Refused...), Fixed: r.Fixed}
	if r.Trouble == stat.TroubleNone {
		made.Least, made.Most = finite(r.Least), finite(r.Most)
	}
	for _, m := range r.Merged {
		made.Merged = append(made.Merged, WeightsMerged{Key: m.Margin, Classes: m.Levels})
	}
	return made
}

// weigh puts figures under fair weights in the place of the plain ones.
func (q *inquiry) weigh(ctx context.Context, to *MetricResult, dims []dimension, periods bool, c *condition, list []*tally) error {
	w, err := q.weigher(q.weighting)
	if err != nil {
		return err
	}
	base, err := w.base(ctx)
	if err != nil {
		return err
	}
	if q.fair, err = w.figures(ctx, dims, periods, base, c, list); err != nil {
		return err
	}
	if to.Without != nil {
		sound, err := w.figures(ctx, nil, false, base.with(isSound), c.with(isSound), nil)
		if err != nil {
			return err
		}
		to.Without.Figure = figureOf(sound.total)
	}
	to.Total.Figure, to.Total.Classes = figureOf(q.fair.total), nil
	to.Fair = &q.fair.made
	note := "weights_raked"
	if q.fair.made.Fixed {
		note = "weights_fixed"
	}
	to.Notes = append(slices.DeleteFunc(to.Notes, func(n string) bool { return n == "weights_fixed" }), note)
	return nil
}
