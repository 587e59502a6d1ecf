package people

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/currency"

	"github.com/balcony-cx/balcony/internal/fault"
)

// TraitOf is whose trait it is.
type TraitOf string

// Traits are of customers or of accounts.
const (
	OfCustomer TraitOf = "customer"
	OfAccount  TraitOf = "account"
)

// TraitKind is what values of a trait are.
type TraitKind string

// The kinds of traits.
const (
	TraitText   TraitKind = "text"
	TraitNumber TraitKind = "number"
	TraitMoney  TraitKind = "money"
	TraitDate   TraitKind = "date"
	TraitChoice TraitKind = "choice"
)

// The traits that everybody has: what a customer or an account is worth, in
// the organisation's currency.
const (
	CustomerValue = "01930000-0000-7000-8000-000000000001"
	AccountValue  = "01930000-0000-7000-8000-000000000002"
)

// Bounds of traits.
const (
	maxTraits     = 200 // beside those built in
	maxTraitName  = 120 // characters of a name, a label, the key of a choice
	maxTraitText  = 300 // bytes of a text, as in answers
	maxChoices    = 200
	traitDay      = "2006-01-02"
	valueName     = "value"
	maxTraitInput = 5000 // entries at once
)

// Choice is one of the values of a trait of choices. Files and figures
// say the key, screens the label.
type Choice struct {
	Key   string `json:"key" minLength:"1" maxLength:"120"`
	Label string `json:"label" maxLength:"120" doc:"The key where empty."`
}

// TraitDefinition is something that may be known of customers or of accounts.
type TraitDefinition struct {
	ID         string    `json:"id" format:"uuid"`
	Of         TraitOf   `json:"of" enum:"customer,account"`
	Name       string    `json:"name" doc:"By which files and answers name it; for life, and unique among traits of customers, or of accounts."`
	Label      string    `json:"label" doc:"How screens call it."`
	Kind       TraitKind `json:"kind" enum:"text,number,money,date,choice"`
	Currency   string    `json:"currency,omitempty" doc:"Of money, as ISO 4217; absent: the organisation's."`
	Choices    []Choice  `json:"choices" nullable:"false"`
	InAnalysis bool      `json:"in_analysis" doc:"Figures can be cut by it: each answer counts under the value at its time."`
	BuiltIn    bool      `json:"built_in,omitempty" doc:"It cannot be removed."`
	Used       bool      `json:"used" doc:"There are values of it: its kind stays."`
	CreatedAt  time.Time `json:"created_at"`
	Version    int64     `json:"version"`
}

// checked is the definition with its texts trimmed, or what is wrong with it.
func (d TraitDefinition) checked() (TraitDefinition, error) {
	d.Name, d.Label = strings.Join(strings.Fields(d.Name), " "), strings.Join(strings.Fields(d.Label), " ")
	if d.Name == "" {
		return d, fault.Invalid("name", "Give the trait a name.").Keyed("people_trait.name_missing")
	}
	if d.Label == "" {
		d.Label = d.Name
	}
	if len([]rune(d.Name)) > maxTraitName || len([]rune(d.Label)) > maxTraitName {
		return d, fault.Invalid("name", "The name of a trait has at most 120 characters.").Keyed("people_trait.name_long")
	}
	if d.Of != OfCustomer && d.Of != OfAccount {
		return d, fault.Invalid("of", "A trait is of customers or of accounts.").Keyed("people_trait.of")
	}
	if !slices.Contains([]TraitKind{TraitText, TraitNumber, TraitMoney, TraitDate, TraitChoice}, d.Kind) {
		return d, fault.Invalid("kind", "A trait is a text, a number, money, a date or a choice.").Keyed("people_trait.kind")
	}
	d.Currency = strings.ToUpper(strings.TrimSpace(d.Currency))
	if d.Kind != TraitMoney {
		d.Currency = ""
	}
	if _, err := currency.ParseISO(d.Currency); d.Currency != "" && err != nil {
		return d, fault.Invalid("currency", "Write the currency as three letters, for instance EUR.").Keyed("people_trait.currency")
	}
	return d.withChoices()
}

