package listen

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

var insertMasks = record.NewInsert("mask", "id", "document_id", "n", "start", "length", "kind", "replacement", "state", "why", "by_user", "at")

// labels are what stands for something masked, in the language of a document.
func labelOf(kind MaskKind, language string) string {
	english := map[MaskKind]string{MaskName: "name", MaskFirm: "firm", MaskMail: "mail", MaskPhone: "phone", MaskPlace: "place", MaskNumber: "number", MaskOther: "left out"}
	french := map[MaskKind]string{MaskName: "nom", MaskFirm: "entreprise", MaskMail: "courriel", MaskPhone: "téléphone", MaskPlace: "lieu", MaskNumber: "numéro", MaskOther: "omis"}
	if strings.HasPrefix(language, "fr") {
		return french[kind]
	}
	return english[kind]
}

// replacing gives what stands for a text of a kind: the same number for the same
// words, so that who is spoken of can be told apart and not told.
type replacing struct {
	language string
	numbers  map[MaskKind]map[string]int
}

func (r *replacing) of(kind MaskKind, what string) string {
	if r.numbers[kind] == nil {
		r.numbers[kind] = map[string]int{}
	}
	key := text.Fold(what)
	if r.numbers[kind][key] == 0 {
		r.numbers[kind][key] = len(r.numbers[kind]) + 1
	}
	return fmt.Sprintf("[%s %d]", labelOf(kind, r.language), r.numbers[kind][key])
}

// propose proposes what may give somebody away in a document, beside what there
// is: names of speakers, of the customer, of the account and its contacts, and
// what is written like a name, a mail, a number. Whatever was decided before
// stays as it was.
func (s *Service) propose(ctx context.Context, tx *record.Tx, id string) error {
	d, _, err := readDocument(ctx, tx, id)
	if err != nil {
		return err
	}
	return s.proposeIn(ctx, tx, d)
}

// proposeIn does it for a document, whoever asks.
func (s *Service) proposeIn(ctx context.Context, tx *record.Tx, d Document) error {
	lines, err := originalLines(ctx, tx, d.ID, 0, 0)
	if err != nil {
		return err
	}
	names, err := namesAround(ctx, tx, d, lines)
	if err != nil {
		return err
	}
	words := &replacing{language: d.Language, numbers: map[MaskKind]map[string]int{}}
	now := record.Micros(s.Now())
	var rows [][]any
	for _, l := range lines {
		runes := []rune(l.Text)
		for _, p := range text.ProposePersonal(l.Text, names) {
			if overlaps(l.Masks, p.Start, p.Length) {
				continue
			}
			kind := MaskKind(p.Kind)
			rows = append(rows, []any{s.NewID(), d.ID, l.N, p.Start, p.Length, string(kind), words.of(kind, string(runes[p.Start:p.Start+p.Length])), string(MaskProposed), string(p.Why), "", now})
		}
	}
	_, err = tx.InsertAll(ctx, insertMasks, rows)
	return err
}

// overlaps tells whether a place is spoken for already.
func overlaps(masks []Mask, start, length int) bool {
	for _, m := range masks {
		if start < m.Start+m.Length && m.Start < start+length {
			return true
		}
	}
	return false
}

// namesAround are the names that belong to a document.
func namesAround(ctx context.Context, q record.Querier, d Document, lines []Line) (text.Known, error) {
	names := text.Known{}
	seen := map[string]bool{}
	all := make([]string, len(lines))
	for n, l := range lines {
		all[n] = l.Text
		if !seen[l.Speaker] && isName(l.Speaker) {
			names.People = append(names.People, l.Speaker)
		}
		seen[l.Speaker] = true
	}
	names.Common = text.CommonWords(all)
	var people, firms []string
	err := q.NewRaw("SELECT name FROM customer WHERE name <> '' AND (id = ? OR account_id = ?) ORDER BY id LIMIT 500", d.customerID, d.accountID).Scan(ctx, &people)
	if err == nil {
		err = q.NewRaw("SELECT name FROM account WHERE name <> '' AND id = ?", d.accountID).Scan(ctx, &firms)
	}
	names.People, names.Firms = append(names.People, people...), firms
	return names, fault.Wrap(err, fault.CodeInternal, "find names around a document")
}

// isName tells a speaker who is named from a label such as P1 or Interviewer.
func isName(speaker string) bool {
	switch text.Fold(speaker) {
	case "", "interviewer", "interviewee", "participant", "speaker", "moderator", "respondent", "client", "customer",
		"enqueteur", "enquetrice", "intervieweur", "intervieweuse", "moderateur", "moderatrice", "repondant", "repondante", "locuteur", "interviewe", "interviewee ":
		return false
	}
	letters := 0
	for _, r := range speaker {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsDigit(r) {
			return false
		}
	}
	return letters > 2
}
