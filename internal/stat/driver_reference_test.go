package stat

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Reference values are results of R 4.2.2, see testdata/drivers.md.

type weightsCase struct {
	R2         float64
	Raw, Share []float64
}

type logitCase struct {
	Coef, SE  []float64
	Deviance  float64
	AUC       float64
	AUCSample float64 `json:"auc_in_sample"`
	Brier     float64
}

type driverReference struct {
	Swiss struct {
		Correlations    [][]float64
		RelativeWeights weightsCase `json:"relative_weights"`
		LMG             []float64
	}
	Airline struct {
		Names []string
		N     int64
		weightsCase
		LMG  []float64
		Wifi jackknifeCase `json:"jackknife_share_se_wifi"`
	} `json:"airline_drivers"`
	Penalty  struct{ Penalty, Reward []float64 }        `json:"airline_penalty_reward"`
	Gain     struct{ Slope, Shortfall, Gain []float64 } `json:"airline_gain"`
	Airlogit logitCase                                  `json:"airline_logit"`
	Telco    logitCase                                  `json:"telco_logit"`
}

func readDriverReference(t testing.TB) driverReference {
	t.Helper()
	raw, err := os.ReadFile("testdata/drivers.json")
	if err != nil {
		t.Fatal(err)
	}
	var r driverReference
	if err := json.Unmarshal(raw, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func symmetric(rows [][]float64) *mat.SymDense {
	r := mat.NewSymDense(len(rows), nil)
	for i := range rows {
		for j := range rows {
			r.SetSym(i, j, rows[i][j])
		}
	}
	return r
}

func TestRelativeWeightsAgreeWithR(t *testing.T) {
	swiss := readDriverReference(t).Swiss
	weights, r2, repaired := RelativeWeights(symmetric(swiss.Correlations))
	near(t, "R squared", r2, swiss.RelativeWeights.R2)
	for j, w := range weights {
		near(t, "weight", w, swiss.RelativeWeights.Raw[j])
		near(t, "share", w/r2, swiss.RelativeWeights.Share[j])
	}
	if repaired {
		t.Error("sound correlations were repaired")
	}
	for j, w := range lmg(symmetric(swiss.Correlations)) {
		near(t, "LMG", w, swiss.LMG[j])
	}
}

// lmg are the average increases of R^2 over all orders of the drivers
// (Lindeman, Merenda & Gold): the independent check of the relative weights.
func lmg(r *mat.SymDense) []float64 {
	k := r.SymmetricDim() - 1
	r2 := make([]float64, 1<<k)
	for set := 1; set < 1<<k; set++ {
		var in []int
		for j := range k {
			if set>>j&1 == 1 {
				in = append(in, j)
			}
		}
		a, b := mat.NewDense(len(in), len(in), nil), mat.NewVecDense(len(in), nil)
		for x, i := range in {
			b.SetVec(x, r.At(i, k))
			for y, j := range in {
				a.Set(x, y, r.At(i, j))
			}
		}
		var beta mat.VecDense
		if err := beta.SolveVec(a, b); err != nil {
			panic(err)
		}
		r2[set] = mat.Dot(&beta, b)
	}
	share := make([]float64, k) // of all orders, those with so many drivers before one
	for m := range share {
		share[m] = math.Gamma(float64(m+1)) * math.Gamma(float64(k-m)) / math.Gamma(float64(k+1))
	}
	weights := make([]float64, k)
	for set := range r2 {
		size := 0
		for j := range k {
			size += set >> j & 1
		}
		for j := range k {
			if set>>j&1 == 0 {
				weights[j] += share[size] * (r2[set|1<<j] - r2[set])
			}
		}
	}
	return weights
}

// sharedCSV reads a file that is not part of the project; nil where it is
// absent.
func sharedCSV(t testing.TB, name string) []map[string]string {
	t.Helper()
	dir := os.Getenv("BALCONY_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "data", name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, len(records)-1)
	for i, record := range records[1:] {
		rows[i] = map[string]string{}
		for j, cell := range record {
			rows[i][records[0][j]] = cell
		}
	}
	return rows
}

type ratedRow struct {
	bucket  int
	account int
	answer  DriverAnswer
}

// airline reads the complete answers of the airline survey; 0 is not
// applicable.
func airline(t *testing.T, names []string) (rows []ratedRow) {
	t.Helper()
	for _, record := range sharedCSV(t, filepath.Join("airline-passenger-satisfaction", "airline_satisfaction-dev.csv")) {
		id := int(asNumber(t, record["id"]))
		row := ratedRow{bucket: id % BucketCount, answer: DriverAnswer{Noise: noiseOf(id), Score: flag(record["satisfaction"] == "satisfied"), Weight: 1}}
		row.answer.Contribution = 100 * row.answer.Score
		complete := true
		for _, name := range names {
			x := asNumber(t, record[name])
			complete = complete && x > 0
			row.answer.Ratings = append(row.answer.Ratings, x)
		}
		if complete {
			rows = append(rows, row)
		}
	}
	return rows
}

func asNumber(t testing.TB, s string) float64 {
	t.Helper()
	var x float64
	if err := json.Unmarshal([]byte(s), &x); err != nil {
		t.Fatal(err)
	}
	return x
}

// noiseOf is a number from 0 to 1 that has nothing to do with its id.
func noiseOf(id int) float64 {
	h := uint64(id+1) * 0x9e3779b97f4a7c15
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	return float64(h%1_000_003) / 1_000_003
}

func fivePoints(k int) DriverPlan {
	plan := make(DriverPlan, k)
	for j := range plan {
		plan[j].Scale = DriverScale{Min: 1, Max: 5}
		plan[j].Target = plan[j].Scale.Target()
	}
	return plan
}

func partsOf(plan DriverPlan, rows []ratedRow) DriverParts {
	p := DriverParts{Groups: make([]DriverMoments, BucketCount)}
	for _, r := range rows {
		if p.Groups[r.bucket].Drivers() == 0 {
			p.Groups[r.bucket] = plan.New()
		}
		plan.Add(&p.Groups[r.bucket], r.answer)
	}
	return p
}

func TestAirlineDriversAgreeWithR(t *testing.T) {
	want := readDriverReference(t)
	rows := airline(t, want.Airline.Names)
	if rows == nil {
		return // the survey is not part of the project
	}
	d := ComputeDrivers(KindShare, partsOf(fivePoints(len(want.Airline.Names)), rows))
	if d.N != want.Airline.N || d.Repaired || d.Trouble != TroubleNone || d.Shapes != TroubleNone {
		t.Fatalf("n %d of %d, repaired %v, trouble %q, shapes %q", d.N, want.Airline.N, d.Repaired, d.Trouble, d.Shapes)
	}
	near(t, "R squared", d.R2.Value, want.Airline.R2)
	for j, item := range d.Items {
		near(t, "weight", item.Weight.Value, want.Airline.Raw[j])
		near(t, "share", item.Share.Value, want.Airline.Share[j])
		near(t, "slope", item.Slope.Value, want.Gain.Slope[j])
		near(t, "gain", item.Gain.Value, want.Gain.Gain[j])
		near(t, "penalty", item.Shaped.Penalty.Value, -100*want.Penalty.Penalty[j])
		near(t, "reward", item.Shaped.Reward.Value, 100*want.Penalty.Reward[j])
		if math.Abs(item.Weight.Value-want.Airline.LMG[j]) > .01 {
			t.Errorf("%s: weight %.4f, LMG %.4f", want.Airline.Names[j], item.Weight.Value, want.Airline.LMG[j])
		}
		t.Logf("%-24s n %d weight %.4f share %.3f [%.3f %.3f] noise %v slope %.2f gain %.2f [%.2f %.2f] P %.1f R %.1f %s",
			want.Airline.Names[j], item.N, item.Weight.Value, item.Share.Value, item.Share.Low, item.Share.High, item.Noise(), item.Slope.Value,
			item.Gain.Value, item.Gain.Low, item.Gain.High, item.Shaped.Penalty.Value, item.Shaped.Reward.Value, item.Shaped.Shape)
	}
	wifi, ref := d.Items[0].Share, want.Airline.Wifi
	near(t, "standard error of a share", wifi.SE, ref.SE)
	low, high := wifi.Interval(Level)
	near(t, "low of a share", low, ref.Low)
	near(t, "high of a share", high, ref.High)
	// What is shown comes from the arcsine scale and is close to it.
	if math.Abs(wifi.Low-low) > .001 || math.Abs(wifi.High-high) > .001 || wifi.Low == low {
		t.Errorf("share %v: shown %v to %v, plain %v to %v", wifi.Value, wifi.Low, wifi.High, low, high)
	}
}
