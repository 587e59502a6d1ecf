package app

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure"
)

// takeShared takes a file of the shared data in as a kind; said says what the
// columns are that count, all others are left out.
func takeShared(t *testing.T, ctx context.Context, a *App, kind collect.ImportKind, program string, said map[string]collect.ColumnMapping, path ...string) {
	t.Helper()
	f, err := os.Open(sharedFile(t, path...))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	i, err := a.collect.Upload(ctx, path[len(path)-1], program, f)
	if err == nil && i.Kind != kind {
		i, _, err = a.collect.SetReading(ctx, i.ID, "", collect.Reading{Kind: kind})
	}
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	m := collect.Mapping{Kind: kind, Consent: "person", DefaultTime: &day, ProgramID: program}
	for n, c := range i.Mapping.Columns {
		as, used := said[c.Name]
		if !used {
			as.Role = collect.RoleIgnore
		}
		as.Index, as.Name, as.NoAnswer = n, c.Name, []string{}
		m.Columns = append(m.Columns, as)
	}
	if _, _, err := a.collect.SetMapping(ctx, i.ID, "", m); err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.collect.StartImport(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if err := a.collect.RunImport(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if i, err = a.collect.GetImport(ctx, i.ID); err != nil || i.State != collect.StateDone || i.Counts.Rejected > 0 {
		t.Fatalf("%s %+v %v", i.State, i.Counts, err)
	}
}

// TestSegmentsOfStaff: people of a firm with what a file says of them; segments
// over these traits have the sizes, and figures within them the answers, that
// the rows of the file have.
func TestSegmentsOfStaff(t *testing.T) {
	rows := sharedTable(t, "data", "hr-attrition", "hr_attrition-dev.csv")
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "Working here"})
	content := b.must(t, ctx, "POST", "/api/measures", map[string]any{"program_id": program, "name": "Content with the job", "intent": "satisfaction", "metric": "share",
		"scale": map[string]any{"min": 1, "max": 4, "direction": "up", "good": []float64{3, 4}}})
	trait := func(kind string) collect.ColumnMapping {
		return collect.ColumnMapping{Role: collect.RoleTrait, Kind: kind}
	}
	takeShared(t, ctx, a, collect.KindCustomers, "", map[string]collect.ColumnMapping{"EmployeeNumber": {Role: collect.RoleCustomer},
		"Department": trait("text"), "BusinessTravel": trait("text"), "OverTime": trait("choice"), "MonthlyIncome": trait("money")}, "data", "hr-attrition", "hr_attrition-dev.csv")
	traits := map[string]string{}
	var known struct {
		Items []struct{ ID, Name string } `json:"items"`
	}
	b.get(t, ctx, "/api/traits/people", &known)
	for _, d := range known.Items {
		traits[d.Name] = d.ID
	}
	is := func(name string, condition map[string]any) map[string]any {
		condition["field"] = "trait." + traits[name]
		return map[string]any{"is": condition}
	}
	sales := is("Department", map[string]any{"one_of": []string{"Sales"}})
	often := is("BusinessTravel", map[string]any{"one_of": []string{"Travel_Frequently"}})
	late := is("OverTime", map[string]any{"one_of": []string{"Yes"}})
	well := is("MonthlyIncome", map[string]any{"from": "10000"})
	income := func(row map[string]string) (n int) { _, _ = fmt.Sscan(row["MonthlyIncome"], &n); return n }
	var responses []any
	for _, row := range rows {
		responses = append(responses, map[string]any{"id": newID(), "program_id": program, "customer_key": row["EmployeeNumber"], "answers": []any{map[string]any{"measure_id": content, "score": int(row["JobSatisfaction"][0] - '0')}}})
	}
	for from := 0; from < len(responses); from += 500 {
		b.must(t, ctx, "POST", "/api/responses", map[string]any{"responses": responses[from:min(from+500, len(responses))]})
	}
	a.settle(t)
	for name, c := range map[string]struct {
		rule map[string]any
		in   func(row map[string]string) bool
	}{
		"sales": {sales, func(r map[string]string) bool { return r["Department"] == "Sales" }},
		"late or often away": {map[string]any{"any": []any{late, often}}, func(r map[string]string) bool {
			return r["OverTime"] == "Yes" || r["BusinessTravel"] == "Travel_Frequently"
		}},
		"well paid, not sales": {map[string]any{"all": []any{well, map[string]any{"not": sales}}}, func(r map[string]string) bool { return income(r) >= 10000 && r["Department"] != "Sales" }},
		"sales, late and often": {map[string]any{"all": []any{sales, late, often}}, func(r map[string]string) bool {
			return r["Department"] == "Sales" && r["OverTime"] == "Yes" && r["BusinessTravel"] == "Travel_Frequently"
		}},
	} {
		var size, good int
		for _, row := range rows {
			if c.in(row) {
				if size++; row["JobSatisfaction"] >= "3" {
					good++
				}
			}
		}
		id := b.must(t, ctx, "POST", "/api/segments", map[string]any{"name": name, "shared": true, "rule": c.rule})
		a.settle(t)
		var sizes struct {
			Sizes []struct{ Size int } `json:"sizes"`
		}
		b.get(t, ctx, "/api/segments/"+id+"/sizes?period=month&n=1", &sizes)
		if len(sizes.Sizes) != 1 || sizes.Sizes[0].Size != size || size < 5 {
			t.Errorf("%s: %+v, the file has %d", name, sizes.Sizes, size)
		}
		var metric struct {
			Total struct {
				Figure struct {
					Value float64 `json:"value"`
					N     int     `json:"n"`
				} `json:"figure"`
			} `json:"total"`
		}
		b.get(t, ctx, "/api/metrics?measure="+content+"&where="+url.QueryEscape("segment:"+id), &metric)
		if f := metric.Total.Figure; f.N != size || math.Abs(f.Value-float64(good)/float64(size)) > 1e-9 {
			t.Errorf("%s: %+v, the file has %d of %d", name, f, good, size)
		}
	}
}

