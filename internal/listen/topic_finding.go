package listen

import (
	"cmp"
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// touches is the condition that an excerpt e and a passage g of one document
// share a character.
const touches = `(g.from_n < e.to_n OR g.from_n = e.to_n AND g.from_pos < e.to_pos) AND (e.from_n < g.to_n OR e.from_n = g.to_n AND e.from_pos < g.to_pos)`

// withFindings writes beside topics which findings speak of them: of a touchpoint
// those that name it or have an excerpt of it, of a code those with an excerpt
// that was coded with it.
func (a audience) withFindings(ctx context.Context, q record.Querier, topics []Topic) error {
	at := map[string]int{}
	var places, codes []string
	for i, t := range topics {
		at[t.ID] = i
		if t.Kind == TopicTouchpoint {
			places = append(places, t.ID)
		} else {
			codes = append(codes, t.ID)
		}
	}
	shown, args := a.shown()
	var rows []topicFinding
	if len(places) > 0 {
		err := q.NewRaw(`SELECT t.touchpoint_id AS topic, f.id FROM finding_touchpoint t JOIN finding f ON f.id = t.finding_id WHERE t.touchpoint_id IN (?) AND `+shown+`
			UNION SELECT e.touchpoint_id, f.id FROM finding_excerpt e JOIN finding f ON f.id = e.finding_id WHERE e.touchpoint_id IN (?) AND `+shown+" ORDER BY 2 DESC LIMIT ?",
			slices.Concat([]any{bun.List(places)}, args, []any{bun.List(places)}, args, []any{mostTopics * mostTopicFindings})...).Scan(ctx, &rows)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find the findings of touchpoints")
		}
	}
	if len(codes) > 0 && len(a.research) > 0 {
		var more []topicFinding
		err := q.NewRaw(`SELECT DISTINCT k.stands_id AS topic, f.id FROM finding_excerpt e JOIN finding f ON f.id = e.finding_id JOIN coding g ON g.document_id = e.document_id JOIN code k ON k.id = g.code_id
			WHERE `+shown+" AND g.study_id IN (?) AND k.stands_id IN (?) AND "+aloud+" AND "+touches+" ORDER BY 2 DESC LIMIT ?",
			append(args, bun.List(a.research), bun.List(codes), mostTopics*mostTopicFindings)...).Scan(ctx, &more)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find the findings of codes")
		}
		rows = append(rows, more...)
	}
	for _, r := range rows {
		if t := &topics[at[r.Topic]]; len(t.FindingIDs) < mostTopicFindings {
			t.FindingIDs = append(t.FindingIDs, r.ID)
		}
	}
	return nil
}

type topicFinding struct {
	Topic string
	ID    string `bun:"id"`
}

// maxClaims is in how many claims of a program words are looked for, the newest.
const maxClaims = 2000

// findingsWith are the findings that say a word, or that rest on a sentence with
// it, the newest first.
func (a audience) findingsWith(ctx context.Context, q record.Querier, hits pile, word string) (ids []string, err error) {
	shown, args := a.shown()
	var claims []struct {
		ID    string `bun:"id"`
		Claim string
		Why   string
		Ends  string
	}
	if err := q.NewRaw("SELECT f.id, f.claim, f.why, f.ends FROM finding f WHERE "+shown+" ORDER BY f.id DESC LIMIT ?", append(args, maxClaims)...).Scan(ctx, &claims); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read claims")
	}
	sought := text.NewSought(word)
	for _, c := range claims {
		if sought.In(c.Claim + " " + c.Why + " " + c.Ends) {
			ids = append(ids, c.ID)
		}
	}
	if hits.text != "" {
		var rest []string
		err = q.NewRaw("SELECT DISTINCT f.id FROM ("+hits.text+") h JOIN finding_excerpt e ON e.document_id = h.document_id AND h.n BETWEEN e.from_n AND e.to_n JOIN finding f ON f.id = e.finding_id WHERE "+
			shown+" ORDER BY f.id DESC LIMIT ?", slices.Concat(hits.args, args, []any{mostTopicFindings})...).Scan(ctx, &rest)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find the findings of a word")
		}
		ids = append(ids, rest...)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Compare(b, a) })
	ids = slices.Compact(ids)
	return ids[:min(len(ids), mostTopicFindings)], nil
}

// findingsByID are these findings as the audience sees them, the newest first.
func findingsByID(ctx context.Context, q record.Querier, a audience, ids []string) ([]Finding, error) {
	if len(ids) == 0 {
		return []Finding{}, nil
	}
	shown, args := a.shown()
	var rows []findingRow
	if err := q.NewRaw("SELECT "+findingColumns+" FROM finding f WHERE "+shown+" AND f.id IN (?) ORDER BY f.id DESC", append(args, bun.List(ids))...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read findings")
	}
	return withPlaces(ctx, q, rows)
}

// places are the moments of the journey that a topic concerns: the touchpoint
// itself, else those of its findings and of what was coded, most first.
func (a audience) places(ctx context.Context, q record.Querier, t Topic, findings []Finding) ([]string, error) {
	if t.Kind == TopicTouchpoint {
		return []string{t.ID}, nil
	}
	often := map[string]int{}
	for _, f := range findings {
		for _, id := range f.TouchpointIDs {
			often[id]++
		}
	}
	if t.Kind == TopicCode && len(a.research) > 0 {
		var rows []topicCount
		err := q.NewRaw(`SELECT g.touchpoint_id AS topic, count(*) AS passages FROM coding g WHERE g.study_id IN (?) AND g.code_id IN (SELECT id FROM code WHERE stands_id = ?) AND g.touchpoint_id <> '' AND `+aloud+
			" GROUP BY g.touchpoint_id ORDER BY passages DESC LIMIT ?", bun.List(a.research), t.ID, mostTopicPlaces).Scan(ctx, &rows)
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "find the moments of a code")
		}
		for _, r := range rows {
			often[r.Topic] += r.Passages
		}
	}
	out := []string{}
	for id := range often {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(cmp.Compare(often[b], often[a]), cmp.Compare(a, b)) })
	return out[:min(len(out), mostTopicPlaces)], nil
}

// codeTopic is a code with its family and the program of its codebook.
type codeTopic struct {
	ID         string `bun:"id"`
	CodebookID string `bun:"codebook_id"`
	ProgramID  string `bun:"program_id"`
	Name       string
	Definition string
	Family     string
}

func codeTopics(ctx context.Context, q record.Querier, ids []string) (map[string]codeTopic, error) {
	var rows []codeTopic
	err := q.NewRaw(`SELECT k.id, k.codebook_id, b.program_id, k.name, k.definition, COALESCE(m.name, '') AS family
		FROM code k JOIN codebook b ON b.id = k.codebook_id LEFT JOIN code_family m ON m.id = k.family_id WHERE k.id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "name codes")
	}
	out := make(map[string]codeTopic, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, nil
}
