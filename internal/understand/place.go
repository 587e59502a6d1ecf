package understand

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/stat"
)

// minOthersTails is from how many other units on the tails of their spread are
// shown.
const minOthersTails = 20

// PlaceQuery asks for a unit's own page. Only days narrow it: whoever may see
// one unit only learns of the others nothing but their spread.
type PlaceQuery struct {
	Measure  string
	Unit     string
	From, To string
	Weighted bool
	Position int64
}

// PlaceResult is a unit's figure beside the whole and beside like units.
type PlaceResult struct {
	FigureOrigin
	Unit     CutPart       `json:"unit"`
	Figure   Figure        `json:"figure" doc:"Of the unit with those below it"`
	Whole    *Figure       `json:"whole" doc:"Of the whole program; null where that would say too much of others"`
	Shrunken *Shrunk       `json:"shrunken" doc:"The unit's figure drawn to the mean of like units as far as noise would explain the distance; null where it cannot be ranked"`
	From     int           `json:"from" doc:"Best rank it may hold among like units, 1 the best; 0 where it cannot be ranked"`
	To       int           `json:"to" doc:"Worst rank it may hold"`
	Of       int           `json:"of" doc:"Like units that are ranked, itself among them"`
	Spread   SpreadFigure  `json:"spread" doc:"How much of the spread between like units is real"`
	Others   *OthersFigure `json:"others" doc:"The other like units, without names; null where they are fewer than the smallest group of the organisation"`
	Answers  string        `json:"answers" doc:"Query string with which GET /api/responses lists the unit's answers"`
}

// OthersFigure is the spread of the shrunken values of other units.
type OthersFigure struct {
	N      int      `json:"n"`
	Tenth  *float64 `json:"tenth" doc:"A tenth of them lie under it; null under 20 units"`
	First  *float64 `json:"first" doc:"A quarter lies under it"`
	Median *float64 `json:"median"`
	Third  *float64 `json:"third" doc:"A quarter lies over it"`
	Ninth  *float64 `json:"ninth" doc:"A tenth lies over it; null under 20 units"`
}

// Place is a unit's figure beside the whole and beside like units, those of the
// same depth in the tree. Whoever has the unit's scope may ask, and learns of
// the others their spread, from 5 other units on, but neither names nor
// figures. A unit out of reach is not found.
func (s *Service) Place(ctx context.Context, query PlaceQuery) (*PlaceResult, error) {
	reach, err := s.reach(ctx)
	if err != nil {
		return nil, err
	}
	m, err := s.measure(ctx, query.Measure, reach)
	if err != nil {
		return nil, err
	}
	if !isID(query.Unit) || !reach.Covers(m.ProgramID, query.Unit, "") {
		return nil, fault.NotFound("unit")
	}
	like, err := s.likeUnits(ctx, query.Unit)
	if err != nil {
		return nil, err
	}
	filter := Filter{From: query.From, To: query.To, Weighted: query.Weighted, Position: query.Position}
	var result *PlaceResult
	err = s.o.Facts.View(ctx, query.Position, func(ctx context.Context, snap Snapshot) error {
		q, err := s.inquire(ctx, snap, m, filter, access.Reach{All: true})
		if err == nil {
			result, err = q.place(ctx, query.Unit, like, wholeProgram(reach, m.ProgramID))
		}
		return err
	})
	return result, err
}

// wholeProgram tells that all rows of a program lie within reach.
func wholeProgram(r access.Reach, program string) bool {
	return r.All || slices.ContainsFunc(r.Any, func(rows access.Rows) bool {
		return (rows.Program == "" || rows.Program == program) && !rows.ByUnit && !rows.ByAccount
	})
}

// likeUnits are the unit, first, and those like it, each with those below it.
func (s *Service) likeUnits(ctx context.Context, unit string) ([][]string, error) {
	ids := []string{unit}
	if s.o.Like != nil {
		found, err := s.o.Like(ctx, unit)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "look up like units")
		}
		for _, id := range found {
			if id != unit && len(ids) < maxRanked {
				ids = append(ids, id)
			}
		}
	}
	groups := make([][]string, len(ids))
	for i, id := range ids {
		under, err := s.o.Tree.UnitsUnder(ctx, id)
		if err != nil && !fault.Is(err, fault.CodeNotFound) {
			return nil, fault.Wrap(err, fault.CodeInternal, "look up the units below a unit")
		}
		groups[i] = append([]string{id}, under...)
	}
	return groups, nil
}

