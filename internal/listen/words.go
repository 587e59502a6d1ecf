package listen

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// searched are the words by which a sentence is found: stems of its language,
// and the words themselves where they are others.
func searched(language, sentence string) []string {
	words := append(text.Stems(language, sentence), text.Words(sentence)...)
	slices.Sort(words)
	return slices.Compact(words)
}

// matches are questions to an index for sentences that hold all words of a
// search, as they stand or in the stems of a language; the last may be the
// beginning of one. One of them is to be met; without a word there is none.
func matches(engine record.Engine, search string) []string {
	var either []string
	for _, words := range [][]string{text.Words(search), text.Stems("en", search), text.Stems("fr", search)} {
		if one := engine.Match(words); len(words) > 0 && !slices.Contains(either, one) {
			either = append(either, one)
		}
	}
	return either
}

// addWords makes a sentence searchable in one of the two indexes; no words, no
// row.
func addWords(ctx context.Context, tx *record.Tx, table string, id int64, words []string) error {
	if len(words) == 0 {
		return nil
	}
	ask := "INSERT INTO " + table + " (rowid, body) VALUES (?, ?)"
	if tx.Engine() == record.PostgreSQL {
		ask = "INSERT INTO " + table + " (id, body) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))"
	}
	_, err := tx.Exec(ctx, ask, id, strings.Join(words, " "))
	return fault.Wrap(err, fault.CodeInternal, "index a sentence")
}

// forgetWords takes a document out of both indexes.
func forgetWords(ctx context.Context, tx *record.Tx, document string) error {
	if err := forgetIn(ctx, tx, "sentence_words", document); err != nil {
		return err
	}
	return forgetIn(ctx, tx, "sentence_shown", document)
}

func forgetIn(ctx context.Context, tx *record.Tx, table, document string) error {
	key := "rowid"
	if tx.Engine() == record.PostgreSQL {
		key = "id"
	}
	_, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE "+key+" IN (SELECT id FROM sentence WHERE document_id = ?)", document)
	return fault.Wrap(err, fault.CodeInternal, "take a document out of the index")
}
