package stat

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// Reference values are results of R 4.2.2, see testdata/comparing/README.md.

type comparingReference struct {
	Units struct {
		K            int
		Tau2, I2, Mu float64
		SE           float64 `json:"mu_se"`
		Q            float64
		Shrunken     []float64
	} `json:"units_paule_mandel"`
	Spearman struct {
		Rho float64
		N   int64
	} `json:"spearman_telco"`
	Raking struct {
		N     int64
		SumW2 float64 `json:"sum_w2"`
		MinW  float64 `json:"min_w"`
		MaxW  float64 `json:"max_w"`
		NPS   float64
		NEff  float64 `json:"n_eff"`
	}
}

func readComparing(t *testing.T) (r comparingReference) {
	t.Helper()
	raw, err := os.ReadFile("testdata/comparing/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func readTable(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/comparing/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records[1:]
}

// within fails unless got is want to a relative tolerance.
func within(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance*math.Abs(want) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

func TestRankingAgreesWithR(t *testing.T) {
	want := readComparing(t).Units
	var units []Unit
	for _, row := range readTable(t, "units.csv") {
		units = append(units, Unit{Key: row[0], N: int64(number(t, row[1])), Value: number(t, row[2]), V: number(t, row[3])})
	}
	r := Rank(units)
	if len(r.Units) != want.K {
		t.Fatalf("%d units, want %d", len(r.Units), want.K)
	}
	within(t, "tau^2", r.Tau2, want.Tau2, 1e-4)
	within(t, "I^2", 100*r.Real, want.I2, 1e-4)
	within(t, "mean", r.Mean, want.Mu, 1e-6)
	within(t, "standard error", r.SE, want.SE, 1e-4)
	within(t, "Q", r.Q, want.Q, 1e-6)
	for i, u := range units {
		at := slices.IndexFunc(r.Units, func(x RankedUnit) bool { return x.Key == u.Key })
		within(t, u.Key, r.Units[at].Shrunken, want.Shrunken[i], 1e-4)
	}
}

func TestSpearmanAgreesWithR(t *testing.T) {
	want := readComparing(t).Spearman
	var tenure, charges []float64
	for _, row := range readTable(t, "telco.csv") {
		tenure, charges = append(tenure, number(t, row[0])), append(charges, number(t, row[1]))
	}
	exact := tabulate(tenure, charges, 0)
	within(t, "every value", Spearman(exact.total(), len(exact.Scores), len(exact.Classes)), want.Rho, 1e-9)
	classed := tabulate(tenure, charges, 100)
	r := Invert(KindMean, classed, identity)
	if math.Abs(r.Rho.Value-want.Rho) > 1e-3 || r.Rho.N != want.N || len(classed.Classes) > 100 {
		t.Errorf("in %d classes: %+v, want %v", len(classed.Classes), r.Rho, want.Rho)
	}
	if !r.Rho.HasInterval() || r.Flagged || len(r.Deciles) != 10 {
		t.Errorf("%+v", r)
	}
}

// tabulate counts pairs in a table of each score and classes of value of about
// equal size (0: every value is a class of its own).
func tabulate(scores, values []float64, classes int) *Crosstab {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return int(math.Copysign(1, values[a]-values[b])) * boolInt(values[a] != values[b])
	})
	class, list := make([]int, len(values)), []ValueClass{}
	for rank, i := range order {
		fresh := rank == 0 || values[i] != values[order[rank-1]]
		if fresh && (classes == 0 || len(list) == 0 || rank*classes/len(values) != class[order[rank-1]]) {
			list = append(list, ValueClass{From: values[i]})
		}
		class[i] = len(list) - 1
		list[class[i]].To = values[i]
	}
	distinct := slices.Compact(slices.Sorted(slices.Values(scores)))
	t := NewCrosstab(distinct, list)
	t.Clusters = int64(len(scores))
	for i, s := range scores {
		at, _ := slices.BinarySearch(distinct, s)
		t.Add(i%BucketCount, at, class[i], 1)
	}
	return t
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestRakingAgreesWithR(t *testing.T) {
	want := readComparing(t).Raking
	cells := make([]RakeCell, 6)
	for i := range cells {
		cells[i] = RakeCell{Levels: []int{i / 3, i % 3}, Buckets: new(Buckets)}
	}
	for _, row := range readTable(t, "sfo_strata.csv") {
		gender := boolInt(row[2] == "Male")
		stratum := int(number(t, row[3])) - 1
		cells[3*gender+stratum].Buckets[int(number(t, row[0]))].Add(promoter(number(t, row[1])), 1)
	}
	r := Rake(cells, []Margin{
		{Name: "gender", Levels: []string{"Female", "Male"}, Targets: []float64{.55, .45}},
		{Name: "stratum", Levels: []string{"1", "2", "3"}, Targets: []float64{1, 1, 1}},
	})
	if r.N != want.N || r.Rounds != 0 || r.Fixed || len(r.Merged)+len(r.Refused) > 0 || r.MarginError > 1e-9 {
		t.Errorf("%+v", r)
	}
	within(t, "least weight", r.Least, want.MinW, 1e-4)
	within(t, "largest weight", r.Most, want.MaxW, 1e-4)
	within(t, "effective n", r.EffectiveN, want.NEff, 1e-4)
	within(t, "sum of squares", float64(r.N)*float64(r.N)/r.EffectiveN, want.SumW2, 1e-4)
	e := r.Compute(KindNPS, everyone(cells, r.N))
	within(t, "NPS", e.Value, want.NPS, 1e-4)
	if !e.HasInterval() || e.N != want.N {
		t.Errorf("%+v", e)
	}
}

// everyone is all raked answers as a group.
func everyone(cells []RakeCell, clusters int64) FairGroup {
	g := FairGroup{Clusters: clusters}
	for i, c := range cells {
		g.Parts = append(g.Parts, FairPart{Cell: i, Buckets: c.Buckets})
	}
	return g
}
