package listen

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// world is a study coded at random: documents of people who may have two, codes
// and coders, with passages of a few sentences.
func world(r *rand.Rand) worked {
	var w worked
	for i := range 12 {
		w.Documents = append(w.Documents, heard{
			ID: fmt.Sprintf("d%02d", i), Kind: []DocumentKind{Transcript, Comment}[i%2], Number: i + 1, Person: fmt.Sprintf("p%d", i/2),
			Traits: map[string]string{"region": []string{"", "North", "South"}[i%3]}, Sentences: 30,
		})
	}
	for i := range 300 {
		from := 1 + r.IntN(28)
		p := Passage{FromN: from, FromPos: r.IntN(20), ToN: from + r.IntN(3), ToPos: 21 + r.IntN(20)}
		w.Said = append(w.Said, said{
			ID: fmt.Sprint(i), Document: w.Documents[r.IntN(12)].ID, Code: fmt.Sprintf("c%d", r.IntN(5)), Mode: []Mode{"", Think, Feel, Do}[r.IntN(4)],
			Coder: Coder{Kind: ByPerson, ID: []string{"ann", "ben"}[r.IntN(2)]}, Passage: p,
		})
	}
	return w
}

// TestCodesTogetherIsWhatEveryPairOfPassagesGives: the sweep against all pairs.
func TestCodesTogetherIsWhatEveryPairOfPassagesGives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		w := world(r)
		passages, people := map[[2]string]int{}, map[[3]string]bool{}
		by := w.documents()
		for i, a := range w.Said {
			for _, b := range w.Said[i+1:] {
				if a.Document != b.Document || a.Code == b.Code || !a.Overlaps(b.Passage) {
					continue
				}
				key := [2]string{min(a.Code, b.Code), max(a.Code, b.Code)}
				passages[key]++
				people[[3]string{key[0], key[1], by[a.Document].Person}] = true
			}
		}
		got := w.together()
		if len(got) != len(passages) {
			t.Fatalf("%d pairs, want %d", len(got), len(passages))
		}
		for _, p := range got {
			n := 0
			for key := range people {
				if key[0] == p.A && key[1] == p.B {
					n++
				}
			}
			if p.Passages != passages[[2]string{p.A, p.B}] || p.People != n {
				t.Errorf("%s with %s: %d passages, %d people; want %d, %d", p.A, p.B, p.Passages, p.People, passages[[2]string{p.A, p.B}], n)
			}
		}
	}
}

// TestCountsDoNotDependOnOrderAndCountPeopleOnce also where two coders gave the
// same code, and in two documents of one person.
func TestCountsDoNotDependOnOrderAndCountPeopleOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	w := world(r)
	before := w.counts()
	r.Shuffle(len(w.Said), func(i, j int) { w.Said[i], w.Said[j] = w.Said[j], w.Said[i] })
	if after := w.counts(); !slices.Equal(before, after) {
		t.Errorf("another order: %v, before %v", after, before)
	}
	w.Said = append(w.Said, w.Said...) // a second coder who agrees with everything
	for i, c := range w.counts() {
		if c.Passages != 2*before[i].Passages || c.Documents != before[i].Documents || c.People != before[i].People || c.People > 6 {
			t.Errorf("coded twice: %+v, before %+v", c, before[i])
		}
	}
}

// TestCodesByTraitHaveTheCountsOfTheirCodes: passages of a row add up to those of
// its code, and no cell has more people than its column.
func TestCodesByTraitHaveTheCountsOfTheirCodes(t *testing.T) {
	w := world(rand.New(rand.NewPCG(5, 6)))
	table, counts := w.byTrait("region"), w.counts()
	if len(table.Rows) != len(counts) || len(table.Columns) != 3 {
		t.Fatalf("%d rows, %d columns", len(table.Rows), len(table.Columns))
	}
	for i, row := range table.Rows {
		n := 0
		for k, cell := range row.Cells {
			n += cell.Passages
			if cell.People > table.Columns[k].People {
				t.Errorf("%d people of %d", cell.People, table.Columns[k].People)
			}
		}
		if row.CodeID != counts[i].CodeID || n != counts[i].Passages {
			t.Errorf("%s: %d passages, want %d", row.CodeID, n, counts[i].Passages)
		}
	}
}

func span(id, coder, code string, from, to int) said {
	return said{ID: id, Document: "d", Code: code, Coder: Coder{Kind: ByPerson, ID: coder}, Passage: Passage{FromN: from, ToN: to, ToPos: 5}}
}

// TestDifferences: what one alone gave, what two gave to other sentences, and not
// what they gave alike, in whatever pieces.
func TestDifferences(t *testing.T) {
	got := differences([]string{"ann", "ben"}, []said{
		span("1", "ann", "wait", 1, 2), span("2", "ben", "wait", 1, 1), span("3", "ben", "wait", 2, 2), // alike, in two pieces
		span("4", "ann", "wait", 5, 6), span("5", "ben", "wait", 6, 7), // other sentences
		span("6", "ben", "cold", 3, 3), // Ben alone
		span("7", "cat", "cold", 9, 9), // not done yet
	})
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	if d := got[0]; d.CodeID != "cold" || d.FromN != 3 || !slices.Equal(d.Not, []string{"ann"}) {
		t.Errorf("%+v", d)
	}
	if d := got[1]; d.FromN != 5 || d.ToN != 7 || len(d.Not) != 0 || len(d.Passages) != 2 {
		t.Errorf("%+v", d)
	}
}

// TestAgreementOfTwoCoders by hand: of 20 sentences both gave the code to 6, Ann
// alone to 2, Ben alone to 2. po = 16/20; Ann and Ben gave it to 8 each, so
// pe = .4*.4 + .6*.6 = .52 and kappa = (.8-.52)/.48.
func TestAgreementOfTwoCoders(t *testing.T) {
	var passages []said
	add := func(coder string, from, to int) {
		passages = append(passages, span(fmt.Sprint(len(passages)), coder, "wait", from, to))
	}
	add("ann", 1, 8)
	add("ben", 3, 10)
	out := agreementOf([]judged{{document: "d", coders: []string{"ann", "ben"}, sentences: 20}}, passages)
	if out.Kappa == nil || out.Kappa.Value == nil || *out.Kappa.Value < .58333 || *out.Kappa.Value > .58334 {
		t.Errorf("kappa %+v", out.Kappa)
	}
	// alpha = 1 - (n-1) Do'/De' with 40 judgements, 16 of them the code: 1 - 39*8/(2*16*24)
	if v := *out.Alpha.Value; v < .59374 || v > .59376 {
		t.Errorf("alpha %v", v)
	}
	if len(out.Codes) != 1 || out.Codes[0].Given != 10 || out.Alpha.Low != nil || out.Alpha.Trouble == "" {
		t.Errorf("%+v", out)
	}
}
