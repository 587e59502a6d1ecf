package stat

import (
	"math"
	"sort"
)

// Judgement is how well a regression foretells answers it was not fitted to.
type Judgement struct {
	// AUC is the chance that of two answers, one with the event and one without,
	// the one with it has the higher risk; .5 is a coin.
	AUC Coefficient
	// Brier is the mean squared error of the risk, BaseBrier that of telling
	// everybody the base rate, and Better their difference (above 0: the risks
	// are better than the base rate).
	Brier, BaseBrier, Better Coefficient
	Trouble                  Trouble
}

func notJudged(t Trouble) Judgement {
	none := missing(t)
	return Judgement{AUC: none, Brier: none, BaseBrier: none, Better: none, Trouble: t}
}

// foretold is a row with what was said of it by a fit that had not seen it.
type foretold struct {
	group          int
	risk, base     float64
	events, others float64 // weights
}

// judge fits without each of 8 folds in turn (whole buckets, or whole clusters)
// and foretells the fold. Intervals are jackknives over the groups with the
// fits taken as they are. A fold whose fit is in trouble leaves all unjudged.
//
//	AUC = (sum over pairs w_i w_j [risk_i > risk_j] + ties / 2) / sum w_i w_j
//	Brier = sum w (risk - event)^2 / sum w
//
// Source: Hanley & McNeil 1982, Radiology 143; Brier 1950, Monthly Weather
// Review 78.
func (p LogisticParts) judge(rows logisticRows, start []float64, n int64) Judgement {
	list, trouble := rows.foretell(start)
	if trouble != TroubleNone {
		return notJudged(trouble)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].risk < list[j].risk })
	r := groupedReplicates(rows.groups(), p.ByCluster, p.Repeated, p.ClusterCount, n)
	r.full = scores(list, -1)
	if r.trouble == TroubleNone {
		for _, g := range r.groups {
			r.without[g] = scores(list, g)
		}
	}
	effective := rows.effectiveN()
	named := func(c Coefficient, unit string) Coefficient { return c.of(n, effective, unit) }
	return Judgement{
		AUC:       named(r.proportion(func(l []float64) float64 { return l[0] }), "share"),
		Brier:     named(r.at(1), "squared error"),
		BaseBrier: named(r.at(2), "squared error"),
		Better:    named(r.figure(func(l []float64) float64 { return l[2] - l[1] }), "squared error"),
	}
}

// foretell gives each row's risk, and the base rate, by the fit without its
// fold.
func (r logisticRows) foretell(start []float64) (list []foretold, trouble Trouble) {
	var fits [foldCount]logisticFit
	var bases [foldCount]float64
	for fold := range fits {
		fits[fold] = fitLogistic(r, start, func(group int) bool { return foldOf(group) == fold })
		if fits[fold].trouble != TroubleNone {
			return nil, fits[fold].trouble
		}
		var events, trials float64
		for _, row := range r.list {
			if foldOf(row.Group) != fold {
				events += row.Events
				trials += row.Trials
			}
		}
		bases[fold] = events / trials
	}
	z := make([]float64, r.terms+1)
	for _, row := range r.list {
		fold := foldOf(row.Group)
		r.standardized(row.X, z)
		list = append(list, foretold{group: row.Group, risk: logit(dot(z, fits[fold].beta)), base: bases[fold],
			events: row.Events, others: row.Trials - row.Events})
	}
	return list, TroubleNone
}

// scores are AUC, Brier score and that of the base rate, of a list sorted by
// risk, but for one group (none for -1).
func scores(list []foretold, without int) []float64 {
	var won, events, others, squares, baseSquares float64
	for i := 0; i < len(list); {
		// Answers with the same risk are tied: half won.
		var tiedEvents, tiedOthers float64
		risk := list[i].risk
		for ; i < len(list) && list[i].risk == risk; i++ {
			a := list[i]
			if a.group == without {
				continue
			}
			tiedEvents += a.events
			tiedOthers += a.others
			squares += a.events*(1-a.risk)*(1-a.risk) + a.others*a.risk*a.risk
			baseSquares += a.events*(1-a.base)*(1-a.base) + a.others*a.base*a.base
		}
		won += tiedEvents * (others + tiedOthers/2)
		events += tiedEvents
		others += tiedOthers
	}
	auc := math.NaN()
	if events > 0 && others > 0 {
		auc = won / (events * others)
	}
	return []float64{auc, squares / (events + others), baseSquares / (events + others)}
}
