package app

import (
	"context"

	"github.com/balcony-cx/balcony/internal/listen"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/record"
)

// findingsHeard tells measures of the findings that they rest on.
func findingsHeard(ctx context.Context, q record.Querier, ids []string) (map[string]measure.Finding, error) {
	found, err := listen.FindingsIn(ctx, q, ids)
	out := make(map[string]measure.Finding, len(found))
	for id, f := range found {
		out[id] = measure.Finding{ID: f.ID, ProgramID: f.ProgramID, Claim: f.Claim, Kind: string(f.Kind), State: string(f.State), Published: f.Published, For: f.For, Against: f.Against}
	}
	return out, err
}
