package people

import (
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// maxDepth bounds the tree of units.
const maxDepth = 12

// Unit is a place, team or region of the organisation.
type Unit struct {
	ID        string    `json:"id" format:"uuid"`
	Key       string    `json:"key" doc:"By which files and programs name it; unique."`
	Name      string    `json:"name"`
	ParentID  string    `json:"parent_id,omitempty" doc:"The unit above; absent at the top."`
	Depth     int       `json:"depth" doc:"How many units are above it."`
	CreatedAt time.Time `json:"created_at"`
	Version   int64     `json:"version"`
}

// checked is the unit with its texts trimmed, or what is wrong with them.
func (u Unit) checked() (Unit, error) {
	u.Key, u.Name = strings.TrimSpace(u.Key), strings.TrimSpace(u.Name)
	if u.Name == "" {
		return u, fault.Invalid("name", "Give the unit a name.").Keyed("unit.name_missing")
	}
	if u.Key == "" {
		u.Key = u.Name
	}
	if len(u.Key) > 200 || len(u.Name) > 200 {
		return u, fault.Invalid("name", "A unit's name and key have at most 200 characters.").Keyed("unit.name_long")
	}
	return u, nil
}

// ordered sorts units as a tree is read, each under its parent, and sets their
// depth. Units whose parent is not among them stand at the top.
func ordered(units []Unit) []Unit {
	below := map[string][]Unit{}
	known := map[string]bool{}
	for _, u := range units {
		known[u.ID] = true
	}
	for _, u := range units {
		parent := u.ParentID
		if !known[parent] {
			parent = ""
		}
		below[parent] = append(below[parent], u)
	}
	out := make([]Unit, 0, len(units))
	var walk func(parent string, depth int)
	walk = func(parent string, depth int) {
		for _, u := range below[parent] {
			u.Depth = depth
			out = append(out, u)
			if depth < maxDepth {
				walk(u.ID, depth+1)
			}
		}
	}
	walk("", 0)
	return out
}

// canMove tells whether a unit may lie under parent ("" for the top), among
// all units: not under itself, and not too deep.
func canMove(units []Unit, id, parent string) error {
	above := map[string]string{}
	for _, u := range units {
		above[u.ID] = u.ParentID
	}
	depth := 1
	for at := parent; at != ""; at = above[at] {
		if at == id {
			return fault.Invalid("parent_id", "A unit cannot lie under itself or under a unit below it.").Keyed("unit.cycle")
		}
		depth++
		if depth > maxDepth {
			return fault.Invalid("parent_id", "The tree of units has at most 12 levels.").Keyed("unit.deep")
		}
	}
	return nil
}
