package collect

import (
	"testing"
)

// TestSample: the sample comes in by the import, is marked as invented, and
// goes without a trace; what was there before stays.
func TestSample(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.takeIn(t, "feedback.csv", feedback, nil)
		tables := []string{"response", "response_text", "import_file", "import_source", "measure", "program", "customer", "account", "unit", "event"}
		before := map[string]int{}
		for _, name := range tables {
			before[name] = f.count(t, "SELECT count(*) FROM "+name)
		}
		slots := 0
		for range 2 {
			i, _, err := f.LoadSample(owner(t))
			if err != nil {
				t.Fatal(faultText(err))
			}
			if _, _, err := f.LoadSample(owner(t)); err == nil {
				t.Error("loaded twice")
			}
			if i = f.run(t, i.ID); counts(i) != "done new 3000 same 0 changed 0 rejected 0" {
				t.Fatal(counts(i))
			}
			if got := describe(Guessed{Mapping: i.Mapping}); got != sampleGuess {
				t.Errorf("the sample is read as\n%s", got)
			}
			found := f.list(t, Filter{Program: i.ProgramID})
			if len(found) == 0 || !found[0].Synthetic {
				t.Error("the answers are not marked as invented")
			}
			if _, err := f.RemoveSample(owner(t)); err != nil {
				t.Fatal(faultText(err))
			}
			for _, name := range tables {
				if n := f.count(t, "SELECT count(*) FROM "+name); n != before[name] {
					t.Errorf("%d rows of %s are left, %d were there", n, name, before[name])
				}
			}
			n := f.count(t, "SELECT count(*) FROM trait")
			if slots != 0 && n != slots {
				t.Errorf("loading again takes %d slots more", n-slots)
			}
			slots = n
		}
		if _, err := f.RemoveSample(owner(t)); err == nil {
			t.Error("removed twice")
		}
	})
}

const sampleGuess = `response_id: key [key]
answered_at: time date [at]
customer: customer
company: account
plan: segment text
country: segment text
channel: channel
language: language
recommend: score nps 0-10 up good [9 10]
comment: text
yearly_value: value
`