// ownGroup is the key of the first group, the unit's own.
var ownGroup = keyOf([]sql.NullString{{String: "0", Valid: true}})

// grouping is the cut of units into groups, numbered by their place. The ids
// were parsed and are written anew, so they may stand in the text.
func grouping(groups [][]string) (cut, error) {
	var b strings.Builder
	b.WriteString("CASE")
	for i, group := range groups {
		list := make([]string, len(group))
		for j, id := range group {
			u, err := uuid.Parse(id)
			if err != nil {
				return cut{}, fault.Wrap(err, fault.CodeInternal, "read the id of a unit")
			}
			list[j] = "CAST('" + u.String() + "' AS UUID)"
		}
		fmt.Fprintf(&b, " WHEN unit IN (%s) THEN %d", strings.Join(list, ","), i)
	}
	b.WriteString(" END")
	return cut{key: "unit", label: "unit", column: "(" + b.String() + ")", kind: cutNumber}, nil
}

func (q *inquiry) place(ctx context.Context, unit string, like [][]string, all bool) (*PlaceResult, error) {
	k, err := grouping(like)
	if err != nil {
		return nil, err
	}
	s, err := q.split(ctx, q.inDays(q.from, q.to))
	if err != nil {
		return nil, err
	}
	parts, _, err := s.parts(ctx, []cut{k}, maxRanked)
	if err != nil {
		return nil, err
	}
	r, err := s.rank(ctx, k, parts)
	if err != nil {
		return nil, err
	}
	l, err := q.service.loadLabels(ctx, q.snap, nil, namedIDs{"unit": {unit}})
	if err != nil {
		return nil, err
	}
	own := emptyTally()
	if t := r.parts[ownGroup]; t != nil {
		own = t
	}
	result := &PlaceResult{Unit: CutPart{Cut: "unit", Value: &unit, Label: pickedValue(unit, l, "unit").Label}, Figure: figureOf(q.estimate(own, nil))}
	if result.FigureOrigin, err = q.origin(ctx, own); err != nil {
		return nil, err
	}
	q.filter.Where = []Pick{{Key: "unit", Values: []string{unit}}}
	result.Answers = q.answers(nil, nil)
	smallest, err := q.service.smallest(ctx)
	if err != nil {
		return nil, err
	}
	result.beside(q.measure, s, r, int(smallest), all)
	return result, nil
}

// beside fills in the whole and the others as far as they may be told.
func (p *PlaceResult) beside(m measured, s *splitter, r *ranked, smallest int, all bool) {
	p.Spread.Trouble = string(stat.TroubleTooFew)
	var others []float64
	for _, u := range r.Units {
		if u.Key != ownGroup {
			others = append(others, u.Shrunken)
		}
	}
	told := len(others) >= smallest
	if told || all {
		whole := figureOf(s.total)
		p.Whole, p.Spread, p.Of = &whole, spreadOf(r.Ranking), len(r.Units)
		for _, u := range r.Units {
			if u.Key == ownGroup {
				drawn := m.shrunk(u)
				p.Shrunken, p.From, p.To = &drawn, u.From, u.To
			}
		}
	}
	if told {
		p.Others = othersOf(others)
	}
}

func othersOf(values []float64) *OthersFigure {
	slices.Sort(values)
	at := func(share float64) *float64 {
		place := share * float64(len(values)-1)
		low := int(place)
		high := min(low+1, len(values)-1)
		x := values[low] + (place-float64(low))*(values[high]-values[low])
		return &x
	}
	o := &OthersFigure{N: len(values), First: at(.25), Median: at(.5), Third: at(.75)}
	if len(values) >= minOthersTails {
		o.Tenth, o.Ninth = at(.1), at(.9)
	}
	return o
}
