package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// WriteJSON writes the document as docs/report.md describes.
func WriteJSON(w io.Writer, doc *Document) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return fault.Wrap(e.Encode(doc), fault.CodeUnavailable, "write the report")
}

// summaryRows is how many lines a part of the summary has.
const summaryRows = 5

// summaryEnds is how many lines each end of a ranking has.
const summaryEnds = 2

// WriteSummary writes the report in a few lines; hint tells how to get all.
func WriteSummary(w io.Writer, doc *Document, hint bool) error {
	texts, err := wordsOf(doc.Language)
	if err != nil {
		return err
	}
	p := page{Document: doc, W: texts}
	var lines []string
	say := func(key string, params ...string) { lines = append(lines, texts.say("summary."+key, params...)) }
	f := texts.interval(doc.Metric.Unit, doc.Metric.Interval)
	say("figure", "metric", doc.Metric.Column+", "+p.metricName(), "value", f.Value, "low", f.Low, "high", f.High, "n", texts.count(doc.Metric.N))
	say("roles")
	lines = append(lines, p.roleLines()...)
	if a := p.First(); len(a.Rows) > 0 {
		say("actions")
		for i, r := range a.Rows[:min(summaryRows, len(a.Rows))] {
			lines = append(lines, fmt.Sprintf("  %d. %s: %s (%s)", i+1, r.Title, r.Gain.Value, texts.say("range", "low", r.Gain.Low, "high", r.Gain.High)))
		}
	} else {
		lines = append(lines, a.Note)
	}
	if rows := p.standing(); len(rows) > 0 {
		say("segments")
		for _, s := range rows[:min(summaryRows, len(rows))] {
			r := p.segmentRow(s)
			lines = append(lines, fmt.Sprintf("  %s: %s: %s (%s), n %s", r.Column, r.Name, r.Figure.Value, texts.say("range", "low", r.Figure.Low, "high", r.Figure.High), r.N))
		}
	}
	lines = append(lines, p.moreLines()...)
	if s := doc.Source; s.Dropped+s.Cells > 0 {
		say("left_out", "dropped", texts.count(s.Dropped), "cells", texts.count(s.Cells))
	}
	lines = append(lines, doc.Notes...)
	if hint {
		say("write")
	}
	_, err = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return fault.Wrap(err, fault.CodeUnavailable, "write the summary")
}

// roleLines say what the columns were taken for, a line a role.
func (p page) roleLines() []string {
	var lines []string
	for _, role := range []string{"score", "driver", "result", "segment", "unit", "channel", "language", "time", "text", "weight", "value", "outcome", "id", "cluster", "ignore"} {
		var names []string
		for _, r := range p.Roles {
			if r.Role != role {
				continue
			}
			name := r.Column
			if scale := p.scale(r.Scale); scale != "" && role == "score" {
				name += " (" + scale + ")"
			}
			names = append(names, name)
		}
		if len(names) > 0 {
			lines = append(lines, "  "+p.W.say("role."+role)+": "+strings.Join(names, ", "))
		}
	}
	return lines
}

// moreLines are the ends of rankings, the odds of what happened, and how many
// texts there are.
func (p page) moreLines() []string {
	var lines []string
	for _, r := range p.Rankings {
		lines = append(lines, p.W.say("summary.ranking", "column", r.Column, "real", p.W.interval("share", r.Spread.Real).Value))
		for i, row := range p.rankingRows(r.Items, r.Unit, span{}) {
			if i < summaryEnds || i >= len(r.Items)-summaryEnds {
				lines = append(lines, fmt.Sprintf("  %s: %s: %s (%s), n %s", p.W.say("ranking.rank", "rank", row.Rank), row.Name, row.Figure.Value, p.W.say("range", "low", row.Figure.Low, "high", row.Figure.High), row.N))
			}
		}
	}
	if h := p.Happened(); h != nil && len(h.Rows) > 0 {
		lines = append(lines, p.W.say("summary.outcome", "event", p.Outcome.Event, "column", p.Outcome.Column))
		for _, row := range h.Rows[:min(summaryRows, len(h.Rows))] {
			lines = append(lines, fmt.Sprintf("  %s: %s (%s)", row.Name, row.Odds.Value, p.W.say("range", "low", row.Odds.Low, "high", row.Odds.High)))
		}
	}
	if p.Texts.N > 0 {
		lines = append(lines, p.W.say("summary.texts", "n", p.W.count(p.Texts.N)))
	}
	return lines
}
