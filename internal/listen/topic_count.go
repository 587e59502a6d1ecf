package listen

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// aloud is the condition on a passage g that it stands and that nobody keeps it to
// himself, as the indexes of topics have it.
const aloud = "g.removed_at IS NULL AND g.sealed = 0 AND g.dropped = 0"

// whoSaid are the joins of a document ed to who said it; saidBy and saidFor are
// the person and the firm.
const (
	whoSaid = ` LEFT JOIN interview i ON i.id = ed.interview_id LEFT JOIN customer c ON c.id = COALESCE(i.customer_id, ed.customer_id)
		LEFT JOIN account a ON a.id = COALESCE(i.account_id, ed.account_id, c.account_id)`
	saidBy  = "COALESCE(c.party_id, c.id, ed.interview_id, ed.id)"
	saidFor = "COALESCE(a.party_id, a.id)"
)

// audience is what of a program who asks may know of.
type audience struct {
	program  string
	drafts   bool     // findings that are not published
	reads    bool     // interviews, as they are shown to everybody
	research []string // studies of which who asks is a researcher, newest first
}

// maxResearch is over how many studies of one researcher topics are counted.
const maxResearch = 500

// audienceOf tells what who asks may know of a program that is there for them.
func audienceOf(ctx context.Context, q record.Querier, program string) (audience, error) {
	who := access.From(ctx)
	known, drafts := readsFindings(ctx, program)
	if !known {
		return audience{}, fault.NotFound("program")
	}
	a := audience{program: program, drafts: drafts, reads: reads(who, program)}
	if !a.reads || who.UserID == "" {
		return a, nil
	}
	err := q.NewRaw("SELECT s.id FROM study s JOIN study_member m ON m.study_id = s.id WHERE s.program_id = ? AND m.user_id = ? AND m.part = ? ORDER BY s.id DESC LIMIT ?",
		program, who.UserID, string(Researcher), maxResearch).Scan(ctx, &a.research)
	return a, fault.Wrap(err, fault.CodeInternal, "find the studies of a researcher")
}

// shown is the condition on a finding f that the audience sees it.
func (a audience) shown() (string, []any) {
	if a.drafts {
		return "f.program_id = ?", []any{a.program}
	}
	return "f.program_id = ? AND f.published_at IS NOT NULL", []any{a.program}
}

// pile is what is said of topics: rows (topic, document_id, n).
type pile struct {
	text string
	args []any
}

// ofCodes are passages by the code under which they count; one for "" all.
func (a audience) ofCodes(one string) pile {
	p := pile{"SELECT k.stands_id AS topic, g.document_id, count(*) AS n FROM coding g JOIN code k ON k.id = g.code_id WHERE g.study_id IN (?) AND " + aloud, []any{bun.List(a.research)}}
	if one != "" {
		p.text, p.args = p.text+" AND g.code_id IN (SELECT id FROM code WHERE stands_id = ?)", append(p.args, one)
	}
	p.text += " GROUP BY k.stands_id, g.document_id"
	return p
}

// ofTouchpoints are excerpts of findings by the moment that they speak of, or
// else by those of their finding, and passages that were coded with a moment.
func (a audience) ofTouchpoints(one string) pile {
	shown, args := a.shown()
	p := pile{}
	add := func(text, column string, args ...any) {
		if one != "" {
			text, args = text+" AND "+column+" = ?", append(args, one)
		}
		if p.text != "" {
			p.text += " UNION ALL "
		}
		p.text, p.args = p.text+text+" GROUP BY 1, 2", append(p.args, args...)
	}
	add("SELECT e.touchpoint_id AS topic, e.document_id, count(*) AS n FROM finding_excerpt e JOIN finding f ON f.id = e.finding_id WHERE e.touchpoint_id <> '' AND "+shown, "e.touchpoint_id", args...)
	add("SELECT t.touchpoint_id, e.document_id, count(*) FROM finding_touchpoint t JOIN finding f ON f.id = t.finding_id JOIN finding_excerpt e ON e.finding_id = f.id WHERE e.touchpoint_id = '' AND "+shown, "t.touchpoint_id", args...)
	if len(a.research) > 0 {
		add("SELECT g.touchpoint_id, g.document_id, count(*) FROM coding g WHERE g.study_id IN (?) AND g.touchpoint_id <> '' AND "+aloud, "g.touchpoint_id", bun.List(a.research))
	}
	return p
}

type topicCount struct {
	Topic    string
	Passages int
	People   int
	Accounts int
}

// counted counts people, firms and passages of each topic of a pile, those with
// the most people first; what was erased, and who consents no more, is left out.
func (p pile) counted(ctx context.Context, q record.Querier, limit int) ([]topicCount, error) {
	var rows []topicCount
	err := q.NewRaw("SELECT t.topic, CAST(sum(t.n) AS BIGINT) AS passages, count(DISTINCT "+saidBy+") AS people, count(DISTINCT "+saidFor+") AS accounts FROM ("+p.text+
		") t JOIN document ed ON ed.id = t.document_id"+whoSaid+" WHERE "+countable+" GROUP BY t.topic ORDER BY people DESC, passages DESC, t.topic LIMIT ?", append(p.args, limit)...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "count topics")
}

// hits are the sentences that hold a word and that the audience may find, but
// for what was asked: rows (document_id, n, id), the newest, 10,000 at most.
// Researchers find them in originals, others in what is shown; no text where
// there is none.
func (a audience) hits(engine record.Engine, word string) pile {
	p := pile{}
	add := func(index, where string, args ...any) {
		with, sought := sentencesWith(engine, index, word)
		if with == "" {
			return
		}
		if p.text != "" {
			p.text += " UNION ALL "
		}
		p.text += "SELECT s.document_id, s.n, s.id FROM sentence s JOIN document d ON d.id = s.document_id WHERE s.is_interviewer = ? AND " + where + " AND " + with
		p.args = append(append(append(p.args, false), args...), sought...)
	}
	if len(a.research) > 0 {
		add("sentence_words", "d.study_id IN (?)", bun.List(a.research))
	}
	if a.reads {
		others := "d.study_id IN (SELECT id FROM study WHERE program_id = ?) AND " + openDocument
		if len(a.research) == 0 {
			add("sentence_shown", others, a.program)
		} else {
			add("sentence_shown", others+" AND d.study_id NOT IN (?)", a.program, bun.List(a.research))
		}
	}
	if p.text != "" {
		p.text, p.args = "SELECT document_id, n, id FROM ("+p.text+") AS hit ORDER BY id DESC LIMIT ?", append(p.args, mostTopicHits)
	}
	return p
}

// countedHits counts who holds a word in sentences.
func (p pile) countedHits(ctx context.Context, q record.Querier) (c topicCount, err error) {
	if p.text == "" {
		return c, nil
	}
	err = q.NewRaw("SELECT '' AS topic, count(*) AS passages, count(DISTINCT "+saidBy+") AS people, count(DISTINCT "+saidFor+") AS accounts FROM ("+p.text+
		") t JOIN document ed ON ed.id = t.document_id"+whoSaid+" WHERE "+countable, p.args...).Scan(ctx, &c)
	return c, fault.Wrap(err, fault.CodeInternal, "count what holds a word")
}
