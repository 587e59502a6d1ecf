package record

import "strings"

// Match is the question to a full-text index for texts that hold all words; the
// last may be the beginning of one. Words are runs of letters and digits, as
// text.Words gives them, so that nothing in them is an operator. On SQLite the
// index is an FTS4 table asked with MATCH ?, on PostgreSQL a TSVECTOR column
// asked with @@ CAST(? AS TSQUERY). Without words there is nothing to ask.
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
	return `"` + word + `*"`
}
