package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// outsideJudged is what a coder who does not sign in judged of a study; without
// an id people are compared alone.
type outsideJudged struct {
	id        string
	kind      CoderKind
	documents map[string]bool
	passages  []said
}

// besides reads what a coder of a study judged, as far as it is seen.
func besides(ctx context.Context, q record.Querier, st Study, id string) (outsideJudged, error) {
	o := outsideJudged{id: id, documents: map[string]bool{}}
	if id == "" {
		return o, nil
	}
	c, err := getOutside(ctx, q, id)
	if err != nil || c.StudyID != st.ID || c.RemovedAt != nil {
		return o, cause(err, fault.NotFound("coder"))
	}
	o.kind = c.Kind
	var ids []string
	if err := q.NewRaw("SELECT document_id FROM coder_judged WHERE coder_id = ?", id).Scan(ctx, &ids); err != nil {
		return o, fault.Wrap(err, fault.CodeInternal, "list documents of a coder")
	}
	for _, d := range ids {
		o.documents[d] = true
	}
	o.passages, err = scanSaid(ctx, q, saidColumns+" WHERE g.study_id = ? AND g.coder_id = ? AND g.removed_at IS NULL AND g.sealed = 0", st.ID, id)
	return o, err
}

// joining are the coders to compare on a document: people who are done and may
// be seen, and the other where it looked the document through.
func (o outsideJudged) joining(document string, people []string) []string {
	if o.id == "" {
		return people
	}
	if len(people) == 0 || !o.documents[document] {
		return nil
	}
	coders := append(slices.Clone(people), o.id)
	slices.Sort(coders)
	return coders
}

// among are passages of people with those of the other: on the codes that it
// gives, since it says nothing of the rest.
func (o outsideJudged) among(people []said) []said {
	if o.id == "" {
		return people
	}
	gives := map[string]bool{}
	for _, p := range o.passages {
		gives[p.Code] = true
	}
	out := slices.Clone(o.passages)
	for _, p := range people {
		if gives[p.Code] {
			out = append(out, p)
		}
	}
	return out
}

func (o outsideJudged) kindOf(id string) CoderKind {
	if id == o.id {
		return o.kind
	}
	return ByPerson
}
