package understand

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Base says where the shares of a weighting come from.
type Base string

// The bases of a weighting.
const (
	BaseCustomers Base = "customers" // counted by the product when it is saved
	BaseTyped     Base = "typed"     // known from elsewhere
)

// Small says what becomes of classes with fewer than 20 answers.
type Small string

// What may become of small classes.
const (
	SmallMerge  Small = "merge"  // joined with the next smallest of the margin, and said
	SmallRefuse Small = "refuse" // no weights are made
)

// Weighting says by which traits the answers of a program are given the make-up
// of its customers. The weights themselves are made whenever a figure is asked,
// out of the answers of that figure, so that they are never older than these.
type Weighting struct {
	ID        string            `json:"id" format:"uuid"`
	ProgramID string            `json:"program_id" format:"uuid"`
	Name      string            `json:"name"`
	Base      Base              `json:"base" enum:"customers,typed"`
	SegmentID string            `json:"segment_id" doc:"Of the customers that were counted; empty for all."`
	Customers int64             `json:"customers" doc:"How many were counted; 0 where shares are typed."`
	CountedAt *time.Time        `json:"counted_at"`
	Small     Small             `json:"small" enum:"merge,refuse" doc:"What becomes of classes with fewer than 20 answers."`
	Margins   []WeightingMargin `json:"margins" nullable:"false"`
	CreatedAt time.Time         `json:"created_at"`
	UpdatedAt time.Time         `json:"updated_at"`
	Version   int64             `json:"version"`
}

// WeightingMargin is a key whose shares among the customers are known.
type WeightingMargin struct {
	Key     string           `json:"key" maxLength:"20" doc:"language, unit, channel, or t3 (declared trait of words or choices in slot 3)"`
	Classes []WeightingClass `json:"classes" minItems:"1" maxItems:"30" nullable:"false"`
}

// WeightingClass is one or more values of a key taken together.
type WeightingClass struct {
	Name   string   `json:"name" minLength:"1" maxLength:"120"`
	Values []string `json:"values" minItems:"1" maxItems:"200" nullable:"false"`
	Share  float64  `json:"share,omitempty" minimum:"0" maximum:"1" doc:"Of the customers. Counted, and not read, where the base is customers."`
}

// NewWeighting makes a weighting.
type NewWeighting struct {
	ProgramID string            `json:"program_id" maxLength:"36"`
	Name      string            `json:"name" minLength:"1" maxLength:"120"`
	Base      Base              `json:"base" enum:"customers,typed"`
	SegmentID string            `json:"segment_id,omitempty" maxLength:"36" doc:"Count only the customers of this segment; needs the base customers."`
	Small     Small             `json:"small,omitempty" enum:"merge,refuse" default:"merge"`
	Margins   []WeightingMargin `json:"margins" minItems:"1" maxItems:"4" nullable:"false"`
}

// WeightingChange changes a weighting; what is left out stays. Customers are
// counted again in any case.
type WeightingChange struct {
	Name      *string            `json:"name,omitempty" minLength:"1" maxLength:"120"`
	Base      *Base              `json:"base,omitempty" enum:"customers,typed"`
	SegmentID *string            `json:"segment_id,omitempty" maxLength:"36"`
	Small     *Small             `json:"small,omitempty" enum:"merge,refuse"`
	Margins   *[]WeightingMargin `json:"margins,omitempty" minItems:"1" maxItems:"4"`
}

func (w *Weighting) apply(c WeightingChange) {
	set(&w.Name, c.Name)
	set(&w.Base, c.Base)
	set(&w.SegmentID, c.SegmentID)
	set(&w.Small, c.Small)
	set(&w.Margins, c.Margins)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// shareSlack is by how much typed shares may miss 1, for those rounded to whole
// percents.
const shareSlack = 0.02

func field(margin, class int) string { return fmt.Sprintf("margins[%d].classes[%d]", margin, class) }

// check says what is wrong with the form of a weighting.
func (w *Weighting) check() error {
	w.Name = strings.TrimSpace(w.Name)
	if w.Name == "" || utf8.RuneCountInString(w.Name) > 120 {
		return fault.Invalid("name", "Give the weighting a name of up to 120 letters.").Keyed("weighting.name")
	}
	if w.Base != BaseCustomers && w.Base != BaseTyped {
		return fault.Invalid("base", "Shares are counted among the customers, or typed.").Keyed("weighting.base")
	}
	if w.Small != SmallMerge && w.Small != SmallRefuse {
		return fault.Invalid("small", "Small classes are merged or refused.").Keyed("weighting.base")
	}
	if w.Base == BaseTyped {
		w.SegmentID = ""
	}
	if len(w.Margins) < 1 || len(w.Margins) > maxCuts {
		return fault.Invalid("margins", "Weights are made by 1 to 4 traits.").Keyed("weighting.margins")
	}
	for i, m := range w.Margins {
		if slices.ContainsFunc(w.Margins[:i], func(o WeightingMargin) bool { return o.Key == m.Key }) {
			return fault.Invalid(fmt.Sprintf("margins[%d].key", i), "This trait is there twice.").Keyed("weighting.twice")
		}
		if err := m.check(i, w.Base); err != nil {
			return err
		}
	}
	return nil
}

func (m WeightingMargin) check(at int, base Base) error {
	if len(m.Classes) < 2 || len(m.Classes) > 30 {
		return fault.Invalid(fmt.Sprintf("margins[%d]", at), "A trait needs 2 to 30 classes.").Keyed("weighting.classes")
	}
	seen, sum := map[string]bool{}, 0.0
	for i, c := range m.Classes {
		if strings.TrimSpace(c.Name) == "" || len(c.Values) == 0 {
			return fault.Invalid(field(at, i), "A class needs a name and at least one value.").Keyed("weighting.class_empty")
		}
		for _, v := range c.Values {
			if v == "" || seen[v] {
				return fault.Invalid(field(at, i), "Each value stands in one class, once.").Keyed("weighting.value_twice")
			}
			seen[v] = true
		}
		if math.IsNaN(c.Share) || c.Share < 0 || c.Share > 1 {
			return fault.Invalid(field(at, i), "A share is from 0 to 1.").Keyed("weighting.share")
		}
		sum += c.Share
	}
	if base == BaseTyped && math.Abs(sum-1) > shareSlack {
		return fault.Invalid(fmt.Sprintf("margins[%d]", at), "The shares of a trait come to 100 %.").Keyed("weighting.sum")
	}
	return nil
}
