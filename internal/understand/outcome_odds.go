package understand

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// maxTerms is how many measures beside the score one regression takes.
const maxTerms = 20

// OutcomesQuery asks how the odds of what happened go with the score, and with
// further measures of the same responses. Outcome is as in SignalsQuery.
type OutcomesQuery struct {
	Measure string
	Outcome string
	Terms   []string // measures beside the score
	Filter
}

// OutcomeFigure is a figure of a regression on the wire.
type OutcomeFigure struct {
	Value       *float64 `json:"value"`
	Low         *float64 `json:"low" doc:"Lower bound of the 95 % interval"`
	High        *float64 `json:"high" doc:"Upper bound of the 95 % interval"`
	P           *float64 `json:"p" doc:"Two-sided p value against 0; null where there is none"`
	Method      string   `json:"method"`
	MethodLabel string   `json:"method_label" doc:"The method in words, in English"`
	Trouble     string   `json:"trouble" enum:",no_answers,too_few,no_variance,separation,collinear"`
}

func outcomeFigureOf(c stat.Coefficient) OutcomeFigure {
	f := OutcomeFigure{Value: finite(c.Value), Low: finite(c.Low), High: finite(c.High), P: finite(c.P), Trouble: string(c.Trouble)}
	if c.HasInterval() {
		f.Method, f.MethodLabel = string(c.Method), c.Method.Label()
	}
	return f
}

// OutcomeTerm is what a point more of one measure goes with.
type OutcomeTerm struct {
	Measure MeasureInfo   `json:"measure"`
	Odds    OutcomeFigure `json:"odds" doc:"How many times the odds are multiplied by a point more (turned so that more is better), the others held; p against 1"`
}

// OutcomeJudged is how well the regression foretells answers it has not seen,
// in 8 folds of whole clusters.
type OutcomeJudged struct {
	AUC       OutcomeFigure `json:"auc" doc:"Chance that of two answers the one where it happened has the higher risk; 0.5 is a coin"`
	Brier     OutcomeFigure `json:"brier" doc:"Mean squared error of the risk"`
	BaseBrier OutcomeFigure `json:"base_brier" doc:"That of telling everybody the base rate"`
	Better    OutcomeFigure `json:"better" doc:"Base less risk; above 0 the risks are better than the base rate"`
	Trouble   string        `json:"trouble" enum:",no_answers,too_few,no_variance,separation,collinear"`
}

// OutcomesResult is how the odds of what happened go with scores.
type OutcomesResult struct {
	FigureOrigin
	Outcome *OutcomeInfo  `json:"outcome" doc:"null where there is none that happened or did not"`
	N       int64         `json:"n" doc:"Answers with the outcome and all terms"`
	Dropped int64         `json:"dropped" doc:"Answers with the outcome and the score that lack another term"`
	Base    *float64      `json:"base" doc:"Share of them where it happened"`
	Terms   []OutcomeTerm `json:"terms" nullable:"false" doc:"The score, then the others in their order; empty where nothing could be fitted"`
	Judged  OutcomeJudged `json:"judged"`
	Trouble string        `json:"trouble" enum:",no_answers,too_few,no_variance,separation,collinear" doc:"Why nothing could be fitted"`
}

// Outcomes is a logistic regression of what happened on the score and further
// measures, judged on answers it has not seen, within the reach of whoever
// asks. What goes together is not yet an effect.
func (s *Service) Outcomes(ctx context.Context, query OutcomesQuery) (*OutcomesResult, error) {
	var result *OutcomesResult
	err := s.ask(ctx, query.Measure, query.Filter, func(ctx context.Context, q *inquiry) (err error) {
		result, err = q.odds(ctx, query)
		return err
	})
	return result, err
}

