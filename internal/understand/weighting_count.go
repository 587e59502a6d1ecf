package understand

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/stat"
)

// WeightingValues are the values of a key among a program's answers and among
// the customers, from which the classes of a weighting are made.
type WeightingValues struct {
	Key       string           `json:"key"`
	Label     string           `json:"label"`
	Counted   bool             `json:"counted" doc:"Whether customers have this trait; else its shares are typed."`
	Customers int64            `json:"customers" doc:"With a value, of those that were counted."`
	Answers   int64            `json:"answers" doc:"Responses with a value."`
	Values    []WeightingValue `json:"values" nullable:"false" doc:"200 at most, the most frequent first."`
	More      bool             `json:"more" doc:"True where there are values that are not listed."`
}

// WeightingValue is a value with how many have it.
type WeightingValue struct {
	Value     string `json:"value"`
	Label     string `json:"label"`
	Customers *int64 `json:"customers" doc:"null where they are fewer than the smallest group and may not be seen."`
	Answers   int64  `json:"answers"`
}

// maxWeightingValues bounds the values of a key that are listed.
const maxWeightingValues = 200

// counting counts on one snapshot for the weightings of a program.
type weightingCount struct {
	s       *Service
	snap    Snapshot
	program string
	traits  catalogue
	fed     map[int][]string // definitions of people's traits by slot
}

func (s *Service) countForWeighting(ctx context.Context, program string, do func(context.Context, *weightingCount) error) error {
	fed := map[int][]string{}
	if s.o.Fed != nil {
		var err error
		if fed, err = s.o.Fed(ctx); err != nil {
			return err
		}
	}
	return s.o.Facts.View(ctx, 0, func(ctx context.Context, snap Snapshot) error {
		traits, err := s.traits(ctx, snap, program)
		if err != nil {
			return err
		}
		return do(ctx, &weightingCount{s: s, snap: snap, program: program, traits: traits, fed: fed})
	})
}

// margin is the key of a margin: one whose values are a list.
func (c catalogue) margin(at, key string) (cut, error) {
	k, err := c.resolve(at, key)
	listed := k.kind == cutText || k.key == "language" || k.key == unitOnly || k.key == "unit" || k.key == "channel"
	if err != nil || !listed || k.classed {
		return k, fault.Invalid(at, "Weights are made by language, unit, channel, or a declared trait of words or choices.").Keyed("weighting.key")
	}
	return k, nil
}

// values are the values of a key among the customers and the answers.
func (c *weightingCount) values(ctx context.Context, k cut, segment string) (customers, answers map[string]int64, err error) {
	if answers, err = c.answers(ctx, k); err != nil {
		return nil, nil, err
	}
	customers, err = c.customers(ctx, k, segment)
	return customers, answers, err
}

// answers counts a program's responses by value.
func (c *weightingCount) answers(ctx context.Context, k cut) (map[string]int64, error) {
	text := "SELECT CAST(k AS VARCHAR), n FROM (SELECT " + k.dimension().expr + " AS k, count(DISTINCT response) AS n FROM answer WHERE program = CAST(? AS UUID) GROUP BY 1) v WHERE k IS NOT NULL"
	found, err := c.counts(ctx, text, c.program)
	if err != nil || k.kind != cutText {
		return found, err
	}
	named := map[string]int64{}
	err = each(ctx, c.snap, fmt.Sprintf("SELECT CAST(code AS VARCHAR), value FROM trait_value WHERE slot = %d", k.slot), nil, func(r Rows) error {
		var code, value string
		err := r.Scan(&code, &value)
		if n := found[code]; n > 0 {
			named[value] = n
		}
		return err
	})
	return named, err
}

func (c *weightingCount) counts(ctx context.Context, text string, args ...any) (map[string]int64, error) {
	found := map[string]int64{}
	err := each(ctx, c.snap, text, args, func(r Rows) error {
		var value sql.NullString
		var n int64
		err := r.Scan(&value, &n)
		if value.String != "" {
			found[value.String] = n
		}
		return err
	})
	return found, fault.Wrap(err, fault.CodeInternal, "count the values of a key")
}

