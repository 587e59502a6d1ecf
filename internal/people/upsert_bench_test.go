package people

import (
	"fmt"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
)

// BenchmarkUpsert makes 1,000 customers a call, ten of each account, as the API
// does.
func BenchmarkUpsert(b *testing.B) {
	s, ctx := benchService(b), access.System(b.Context(), "bench")
	n := 0
	for b.Loop() {
		inputs := make([]CustomerInput, 1000)
		for i := range inputs {
			name, mail, account := fmt.Sprintf("Ann Lee %d", n), fmt.Sprintf("ann.lee%d@example.com", n), fmt.Sprint("A", n/10)
			inputs[i] = CustomerInput{Key: fmt.Sprint("K", n), Name: &name, Email: &mail, Account: &account}
			n++
		}
		receipt, _, err := s.UpsertCustomers(ctx, inputs)
		if err != nil || len(receipt.Accepted) != len(inputs) {
			b.Fatal(receipt.Rejected, err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "customers/s")
}
