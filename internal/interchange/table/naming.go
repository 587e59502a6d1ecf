package table

import "strings"

// name gives the columns their names and wording by the rows found.
func (h *Heading) name(rows []Row, width int) {
	if h.Rows == 0 {
		h.Columns = nameColumns(nil, max(width, 1))
		return
	}
	// A blank row among the names counts as one of them.
	named := rows[:h.Rows]
	h.Rows = int(named[len(named)-1].Number-h.position) + 1
	for _, row := range named {
		width = max(width, len(row.Cells))
	}
	if len(named) > 1 && importIDs(named[len(named)-1].Cells) {
		named = named[:len(named)-1]
	}
	if h.By == HeaderGroups && len(named) > 1 {
		h.Columns = nameColumns(groupNames(named[0].Cells, named[1].Cells, width), width)
		h.Wording = wordingOf(named[2:], h.Columns, width)
		return
	}
	names := make([]string, width)
	for i := range names {
		for _, row := range named {
			if names[i] == "" {
				names[i] = at(row.Cells, i)
			}
		}
	}
	h.Columns = nameColumns(names, width)
	h.Wording = wordingOf(named[1:], h.Columns, width)
}

// groupNames joins the name of a group, which holds for the columns after it
// that have a name of their own only below, with those.
func groupNames(groups, singles []string, width int) []string {
	names := make([]string, width)
	group := ""
	for i := range names {
		above, below := at(groups, i), at(singles, i)
		switch {
		case above != "":
			group = above
		case below == "":
			group = ""
		}
		switch {
		case below == "" || below == group:
			names[i] = group
		case group == "":
			names[i] = below
		default:
			names[i] = group + " - " + below
		}
	}
	return names
}

// maxWording is the longest wording kept, in characters.
const maxWording = 2000

// wordingOf is what the rows below the names say, where it is not the name.
func wordingOf(rows []Row, columns []string, width int) []string {
	if len(rows) == 0 {
		return nil
	}
	out := make([]string, width)
	some := false
	for i := range out {
		var words []string
		for _, row := range rows {
			if text := tidy(at(row.Cells, i)); text != "" && text != columns[i] {
				words = append(words, text)
			}
		}
		out[i] = cutRunes(strings.Join(words, " - "), maxWording)
		some = some || out[i] != ""
	}
	if !some {
		return nil
	}
	return out
}
