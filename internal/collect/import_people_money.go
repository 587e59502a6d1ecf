package collect

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// maxRates is how many currencies a file may name besides the organisation's.
const maxRates = 50

// isoCurrency gives a currency as its three letters; "" where it is none.
func isoCurrency(s string) string {
	unit, err := currency.ParseISO(strings.ToUpper(strings.TrimSpace(s)))
	if err != nil {
		return ""
	}
	return unit.String()
}

// countIn has amounts of a file counted in the organisation's currency, by the
// rates that the mapping gives.
func (p *plan) countIn(ctx context.Context, q record.Querier, m Mapping) (err error) {
	p.Rates = m.Rates
	p.Currency, err = access.CurrencyIn(ctx, q)
	return err
}

// rate is what one of a currency is worth in the organisation's; 0 where nobody
// said.
func (p *plan) rate(of string) float64 {
	if of == p.Currency {
		return 1
	}
	return p.Rates[of]
}

// countMoney turns the amounts of a row into the currency that each is kept in.
// What the row says of its currency goes before what its column does; with
// neither an amount is in the one it is kept in.
func (r *reader) countMoney(p *partyEntry, row int64) *Reject {
	for i := range p.traits {
		c := &r.plan.Columns[p.traits[i].column]
		if c.Definition.Kind != people.TraitMoney {
			continue
		}
		kept := c.Definition.Currency
		if kept == "" {
			kept = r.plan.Currency
		}
		from := kept
		switch {
		case p.currency != "":
			from = p.currency
		case c.Currency != "":
			from = c.Currency
		}
		if from == kept {
			continue
		}
		value := p.traits[i].value
		factor := r.plan.rate(from) / r.plan.rate(kept)
		amount, err := strconv.ParseFloat(value, 64)
		if err != nil || !(factor > 0) || math.IsInf(factor, 0) {
			return c.reject(row, value+" "+from, "people.currency", fmt.Sprintf("This amount is in %s and is kept in %s; say what one %s is worth.", from, kept, from))
		}
		amount = math.Round(amount*factor*100) / 100
		if p.traits[i].value, _, _ = c.Definition.Canonical(number(amount)); p.traits[i].value == "" {
			return c.reject(row, value+" "+from, "trait.unreadable", "This is no value of the trait.")
		}
	}
	return nil
}

// checkMoney says what is wrong with the currencies and rates of a mapping.
func checkMoney(m Mapping, bad complain) {
	for i, c := range m.Columns {
		if c.Currency != "" && isoCurrency(c.Currency) != c.Currency {
			bad(fmt.Sprintf("columns[%d].currency", i), "people_trait.currency", "Write the currency as three letters, for instance EUR.")
		}
	}
	if len(m.Rates) > maxRates {
		bad("rates", "mapping.rates", fmt.Sprintf("Give rates of at most %d currencies.", maxRates))
	}
	wrong := []string{}
	for of, rate := range m.Rates {
		if isoCurrency(of) != of || !(rate > 0) || rate > 1e9 {
			wrong = append(wrong, of)
		}
	}
	slices.Sort(wrong)
	for _, of := range wrong {
		bad("rates", "mapping.rates", fmt.Sprintf("The rate of %q is no number above 0, or it is no currency.", cut(of, 20)))
	}
}
