package collect

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tenColumns is a file of rows with ten columns: key, time, three scores, a
// text, customer, unit, and two traits.
func tenColumns(rows int) string {
	var b strings.Builder
	b.WriteString("id,answered_at,How likely are you to recommend us? (0-10),satisfaction (1-5),effort (1-5),comment,customer_id,store,plan,age\n")
	words := []string{"", "The boat left late and nobody told us", "", "Crew were kind", "", "Found my bag at once"}
	for n := range rows {
		fmt.Fprintf(&b, "R%d,2026-%02d-%02dT10:%02d:00Z,%d,%d,%d,%s,C%d,Store %d,%s,%d\n", n, 1+n%10, 1+n%28, n%60, n*7%11, 1+n%5, 1+n*3%5,
			words[n%6], n*31%(rows/4+1), n%40, []string{"Basic", "Pro", "Team"}[n%3], 18+n*13%60)
	}
	return b.String()
}

// BenchmarkImport takes in a file of 50,000 rows of ten columns.
func BenchmarkImport(b *testing.B) {
	const rows = 50_000
	content := tenColumns(rows)
	for b.Loop() {
		b.StopTimer()
		f := sqlite(b)
		i := f.upload(b, "ten.csv", content)
		if _, _, err := f.StartImport(owner(b), i.ID); err != nil {
			b.Fatal(faultText(err))
		}
		b.StartTimer()
		if got := f.run(b, i.ID); got.Counts.New != rows {
			b.Fatal(counts(got))
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

// contactRows is a file of customers with name, mail, account, unit and four
// traits, ten customers an account.
func contactRows(rows int) string {
	var b strings.Builder
	b.WriteString("Contact ID,Full name,Email,Account ID,Store,Region,Plan,Seats,Annual revenue\n")
	first, last := []string{"Ann", "Bob", "Cy", "Dora", "Eve", "Finn", "Gus"}, []string{"Lee", "Ray", "Oh", "Marsh", "Stone", "Field", "Brook", "Hill", "Wood", "Lake", "Reed"}
	for n := range rows {
		f, l := first[n%len(first)], last[n*5%len(last)]
		fmt.Fprintf(&b, "K%d,%s %s,%s.%s%d@example.com,A%d,Store %d,%s,%s,%d,%d.5\n", n, f, l, strings.ToLower(f), strings.ToLower(l), n, n*31%(rows/10+1), n%40,
			[]string{"North", "South", "East", "West"}[n%4], []string{"Basic", "Pro", "Team"}[n%3], 1+n*13%500, 100+n*7%90_000)
	}
	return b.String()
}

// BenchmarkImportCustomers takes in a file of 50,000 customers.
func BenchmarkImportCustomers(b *testing.B) {
	const rows = 50_000
	content := contactRows(rows)
	var worked time.Duration
	for b.Loop() {
		b.StopTimer()
		f := sqlite(b)
		i := f.upload(b, "contacts.csv", content)
		if _, _, err := f.StartImport(owner(b), i.ID); err != nil {
			b.Fatal(faultText(err))
		}
		began := processorTime()
		b.StartTimer()
		if got := f.run(b, i.ID); got.Counts.New != rows {
			b.Fatal(counts(got), columnRoles(i.Mapping))
		}
		worked += processorTime() - began
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(rows*b.N)/worked.Seconds(), "rows/cpu-s")
}

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
