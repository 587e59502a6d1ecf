package people

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// mostFound is how many customers or accounts a search goes through: those that
// come after them are found by another word.
const mostFound = 2000

// index is the words of one kind of party: the table of those that have some,
// on SQLite the FTS5 table of the words by its n, the rows that are found, each
// as p, and what is listed for one.
type index struct {
	text, words, rows, listed, of string
	numbered                      *record.Insert // of text, on SQLite
}

var (
	customerNumbered = record.NewInsert("customer_text", "n", "id")
	accountNumbered  = record.NewInsert("account_text", "n", "id")
)

func customerIndex() index {
	return index{"customer_text", "customer_words", "customer", "customer c", "(c.id = p.id OR c.id = p.party_id)", customerNumbered}
}

func accountIndex() index {
	return index{"account_text", "account_words", "account", "account a", "(a.id = p.id OR a.id = p.party_id)", accountNumbered}
}

// indexed are the words by which a customer is found. A number is also found
// without spaces, and by its last eight digits, since the same one is written
// with and without the code of its country.
func (c Customer) indexed() []string {
	if c.Name == "" && c.Email == "" && c.Phone == "" && !manyWords(c.Key) {
		return nil
	}
	words := text.Words(c.Name + " " + c.Email + " " + c.Key)
	if d := digits(c.Phone); d != "" {
		words = append(words, d, lastDigits(d))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func lastDigits(d string) string { return d[max(0, len(d)-8):] }

// manyWords tells that a key would be looked for by more than its beginning: a
// word of letters alone stands after the first, as in a name or a mail, which is
// not so of numbers and ids. It runs for each new customer.
func manyWords(key string) bool {
	letters, others, words := 0, 0, 0
	ends := func() bool {
		found := words > 0 && letters > 1 && others == 0
		if letters+others > 0 {
			words++
		}
		letters, others = 0, 0
		return found
	}
	for _, r := range key {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			letters++
		case unicode.IsDigit(r):
			others++
		case ends():
			return true
		}
	}
	return ends()
}

// keep writes the words of a party anew; without words it has no row.
func (x index) keep(ctx context.Context, tx *record.Tx, engine record.Engine, id string, words []string) error {
	if err := x.forget(ctx, tx, engine, id); err != nil || len(words) == 0 {
		return err
	}
	return x.add(ctx, tx, engine, id, words)
}

// add writes the words of a party that has none yet.
func (x index) add(ctx context.Context, tx *record.Tx, engine record.Engine, id string, words []string) error {
	if len(words) == 0 {
		return nil
	}
	body := strings.Join(words, " ")
	if engine == record.PostgreSQL {
		_, err := tx.Exec(ctx, "INSERT INTO "+x.text+" (id, body) VALUES (?, array_to_tsvector(string_to_array(?, ' '))) ON CONFLICT (id) DO UPDATE SET body = excluded.body", id, body)
		return fault.Wrap(err, fault.CodeInternal, "index words")
	}
	_, err := tx.Exec(ctx, "INSERT INTO "+x.text+" (id) VALUES (?)", id)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO "+x.words+" (rowid, body) VALUES (last_insert_rowid(), ?)", body)
	}
	return fault.Wrap(err, fault.CodeInternal, "index words")
}

// wordsOf are the words of one party.
type wordsOf struct {
	id    string
	words []string
}

// addAll writes the words of parties that have none yet; those without words get
// no row.
func (x index) addAll(ctx context.Context, tx *record.Tx, engine record.Engine, all []wordsOf) error {
	all = slices.DeleteFunc(all, func(w wordsOf) bool { return len(w.words) == 0 })
	if engine == record.PostgreSQL || len(all) < 2 {
		for _, w := range all {
			if err := x.add(ctx, tx, engine, w.id, w.words); err != nil {
				return err
			}
		}
		return nil
	}
	// Numbers are given here, after the last that was ever given.
	var last int64
	if _, err := tx.Get(ctx, "SELECT seq FROM sqlite_sequence WHERE name = ?", []any{x.text}, &last); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "index words")
	}
	rows := make([][]any, len(all))
	for i, w := range all {
		rows[i] = []any{last + 1 + int64(i), w.id}
	}
	if _, err := tx.InsertAll(ctx, x.numbered, rows); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "index words")
	}
	for i, w := range all {
		if _, err := tx.Exec(ctx, "INSERT INTO "+x.words+" (rowid, body) VALUES (?, ?)", last+1+int64(i), strings.Join(w.words, " ")); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "index words")
		}
	}
	return nil
}

// forget takes the words of a party out.
func (x index) forget(ctx context.Context, tx *record.Tx, engine record.Engine, id string) error {
	if engine == record.SQLite {
		if _, err := tx.Exec(ctx, "DELETE FROM "+x.words+" WHERE rowid = (SELECT n FROM "+x.text+" WHERE id = ?)", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget words")
		}
	}
	_, err := tx.Exec(ctx, "DELETE FROM "+x.text+" WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "forget words")
}

// asked is a query for the ids of the parties whose words match, or whose name
// begins as the search does: at most mostFound of each that also meet the
// condition where, which names the party as index.listed does. CROSS JOIN keeps
// SQLite to the order written: from the few that match to their rows.
func (x index) asked(engine record.Engine, search, id, where string, args []any) (string, []any) {
	part := func(name, from, condition string) string {
		return "SELECT id FROM (SELECT " + id + " AS id FROM " + from + x.rows + " p CROSS JOIN " + x.listed +
			" WHERE " + condition + " AND " + x.of + " AND " + where + " LIMIT " + strconv.Itoa(mostFound) + ") AS " + name
	}
	begins := part("begins", "", "p.sort_key >= ? AND p.sort_key < ?")
	with := append([]any{text.Fold(search), text.Fold(search) + "\U0010FFFF"}, args...)
	match := x.match(engine, search)
	if match == "" {
		return begins, with
	}
	holds := part("holds", x.words+" CROSS JOIN "+x.text+" t CROSS JOIN ", x.words+" MATCH ? AND t.n = "+x.words+".rowid AND p.id = t.id")
	if engine == record.PostgreSQL {
		holds = part("holds", x.text+" t CROSS JOIN ", "t.body @@ CAST(? AS TSQUERY) AND p.id = t.id")
	}
	return begins + " UNION " + holds, slices.Concat(with, []any{match}, args)
}

// match is the question for the index; "" where there is no word to ask for.
func (x index) match(engine record.Engine, search string) string {
	words := text.Words(search)
	if len(words) == 0 {
		return ""
	}
	asked := engine.Match(words)
	if d := digits(search); len(d) >= 6 && isNumber(search) {
		or := map[record.Engine]string{record.SQLite: " OR ", record.PostgreSQL: " | "}[engine]
		asked = engine.Match([]string{d}) + or + engine.Match([]string{lastDigits(d)})
	}
	return asked
}

// isNumber tells that a search is written as telephone numbers are.
func isNumber(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789 +-()./", r) })
}
