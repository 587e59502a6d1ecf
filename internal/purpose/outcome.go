package purpose

import (
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Outcome is what a program is to change in customers. It comes first.
type Outcome string

// The outcomes for customers.
const (
	Satisfaction Outcome = "satisfaction"
	Loyalty      Outcome = "loyalty"
	Advocacy     Outcome = "advocacy"
)

// Want is what customers want of a program.
type Want string

// What customers want.
const (
	Easier    Want = "easier"              // that things cost them less effort
	Solved    Want = "solved_before_asked" // that a trouble is gone before they have to ask
	WorthMore Want = "worth_more"          // to get more for what they give
)

// Return is what the company gets back. Returns stand second: a program that
// names nothing else is no customer experience yet.
type Return string

// The business returns.
const (
	Churn         Return = "churn"
	LifetimeValue Return = "lifetime_value"
	CrossSell     Return = "cross_sell"
	ShareOfVoice  Return = "share_of_voice"
	Referrals     Return = "referrals"
	Inbound       Return = "inbound"
)

func outcomes() []Outcome { return []Outcome{Satisfaction, Loyalty, Advocacy} }
func wants() []Want       { return []Want{Easier, Solved, WorthMore} }
func returns() []Return {
	return []Return{Churn, LifetimeValue, CrossSell, ShareOfVoice, Referrals, Inbound}
}

// chosen gives the words of a list in the order of all there are, each once.
func chosen[T ~string](field string, list, all []T) ([]T, error) {
	for _, word := range list {
		if !slices.Contains(all, word) {
			return nil, fault.Invalid(field, "Choose among "+joined(all)+".").Keyed("program.choice_unknown")
		}
	}
	out := []T{}
	for _, word := range all {
		if slices.Contains(list, word) {
			out = append(out, word)
		}
	}
	return out, nil
}

func joined[T ~string](words []T) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = strings.ReplaceAll(string(w), "_", " ")
	}
	return strings.Join(texts, ", ")
}

// customerFirst says why a program cannot be under way that names no outcome
// for customers.
func (p Program) customerFirst() error {
	switch {
	case len(p.Outcomes) > 0:
		return nil
	case len(p.Returns) > 0:
		return fault.Invalid("outcomes", "What you name is what the company gets back ("+joined(p.Returns)+
			"). It follows when customers get something first: say whether they are to be more satisfied, more loyal, or to speak for you.").Keyed("program.only_returns")
	}
	return fault.Invalid("outcomes", "Say what the program is to change for customers: satisfaction, loyalty or advocacy. Without it the program cannot be started.").Keyed("program.no_outcome")
}

// mayStart says what a program lacks before it can be started.
func (p Program) mayStart() error {
	if err := p.customerFirst(); err != nil {
		return err
	}
	if p.Why == "" {
		return fault.Invalid("why", "Say in one sentence why the program is done before it is started.").Keyed("program.no_why")
	}
	return nil
}
