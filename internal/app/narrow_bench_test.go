package app

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/record"
)

// BenchmarkRareAnswers lists answers with a score or trait that few have, by
// way of the facts and read through. BALCONY_ROWS says over how many answers.
func BenchmarkRareAnswers(b *testing.B) {
	rows, err := strconv.Atoi(os.Getenv("BALCONY_ROWS"))
	if err != nil || rows <= 0 {
		rows = 100_000
	}
	ctx := access.System(b.Context(), "bench")
	a, err := Open(ctx, Config{Dir: b.TempDir(), Version: "test"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	program, measure := newID(), newID()
	_, err = a.record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.Exec(ctx, "INSERT INTO trait (slot, program_id, name, label, kind, role) VALUES (1, ?, 'Plan', 'Plan', 'text', 'segment')", program); err != nil {
			return err
		}
		tx.Log(collect.TraitDeclared, "1")
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for done := 0; done < rows; done += 5000 {
		if _, err := a.record.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			for i := done; i < min(done+5000, rows); i++ {
				score, plan := 1+i%10, "plan "+strconv.Itoa(i%5)
				if i < 20 { // the oldest ones
					score, plan = 0, "rare"
				}
				document := fmt.Sprintf(`{"scores":{%q:%d},"answers":[{"m":%q},{"q":"Why?","t":"because it was as it was, number %d"}],"traits":{"Plan":%q,"Region":"somewhere"}}`, measure, score, measure, i, plan)
				_, err := tx.Exec(ctx, `INSERT INTO response (id, program_id, at, received_at, consent, digest, document) VALUES (?, ?, ?, 0, 2, '', ?)`, newID(), program, int64(1e15)+int64(i)*1e6, document)
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	}
	if err := a.facts.Rebuild(ctx, func(int64, int64) {}); err != nil {
		b.Fatal(err)
	}
	live := a.collect.Narrow
	for name, query := range map[string]string{"score": "measure=" + measure + "&score_max=0", "trait": "where=t1:rare"} {
		took := map[string]time.Duration{}
		for way, narrow := range map[string]collect.Narrower{"facts": live, "record": nil} {
			a.collect.Narrow = narrow
			api := newBare(a)
			b.Run(name+"/"+way, func(b *testing.B) {
				began := time.Now()
				for range b.N {
					if status, answer := api.ask(ctx, "GET", "/api/responses?limit=50&"+query, nil); status != 200 || len(answer) < 1000 {
						b.Fatal(status, answer)
					}
				}
				took[way] = time.Since(began) / time.Duration(b.N)
			})
		}
		b.Logf("%s: read through takes %.0f times as long", name, float64(took["record"])/float64(took["facts"]))
	}
}
