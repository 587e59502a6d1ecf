package understand

import (
	"context"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/stat"
)

// answersField tells customers apart by their answers. Only answers that may be
// shown with the person count: a segment leads to persons.
type answersField struct{ measures MeasureSource }

func (answersField) Head() string { return "answers" }

func (answersField) Fields(context.Context) ([]people.FieldInfo, error) {
	return []people.FieldInfo{{Key: "answers", Kind: "count", Of: []string{"measure", "group", "score_min", "score_max", "latest"}}}, nil
}

// answerTable is answer under names that the row at hand does not have.
const answerTable = "(SELECT response AS a_response, program AS a_program, measure AS a_measure, party AS a_party, instant AS a_instant, day AS a_day, score AS a_score, consent AS a_consent, unit AS a_unit, account AS a_account FROM answer) s"

func (f answersField) Meets(ctx context.Context, c people.Condition, asked people.Asked) (people.Clause, error) {
	if c.Field != "answers" {
		return people.Clause{}, fault.Invalid("field", "There is no such field. See GET /api/segment-fields.").Keyed("segment.field_unknown")
	}
	if err := c.CountedOnly("measure", "group", "score_min", "score_max", "latest"); err != nil {
		return people.Clause{}, err
	}
	window, err := c.Window("a_instant", "a_day", asked)
	if err != nil {
		return people.Clause{}, err
	}
	what := &condition{}
	what.add("a_party = party AND a_consent = " + strconv.Itoa(int(collect.ConsentPerson)))
	what.add(window.SQL, window.Args...)
	if !asked.Answers.All {
		sql, args := asked.Answers.Where(access.Columns{Program: "a_program", Unit: "a_unit", Account: "a_account", Cast: "UUID"})
		what.add(sql, args...)
	}
	scores, err := f.scores(ctx, c, what)
	if err != nil {
		return people.Clause{}, err
	}
	if c.Of["latest"] == "" {
		if len(scores.parts) > 0 {
			what.add(scores.sql(), scores.args...)
		}
		return c.Counted(answerTable, people.Clause{SQL: what.sql(), Args: what.args}, "a_response")
	}
	if c.Of["latest"] != "true" || len(scores.parts) == 0 || c.AtLeast != nil || c.AtMost != nil {
		return people.Clause{}, fault.Invalid("of.latest", "Of the latest answer, name the measure and its scores, and no number of answers.").Keyed("segment.latest")
	}
	what.add("a_score IS NOT NULL")
	return people.Clause{
		SQL: "(coalesce((SELECT CASE WHEN " + scores.sql() + " THEN 1 ELSE 0 END FROM " + answerTable + " WHERE " + what.sql() +
			" ORDER BY a_instant DESC, a_response DESC LIMIT 1), 0) = 1)",
		Args: append(scores.args, what.args...),
	}, nil
}

// scores reads which scores count, and narrows what to the measure.
func (f answersField) scores(ctx context.Context, c people.Condition, what *condition) (*condition, error) {
	out := &condition{}
	id := c.Of["measure"]
	if id == "" {
		if c.Of["group"] != "" || c.Of["score_min"] != "" || c.Of["score_max"] != "" {
			return nil, noMeasure()
		}
		return out, nil
	}
	if !isID(id) {
		return nil, noMeasure()
	}
	m, err := f.measures.Measure(ctx, id)
	if fault.Is(err, fault.CodeNotFound) {
		return nil, noMeasure()
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find the measure")
	}
	what.add("a_measure = CAST(? AS UUID)", id)
	if group := c.Of["group"]; group != "" {
		text, ok := measured{m}.groupSQL(group)
		if !ok {
			return nil, fault.Invalid("of.group", "Groups are promoter, passive and detractor of a net promoter score, good and other of a share.").Keyed("segment.group")
		}
		out.add(text)
	}
	for _, end := range []struct{ part, sign string }{{"score_min", " >= ?"}, {"score_max", " <= ?"}} {
		x, err := optionalNumber("of."+end.part, c.Of[end.part])
		if err != nil {
			return nil, err
		}
		if x != nil {
			out.add("a_score"+end.sign, *x)
		}
	}
	return out, nil
}

func noMeasure() error {
	return fault.Invalid("of.measure", "There is no such measure. Choose one of a program.").Keyed("segment.measure")
}

// groupSQL is the condition for a score that falls into a named group.
func (m measured) groupSQL(group string) (string, bool) {
	key := string(m.kind()) + " " + group
	switch key {
	case string(stat.KindNPS) + " promoter":
		return "a_score >= " + digits(promoterFrom), true
	case string(stat.KindNPS) + " passive":
		return "a_score < " + digits(promoterFrom) + " AND a_score > " + digits(detractorUntil), true
	case string(stat.KindNPS) + " detractor":
		return "a_score <= " + digits(detractorUntil), true
	}
	if m.kind() != stat.KindShare {
		return "", false
	}
	good := goodList("a_score", m.Scale.Good)
	switch group {
	case "good":
		return good, true
	case "other":
		return "a_score IS NOT NULL AND NOT (" + good + ")", true
	}
	return "", false
}

func digits(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
