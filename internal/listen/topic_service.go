package listen

import (
	"cmp"
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/record"
)

// Topics are the touchpoints and codes of a program of which the most people
// speak, at most limit, of one kind or, for "", of both. Those of whom nobody
// speaks are left out.
func (s *Service) Topics(ctx context.Context, program string, kind TopicKind, limit int) (out []Topic, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return nil, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		a, err := audienceOf(ctx, q, program)
		if err != nil {
			return err
		}
		if kind != TopicCode {
			if out, err = a.touchpoints(ctx, q, "", min(limit, mostTopics)); err != nil {
				return err
			}
		}
		if kind != TopicTouchpoint {
			codes, err := a.codes(ctx, q, "", min(limit, mostTopics))
			if err != nil {
				return err
			}
			out = append(out, codes...)
		}
		slices.SortStableFunc(out, func(a, b Topic) int {
			return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(b.Passages, a.Passages), cmp.Compare(a.Name, b.Name))
		})
		out = out[:min(limit, len(out))]
		return a.withFindings(ctx, q, out)
	})
	return out, err
}

// touchpoints are those of the register of which people speak, one or, for "",
// all, for who sees the register.
func (a audience) touchpoints(ctx context.Context, q record.Querier, one string, limit int) ([]Topic, error) {
	if access.From(ctx).Require(access.RegisterRead, access.Program(a.program)) != nil {
		return nil, nil //nolint:nilerr // who does not see the register finds none of it
	}
	register, err := journey.TouchpointsIn(ctx, q, a.program)
	if err != nil {
		return nil, err
	}
	counts, err := a.ofTouchpoints(one).counted(ctx, q, len(register)+mostTopics)
	if err != nil {
		return nil, err
	}
	out := []Topic{}
	for _, c := range counts {
		i := slices.IndexFunc(register, func(t journey.Touchpoint) bool { return t.ID == c.Topic })
		if i >= 0 && len(out) < limit {
			out = append(out, c.topic(TopicTouchpoint, register[i].Name))
			out[len(out)-1].MeasureID = register[i].MeasureID
		}
	}
	if i := slices.IndexFunc(register, func(t journey.Touchpoint) bool { return t.ID == one }); i >= 0 && len(out) == 0 {
		out = append(out, Topic{Kind: TopicTouchpoint, ID: one, Name: register[i].Name, MeasureID: register[i].MeasureID, FindingIDs: []string{}})
	}
	return out, nil
}

func (c topicCount) topic(kind TopicKind, name string) Topic {
	return Topic{Kind: kind, ID: c.Topic, Name: name, People: c.People, Accounts: c.Accounts, Passages: c.Passages, FindingIDs: []string{}}
}

// codes are those with which passages were coded, one or, for "", all.
func (a audience) codes(ctx context.Context, q record.Querier, one string, limit int) ([]Topic, error) {
	if len(a.research) == 0 {
		return nil, nil
	}
	counts, err := a.ofCodes(one).counted(ctx, q, limit)
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	ids := make([]string, len(counts))
	for i, c := range counts {
		ids[i] = c.Topic
	}
	named, err := codeTopics(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out := []Topic{}
	for _, c := range counts {
		if code, there := named[c.Topic]; there {
			t := c.topic(TopicCode, code.Name)
			t.CodebookID, t.Family, t.Definition = code.CodebookID, code.Family, code.Definition
			out = append(out, t)
		}
	}
	return out, nil
}

// TopicSaid is what people said of a topic of a program. A touchpoint, and a code,
// that is not there for who asks is not found.
func (s *Service) TopicSaid(ctx context.Context, program string, asked TopicAsked) (out TopicSaid, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return out, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		a, err := audienceOf(ctx, q, program)
		if err != nil {
			return err
		}
		var ids []string
		if out.Topic, ids, err = a.topic(ctx, q, s.Store.Engine(), asked); err != nil {
			return err
		}
		if out.Findings, err = findingsByID(ctx, q, a, ids); err != nil {
			return err
		}
		out.FindingIDs = []string{}
		for _, f := range out.Findings {
			out.FindingIDs = append(out.FindingIDs, f.ID)
		}
		out.TouchpointIDs, err = a.places(ctx, q, out.Topic, out.Findings)
		return err
	})
	for i, f := range out.Findings {
		out.Findings[i].CreatedBy = s.names(ctx, f.createdBy)[f.createdBy]
	}
	return out, err
}

// topic is one topic with the findings that speak of it.
func (a audience) topic(ctx context.Context, q record.Querier, engine record.Engine, asked TopicAsked) (Topic, []string, error) {
	if asked.Kind == TopicWord {
		return a.word(ctx, q, engine, asked.ID)
	}
	var found []Topic
	var err error
	if asked.Kind == TopicTouchpoint {
		found, err = a.touchpoints(ctx, q, asked.ID, 1)
	} else {
		found, err = a.code(ctx, q, asked.ID)
	}
	if err != nil {
		return Topic{}, nil, err
	}
	if len(found) == 0 {
		return Topic{}, nil, fault.NotFound(string(asked.Kind))
	}
	err = a.withFindings(ctx, q, found)
	return found[0], found[0].FindingIDs, err
}

// code is a code of the program, or the one that stands for it, for who reads
// codebooks.
func (a audience) code(ctx context.Context, q record.Querier, id string) ([]Topic, error) {
	if !a.reads {
		return nil, nil
	}
	own, err := codesOf(ctx, q, []string{id})
	if err != nil || own[id].ID == "" {
		return nil, err
	}
	id = own[id].StandsID
	named, err := codeTopics(ctx, q, []string{id})
	if err != nil || named[id].ProgramID != a.program {
		return nil, err
	}
	found, err := a.codes(ctx, q, id, 1)
	if err == nil && len(found) == 0 {
		code := named[id]
		found = []Topic{{Kind: TopicCode, ID: id, Name: code.Name, CodebookID: code.CodebookID, Family: code.Family, Definition: code.Definition, FindingIDs: []string{}}}
	}
	return found, err
}

// word counts who holds a word, and finds the findings that do or that rest on
// such sentences.
func (a audience) word(ctx context.Context, q record.Querier, engine record.Engine, word string) (Topic, []string, error) {
	if len([]rune(word)) > maxTopicWord {
		return Topic{}, nil, fault.Invalid("word", "A topic has at most 200 characters.").Keyed("topic.long")
	}
	hits := a.hits(engine, word)
	count, err := hits.countedHits(ctx, q)
	if err != nil {
		return Topic{}, nil, err
	}
	ids, err := a.findingsWith(ctx, q, hits, word)
	count.Topic = word
	t := count.topic(TopicWord, word)
	t.More = t.Passages >= mostTopicHits
	return t, ids, err
}
