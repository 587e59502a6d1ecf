package stat

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"strconv"
	"testing"
)

// Reference values are results of R 4.2.2, see testdata/README.md.

type wilsonCase struct {
	K, N                int64
	Estimate, Low, High float64
}

type jackknifeCase struct {
	G                       int
	Estimate, SE, Low, High float64
}

type reference struct {
	NPS struct {
		N            int64
		Counts       struct{ P, M, D int64 }
		NPS          float64
		SEClosed     float64    `json:"se_closed"`
		AdjustedWald [3]float64 `json:"adjusted_wald"`
		Weighted     float64    `json:"nps_weighted"`
		NEff         float64    `json:"n_eff"`
	} `json:"nps_sfo"`
	JackknifeWeighted jackknifeCase `json:"jackknife_nps_weighted"`
	JackknifePlain    jackknifeCase `json:"jackknife_nps_plain"`
	Wilson            []wilsonCase
	MeanT             struct {
		Mean, Low, High float64
		N               int64
	} `json:"mean_t"`
	Small struct {
		One   [3]float64 `json:"adjusted_wald_1_0_1"`
		Three [3]float64 `json:"adjusted_wald_3_2_1"`
	} `json:"nps_small"`
	BH         struct{ P, Q []float64 }
	Difference struct {
		FemaleN    int64 `json:"female_n"`
		MaleN      int64 `json:"male_n"`
		Difference float64
		Low        float64
		High       float64
		P          float64
	} `json:"nps_difference"`
}

type surveyRow struct {
	bucket        int
	score, weight float64
	gender        string
}

func readReference(t *testing.T) (reference, []surveyRow) {
	t.Helper()
	raw, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var r reference
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/sfo_nps.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []surveyRow
	for _, c := range records[1:] {
		rows = append(rows, surveyRow{int(number(t, c[0])), number(t, c[1]), number(t, c[2]), c[3]})
	}
	return r, rows
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// near fails unless got is want to 1e-6 relative.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-6*math.Max(math.Abs(want), 1e-9) {
		t.Errorf("%s: got %.15g, want %.15g", what, got, want)
	}
}

func promoter(score float64) float64 {
	switch {
	case score >= 9:
		return 100
	case score <= 6:
		return -100
	}
	return 0
}

func identity(score float64) float64 { return score }

func bucketed(rows []surveyRow, contribution func(float64) float64, weighted bool) *Buckets {
	var b Buckets
	for _, r := range rows {
		w := 1.0
		if weighted {
			w = r.weight
		}
		b[r.bucket].Add(contribution(r.score), w)
	}
	return &b
}

func TestNPSAgreesWithR(t *testing.T) {
	r, rows := readReference(t)
	e := NPS(r.NPS.Counts.P, r.NPS.Counts.M, r.NPS.Counts.D)
	near(t, "value", e.Value, r.NPS.NPS)
	near(t, "low", e.Low, r.NPS.AdjustedWald[1])
	near(t, "high", e.High, r.NPS.AdjustedWald[2])
	m := bucketed(rows, promoter, false).Total()
	near(t, "value of moments", m.Mean(), r.NPS.NPS)
	near(t, "closed standard error", math.Sqrt(m.Spread()/float64(m.N)), r.NPS.SEClosed)
	one, three := NPS(1, 0, 1), NPS(3, 2, 1)
	near(t, "1 0 1 low", one.Low, r.Small.One[1])
	near(t, "1 0 1 high", one.High, r.Small.One[2])
	near(t, "3 2 1 low", three.Low, r.Small.Three[1])
	near(t, "3 2 1 high", three.High, r.Small.Three[2])
	near(t, "3 2 1 value is the plain one", three.Value, 100.0/3)
}

func TestWeightedNPSAgreesWithR(t *testing.T) {
	r, rows := readReference(t)
	b := bucketed(rows, promoter, true)
	near(t, "value", b.Total().Mean(), r.NPS.Weighted)
	near(t, "effective n", b.Total().EffectiveN(), r.NPS.NEff)
	compareJackknife(t, "weighted", b, r.JackknifeWeighted)
	compareJackknife(t, "plain", bucketed(rows, promoter, false), r.JackknifePlain)
}

func compareJackknife(t *testing.T, name string, b *Buckets, want jackknifeCase) {
	t.Helper()
	theta, v := JackknifeMoments(b, Moments.Mean)
	if v.Groups != want.G || v.Trouble != TroubleNone {
		t.Fatalf("%s: %d groups, trouble %q, want %d groups", name, v.Groups, v.Trouble, want.G)
	}
	se := math.Sqrt(v.V)
	near(t, name+" estimate", theta, want.Estimate)
	near(t, name+" standard error", se, want.SE)
	near(t, name+" low", theta-criticalT(v.DF)*se, want.Low)
	near(t, name+" high", theta+criticalT(v.DF)*se, want.High)
}

func TestShareAgreesWithR(t *testing.T) {
	r, _ := readReference(t)
	for _, c := range r.Wilson {
		e := Share(c.K, c.N)
		near(t, "estimate", e.Value, c.Estimate)
		near(t, "low", e.Low, c.Low)
		near(t, "high", e.High, c.High)
	}
}

func TestMeanAgreesWithR(t *testing.T) {
	r, rows := readReference(t)
	e := Mean(bucketed(rows, identity, false).Total())
	near(t, "mean", e.Value, r.MeanT.Mean)
	near(t, "low", e.Low, r.MeanT.Low)
	near(t, "high", e.High, r.MeanT.High)
	if e.N != r.MeanT.N {
		t.Errorf("n = %d, want %d", e.N, r.MeanT.N)
	}
}

func TestNPSDifferenceAgreesWithR(t *testing.T) {
	r, rows := readReference(t)
	var f, m Moments
	for _, row := range rows {
		switch row.gender {
		case "Female":
			f.Add(promoter(row.score), 1)
		case "Male":
			m.Add(promoter(row.score), 1)
		}
	}
	if f.N != r.Difference.FemaleN || m.N != r.Difference.MaleN {
		t.Fatalf("n = %d and %d", f.N, m.N)
	}
	d := SimpleDifference(KindNPS, f, m)
	near(t, "difference", d.Value, r.Difference.Difference)
	near(t, "low", d.Low, r.Difference.Low)
	near(t, "high", d.High, r.Difference.High)
	near(t, "p", d.P, r.Difference.P)
}

func TestBenjaminiHochbergAgreesWithR(t *testing.T) {
	r, _ := readReference(t)
	for i, q := range BenjaminiHochberg(r.BH.P) {
		near(t, "q", q, r.BH.Q[i])
	}
	q := BenjaminiHochberg([]float64{.01, math.NaN(), .04})
	near(t, "q beside a missing p", q[0], .02)
	if !math.IsNaN(q[1]) {
		t.Errorf("a missing p got q = %v", q[1])
	}
}
