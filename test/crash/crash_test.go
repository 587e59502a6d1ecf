package crash

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/app"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/record"
)

const (
	kills   = 20
	clients = 8
)

func TestKilledUnderLoadNothingAcknowledgedIsLostOrDoubled(t *testing.T) {
	h := &house{t: t, program: build(t), dir: filepath.Join(t.TempDir(), "data")}
	s := h.start()
	measure := h.settle(s.address())
	b := newBooks()
	for n := range kills {
		round(t, h, s, n, func(address string) { b.send(t, h, s, address, measure) })
		s = h.start()
	}
	// The last life: what was left open is sent again, and the facts catch up.
	finish(t, h, s, b)
	s.end()
	t.Logf("%d acknowledged over %d kills; %d sent again, of which %d were there already", b.counted(), kills, b.sentAgain, b.resumed)
	if b.counted() < 50*kills {
		t.Errorf("only %d answers: that is no load", b.counted())
	}
	inspect(t, h, b)
}

// round puts load on the server and kills it at a random moment: now and then
// while it starts, else while it takes answers, every third time while it
// rebuilds its facts as well.
func round(t *testing.T, h *house, s *server, n int, client func(address string)) {
	t.Helper()
	if n%5 == 4 {
		kill := time.NewTimer(time.Duration(rand.Int64N(int64(400 * time.Millisecond))))
		defer kill.Stop()
		select {
		case <-kill.C:
		case <-s.ended:
			t.Fatalf("kill %d: the server ended by itself: %v\n%s", n, s.err, s.log.String())
		}
		s.kill()
		return
	}
	address := s.address()
	var group sync.WaitGroup
	for range clients {
		group.Go(func() { client(address) })
	}
	ctx, stop := context.WithCancel(t.Context())
	if n%3 == 1 {
		group.Go(func() {
			for ctx.Err() == nil {
				_, _ = h.command(ctx, "rebuild") // it ends with the server
			}
		})
	}
	kill := time.NewTimer(100*time.Millisecond + time.Duration(rand.Int64N(int64(1500*time.Millisecond))))
	defer kill.Stop()
	select {
	case <-kill.C:
	case <-s.ended:
		t.Errorf("kill %d: the server ended by itself: %v\n%s", n, s.err, s.log.String())
	}
	s.kill()
	stop()
	group.Wait()
}

// finish sends what is open, and has the facts catch up.
func finish(t *testing.T, h *house, s *server, b *books) {
	t.Helper()
	address := s.address()
	for _, a := range b.open {
		var reply struct{ Accepted []struct{ ID, Status string } }
		if err := h.call(http.DefaultClient, http.MethodPost, address+"/api/responses", a, &reply); err != nil || len(reply.Accepted) != 1 {
			t.Fatalf("%s sent again: %v %+v", a.ID, err, reply)
		}
		b.sentAgain++
		b.acknowledge(a, reply.Accepted[0].Status)
	}
	catchUp(t, h, s, address)
}

// catchUp waits until the facts hold everything.
func catchUp(t *testing.T, h *house, s *server, address string) {
	t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		var st struct {
			State    string
			Behind   int64
			Retrying bool
		}
		if err := h.call(http.DefaultClient, http.MethodGet, address+"/api/facts", nil, &st); err != nil {
			t.Fatal(err)
		}
		if st.State == "live" && st.Behind == 0 {
			return
		}
		select {
		case <-look.C:
		case <-limit.C:
			t.Fatalf("the facts do not catch up: %+v\n%s", st, s.log.String())
		}
	}
}

// inspect opens the stores that the killed program left and counts.
func inspect(t *testing.T, h *house, b *books) {
	t.Helper()
	ctx := t.Context()
	rec, err := record.Open(ctx, record.Options{Dir: h.dir, Migrations: app.Migrations()})
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	inRecord := map[string]int{}
	err = rec.View(ctx, func(ctx context.Context, q record.Querier) error {
		rows, err := q.QueryContext(ctx, "SELECT id FROM response")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := rows.Scan(&id); err != nil {
				return err
			}
			inRecord[id]++
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "record", inRecord, b.acknowledged)

	f, err := facts.Open(ctx, facts.Options{Path: filepath.Join(h.dir, "facts.duckdb"), Record: rec, Feeds: []facts.Feed{collect.Feed()}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	projected := readFacts(t, f)
	compare(t, "facts", projected.responses, b.acknowledged)
	if err := f.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	rebuilt := readFacts(t, f)
	compare(t, "facts after a rebuild", rebuilt.responses, b.acknowledged)
	if math.Abs(projected.score-rebuilt.score) > 1e-9*math.Max(1, projected.score) {
		t.Errorf("a rebuild gives scores that sum to %v, projected %v", rebuilt.score, projected.score)
	}
	if !maps.Equal(projected.cells, rebuilt.cells) {
		t.Errorf("a rebuild gives %d cells and not the same as the %d projected", len(rebuilt.cells), len(projected.cells))
	}
	var want float64
	channels := map[string]int{}
	for _, a := range b.acknowledged {
		want += a.Answers[0].Score
		channels[a.Channel]++
	}
	if !maps.Equal(channels, projected.channels) {
		t.Errorf("answers by channel: %v, the clients sent %v", projected.channels, channels)
	}
	if math.Abs(want-projected.score) > 1e-9*math.Max(1, want) {
		t.Errorf("the scores sum to %v, the clients sent %v", projected.score, want)
	}
}

// compare says which ids are not there exactly once.
func compare(t *testing.T, where string, found map[string]int, want map[string]answer) {
	t.Helper()
	wrong := 0
	for id := range want {
		if found[id] != 1 {
			if wrong++; wrong <= 5 {
				t.Errorf("%s: acknowledged answer %s is there %d times", where, id, found[id])
			}
		}
	}
	if wrong > 5 {
		t.Errorf("%s: %d acknowledged answers are not there once", where, wrong)
	}
	if len(found) != len(want) {
		t.Errorf("%s: %d answers, %d were acknowledged", where, len(found), len(want))
	}
}

// contents of the facts, as far as the clients can tell what they should be.
type contents struct {
	responses map[string]int
	channels  map[string]int
	cells     map[string]int64 // rows by channel, known customer and bucket
	score     float64
}

func readFacts(t *testing.T, f *facts.Store) contents {
	t.Helper()
	c := contents{responses: map[string]int{}, channels: map[string]int{}, cells: map[string]int64{}}
	rows, err := f.Query(t.Context(), "SELECT CAST(response AS VARCHAR), channel, known, bucket, score FROM answer")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, channel string
		var known bool
		var bucket int
		var score float64
		if err := rows.Scan(&id, &channel, &known, &bucket, &score); err != nil {
			t.Fatal(err)
		}
		c.responses[id]++
		c.channels[channel]++
		c.cells[fmt.Sprint(channel, known, bucket)]++
		c.score += score
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return c
}