// customers counts the customers of a segment, or all with "", by value; nil
// where customers do not have the key.
func (c *weightingCount) customers(ctx context.Context, k cut, segment string) (map[string]int64, error) {
	who := access.From(ctx)
	now := sqlInstant(c.s.o.Now())
	value, joins := "m_"+k.key, ""
	var held []any
	switch {
	case k.kind == cutText:
		if value, joins, held = c.held(k.slot, now); value == "" {
			return nil, nil
		}
	case k.key == "unit" || k.key == unitOnly:
		value = "m_unit"
	case k.key == "channel":
		return nil, nil
	}
	within := membersWithin(who, access.FigureRead)
	member := "SELECT id AS party, account, unit AS m_unit, language AS m_language FROM party WHERE " + within.sql()
	args := append([]any{}, within.args...)
	if segment != "" {
		clause, err := c.clause(ctx, segment, now)
		if err != nil {
			return nil, err
		}
		member, args = "SELECT * FROM ("+member+") all_members WHERE "+clause.SQL, append(args, clause.Args...)
	}
	text := "SELECT CAST(" + value + " AS VARCHAR), count(*) FROM (" + member + ") m" + joins + " GROUP BY 1"
	return c.counts(ctx, text, append(args, held...)...)
}

// held joins what is known of a trait now, of the customer before that of the
// account; no value where people do not feed the slot.
func (c *weightingCount) held(slot int, now string) (value, joins string, args []any) {
	var values []string
	for i, definition := range c.fed[slot] {
		for _, whose := range []string{"party", "account"} {
			name := fmt.Sprintf("%s_%d", whose[:1], i)
			joins += fmt.Sprintf(" LEFT JOIN (SELECT subject AS s_%[1]s, text AS v_%[1]s FROM party_trait WHERE trait = CAST(? AS UUID) AND since <= %[2]s AND (until IS NULL OR until > %[2]s)) h_%[1]s ON s_%[1]s = m.%[3]s", name, now, whose)
			values, args = append(values, "v_"+name), append(args, definition)
		}
	}
	if len(values) == 0 {
		return "", "", nil
	}
	return "coalesce(" + strings.Join(values, ", ") + ")", joins, args
}

func (c *weightingCount) clause(ctx context.Context, segment, now string) (people.Clause, error) {
	if c.s.o.Segments == nil || !isID(segment) {
		return people.Clause{}, fault.Invalid("segment_id", "There is no such segment, or it is somebody else's own.").Keyed("segment.gone")
	}
	found, err := c.s.o.Segments.GetSegment(ctx, segment)
	if fault.Is(err, fault.CodeNotFound) {
		return people.Clause{}, fault.Invalid("segment_id", "There is no such segment, or it is somebody else's own.").Keyed("segment.gone")
	}
	if err != nil {
		return people.Clause{}, err
	}
	return c.s.o.Segments.Clause(ctx, found.Rule, people.Asked{Instant: now, Answers: access.From(ctx).Reach(access.FigureRead)})
}

// WeightingValues lists the values of a key among the answers of a program and
// the customers of a segment, all with "".
func (s *Service) WeightingValues(ctx context.Context, program, key, segment string) (*WeightingValues, error) {
	who := access.From(ctx)
	if err := who.Any(access.SegmentWrite); err != nil {
		return nil, err
	}
	if !seesWhole(ctx, access.FigureRead, program) {
		return nil, fault.NotFound("program")
	}
	smallest, err := s.smallest(ctx)
	if err != nil {
		return nil, err
	}
	if who.Any(access.PersonRead) == nil {
		smallest = 0
	}
	var out *WeightingValues
	err = s.countForWeighting(ctx, program, func(ctx context.Context, c *weightingCount) error {
		k, err := c.traits.margin("key", key)
		if err != nil {
			return err
		}
		customers, answers, err := c.values(ctx, k, segment)
		if err != nil {
			return err
		}
		out = &WeightingValues{Key: key, Label: k.label, Counted: customers != nil, Values: []WeightingValue{}}
		return out.fill(ctx, c, k, customers, answers, smallest)
	})
	return out, err
}

func (v *WeightingValues) fill(ctx context.Context, c *weightingCount, k cut, customers, answers map[string]int64, smallest int64) error {
	all := maps.Clone(answers)
	for value, n := range customers {
		v.Customers += n
		all[value] += n
	}
	for _, n := range answers {
		v.Answers += n
	}
	if v.Customers < smallest {
		v.Customers = 0
	}
	order := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		if all[a] != all[b] {
			return int(all[b] - all[a])
		}
		return strings.Compare(a, b)
	})
	if v.More = len(order) > maxWeightingValues; v.More {
		order = order[:maxWeightingValues]
	}
	ids := namedIDs{}
	if k.isNamed() {
		ids.add(k.key, order...)
	}
	l, err := c.s.loadLabels(ctx, c.snap, []cut{k}, ids)
	for _, value := range order {
		one := WeightingValue{Value: value, Label: l.plain(k, value), Answers: answers[value]}
		if n := customers[value]; n == 0 || n >= smallest {
			one.Customers = &n
		}
		v.Values = append(v.Values, one)
	}
	return err
}

