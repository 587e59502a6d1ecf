package crash

import (
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/app"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/facts"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestKilledWhileAnswersAreChanged: each acknowledged change of an answer is there with
// what it was before, once, and none is half there.
func TestKilledWhileAnswersAreChanged(t *testing.T) {
	const lives = 12
	h := &house{t: t, program: build(t), dir: filepath.Join(t.TempDir(), "data")}
	s := h.start()
	address := s.address()
	h.publish(address, h.settle(address))
	g := &guests{}
	g.answer(t, address, 5*clients)
	for n := range lives {
		round(t, h, s, n, func(address string) { g.change(t, s, address) })
		s = h.start()
	}
	catchUp(t, h, s, s.address())
	s.end()
	acknowledged, unknown := g.finish()
	t.Logf("%d changes acknowledged over %d kills; %d sent again, %d left without an answer", acknowledged, lives, g.sentAgain, unknown)
	if acknowledged < 20*lives || g.sentAgain+unknown == 0 {
		t.Error("that is no load")
	}
	g.inspect(t, h)
}

// stood is an answer as the record has it.
type stood struct {
	Response string `bun:"response_id"`
	Answers  string
	Revision int64
	Document string
	Logged   int64
	score    float64
}

// revised is one change in the history of an answer.
type revised struct {
	Response string `bun:"response_id"`
	Revision int64
	Before   string
	After    string
}

// inspect compares what the guests know with the stores that the killed program left.
func (g *guests) inspect(t *testing.T, h *house) {
	t.Helper()
	ctx := t.Context()
	rec, err := record.Open(ctx, record.Options{Dir: h.dir, Migrations: app.Migrations()})
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	var standing []stood
	var history []revised
	quotas := map[string]int64{}
	err = rec.View(ctx, func(ctx context.Context, q record.Querier) error {
		var counts []struct {
			Code string
			N    int64
		}
		err := q.NewRaw(`SELECT a.response_id, a.answers, a.revision, r.document, (SELECT count(*) FROM change_log l WHERE l.kind = 'response.changed' AND l.ids LIKE '%' || r.id || '%') AS logged
			FROM answering a JOIN response r ON r.id = a.response_id WHERE a.outcome = 'complete'`).Scan(ctx, &standing)
		if err == nil {
			err = q.NewRaw("SELECT response_id, revision, before, after FROM answer_revision ORDER BY response_id, revision").Scan(ctx, &history)
		}
		if err == nil {
			err = q.NewRaw("SELECT code, n FROM survey_quota").Scan(ctx, &counts)
		}
		for _, c := range counts {
			quotas[c.Code] = c.N
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(standing) != len(g.all) {
		t.Fatalf("%d answers of %d guests", len(standing), len(g.all))
	}
	want, wantQuotas := map[string]float64{}, map[string]int64{"low": 0, "high": 0}
	for _, a := range standing {
		mine := slices.DeleteFunc(slices.Clone(history), func(r revised) bool { return r.Response != a.Response })
		g.whole(t, &a, mine)
		want[a.Response] = a.score
		wantQuotas[map[bool]string{true: "low", false: "high"}[a.score <= 6]]++
	}
	if !maps.Equal(quotas, wantQuotas) {
		t.Errorf("quotas %v, the answers give %v", quotas, wantQuotas)
	}
	sameFacts(t, h, rec, want)
}

// whole fails where a history has a gap, lacks what was acknowledged or has it twice, or
// where answer and response are not what it ends with.
func (g *guests) whole(t *testing.T, a *stood, history []revised) {
	t.Helper()
	if int64(len(history)) != a.Revision || a.Logged != a.Revision {
		t.Errorf("%s: revision %d, %d in its history, %d in the log", a.Response, a.Revision, len(history), a.Logged)
	}
	last, first := a.Answers, a.Answers
	var found []string
	for i, r := range history {
		if i == 0 {
			last, first = r.Before, r.Before
		}
		if r.Revision != int64(i+1) || r.Before != last {
			t.Errorf("%s: change %d is revision %d, from %s after %s", a.Response, i+1, r.Revision, r.Before, last)
		}
		last = r.After
		_, words := told(t, r.After)
		found = append(found, words)
	}
	if last != a.Answers {
		t.Errorf("%s: its history ends with %s, it says %s", a.Response, last, a.Answers)
	}
	_, firstWords := told(t, first)
	at := slices.IndexFunc(g.all, func(one *guest) bool { return one.first == firstWords })
	if at < 0 {
		t.Fatalf("%s: nobody answered %q", a.Response, firstWords)
	}
	score, words := told(t, a.Answers)
	if a.score = score; !strings.Contains(a.Document, `"`+words+`"`) {
		t.Errorf("%s: the response is not of the last change: %s, %s", a.Response, a.Document, a.Answers)
	}
	g.all[at].compare(t, a.Response, found)
}

// compare fails where the words of a history are not those that were acknowledged, in
// their order, with at most some of those that were never answered between.
func (one *guest) compare(t *testing.T, response string, found []string) {
	t.Helper()
	unknown := map[string]bool{}
	for _, e := range one.unknown {
		unknown[e.words] = true
	}
	var sure, seen []string
	for _, e := range one.acknowledged {
		sure = append(sure, e.words)
	}
	for _, words := range found {
		switch {
		case !unknown[words]:
			seen = append(seen, words)
		default:
			unknown[words] = false // a second time is once too often
		}
	}
	if !slices.Equal(sure, seen) {
		t.Errorf("%s: acknowledged %v, its history has %v", response, sure, seen)
	}
}

func told(t *testing.T, raw string) (score float64, words string) {
	t.Helper()
	var answers questionnaire.Answers
	if err := json.Unmarshal([]byte(raw), &answers); err != nil || answers["how"].Number == nil {
		t.Fatalf("%v %s", err, raw)
	}
	return *answers["how"].Number, answers["why"].Text
}

// sameFacts fails where the facts, as projected and as made anew, have other scores.
func sameFacts(t *testing.T, h *house, rec *record.Store, want map[string]float64) {
	t.Helper()
	f, err := facts.Open(t.Context(), facts.Options{Path: filepath.Join(h.dir, "facts.duckdb"), Record: rec, Feeds: []facts.Feed{collect.Feed()}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, when := range []string{"projected", "made anew"} {
		if got := scoresIn(t, f); !maps.Equal(got, want) {
			t.Errorf("facts as %s: %v, the record has %v", when, got, want)
		}
		if err := f.Rebuild(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
}

func scoresIn(t *testing.T, f *facts.Store) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	rows, err := f.Query(t.Context(), "SELECT CAST(response AS VARCHAR), score FROM answer WHERE score IS NOT NULL")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var score float64
		if err := rows.Scan(&id, &score); err != nil {
			t.Fatal(err)
		}
		if _, twice := out[id]; twice {
			t.Errorf("facts have %s twice", id)
		}
		out[id] = score
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
