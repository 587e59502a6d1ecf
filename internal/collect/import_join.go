package collect

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/join"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// maxJoins is how many further files an import may have.
const maxJoins = 10

// JoinOn says by which columns a further file is joined. With name and value
// it is a long table: several rows a key, where the column name holds names of
// columns and the column value what stands in them.
type JoinOn struct {
	Left  string `json:"left" minLength:"1" maxLength:"300" doc:"Column with the key in the file and those joined before."`
	Right string `json:"right" minLength:"1" maxLength:"300" doc:"Column with the key in the further file."`
	Name  string `json:"name,omitempty" maxLength:"300" doc:"Of a long table, the column of names; absent for a table with one row a key."`
	Value string `json:"value,omitempty" maxLength:"300" doc:"Of a long table, the column of values."`
}

func (o JoinOn) spec() join.Spec {
	return join.Spec{Left: o.Left, Right: o.Right, Name: o.Name, Value: o.Value}
}

// Join is a further file of an import.
type Join struct {
	File    JoinFile    `json:"file"`
	On      *JoinOn     `json:"on,omitempty" doc:"Absent while nobody has said by which columns, and names do not tell."`
	Guessed bool        `json:"guessed" doc:"Nobody has said by which columns."`
	Left    []string    `json:"left_columns" nullable:"false" doc:"What it may be joined to."`
	Report  *JoinReport `json:"report,omitempty" doc:"What came together; absent while it is not joined."`
}

// JoinFile is the further file as it is read.
type JoinFile struct {
	Name    string   `json:"name"`
	Size    int64    `json:"size" doc:"Bytes."`
	Kind    string   `json:"kind" enum:"text,xlsx,jsonl,parquet,xes"`
	Rows    int64    `json:"rows"`
	Columns []string `json:"columns" nullable:"false"`
}

// ExpectedJoin is a file that the last file like this one was joined with.
type ExpectedJoin struct {
	File    string   `json:"file" doc:"Its name then."`
	Columns []string `json:"columns" nullable:"false"`
	On      JoinOn   `json:"on"`
	Said    Reading  `json:"said" doc:"What was said of how it is written."`
}

// joinsBefore is what a source keeps of the joins of its last file.
type joinsBefore struct {
	Columns string         `json:"columns"` // fingerprint of the file's own columns
	Joins   []ExpectedJoin `json:"joins"`
}

// JoinReport is what came together and what did not.
type JoinReport struct {
	Left       int64     `json:"left" doc:"Rows of the file."`
	Matched    int64     `json:"matched" doc:"Of them, those that found their key."`
	Unmatched  JoinCount `json:"unmatched" doc:"Rows of the file whose key the further file does not have."`
	LeftNoKey  JoinCount `json:"left_no_key" doc:"Rows of the file without a key."`
	Shared     JoinCount `json:"shared" doc:"Rows of the file whose key an earlier row had: the same cells are added to both."`
	Right      int64     `json:"right" doc:"Readable rows of the further file."`
	Rejected   int64     `json:"rejected" doc:"Rows of the further file that cannot be read."`
	Keys       int64     `json:"keys" doc:"Different keys of the further file."`
	RightNoKey JoinCount `json:"right_no_key" doc:"Rows of the further file without a key."`
	Twice      JoinCount `json:"twice" doc:"Rows of the further file whose key (and name) an earlier one had: the first one counts."`
	NoName     JoinCount `json:"no_name" doc:"Rows of a long table without a name."`
	TooMany    JoinCount `json:"too_many" doc:"Rows of a long table whose name was one too many for the columns allowed."`
	Unused     JoinCount `json:"unused" doc:"Keys of the further file that no row of the file has."`
	Renamed    []string  `json:"renamed" nullable:"false" doc:"Names that the file has too, as they are called now."`
	Columns    []string  `json:"columns" nullable:"false" doc:"Added."`
}

// JoinCount is how often something was met, with the first examples.
type JoinCount struct {
	Rows     int64         `json:"rows"`
	Examples []JoinExample `json:"examples" nullable:"false"`
}

