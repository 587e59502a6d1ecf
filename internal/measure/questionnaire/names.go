package questionnaire

import "strconv"

// FieldName is the name of a field in a form, of a question's key and what follows it.
// KEY is the code of the question, in a loop code@item.
//
//	scale, slider, number, date, text, long_text, email   q.KEY
//	scale with "not applicable"    q.KEY = "na", or q.KEY.na = anything
//	choice, dropdown               q.KEY = code of an option
//	choices                        q.KEY, once for each option
//	own text beside an option      q.KEY.other
//	matrix                         q.KEY.ROW = number or code of an option; "na", or q.KEY.ROW.na = anything
//	ranking                        q.KEY.OPTION = its place from 1; or q.KEY, once for each option, best first
//	best_worst                     q.KEY.1.best and q.KEY.1.worst = code of an option, sets counted from 1
//	consent                        q.KEY = "1" or "0"
//	file                           q.KEY = id of what was uploaded before, once for each
//	softly required, asked once    again.KEY = anything
//
// Other names that begin with "q." are refused; all else in a form is left alone.
func FieldName(key string, parts ...string) string {
	name := "q." + key
	for _, p := range parts {
		name += "." + p
	}
	return name
}

// The last parts of names.
const (
	partNA    = "na"
	partOther = "other"
	partBest  = "best"
	partWorst = "worst"
)

// AgainName says that a question was asked for once more. It is no q. name: a row or
// an option may have the code "again".
func AgainName(key string) string { return "again." + key }

func setName(key string, set int, part string) string {
	return FieldName(key, strconv.Itoa(set+1), part)
}

// answerKey is what an answer stands under.
func answerKey(code, item string) string {
	if item == "" {
		return code
	}
	return code + "@" + item
}

// pageKey names a part of a page, counted from 0.
func pageKey(code, item string, part int) string {
	key := answerKey(code, item)
	if part > 0 {
		key += "." + strconv.Itoa(part+1)
	}
	return key
}
