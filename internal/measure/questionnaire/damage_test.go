package questionnaire

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// damage changes one thing in a JSON document: takes it out, doubles it, or puts
// something else there.
func damage(r *rand.Rand, x any) any {
	switch v := x.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		if len(keys) == 0 {
			return v
		}
		key := keys[r.IntN(len(keys))]
		if r.IntN(6) == 0 {
			delete(v, key)
		} else {
			v[key] = damage(r, v[key])
		}
		return v
	case []any:
		if len(v) == 0 {
			return v
		}
		i := r.IntN(len(v))
		switch r.IntN(12) {
		case 0:
			return slices.Delete(v, i, i+1)
		case 1:
			return append(v, v[i])
		}
		v[i] = damage(r, v[i])
		return v
	case string:
		words := []string{"", "x", "matrix", "best_worst", "scale", "number", "bool", "{{item}}", "{{", "touchpoints", "item == ''", "true", "used", "contact"}
		return words[r.IntN(len(words))]
	case float64:
		return []float64{0, -1, 1, 2, 3, 1e9, 100, 12}[r.IntN(8)]
	case bool:
		return !v
	}
	return x
}

// TestDamagedDocuments are told or can be walked through; nothing breaks on them.
func TestDamagedDocuments(t *testing.T) {
	real, err := os.ReadFile("testdata/ferry.json")
	if err != nil {
		t.Fatal(err)
	}
	small, err := json.Marshal(journey())
	if err != nil {
		t.Fatal(err)
	}
	walked, told := 0, 0
	for seed := range uint64(1500) {
		raw := small
		if seed%50 == 0 {
			raw = real
		}
		var x any
		if err := json.Unmarshal(raw, &x); err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 3))
		for range 1 + r.IntN(3) {
			x = damage(r, x)
		}
		raw, _ = json.Marshal(x)
		d, err := Decode(raw)
		if err != nil {
			continue
		}
		found := Check(d, knownTraits)
		f, _ := Compile(d, knownTraits)
		if f == nil {
			if told++; !slices.ContainsFunc(found, func(r Remark) bool { return r.Severity == Refuse }) {
				t.Fatalf("seed %d: it cannot be compiled and may be published", seed)
			}
			continue
		}
		walked++
		s := State{Answers: Answers{"used": picked("web", "shop"), "recommend": numbered(3)}, Touchpoints: []string{"t"}, Full: map[string]bool{"webbers": true}}
		for _, p := range f.Walk(s).Pages {
			f.Accept(s, p.Key, form("q.used", "web", "q.recommend", "7"))
		}
	}
	if walked < 200 || told < 200 {
		t.Errorf("%d walked, %d told: too few of one", walked, told)
	}
}

// TestHostilePages are answered shortly, however much they send.
func TestHostilePages(t *testing.T) {
	in := map[string][]string{}
	for i := range 5000 {
		in["q."+string(rune('a'+i%26))+string(make([]byte, i))] = []string{"x"}
	}
	in["q.x"] = slices.Repeat([]string{"a"}, 100_000)
	got, found := one(t, Question{Kind: KindChoices, Options: abc}, nil).Accept(State{}, "p", in)
	if len(got) != 0 || len(found) != 1+mostUnknown || found[0].Key != "many" {
		t.Errorf("%d answers, %d problems", len(got), len(found))
	}
	for _, p := range found {
		if len(p.Field) > longestField {
			t.Errorf("a name of %d bytes comes back", len(p.Field))
		}
	}
}
