package jsonl

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// parse checks that a line is an object of not too many levels.
func parse(line string, number int64, limits table.Limits) (gjson.Result, *table.Reject) {
	reject := func(reason table.Reason, at, expected int) *table.Reject {
		return &table.Reject{Row: number, Column: -1, Reason: reason, Number: at, Expected: expected, Value: table.Excerpt(line)}
	}
	if levels(line) > limits.Depth {
		return gjson.Result{}, reject(table.TooDeep, 0, limits.Depth)
	}
	if !gjson.Valid(line) {
		return gjson.Result{}, reject(table.NotJSON, offset(line), 0)
	}
	doc := gjson.Parse(line)
	if !doc.IsObject() {
		return gjson.Result{}, reject(table.NotObject, 0, 0)
	}
	return doc, nil
}

// levels is how deep brackets stand inside each other, whether or not the
// line is JSON.
func levels(line string) int {
	depth, deepest := 0, 0
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// offset is the byte, from 1, at which a line stops being JSON.
func offset(line string) int {
	var raw json.RawMessage
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal([]byte(line), &raw), &syntax) {
		return int(syntax.Offset)
	}
	return 0
}

// each calls visit for every member that is no object, with its dotted name,
// until visit says stop.
func each(doc gjson.Result, prefix string, visit func(name string, value gjson.Result) bool) bool {
	going := true
	doc.ForEach(func(key, value gjson.Result) bool {
		name := key.Str
		if prefix != "" {
			name = prefix + "." + name
		}
		if value.IsObject() {
			going = each(value, name, visit)
		} else {
			going = visit(name, value)
		}
		return going
	})
	return going
}

// cell is what a value says: nothing for null, plain values of an array in one
// line, deeper arrays as JSON.
func cell(v gjson.Result) string {
	switch {
	case v.Type == gjson.String:
		return v.Str
	case v.Type == gjson.Null:
		return ""
	case !v.IsArray():
		return v.Raw
	}
	var parts []string
	plain := true
	v.ForEach(func(_, item gjson.Result) bool {
		plain = item.Type != gjson.JSON
		if text := cell(item); plain && text != "" {
			parts = append(parts, text)
		}
		return plain
	})
	if plain {
		return strings.Join(parts, "; ")
	}
	return v.Raw
}