// TestAccountsOfAirline: passengers with the class they booked as their account;
// each account has the customers and the answers that the rows of the file have.
func TestAccountsOfAirline(t *testing.T) {
	path := []string{"data", "airline-passenger-satisfaction", "airline_satisfaction-dev.csv"}
	customers, sums := map[string]int{}, map[string]float64{}
	for _, row := range sharedTable(t, path...) {
		customers[row["Class"]]++
		sums[row["Class"]] += float64(row["Inflight service"][0] - '0')
	}
	a := openApp(t)
	b, ctx := newBare(a), access.System(t.Context(), "test")
	program := b.must(t, ctx, "POST", "/api/programs", map[string]any{"name": "On board"})
	takeShared(t, ctx, a, collect.KindAnswers, program, map[string]collect.ColumnMapping{
		"id": {Role: collect.RoleCustomer}, "Class": {Role: collect.RoleAccount},
		"Inflight service": {Role: collect.RoleScore, Score: &collect.ScoreMapping{Name: "Service on board", Intent: measure.Satisfaction, Scale: measure.Numbered(0, 5, measure.Up), Metric: measure.Mean}},
	}, path...)
	a.settle(t)
	var accounts struct {
		Items []struct {
			ID, Key   string
			Customers int
		} `json:"items"`
	}
	b.get(t, ctx, "/api/accounts?limit=50", &accounts)
	keys, got := map[string]string{}, map[string]int{}
	for _, one := range accounts.Items {
		keys[one.ID], got[one.Key] = one.Key, one.Customers
	}
	if !maps.Equal(got, customers) || len(got) != 3 {
		t.Errorf("customers by account %v, the file has %v", got, customers)
	}
	var measures struct {
		Items []struct{ ID string } `json:"items"`
	}
	b.get(t, ctx, "/api/measures?program_id="+program, &measures)
	for id, key := range keys {
		var metric struct {
			Total struct {
				Figure struct {
					Value float64 `json:"value"`
					N     int     `json:"n"`
				} `json:"figure"`
			} `json:"total"`
		}
		b.get(t, ctx, "/api/metrics?measure="+measures.Items[0].ID+"&where="+url.QueryEscape("account:"+id), &metric)
		if f := metric.Total.Figure; f.N != customers[key] || math.Abs(f.Value-sums[key]/float64(customers[key])) > 1e-9 {
			t.Errorf("%s: %+v, the file has %d with a mean of %v", key, f, customers[key], sums[key]/float64(customers[key]))
		}
	}
}