func (q *inquiry) odds(ctx context.Context, query OutcomesQuery) (*OutcomesResult, error) {
	o, err := q.outcome(ctx, query.Outcome, q.inDays(q.from, q.to))
	if err != nil {
		return nil, err
	}
	result := &OutcomesResult{Terms: []OutcomeTerm{}, Trouble: string(stat.TroubleNoAnswers)}
	whole := emptyTally()
	if o != nil {
		r, err := q.regression(ctx, o, query.Terms)
		if err != nil {
			return nil, err
		}
		if err := r.fit(ctx, result); err != nil {
			return nil, err
		}
		result.Outcome, whole.group.Repeated = &o.info, r.parts.Repeated
	}
	result.FigureOrigin, err = q.origin(ctx, whole)
	return result, err
}

// regression is one regression on one snapshot.
type regression struct {
	q     *inquiry
	o     outcome
	terms []rated // the score first
	all   *condition
	cond  *condition // all, with every term
	n     int64      // answers of cond
	parts stat.LogisticParts
}

// regression prepares the terms; an outcome that is not of the kind that
// happens or not is invalid.
func (q *inquiry) regression(ctx context.Context, o *outcome, terms []string) (*regression, error) {
	if o.info.Unit != "share" {
		return nil, fault.Invalid("outcome", "Odds are of what happened or did not: a measure that is a share, or t5:Yes with the value that counts.")
	}
	if len(terms) > maxTerms {
		return nil, fault.Invalid("term", "A regression takes at most 20 measures beside the score.")
	}
	r := &regression{q: q, o: *o, all: o.cond, terms: []rated{{measure: q.measure, column: o.score}}}
	if len(terms) > 0 {
		if err := r.widen(ctx, terms); err != nil {
			return nil, err
		}
	}
	r.cond = r.all
	for _, t := range r.terms {
		r.cond = r.cond.with(t.column + " IS NOT NULL")
	}
	return r, nil
}

// widen takes further measures in, side by side in response_wide.
func (r *regression) widen(ctx context.Context, terms []string) error {
	q := r.q
	slots, err := q.slots(ctx)
	if err != nil {
		return err
	}
	a := &analysis{snap: q.snap, query: driverQuery{score: slots[q.measure.ID]}}
	if a.query.score == "" {
		return fault.Invalid("term", "No other measure was answered together with the score.")
	}
	if r.o.table == "answer" { // a trait, of the same name there
		if err := q.wide(ctx, a); err != nil {
			return err
		}
		r.all = a.cond.with(r.o.column + " IS NOT NULL")
	}
	r.o.table, r.terms[0].column = "response_wide", a.query.score
	for i, id := range terms {
		if slots[id] == "" || id == q.measure.ID || id == r.o.info.Key || slices.Contains(terms[:i], id) {
			return fault.Invalid("term", "Terms are other measures of the program, each once, that were answered together with the score.")
		}
		m, err := q.service.o.Measures.Measure(ctx, id)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find a term")
		}
		r.terms = append(r.terms, rated{measure: measured{m}, column: slots[id]})
	}
	return nil
}

func (r *regression) fit(ctx context.Context, result *OutcomesResult) error {
	if err := r.count(ctx, result); err != nil {
		return err
	}
	if err := r.rows(ctx); err != nil {
		return err
	}
	found := stat.ComputeLogistic(r.parts)
	result.N, result.Base, result.Trouble = found.N, finite(found.Base), string(found.Trouble)
	for i, slope := range found.Slopes {
		ratio := slope.OddsRatio()
		odds := outcomeFigureOf(slope)
		odds.Value, odds.Low, odds.High = finite(ratio.Value), finite(ratio.Low), finite(ratio.High)
		result.Terms = append(result.Terms, OutcomeTerm{Measure: infoOf(r.terms[i].measure), Odds: odds})
	}
	j := found.Judged
	result.Judged = OutcomeJudged{AUC: outcomeFigureOf(j.AUC), Brier: outcomeFigureOf(j.Brier), BaseBrier: outcomeFigureOf(j.BaseBrier), Better: outcomeFigureOf(j.Better), Trouble: string(j.Trouble)}
	return nil
}

