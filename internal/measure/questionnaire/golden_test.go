package questionnaire

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/ferry.txt anew, to be read before it is kept")

// ferry is a questionnaire as firms send it: 63 questions, 53 conditions, two languages.
func ferry(t testing.TB) *Flow {
	t.Helper()
	raw, err := os.ReadFile("testdata/ferry.json")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	f, found := Compile(d, Known{"region": ValueText})
	if f == nil || len(found) > 0 {
		t.Fatalf("%+v", found)
	}
	return f
}

// traveller is somebody who answers: all they would send, to whatever page asks.
type traveller struct {
	who   string
	state State
	sends map[string][]string
}

func travellers() []traveller {
	return []traveller{
		{"Ann, content, walks on", State{Seed: 7, Language: "en", Contact: map[string]any{"name": "Ann", "region": "North"}, Hidden: map[string]string{"route": "Hals–Lund", "delay": "10"}},
			form("q.agree", "1", "q.age", "to49", "q.purpose", "leisure", "q.day", "2026-05-02", "q.nights", "2", "q.with", "partner", "q.vehicle", "foot", "q.recommend", "9", "q.why_high", "The crew",
				"q.satisfied", "7", "q.easy", "6", "q.channel", "web", "q.web_care.find", "5", "q.web_care.pay", "na", "q.price", "6", "q.used", "cabin", "q.used", "deck", "q.there@cabin", "5", "q.there@deck", "4",
				"q.cabin_clean", "4", "q.cabin_quiet", "na", "q.cabin_sleep", "5", "q.rank.time", "1", "q.rank.staff", "2", "q.had", "no", "q.trips", "250")},
		{"Luc, not content, in French, with JavaScript", State{Seed: 11, Language: "fr", Whole: true, Hidden: map[string]string{"route": "Hals–Lund", "delay": "75", "cabin_class": "premium"}},
			form("q.agree", "1", "q.age", "to29", "q.purpose", "other", "q.purpose.other", "Un <i>concert</i>", "q.nights", "1", "q.with", "children", "q.with", "pet", "q.children_count", "2", "q.pet_room", "2",
				"q.vehicle", "camper", "q.vehicle_length", "7,5", "q.recommend", "3", "q.why_low", "Moins d’attente", "q.satisfied", "2", "q.easy", "3", "q.duration", "4", "q.channel", "phone", "q.phone_wait", "25",
				"q.price", "2", "q.told_delay", "no", "q.used", "terminal", "q.used", "restaurant", "q.used", "lounge", "q.there@terminal", "1", "q.there_bad@terminal", "own", "q.there_bad@terminal.other", "Pas de chauffage",
				"q.there@restaurant", "3", "q.there@lounge", "2", "q.terminal_care.signs", "1", "q.terminal_care.seats", "2", "q.terminal_care.toilets", "3", "q.terminal_care.play", "na", "q.terminal_wait", "90",
				"q.food_care.choice", "bad", "q.had", "yes", "q.what", "lost", "q.told", "yes", "q.told_whom", "crew", "q.solved", "2", "q.trips", "3", "q.others", "air", "q.call_me", "1", "q.mail", "luc@example.org",
				"q.region", "abroad", "again.pet_room", "1")},
		{"Kim, too young", State{Seed: 3, Language: "en"}, form("q.agree", "1", "q.age", "under16", "q.purpose", "leisure")},
		{"Ove, drives freight, enough of them", State{Seed: 5, Language: "de", Full: map[string]bool{"freight_many": true}}, form("q.agree", "1", "q.age", "to64", "q.purpose", "freight", "q.vehicle", "lorry", "q.vehicle_length", "18")},
		{"Eva, gives next to nothing", State{Seed: 2, Language: "en"}, form("q.agree", "1", "q.age", "over64", "q.purpose", "work", "q.nights", "1.5", "q.with", "alone", "q.with", "pet", "q.recommend", "7", "q.channel", "gate", "q.used", "none", "q.had", "yes", "q.mail_clear", "9")},
	}
}