// withChoices checks the choices of a definition.
func (d TraitDefinition) withChoices() (TraitDefinition, error) {
	if d.Kind != TraitChoice {
		d.Choices = []Choice{}
		return d, nil
	}
	if len(d.Choices) == 0 || len(d.Choices) > maxChoices {
		return d, fault.Invalid("choices", "Name 1 to 200 choices.").Keyed("people_trait.choices")
	}
	seen := map[string]bool{}
	choices := make([]Choice, len(d.Choices))
	for i, c := range d.Choices {
		c.Key, c.Label = strings.TrimSpace(c.Key), strings.TrimSpace(c.Label)
		if c.Label == "" {
			c.Label = c.Key
		}
		if c.Key == "" || seen[c.Key] || len([]rune(c.Key)) > maxTraitName || len([]rune(c.Label)) > maxTraitName {
			return d, fault.Invalid("choices", "Each choice has a key of its own of up to 120 characters.").Keyed("people_trait.choice_key")
		}
		seen[c.Key], choices[i] = true, c
	}
	d.Choices = choices
	return d, nil
}

// Canonical reads a value as somebody wrote it: the one way it is kept, and its
// number where it is one (of a date, its days since 1970-01-01). Numbers have a
// point, no signs between thousands; dates are 2026-01-31; a choice is named by
// key or label, upper and lower case alike. ok is false for what is none of its
// kind. An empty text stands for no value.
func (d TraitDefinition) Canonical(text string) (value string, number *float64, ok bool) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", ""))
	if text == "" {
		return "", nil, true
	}
	switch d.Kind {
	case TraitNumber, TraitMoney:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || v-v != 0 {
			return "", nil, false
		}
		v += 0 // no negative zero
		return strconv.FormatFloat(v, 'f', -1, 64), &v, true
	case TraitDate:
		day, ok := readDay(text)
		if !ok {
			return "", nil, false
		}
		v := float64(day.Unix() / 86400)
		return day.Format(traitDay), &v, true
	case TraitChoice:
		return d.choice(text)
	}
	return text, nil, len(text) <= maxTraitText
}

func readDay(text string) (time.Time, bool) {
	for _, layout := range []string{traitDay, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), true
		}
	}
	return time.Time{}, false
}

func (d TraitDefinition) choice(text string) (value string, number *float64, ok bool) {
	for _, by := range []func(c Choice) bool{
		func(c Choice) bool { return c.Key == text },
		func(c Choice) bool { return strings.EqualFold(c.Key, text) },
		func(c Choice) bool { return strings.EqualFold(c.Label, text) },
	} {
		if i := slices.IndexFunc(d.Choices, by); i >= 0 {
			return d.Choices[i].Key, nil, true
		}
	}
	return "", nil, false
}

// TraitChange is what may be changed of a definition; nil leaves as it is.
type TraitChange struct {
	Label, Currency *string
	Kind            *TraitKind
	Choices         *[]Choice
	InAnalysis      *bool
}

// with is the definition after a change. What its values rest on stays where
// there are any.
func (d TraitDefinition) with(c TraitChange) (TraitDefinition, error) {
	if d.BuiltIn && (c.Kind != nil && *c.Kind != d.Kind || c.Currency != nil && *c.Currency != d.Currency || c.InAnalysis != nil && !*c.InAnalysis) {
		return d, fault.New(fault.CodeConflict, "What a customer or an account is worth is always money in the organisation's currency, and figures use it.").Keyed("people_trait.built_in")
	}
	if d.Used && (c.Kind != nil && *c.Kind != d.Kind || c.Currency != nil && !strings.EqualFold(*c.Currency, d.Currency)) {
		return d, fault.New(fault.CodeConflict, "There are values of this trait, so what they are stays. Make another trait.").Keyed("people_trait.kind_stays")
	}
	if c.Label != nil {
		d.Label = *c.Label
	}
	if c.Kind != nil {
		d.Kind = *c.Kind
	}
	if c.Currency != nil {
		d.Currency = *c.Currency
	}
	if c.Choices != nil {
		d.Choices = *c.Choices
	}
	if c.InAnalysis != nil {
		d.InAnalysis = *c.InAnalysis
	}
	return d.checked()
}

// lostChoices are the keys that a definition had before and has no more.
func lostChoices(before, after TraitDefinition) (lost []string) {
	for _, c := range before.Choices {
		if !slices.ContainsFunc(after.Choices, func(a Choice) bool { return a.Key == c.Key }) {
			lost = append(lost, c.Key)
		}
	}
	return lost
}
