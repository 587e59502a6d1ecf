package report

import "strings"

// said is what the card of the texts shows.
type said struct {
	Note   string
	Groups []saidGroup
}

type saidGroup struct {
	Title  string
	Quotes []saidQuote
}

type saidQuote struct{ Text, From string }

// Said is the card of what people said; nil where no column holds texts.
func (p page) Said() *said {
	t := p.Texts
	if t.Trouble == "no_texts" || len(t.Columns) == 0 {
		return nil
	}
	if t.Trouble != "" || len(t.Groups) == 0 {
		return &said{Note: p.W.say("texts.few", "n", p.W.count(t.N))}
	}
	s := &said{Note: p.W.say("texts.note", "n", p.W.count(t.N), "rule", p.textRule())}
	for _, g := range t.Groups {
		group := saidGroup{Title: p.W.say("texts."+g.Kind, "driver", g.Driver)}
		for _, q := range g.Quotes {
			group.Quotes = append(group.Quotes, p.quote(g, q))
		}
		s.Groups = append(s.Groups, group)
	}
	return s
}

// textRule says by what the texts were chosen; without days the later rows go
// first.
func (p page) textRule() string {
	for _, g := range p.Texts.Groups {
		for _, q := range g.Quotes {
			if q.Month != "" {
				return p.W.say("texts.rule_timed")
			}
		}
	}
	return p.W.say("texts.rule")
}

func (p page) quote(g TextGroup, q TextShow) saidQuote {
	score := q.Label
	if score == "" {
		score = p.W.num(q.Score, places(q.Score))
	}
	name := p.Metric.Column
	if g.Kind == "driver" {
		name = g.Driver
	}
	from := []string{p.W.say("texts.score", "column", name, "score", score)}
	if q.Month != "" {
		from = append(from, q.Month)
	}
	if len(p.Texts.Columns) > 1 {
		from = append(from, q.Column)
	}
	return saidQuote{Text: p.W.say("quoted", "text", q.Text), From: strings.Join(from, " · ")}
}