// plain is what a value as it is written is called.
func (l labels) plain(k cut, value string) string {
	if name, ok := l.named[k.slot][value]; ok && k.kind == cutText {
		return name
	}
	if name, ok := l.ids[value]; ok && k.isNamed() {
		return name
	}
	return value
}

// settleWeighting checks a weighting against what there is, and counts its
// customers where it says so.
func (s *Service) settleWeighting(ctx context.Context, w *Weighting) error {
	if err := w.check(); err != nil {
		return err
	}
	return s.countForWeighting(ctx, w.ProgramID, func(ctx context.Context, c *weightingCount) error {
		w.Customers, w.CountedAt = 0, nil
		for i := range w.Margins {
			if err := c.settle(ctx, w, i); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *weightingCount) settle(ctx context.Context, w *Weighting, at int) error {
	m := &w.Margins[at]
	place := fmt.Sprintf("margins[%d].key", at)
	k, err := c.traits.margin(place, m.Key)
	if err != nil {
		return err
	}
	answers, err := c.answers(ctx, k)
	if err != nil {
		return err
	}
	if w.Base == BaseCustomers {
		customers, err := c.customers(ctx, k, w.SegmentID)
		if err != nil {
			return err
		}
		if customers == nil {
			return fault.Invalid(place, "Customers do not have this trait. Type its shares, or choose another.").Keyed("weighting.not_counted")
		}
		if err := c.told(ctx, m, at, customers); err != nil {
			return err
		}
		n := m.shareOut(customers)
		if n == 0 {
			return fault.Invalid(place, "No customer has any of these values. Type the shares, or choose another trait.").Keyed("weighting.nobody")
		}
		now := c.s.o.Now().UTC()
		w.Customers, w.CountedAt = max(w.Customers, n), &now
	}
	return m.answered(at, w.Small, answers)
}

// told refuses classes whose shares would tell of fewer customers than the
// smallest group: whoever reads figures reads shares, also who may not see
// people. What stands in no class counts as one.
func (c *weightingCount) told(ctx context.Context, m *WeightingMargin, at int, customers map[string]int64) error {
	smallest, err := c.s.smallest(ctx)
	if err != nil {
		return err
	}
	rest := int64(0)
	for _, n := range customers {
		rest += n
	}
	for i, class := range m.Classes {
		n := int64(0)
		for _, v := range class.Values {
			n += customers[v]
		}
		if rest -= n; n > 0 && n < smallest {
			return fault.Invalid(field(at, i), "So few customers are of this class that they might be known. Put it together with another class.").Keyed("weighting.told")
		}
	}
	if rest > 0 && rest < smallest {
		return fault.Invalid(fmt.Sprintf("margins[%d]", at), "So few customers have a value that is in no class that they might be known. Put these values in a class.").Keyed("weighting.told_rest")
	}
	return nil
}

// shareOut sets the shares of the classes by counts of their values, and gives
// how many there are in all.
func (m *WeightingMargin) shareOut(counts map[string]int64) (all int64) {
	in := make([]int64, len(m.Classes))
	for i, class := range m.Classes {
		for _, v := range class.Values {
			in[i] += counts[v]
		}
		all += in[i]
	}
	for i := range m.Classes {
		m.Classes[i].Share = float64(in[i]) / float64(max(all, 1))
	}
	return all
}

// answered refuses classes to which no answer can give their weight, and small
// ones where they are not to be merged.
func (m *WeightingMargin) answered(at int, small Small, answers map[string]int64) error {
	for i, class := range m.Classes {
		n := int64(0)
		for _, v := range class.Values {
			n += answers[v]
		}
		switch {
		case n == 0 && class.Share > 0:
			return fault.Invalid(field(at, i), "Nobody of this class has answered, so nobody can speak for it. Put it together with another class.").Keyed("weighting.unanswered")
		case n < stat.MinRakedLevel && small == SmallRefuse && class.Share > 0:
			return fault.Invalid(field(at, i), "This class has fewer than 20 answers. Put it together with another, or let small classes be merged.").Keyed("weighting.small")
		}
	}
	return nil
}