// interview sends page after page until the end, twice where something is missing.
func interview(t testing.TB, f *Flow, who *traveller) string {
	var out strings.Builder
	fmt.Fprintf(&out, "== %s\n", who.who)
	s := &who.state
	key, end := f.Walk(*s).Next("")
	for end == nil {
		var found []FieldProblem
		s.Answers, found = f.Accept(*s, key, who.sends)
		v := f.Walk(*s)
		page := v.Page(key)
		if page == nil {
			t.Fatalf("%s: %s is gone after it was sent", who.who, key)
			return ""
		}
		fmt.Fprintf(&out, "\n-- %s %q %.0f%%\n", key, page.Title, 100*page.Progress)
		for _, q := range page.Questions {
			out.WriteString(line(q))
		}
		for _, p := range found {
			fmt.Fprintf(&out, "   ! %s %s\n", told([]FieldProblem{p}), p.Words)
		}
		key, end = v.Next(key)
	}
	v := f.Walk(*s)
	fmt.Fprintf(&out, "\n-- end %s, %s: %s / %s\n   answered %.0f%%, values %v, quota %q\n", end.Code, end.Outcome, end.Title, end.Text, 100*v.Progress, v.Values, v.Quota)
	if v.Score != nil {
		fmt.Fprintf(&out, "   score %v\n", *v.Score)
	}
	return out.String() + "   kept " + strings.Join(slices.Sorted(maps.Keys(s.Answers)), " ") + "\n\n"
}

func line(q QuestionView) string {
	var parts []string
	for _, o := range q.Options {
		parts = append(parts, o.Text)
	}
	for _, r := range q.Rows {
		parts = append(parts, r.Text)
	}
	for _, set := range q.Sets {
		codes := ""
		for _, o := range set {
			codes += " " + o.Code
		}
		parts = append(parts, "set:"+codes)
	}
	if !q.Shown {
		return fmt.Sprintf("   (%s) waits for %v\n", q.Key, q.ShownIf)
	}
	out := fmt.Sprintf("   %s: %s", q.Key, q.Text)
	if len(parts) > 0 {
		out += " [" + strings.Join(parts, "; ") + "]"
	}
	return out + "\n"
}

// TestFerry goes through a real questionnaire as five people, page by page.
func TestFerry(t *testing.T) {
	f := ferry(t)
	var out strings.Builder
	for _, who := range travellers() {
		out.WriteString(interview(t, f, &who))
	}
	if *update {
		if err := os.WriteFile("testdata/ferry.txt", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/ferry.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, kept := strings.Split(out.String(), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(got), len(kept)) {
		if got[i] != kept[i] {
			t.Fatalf("line %d:\n got %s\nwant %s", i+1, got[i], kept[i])
		}
	}
	if len(got) != len(kept) {
		t.Errorf("%d lines, want %d", len(got), len(kept))
	}
}

// TestFerryIsFit: it may be published, whatever is remarked.
func TestFerryIsFit(t *testing.T) {
	for _, r := range Check(ferry(t).doc, Known{"region": ValueText}) {
		if r.Severity == Refuse || r.Key != "minutes" && r.Key != "unreached" {
			t.Errorf("%+v", r)
		}
	}
}

// BenchmarkWalk of 63 questions with 53 conditions and all answers of a person.
func BenchmarkWalk(b *testing.B) {
	f, who := ferry(b), travellers()[1]
	interview(b, f, &who)
	b.ReportAllocs()
	for b.Loop() {
		if v := f.Walk(who.state); len(v.Pages) < 10 {
			b.Fatal(len(v.Pages))
		}
	}
}

// BenchmarkAccept of one page of it.
func BenchmarkAccept(b *testing.B) {
	f, who := ferry(b), travellers()[1]
	interview(b, f, &who)
	b.ReportAllocs()
	for b.Loop() {
		if _, found := f.Accept(who.state, "trip", who.sends); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

// TestOneFlowForAll: several walk through one flow at once, each as if alone.
func TestOneFlowForAll(t *testing.T) {
	f := ferry(t)
	alone := make([]string, 5)
	for i, who := range travellers() {
		alone[i] = interview(t, ferry(t), &who)
	}
	var all sync.WaitGroup
	for range 4 {
		for i, who := range travellers() {
			all.Go(func() {
				if interview(t, f, &who) != alone[i] {
					t.Errorf("%s: another way among others than alone", who.who)
				}
			})
		}
	}
	all.Wait()
}
