package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// SegmentField is a part of what customers are told apart by. Rooms later in
// the loop add theirs.
type SegmentField interface {
	// Head is what the keys of its fields begin with, up to the first dot.
	Head() string
	// Fields are what conditions may name, for whoever writes one.
	Fields(ctx context.Context) ([]FieldInfo, error)
	// Meets is the condition as SQL. An invalid one is a fault about a part of
	// Condition by its JSON name, such as "one_of".
	Meets(ctx context.Context, c Condition, asked Asked) (Clause, error)
}

// FieldInfo tells about a field that conditions may name.
type FieldInfo struct {
	Key      string        `json:"key"`
	Label    string        `json:"label,omitempty" doc:"What somebody named it; absent for fields that every organisation has."`
	Kind     string        `json:"kind" enum:"unit,account,choice,text,number,money,date,count" doc:"unit, account, choice and text take one_of and known; number, money and date take from, to and known; count takes at_least, at_most, days, since, until and of."`
	Currency string        `json:"currency,omitempty"`
	Choices  []FieldChoice `json:"choices,omitempty" doc:"Of a choice its values; of events the touchpoints that may be named."`
	Of       []string      `json:"of,omitempty" doc:"By what things that are counted may be told apart."`
}

// FieldChoice is one of the values that a field may have.
type FieldChoice struct {
	Key   string `json:"key"`
	Label string `json:"label,omitempty"`
}

// Asked says of whom and when a condition is asked. It is asked of a row with
// the columns party, account and, unless Instant says otherwise, instant, of a
// table of facts. These names belong to that row: what a condition looks into
// gives its own columns other names.
type Asked struct {
	Instant string         // SQL of the instant at which the condition is to be met
	Answers access.Reach   // answers that count
	Zone    *time.Location // in which days begin
}

// Clause is a condition on a row of facts, in SQL that DuckDB and PostgreSQL
// share, with an argument for each ?. No user's text is part of the SQL.
type Clause struct {
	SQL  string
	Args []any
}

// compile makes one clause of the tree. The path leads to what is invalid.
func (s *Service) compile(ctx context.Context, r Rule, path string, asked Asked) (Clause, error) {
	switch {
	case r.Is != nil:
		return s.condition(ctx, *r.Is, path+".is", asked)
	case r.Not != nil:
		c, err := s.compile(ctx, *r.Not, path+".not", asked)
		return Clause{"(NOT " + c.SQL + ")", c.Args}, err
	}
	parts, joint := r.parts(path), " AND "
	if r.Any != nil {
		joint = " OR "
	}
	texts := make([]string, len(parts))
	var args []any
	for i, part := range parts {
		c, err := s.compile(ctx, part.rule, part.path, asked)
		if err != nil {
			return Clause{}, err
		}
		texts[i] = c.SQL
		args = append(args, c.Args...)
	}
	return Clause{"(" + strings.Join(texts, joint) + ")", args}, nil
}

func (s *Service) condition(ctx context.Context, c Condition, path string, asked Asked) (Clause, error) {
	head, _, _ := strings.Cut(c.Field, ".")
	for _, f := range s.fields() {
		if f.Head() == head {
			clause, err := f.Meets(ctx, c, asked)
			return clause, beneath(path, err)
		}
	}
	return Clause{}, fault.Invalid(path+".field", "There is no such field. See GET /api/segment-fields.").Keyed("segment.field_unknown")
}

// beneath puts a path before the fields of an invalid fault.
func beneath(path string, err error) error {
	var e *fault.Error
	if !errors.As(err, &e) || e.Code != fault.CodeInvalid {
		return err
	}
	moved := *e
	moved.Fields = make([]fault.Field, len(e.Fields))
	for i, f := range e.Fields {
		f.Field = path + "." + f.Field
		moved.Fields[i] = f
	}
	return &moved
}

// fields are those of this room and those that later rooms added.
func (s *Service) fields() []SegmentField {
	return append([]SegmentField{customerField{s}, accountField{s}, traitField{s}}, s.segmentFields...)
}
