package access_test

import (
	"context"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

func TestUsesUnit(t *testing.T) {
	recordtest.Each(t, migrations(), func(t *testing.T, store *record.Store) {
		h := houseOn(t, store)
		owner := h.owner()
		uses := func(unit, want string) {
			t.Helper()
			err := store.View(t.Context(), func(ctx context.Context, q record.Querier) error {
				got, err := h.service.UsesUnit(ctx, q, unit)
				if got != want {
					t.Errorf("%s is used by %q, want %q", unit, got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		uses("shop", "")
		h.invite(owner, `{"grants":[{"role":"viewer","scope":{"kind":"unit","id":"shop"}}]}`)
		uses("shop", "1 open invitation")
		h.with(access.Viewer, access.Unit("shop"))
		uses("shop", "the access of 1 person")
		h.with(access.Viewer, access.Unit("shop"))
		uses("shop", "the access of 2 people")
		uses("south", "")
	})
}
