package listen

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/recordtest"
)

// benched is a program with 300 interviews that carry 50,000 passages, and 5,000
// comments in a study of their own, a fifth of them French.
type benched struct {
	*Service
	engine             record.Engine
	rita               context.Context
	talks, comments    Study
	longest            string // an interview of 10,000 words
	codes              []Code
	passages, sentence int
}

var benchWords = map[string][]string{
	"en": strings.Fields("the invoice never came and nobody told us how long waiting would take we called twice the people were kind but payments are late every month because systems do not talk and reports were sent again"),
	"fr": strings.Fields("la facture est arrivée trop tard et personne ne nous a dit combien de temps attendre les paiements attendent chaque mois parce que les systèmes ne se parlent pas et les rapports furent renvoyés"),
}

// sentenceOf is n words of a language.
func sentenceOf(r *rand.Rand, language string, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = benchWords[language][r.IntN(len(benchWords[language]))]
	}
	return strings.Join(words, " ") + "."
}

func newBenched(b *testing.B, store *record.Store) *benched {
	b.Helper()
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	w := &benched{engine: store.Engine(), rita: as(b.Context(), "rita", access.Researcher)}
	p, _, err := purpose.NewService(store, time.Now, newID).Create(access.System(b.Context(), "bench"), "Service", "")
	if err != nil {
		b.Fatal(err)
	}
	w.Service = NewService(Options{Store: store, Staff: staff{"rita": "Rita"}, Audit: journal{access.Journal{Now: time.Now}}, Now: time.Now, Zone: func() *time.Location { return time.UTC }, NewID: newID})
	for _, of := range []struct {
		study *Study
		name  string
	}{{&w.talks, "Talks"}, {&w.comments, "Comments"}} {
		if *of.study, _, err = w.CreateStudy(w.rita, Study{ProgramID: p.ID, Name: of.name, Mode: CodingOpen}); err != nil {
			b.Fatal(err)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		n := 150
		if i == 0 {
			n = 770 // of 13 words
		}
		id := w.put(b, Transcript, w.talks.ID, i+1, "en", r, n)
		if i == 0 {
			w.longest = id
		}
	}
	for i := range 5000 {
		w.put(b, Comment, w.comments.ID, i+1, []string{"en", "en", "en", "en", "fr"}[i%5], r, 2)
	}
	w.code(b, p.ID, r)
	return w
}

// put keeps a document of n sentences.
func (w *benched) put(b *testing.B, kind DocumentKind, study string, number int, language string, r *rand.Rand, n int) string {
	b.Helper()
	d := takenDocument{Document: Document{StudyID: study, Kind: kind, Number: number, Language: language, Traits: map[string]string{"region": []string{"North", "South", "East"}[number%3]}}, createdBy: "rita"}
	for i := range n {
		d.lines = append(d.lines, Line{Turn: i / 3, Speaker: "Zoe", Text: sentenceOf(r, language, 13)})
	}
	w.sentence += n
	if _, err := w.write(b.Context(), func(ctx context.Context, tx *record.Tx) error { return w.insertDocument(ctx, tx, &d) }); err != nil {
		b.Fatal(err)
	}
	return d.ID
}

// code gives 50,000 passages of the interviews one of 60 codes each.
func (w *benched) code(b *testing.B, program string, r *rand.Rand) {
	b.Helper()
	book, _, err := w.CreateCodebook(w.rita, Codebook{ProgramID: program, Name: "All"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range 60 {
		c, _, err := w.CreateCode(w.rita, Code{CodebookID: book.ID, Name: fmt.Sprint("Code ", i)})
		if err != nil {
			b.Fatal(err)
		}
		w.codes = append(w.codes, c)
	}
	documents, err := w.Documents(w.rita, w.talks.ID, Transcript, DocumentPlace{}, 300)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; w.passages < 50_000; i++ {
		items := make([]Coding, 250)
		for k := range items {
			n := 1 + r.IntN(149)
			items[k] = Coding{ID: w.NewID(), DocumentID: documents[i%300].ID, CodeID: w.codes[r.IntN(60)].ID, Passage: Passage{FromN: n, ToN: n + r.IntN(2), ToPos: 8 + r.IntN(20)}}
			if items[k].ToN == n {
				items[k].FromPos = r.IntN(8)
			}
		}
		if _, _, err := w.CodePassages(w.rita, items); err != nil {
			b.Fatal(err)
		}
		w.passages += len(items)
	}
}

// BenchmarkListen asks what screens ask of a program of that size: an interview
// of 10,000 words, search over 5,000 comments in two languages, and every figure
// of 300 interviews with 50,000 passages. "raw" reads those passages by one
// query and does nothing with them.
func BenchmarkListen(b *testing.B) {
	rooms := []fs.FS{access.Migrations(), people.Migrations(), purpose.Migrations(), journey.Migrations(), Migrations()}
	b.Run("sqlite", func(b *testing.B) { benchListen(b, recordtest.SQLite(b, rooms)) })
	b.Run("postgresql", func(b *testing.B) { benchListen(b, recordtest.PostgreSQL(b, rooms)) })
}

func benchListen(b *testing.B, store *record.Store) {
	b.Helper()
	w := newBenched(b, store)
	if store.Engine() == record.PostgreSQL { // as its own housekeeping does within minutes
		if _, err := store.Write(b.Context(), func(ctx context.Context, tx *record.Tx) error {
			_, err := tx.NewRaw("ANALYZE").Exec(ctx)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d sentences, %d passages", w.sentence, w.passages)
	for _, ask := range []struct {
		name string
		do   func() error
	}{
		{"raw", func() error {
			return w.view(b.Context(), func(ctx context.Context, q record.Querier) error {
				rows, err := q.QueryContext(ctx, "SELECT document_id, code_id, from_n, from_pos, to_n, to_pos FROM coding WHERE study_id = '"+w.talks.ID+"'")
				if err != nil {
					return err
				}
				defer func() { _ = rows.Close() }()
				for rows.Next() {
					var document, code string
					var a, b, c, d int
					if err := rows.Scan(&document, &code, &a, &b, &c, &d); err != nil {
						return err
					}
				}
				return rows.Err()
			})
		}},
		{"open", func() error { _, _, err := w.OpenDocument(w.rita, w.longest); return err }},
		{"codings", func() error { _, err := w.Codings(w.rita, w.longest); return err }},
		{"search-en", func() error { return w.found(w.rita, "payment waited") }},
		{"search-fr", func() error { return w.found(w.rita, "rapport renvoyé") }},
		{"counts", func() error { _, err := w.CodeCounts(w.rita, w.talks.ID); return err }},
		{"by-trait", func() error { _, err := w.CodesByTrait(w.rita, w.talks.ID, "region"); return err }},
		{"together", func() error { _, err := w.CodesTogether(w.rita, w.talks.ID); return err }},
		{"saturation", func() error { _, err := w.CodeSaturation(w.rita, w.talks.ID); return err }},
		{"agreement", func() error { _, err := w.Agreement(w.rita, w.talks.ID, ""); return err }},
		{"quotes", func() error {
			_, err := w.Quotes(w.rita, w.talks.ID, QuoteFilter{Code: w.codes[7].ID}, QuotePlace{}, 50)
			return err
		}},
		{"topics", func() error { _, err := w.Topics(w.rita, w.talks.ProgramID, "", 50); return err }},
		{"topic-code", func() error { return w.spoken(TopicAsked{Kind: TopicCode, ID: w.codes[7].ID}) }},
		{"topic-word", func() error { return w.spoken(TopicAsked{Kind: TopicWord, ID: "invoice"}) }},
	} {
		b.Run(ask.name, func(b *testing.B) {
			for b.Loop() {
				if err := ask.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// found searches the comments and wants at least one hit.
func (w *benched) found(ctx context.Context, words string) error {
	hits, total, err := w.Search(ctx, w.comments.ID, words, "", 0, 50)
	if err == nil && (total == 0 || len(hits) == 0) {
		return fmt.Errorf("nothing found for %q", words)
	}
	return err
}

// spoken asks what a topic's page asks first: how many speak of it, and the
// newest quotes.
func (w *benched) spoken(of TopicAsked) error {
	said, err := w.TopicSaid(w.rita, w.talks.ProgramID, of)
	if err != nil {
		return err
	}
	quotes, err := w.TopicQuotes(w.rita, w.talks.ProgramID, of, "", 8)
	if err == nil && (said.People == 0 || len(quotes) == 0) {
		return fmt.Errorf("nobody speaks of %+v", of)
	}
	return err
}
