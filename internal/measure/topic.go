package measure

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// TopicMeasure is a measure that tells how much there is of a topic.
type TopicMeasure struct {
	ID         string            `json:"id" format:"uuid"`
	ProgramID  string            `json:"program_id" format:"uuid"`
	Name       string            `json:"name"`
	Wording    map[string]string `json:"wording"`
	Intent     Intent            `json:"intent" enum:"satisfaction,loyalty,advocacy,effort,emotion,expectation,root_cause,outcome,other"`
	FindingIDs []string          `json:"finding_ids" nullable:"false" doc:"Of those asked about, the findings it rests on."`
	Names      bool              `json:"names" doc:"Its name or its wording has the word."`
}

// mostTopicFindings is about how many findings one may ask at once.
const mostTopicFindings = 200

// TopicMeasures are the measures of a program that rest on one of these findings,
// as far as the caller may read them, or that have a word in their name or
// wording ("" for none); the oldest first. All 500 measures of a program are
// looked at.
func (s *Service) TopicMeasures(ctx context.Context, program string, findings []string, word string) ([]TopicMeasure, error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, err
	}
	if len(findings) > mostTopicFindings {
		return nil, fault.Invalid("finding", "Ask about at most 200 findings at once.").Keyed("topic.findings")
	}
	out, sought := []TopicMeasure{}, text.NewSought(word)
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		where, args := readable(who)
		measures, err := listMeasures(ctx, q, where+" AND program_id = ?", append(args, program), "", mostMeasures)
		if err != nil {
			return err
		}
		rests, err := s.restsOf(ctx, q, findings)
		if err != nil {
			return err
		}
		for _, m := range measures {
			t := TopicMeasure{ID: m.ID, ProgramID: m.ProgramID, Name: m.Name, Wording: m.Wording, Intent: m.Intent, FindingIDs: rests[m.ID], Names: m.says(sought)}
			if t.Names || len(t.FindingIDs) > 0 {
				t.FindingIDs = append([]string{}, t.FindingIDs...)
				out = append(out, t)
			}
		}
		return nil
	})
	return out, err
}

// says tells whether the name of a measure or one of its wordings has words.
func (m Measure) says(sought text.Sought) bool {
	if sought.In(m.Name) {
		return true
	}
	for _, wording := range m.Wording {
		if sought.In(wording) {
			return true
		}
	}
	return false
}

// restsOf are, by measure, those of the findings that it rests on and that the
// caller may read.
func (s *Service) restsOf(ctx context.Context, q record.Querier, findings []string) (map[string][]string, error) {
	out := map[string][]string{}
	if len(findings) == 0 || s.findings == nil {
		return out, nil
	}
	known, err := s.findings(ctx, q, findings)
	if err != nil {
		return nil, err
	}
	who := access.From(ctx)
	findings = slices.DeleteFunc(slices.Clone(findings), func(id string) bool {
		f, there := known[id]
		return !there || !readsFinding(who, f)
	})
	if len(findings) == 0 {
		return out, nil
	}
	var rests []restRow
	if err := q.NewRaw("SELECT measure_id, finding_id FROM measure_finding WHERE finding_id IN (?) ORDER BY measure_id, at, finding_id", bun.List(findings)).Scan(ctx, &rests); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find the measures of findings")
	}
	for _, r := range rests {
		out[r.MeasureID] = append(out[r.MeasureID], r.FindingID)
	}
	return out, nil
}
