package listen

import (
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Codebook is the codes by which a program's conversations are worked through.
type Codebook struct {
	ID        string    `json:"id" format:"uuid"`
	ProgramID string    `json:"program_id" format:"uuid"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
	Edition   int64     `json:"edition" doc:"Grows with each change of a code or family."`
	Version   int64     `json:"version"`
}

// Family is a group of codes of one colour.
type Family struct {
	ID         string `json:"id" format:"uuid"`
	CodebookID string `json:"codebook_id" format:"uuid"`
	Name       string `json:"name"`
	Colour     string `json:"colour" enum:"ochre,blue,plum,green,indigo,grey,teal,rose"`
	Position   int    `json:"position" doc:"Among the families, from 1."`
	Version    int64  `json:"version"`
}

// Colours are the palette of families, in the order in which new ones take them.
func Colours() []string {
	return []string{"ochre", "blue", "plum", "green", "indigo", "grey", "teal", "rose"}
}

// CodeState is whether a code is in use.
type CodeState string

// The states of a code.
const (
	CodeActive  CodeState = "active"
	CodeMerged  CodeState = "merged"  // counts under another
	CodeRetired CodeState = "retired" // no longer given; what carries it stays
)

// Code is what a passage may be about.
type Code struct {
	ID         string    `json:"id" format:"uuid"`
	CodebookID string    `json:"codebook_id" format:"uuid"`
	FamilyID   string    `json:"family_id" format:"uuid"`
	Name       string    `json:"name"`
	Definition string    `json:"definition"`
	UseWhen    string    `json:"use_when" doc:"When to use it."`
	NotWhen    string    `json:"not_when" doc:"When not."`
	Example    string    `json:"example"`
	Position   int       `json:"position" doc:"Among the codes of its family, from 1."`
	State      CodeState `json:"state" enum:"active,merged,retired"`
	IntoID     string    `json:"into_id,omitempty" doc:"The code it was merged into."`
	StandsID   string    `json:"stands_id" format:"uuid" doc:"The code under which its passages count, itself unless merged."`
	SplitFrom  string    `json:"split_from,omitempty" doc:"The code it was split from."`
	CreatedBy  string    `json:"created_by,omitempty"`
	CreatedAt  time.Time `json:"created_at"`
	ChangedAt  time.Time `json:"changed_at"`
	Version    int64     `json:"version"`
}

const (
	maxCodebooks = 200  // of a program
	maxFamilies  = 100  // of a codebook
	maxCodes     = 2000 // of a codebook, merged and retired ones too
	maxCodeName  = 120
	maxCodeText  = 4000
)

// codeName cleans a name of a codebook, family or code.
func codeName(name string) (string, error) {
	if name = cleanName(name); name == "" {
		return "", fault.Invalid("name", "Give it a name.").Keyed("codebook.no_name")
	}
	if len([]rune(name)) > maxCodeName {
		return "", fault.Invalid("name", "A name has at most 120 characters.").Keyed("codebook.name_long")
	}
	return name, nil
}

// checked cleans f and says what is wrong with it. Without a colour it gets the
// one that fewest of the others have.
func (f Family) checked(others []Family) (Family, error) {
	var err error
	if f.Name, err = codeName(f.Name); err != nil {
		return f, err
	}
	if f.Colour == "" {
		f.Colour = freeColour(others)
	}
	if !slices.Contains(Colours(), f.Colour) {
		return f, fault.Invalid("colour", "Choose a colour of the palette.").Keyed("family.colour")
	}
	return f, nil
}

func freeColour(others []Family) string {
	used := map[string]int{}
	for _, o := range others {
		used[o.Colour]++
	}
	return slices.MinFunc(Colours(), func(a, b string) int { return used[a] - used[b] })
}

// checked cleans c and says what is wrong with it.
func (c Code) checked() (Code, error) {
	var err error
	if c.Name, err = codeName(c.Name); err != nil {
		return c, err
	}
	for _, t := range []struct{ field, text string }{
		{"definition", c.Definition}, {"use_when", c.UseWhen}, {"not_when", c.NotWhen}, {"example", c.Example},
	} {
		if len([]rune(t.text)) > maxCodeText {
			return c, fault.Invalid(t.field, "At most 4,000 characters.").Keyed("codebook.text_long")
		}
	}
	return c, nil
}

// stood gives the codes with the code that stands for each: that at the end of
// the chain of merges.
func stood(codes []Code) []Code {
	into := map[string]string{}
	for _, c := range codes {
		if c.State == CodeMerged {
			into[c.ID] = c.IntoID
		}
	}
	out := slices.Clone(codes)
	for i := range out {
		at := out[i].ID
		for range codes {
			next, merged := into[at]
			if !merged {
				break
			}
			at = next
		}
		out[i].StandsID = at
	}
	return out
}
