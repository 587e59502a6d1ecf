package listen

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// quoteMatrix is all that researchers take along of a study: quotes with the
// traits of their documents, the codebook, and memos.
type quoteMatrix struct {
	Study     Study
	Book      Book
	Quotes    []Quote
	Traits    []string
	Memos     []Memo
	Documents map[string]heard
}

// mostQuotes is how many quotes one file holds.
const mostQuotes = 50_000

// QuoteMatrix reads what a filter leaves of a study's quotes, with the codebook
// and the memos of its researchers. What is masked is replaced, as in Quotes. It
// is written to the audit log before anything is given out.
func (s *Service) QuoteMatrix(ctx context.Context, study string, f QuoteFilter, format string) (m quoteMatrix, err error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return m, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if m.Study, err = studyFor(ctx, q, study); err != nil {
			return err
		}
		documents, err := readHeard(ctx, q, study)
		if err != nil {
			return err
		}
		all := worked{Documents: documents}
		m.Traits, m.Documents = all.traits(), all.documents()
		if m.Quotes, err = readQuotes(ctx, q, study, f, QuotePlace{}, mostQuotes+1); err != nil {
			return err
		}
		if len(m.Quotes) > mostQuotes {
			return fault.New(fault.CodeConflict, "A file holds at most 50,000 quotes. Choose a code, a document or a coder.").Keyed("coding.too_many_quotes")
		}
		return m.around(ctx, q)
	})
	if err != nil {
		return m, err
	}
	s.nameQuotes(ctx, m.Quotes)
	for i, memo := range m.Memos {
		m.Memos[i].ByName = s.names(ctx, memo.ByUser)[memo.ByUser]
	}
	return m, s.Audit.Saw(ctx, "study.quotes_taken", study, map[string]string{"format": format, "quotes": strconv.Itoa(len(m.Quotes))})
}

// around reads the codebook of the study and the memos about it.
func (m *quoteMatrix) around(ctx context.Context, q record.Querier) error {
	id, err := studyCodebook(ctx, q, m.Study.ID)
	if err != nil || id == "" {
		return err
	}
	book, err := readBook(ctx, q, id)
	if err != nil {
		return err
	}
	m.Book = book.Book
	m.Memos, err = listMemos(ctx, q, "study_id = ? OR about = 'code' AND about_id IN (SELECT id FROM code WHERE codebook_id = ?)", m.Study.ID, id)
	return err
}

// codeNames are the code and the family under which a quote counts.
func (m quoteMatrix) codeNames(code string) (name, family string) {
	at := slices.IndexFunc(m.Book.Codes, func(c Code) bool { return c.ID == code })
	if at < 0 {
		return "", ""
	}
	c := m.Book.Codes[at]
	if at = slices.IndexFunc(m.Book.Families, func(f Family) bool { return f.ID == c.FamilyID }); at >= 0 {
		family = m.Book.Families[at].Name
	}
	return c.Name, family
}

// about names what a memo is about.
func (m quoteMatrix) about(memo Memo, t titles) string {
	switch memo.About {
	case AboutCode:
		name, _ := m.codeNames(memo.AboutID)
		return name
	case AboutDocument:
		d := m.Documents[memo.AboutID]
		return t.source(d.Kind, d.Number, "")
	}
	return m.Study.Name
}

// titles are the words of a file in its language.
type titles map[string]string

func titlesIn(french bool) titles {
	if !french {
		return titles{
			"quotes": "Quotes", "codes": "Codebook", "memos": "Memos", "family": "Family", "code": "Code", "quote": "Quote", "source": "Source",
			"lines": "Lines", "mode": "Thinks, feels, does", "coder": "Coder", "memo": "Memo", "consent": "Consent", "definition": "Definition",
			"use_when": "Use", "not_when": "Do not use", "example": "Example", "state": "State", "about": "About", "by": "By", "at": "On",
			"interview": "Interview %d", "comment": "Comment %d", "think": "thinks", "feel": "feels", "do": "does",
			"anonymous": "anonymous", "firm": "firm", "person": "person", "active": "in use", "merged": "merged", "retired": "retired",
			"rule": "%s (rule)", "model": "%s (model)", "line": "line %d", "line_to": "lines %d to %d", "kept": "Names and whatever else is masked are replaced.",
		}
	}
	return titles{
		"quotes": "Citations", "codes": "Livre de codes", "memos": "Mémos", "family": "Famille", "code": "Code", "quote": "Citation", "source": "Source",
		"lines": "Lignes", "mode": "Pense, ressent, fait", "coder": "Codé par", "memo": "Mémo", "consent": "Accord", "definition": "Définition",
		"use_when": "À utiliser", "not_when": "À ne pas utiliser", "example": "Exemple", "state": "État", "about": "Sujet", "by": "De", "at": "Le",
		"interview": "Entretien %d", "comment": "Commentaire %d", "think": "pense", "feel": "ressent", "do": "fait",
		"anonymous": "anonyme", "firm": "entreprise", "person": "personne", "active": "en usage", "merged": "fusionné", "retired": "retiré",
		"rule": "%s (règle)", "model": "%s (modèle)", "line": "ligne %d", "line_to": "lignes %d à %d", "kept": "Les noms et tout ce qui est masqué sont remplacés.",
	}
}

// coder is who gave a code; a rule and a model say that they are one.
func (t titles) coder(c Coder) string {
	if c.Kind == ByPerson || c.Name == "" {
		return c.Name
	}
	return fmt.Sprintf(t[string(c.Kind)], c.Name)
}

// source names a document: Interview 20, with who speaks where that is known.
func (t titles) source(kind DocumentKind, number int, pseudonym string) string {
	word := "interview"
	if kind == Comment {
		word = "comment"
	}
	name := fmt.Sprintf(t[word], number)
	if pseudonym != "" {
		name += ", " + pseudonym
	}
	return name
}

// lines names the sentences of a passage.
func (t titles) lines(p Passage) string {
	if p.FromN == p.ToN {
		return fmt.Sprintf(t["line"], p.FromN)
	}
	return fmt.Sprintf(t["line_to"], p.FromN, p.ToN)
}

// quoteFile writes a matrix as a file of a format.
type quoteFile struct {
	write     func(io.Writer, quoteMatrix, titles) error
	mediaType string
}

func quoteFiles() map[string]quoteFile {
	const office = "application/vnd.openxmlformats-officedocument."
	return map[string]quoteFile{
		"xlsx": {writeQuoteBook, office + "spreadsheetml.sheet"},
		"docx": {writeQuoteText, office + "wordprocessingml.document"},
	}
}

// quoteFormats are the formats in which quotes are taken along.
func quoteFormats() []string { return slices.Sorted(maps.Keys(quoteFiles())) }
