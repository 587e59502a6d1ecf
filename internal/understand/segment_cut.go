package understand

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
)

// memberKey is the key by which answers are filtered by a segment: those of
// customers who were in it when they answered. Its values are ids of segments;
// segment:ID is a key of its own whose values are the two sides, so that what is
// narrowed to some segments can be cut by another.
const memberKey = "segment"

// The sides of a segment.
const (
	sideIn  = "in"
	sideOut = "out"
)

// segmentNames are the names of segments by id.
type segmentNames map[string]string

// label says a value of the key in words that need no translation.
func (n segmentNames) label(value string) string {
	id, side, _ := strings.Cut(value, ":")
	name, ok := n[id]
	if !ok {
		return value
	}
	if side == sideOut {
		return "≠ " + name
	}
	return name
}

// narrow narrows a condition on answers to the values of a key.
func (q *inquiry) narrow(ctx context.Context, c *condition, k cut, values []string) error {
	if k.key == "account" && q.service.o.Accounts != nil {
		var err error
		if values, err = q.oneFirm(ctx, values); err != nil {
			return err
		}
	}
	if k.kind != cutSegment {
		return c.pick(ctx, q.service.o.Tree, k, values)
	}
	var either []string
	var args []any
	for _, value := range values {
		if id, of := strings.CutPrefix(k.key, memberKey+":"); of {
			value = id + ":" + value
		}
		id, side, sided := strings.Cut(value, ":")
		if sided && side != sideIn && side != sideOut {
			return fault.Invalid("where", "A filter by segment is written segment:ID, or segment:ID:out for all others.")
		}
		clause, err := q.service.within(ctx, id, q)
		if err != nil {
			return err
		}
		text := "(known AND " + clause.SQL + ")"
		if side == sideOut {
			text = "(NOT " + text + ")"
		}
		either, args = append(either, text), append(args, clause.Args...)
	}
	c.add("("+strings.Join(either, " OR ")+")", args...)
	return nil
}

// oneFirm adds to the accounts of a filter those that stand for them, as figures
// know them since; "" is no account.
func (q *inquiry) oneFirm(ctx context.Context, values []string) ([]string, error) {
	ids := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !isID(v) })
	all, err := q.service.o.Accounts.OneFirm(ctx, ids)
	all = append(all, slices.DeleteFunc(slices.Clone(values), isID)...)
	return all, err
}

// within is the condition that whoever answered was in a segment then. One that
// is gone, or another's own, is an invalid filter.
func (s *Service) within(ctx context.Context, id string, q *inquiry) (people.Clause, error) {
	name, clause, err := s.segmentClause(ctx, id)
	if err != nil {
		return clause, err
	}
	if q.members == nil {
		q.members = segmentNames{}
	}
	q.members[id] = name
	return clause, nil
}

func noSegment() error {
	return fault.Invalid("where", "There is no such segment, or it is somebody else's own.").Keyed("segment.gone")
}

// goneSegment turns not found into what is wrong with a filter: one that was
// removed lately can be put back, and the filter says so.
func goneSegment(err error) error {
	var e *fault.Error
	if errors.As(err, &e) && e.Key == "segment.removed" {
		return fault.Invalid("where", e.Message).Keyed(e.Key)
	}
	return noSegment()
}

// segmentCut is a cut into the answers of customers who were in a segment and
// all others, asked for as segment:ID.
func (q *inquiry) segmentCut(ctx context.Context, key string) (cut, error) {
	id := strings.TrimPrefix(key, memberKey+":")
	clause, err := q.service.within(ctx, id, q)
	if err != nil {
		return cut{}, err
	}
	text, err := inlined(clause)
	if err != nil {
		return cut{}, err
	}
	return cut{key: key, label: q.members[id], kind: cutPlain, column: fmt.Sprintf("(CASE WHEN known AND %s THEN '%s' ELSE '%s' END)", text, sideIn, sideOut)}, nil
}

// cutsOf resolves keys to cut by, segments among them, each once.
func (q *inquiry) cutsOf(ctx context.Context, keys []string) ([]cut, error) {
	cuts := make([]cut, 0, len(keys))
	seen := map[string]bool{}
	for _, key := range keys {
		if seen[key] {
			continue
		}
		seen[key] = true
		k, err := q.cutOf(ctx, key)
		if err != nil {
			return nil, err
		}
		cuts = append(cuts, k)
	}
	return cuts, nil
}

func (q *inquiry) cutOf(ctx context.Context, key string) (cut, error) {
	if strings.HasPrefix(key, memberKey+":") {
		return q.segmentCut(ctx, key)
	}
	if key == memberKey {
		return cut{}, fault.Invalid("by", "A cut by segment names it: segment:ID.")
	}
	return q.traits.resolve("by", key)
}

// inlined is a clause without arguments, for where there is no place for them.
// Numbers are written anew, and so are ids; texts are put together of the
// numbers of their letters, so that none becomes part of the statement.
func inlined(c people.Clause) (string, error) {
	parts := strings.Split(c.SQL, "?")
	if len(parts) != len(c.Args)+1 {
		return "", fault.New(fault.CodeInternal, "A segment cannot be read.")
	}
	var b strings.Builder
	for i, arg := range c.Args {
		b.WriteString(parts[i])
		switch v := arg.(type) {
		case float64:
			b.WriteString("CAST(" + strconv.FormatFloat(v, 'f', -1, 64) + " AS DOUBLE PRECISION)")
		case string:
			b.WriteString(spelled(v))
		default:
			return "", fault.Newf(fault.CodeInternal, "A segment compares with a %T.", arg)
		}
	}
	b.WriteString(parts[len(parts)-1])
	return b.String(), nil
}

// spelled is a text as SQL of digits and hyphens.
func spelled(text string) string {
	if u, err := uuid.Parse(text); err == nil && len(text) == 36 {
		return "'" + u.String() + "'"
	}
	letters := make([]string, 0, len(text))
	for _, r := range text {
		letters = append(letters, "chr("+strconv.Itoa(int(r))+")")
	}
	if len(letters) == 0 {
		return "''"
	}
	return "(" + strings.Join(letters, "||") + ")"
}