// count finds out how many answers and clusters there are, and so whether the
// groups are buckets or clusters.
func (r *regression) count(ctx context.Context, result *OutcomesResult) error {
	var all, related, clusters int64
	snap := r.q.snap
	text := "SELECT count(*), count(*) FILTER (WHERE known OR account IS NOT NULL) FROM " + r.o.table + " WHERE "
	read := func(c *condition, to ...any) error {
		return each(ctx, snap, text+c.sql(), c.args, func(rows Rows) error { return rows.Scan(to...) })
	}
	if err := read(r.all, &all, &related); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count the answers of an outcome")
	}
	if err := read(r.cond, &r.n, &related); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "count the answers of a regression")
	}
	result.Dropped = all - r.n
	clusters = r.n
	switch {
	case related > 0 && r.n > exactRepeats:
		r.parts.Repeated, clusters = true, 0
	case related > 0:
		text = "SELECT count(DISTINCT cluster) FROM " + r.o.table + " WHERE "
		if err := read(r.cond, &clusters); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count distinct clusters")
		}
		r.parts.Repeated = clusters < r.n
	}
	r.parts.Terms, r.parts.Weighted, r.parts.ClusterCount = len(r.terms), r.q.weighted, clusters
	r.parts.ByCluster = clusters > 0 && clusters < stat.JackknifeClusters
	return nil
}

// rows fetches the answers, those with the same terms in one group together.
func (r *regression) rows(ctx context.Context) error {
	by, w := "bucket", "1.0"
	if r.parts.ByCluster {
		by = "CAST(cluster AS VARCHAR)"
	}
	if r.q.weighted {
		w = weight
	}
	inner, keys := []string{by + " AS g", w + " AS w", "1.0 * (" + r.o.expr + ") AS y"}, []string{"g"}
	for i, t := range r.terms {
		inner = append(inner, fmt.Sprintf("%s AS x%d", turned(t.measure, t.column), i))
		keys = append(keys, fmt.Sprintf("x%d", i))
	}
	text := "SELECT CAST(g AS VARCHAR), count(*), CAST(sum(w) AS DOUBLE PRECISION), CAST(sum(w * y) AS DOUBLE PRECISION), " + strings.Join(keys[1:], ", ") +
		" FROM (SELECT " + strings.Join(inner, ", ") + " FROM " + r.o.table + " WHERE " + r.cond.sql() + ") a GROUP BY " + strings.Join(keys, ", ") +
		fmt.Sprintf(" LIMIT %d", maxClusterRows+1)
	var groups []string // of each row
	err := each(ctx, r.q.snap, text, r.cond.args, func(rows Rows) error {
		if len(r.parts.Rows) == maxClusterRows {
			return fault.Invalid("term", "These answers differ in too many ways to regress on at once. Choose fewer terms, fewer days, or filter.")
		}
		row, group := stat.LogisticRow{X: make([]float64, len(r.terms))}, ""
		targets := []any{&group, &row.N, &row.Trials, &row.Events}
		for i := range row.X {
			targets = append(targets, &row.X[i])
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		groups, r.parts.Rows = append(groups, group), append(r.parts.Rows, row)
		return nil
	})
	r.number(groups)
	return fault.Wrap(err, fault.CodeInternal, "read the answers of a regression")
}

// number gives the groups numbers in the order of their names, and the rows a
// place that does not depend on the engine.
func (r *regression) number(groups []string) {
	names := slices.Compact(slices.Sorted(slices.Values(groups)))
	for i, name := range groups {
		r.parts.Rows[i].Group, _ = slices.BinarySearch(names, name)
	}
	slices.SortFunc(r.parts.Rows, func(a, b stat.LogisticRow) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), slices.Compare(a.X, b.X))
	})
}