// JoinExample is one place.
type JoinExample struct {
	Row  int64  `json:"row,omitempty" doc:"As a spreadsheet counts; absent where a key is meant."`
	Key  string `json:"key"`
	Name string `json:"name,omitempty" doc:"Of a long table."`
}

func shownReport(r join.Report) *JoinReport {
	return &JoinReport{
		Left: r.Left, Matched: r.Matched, Unmatched: shownCount(r.Unmatched), LeftNoKey: shownCount(r.LeftNoKey), Shared: shownCount(r.Shared),
		Right: r.Right, Rejected: r.Rejected, Keys: r.Keys, RightNoKey: shownCount(r.RightNoKey), Twice: shownCount(r.Twice),
		NoName: shownCount(r.NoName), TooMany: shownCount(r.TooMany), Unused: shownCount(r.Unused),
		Renamed: append([]string{}, r.Renamed...), Columns: append([]string{}, r.Columns...),
	}
}

func shownCount(c join.Count) JoinCount {
	out := JoinCount{Rows: c.Rows, Examples: []JoinExample{}}
	for _, e := range c.Examples {
		out.Examples = append(out.Examples, JoinExample(e))
	}
	return out
}

// guessJoin finds by names which columns hold the keys, and whether the right
// table is long; nil where names do not tell.
func guessJoin(left []string, right *table.Profile) *JoinOn {
	on := guessKeys(left, right)
	if on == nil {
		return nil
	}
	key := right.Columns[slices.IndexFunc(right.Columns, func(c table.Column) bool { return c.Name == on.Right })]
	if !key.More && key.Distinct*10 > key.Filled()*9 {
		return on // nearly a row a key: wide
	}
	on.Name, on.Value = guessPivot(right, key.Index)
	return on
}

// guessKeys finds a column of the right table that is called like one of the
// left, first to the letter, then but for what marks it as a reference.
func guessKeys(left []string, right *table.Profile) *JoinOn {
	for _, fold := range []func(string) string{foldName, keyName} {
		for _, r := range right.Columns {
			for _, l := range left {
				if fold(l) == fold(r.Name) && fold(l) != "" {
					return &JoinOn{Left: l, Right: r.Name}
				}
			}
		}
	}
	return nil
}

// keyName is a heading without the marks of a reference: customer_id_fk is
// customer, RESPNUM_FK is respnum.
func keyName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return c == '_' || c == ' ' || c == '-' || c == '.' })
	words = slices.DeleteFunc(words, func(w string) bool {
		return slices.Contains([]string{"fk", "pk", "id", "ref", "key", "no", "nr", "number"}, w)
	})
	return strings.Join(words, "")
}

// guessPivot finds the columns of names and values in a long table: two more
// columns than the key, or ones that are called so. Both "" for none.
func guessPivot(right *table.Profile, key int) (name, value string) {
	var rest []table.Column
	for _, c := range right.Columns {
		if c.Index != key && c.Kind != table.KindEmpty {
			rest = append(rest, c)
		}
	}
	names := func(c table.Column) bool {
		return c.Kind == table.KindText && !c.More && c.Distinct >= 2 && c.Distinct <= table.MaxValues && c.Missing == 0
	}
	name = calledLike(rest, names, "question", "item", "attribute", "variable", "field", "measure", "name", "code")
	value = calledLike(rest, func(c table.Column) bool { return c.Name != name }, "value", "rating", "score", "answer", "response", "comment", "text")
	if len(rest) == 2 && name == "" && names(rest[0]) {
		name, value = rest[0].Name, rest[1].Name
	}
	if name == "" || value == "" {
		return "", ""
	}
	return name, value
}

// calledLike is the first column that fits and is called by one of the words:
// exactly, else at its end, else somewhere; "" for none.
func calledLike(columns []table.Column, fits func(table.Column) bool, words ...string) string {
	for _, like := range []func(name, word string) bool{func(name, word string) bool { return name == word }, strings.HasSuffix, strings.Contains} {
		for _, c := range columns {
			if fits(c) && slices.ContainsFunc(words, func(w string) bool { return like(strings.ToLower(c.Name), w) }) {
				return c.Name
			}
		}
	}
	return ""
}
