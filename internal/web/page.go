package web

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Page is embedded in the input of every list.
type Page struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many items at most."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before."`
}

// List is a page of items and the cursor of the page after it.
type List[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
	Total *int64 `json:"total,omitempty" doc:"How many there are in all, where that is known."`
	More  bool   `json:"more_than_total,omitempty" doc:"Total is as far as was counted; there are more."`
}

// Listed makes a list of the first limit of items. Stores fetch limit+1 rows:
// where there are more than limit, the cursor is made of the last one kept.
func Listed[T any](items []T, limit int, cursor func(T) any) List[T] {
	if items == nil {
		items = []T{}
	}
	if len(items) <= limit {
		return List[T]{Items: items}
	}
	items = items[:limit]
	return List[T]{Items: items, Next: EncodeCursor(cursor(items[limit-1]))}
}

// EncodeCursor makes an opaque cursor of a position in a list.
func EncodeCursor(position any) string {
	raw, err := json.Marshal(position)
	if err != nil {
		panic("web: a cursor's position does not marshal: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// DecodeCursor reads a cursor into position; an empty one leaves it as it is.
// A cursor that was not made by EncodeCursor is an invalid "cursor".
func DecodeCursor(cursor string, position any) error {
	if cursor == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(raw, position)
	}
	if err != nil {
		return fault.Invalid("cursor", "This cursor is not one of ours. Start again from the first page.")
	}
	return nil
}

// ETag is the entity tag of a version of something that two people may edit.
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// MatchVersion checks an If-Match header against the version that stands. An
// empty header or "*" matches everything; another version is a conflict.
func MatchVersion(ifMatch string, version int64) error {
	if ifMatch == "" || ifMatch == "*" {
		return nil
	}
	for tag := range strings.SplitSeq(ifMatch, ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == ETag(version) {
			return nil
		}
	}
	return fault.New(fault.CodeConflict, "Somebody changed this in the meantime. Load it again, then make your change once more.").Keyed("changed_meanwhile")
}
