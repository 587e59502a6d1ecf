package record

import "strings"

// Match is the question to a full-text index for texts that hold all words; the
// last may be the beginning of one. Words are runs of letters and digits, as
// text.Words gives them, so that nothing in them is an operator. On SQLite the
// index is an FTS5 table asked with MATCH ?, on PostgreSQL a TSVECTOR column
// asked with @@ CAST(? AS TSQUERY). Without words there is nothing to ask.
//
// The FTS5 tables keep neither texts nor places (no content, no detail):
// one that finds rows needs no more, and what is not there need not be erased.
// Such a table knows no phrases, so each word has to be one token of its
// tokenizer, which is "ascii" everywhere: letters and digits hold together, as
// does all beyond ASCII.
func (e Engine) Match(words []string) string {
	quote, and := `"`, " "
	if e == PostgreSQL {
		quote, and = `'`, " & "
	}
	asked := make([]string, len(words))
	for i, w := range words {
		asked[i] = quote + w + quote
	}
	if n := len(words) - 1; n >= 0 {
		asked[n] = e.beginning(words[n])
	}
	return strings.Join(asked, and)
}

func (e Engine) beginning(word string) string {
	if e == PostgreSQL {
		return "'" + word + "':*"
	}
	return `"` + word + `"*`
}

// Holding is the query for the keys of an index that answers a Match: its one
// argument. On PostgreSQL the column of keys has a name of its own.
func (e Engine) Holding(index, key string) string {
	if e == PostgreSQL {
		return "SELECT " + key + " FROM " + index + " WHERE body @@ CAST(? AS TSQUERY)"
	}
	return "SELECT rowid FROM " + index + " WHERE " + index + " MATCH ?"
}
