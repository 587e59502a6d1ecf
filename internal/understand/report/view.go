package report

import (
	"html/template"
	"math"
	"slices"
	"sort"
	"strings"
)

// Lead is the line under the heading.
func (p page) Lead() string {
	lead := p.W.say("lead", "file", p.Source.File, "used", p.W.count(p.Source.Used), "rows", p.W.count(p.Source.Rows), "date", p.W.day(p.MadeAt))
	for _, r := range p.Roles {
		if r.Role == "weight" {
			lead += " " + p.W.say("lead.weighted", "column", r.Column)
		}
	}
	return lead
}

// bounds are what the metric can be.
func (p page) bounds() span {
	switch p.Metric.Kind {
	case "nps":
		return span{-100, 100}
	case "share":
		return span{0, 1}
	}
	for _, r := range p.Roles {
		if r.Role == "score" && r.Scale != nil {
			return span{r.Scale.Min, r.Scale.Max}
		}
	}
	return span{math.Inf(-1), math.Inf(1)}
}

// standing is what the card of the figure shows.
type standing struct {
	Name, Counted, Method, Trouble string
	Figure                         shown
	Picture                        template.HTML
	Bins                           []bar
}

// bar is a row of a distribution.
type bar struct {
	Label, Share, Count string
	Width               float64
	Good                bool
}

// Stand is the card of the figure.
func (p page) Stand() standing {
	m := p.Metric
	s := standing{Name: p.metricName(), Figure: p.W.interval(m.Unit, m.Interval), Counted: p.W.say("n", "n", p.W.count(m.N))}
	if m.Weighted {
		s.Counted += ", " + p.W.say("n_effective", "n", p.W.num(m.NEffective, 0))
	}
	if m.Method != "" {
		s.Method = p.W.say("stand.note", "method", m.Method)
	}
	if m.Value == nil {
		s.Trouble = p.W.say("stand.trouble", "n", p.W.count(m.N))
	} else {
		s.Picture = p.gauge()
	}
	s.Bins = p.bars()
	return s
}

// metricName says what the figure is: the share of what.
func (p page) metricName() string {
	m := p.Metric
	if m.Kind != "share" {
		return p.W.say("metric." + m.Kind)
	}
	var good []string
	for _, r := range p.Roles {
		if r.Role != "score" || r.Scale == nil {
			continue
		}
		for _, g := range r.Scale.Good {
			label := r.Scale.Labels[number(g)]
			if label == "" {
				label = p.W.num(g, 0)
			}
			good = append(good, p.W.say("quoted", "text", label))
		}
	}
	if len(good) == 0 || len(good) > 4 {
		return p.W.say("metric.share")
	}
	return p.W.say("metric.share_of", "good", strings.Join(good, ", "))
}

// bars are the classes of an NPS, and the answers by score.
func (p page) bars() []bar {
	m := p.Metric
	var out []bar
	var most, all int64
	for _, b := range m.Distribution {
		most, all = max(most, b.N), all+b.N
	}
	add := func(label string, n int64, widest int64, good bool) {
		share := float64(n) / float64(max(1, all))
		out = append(out, bar{Label: label, Share: p.W.percent(share, 0), Count: p.W.count(n), Width: math.Round(1000*float64(n)/float64(max(1, widest))) / 10, Good: good})
	}
	if m.Kind == "nps" {
		for _, class := range []string{"promoter", "passive", "detractor"} {
			add(p.W.say("class."+class), m.Counts[class], all, class == "promoter")
		}
		return out
	}
	bins := slices.Clone(m.Distribution)
	down := p.bestIsLow()
	sort.Slice(bins, func(i, j int) bool { return bins[i].Score > bins[j].Score != down })
	for _, b := range bins {
		label := b.Label
		if label == "" {
			label = p.W.num(b.Score, places(b.Score))
		}
		add(label, b.N, most, b.Good && m.Kind == "share")
	}
	return out
}

// bestIsLow tells that the low end of the score's scale is the good one.
func (p page) bestIsLow() bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return r.Role == "score" && r.Scale != nil && r.Scale.Best == "min" })
}

func places(v float64) int {
	if v == math.Trunc(v) {
		return 0
	}
	return 1
}

// readRow is a row of how the table was read.
type readRow struct{ Column, Role, By, Scale, Why string }

// Read tells how each column was read, those with a use first; columns that
// were read alike share a row.
func (p page) Read() []readRow {
	var out []readRow
	for _, wanted := range []bool{true, false} {
		for _, r := range p.Roles {
			if (r.Role != "ignore") != wanted {
				continue
			}
			by := p.W.say("columns.guessed")
			if !r.Guessed {
				by = p.W.say("columns.named")
			}
			row := readRow{Column: r.Column, Role: p.W.say("role." + r.Role), By: by, Scale: p.scale(r.Scale), Why: r.Why}
			like := slices.IndexFunc(out, func(o readRow) bool {
				return o.Role == row.Role && o.By == row.By && o.Scale == row.Scale && o.Why == row.Why
			})
			if like < 0 {
				out = append(out, row)
				continue
			}
			out[like].Column += ", " + row.Column
		}
	}
	return out
}

func (p page) scale(s *Scale) string {
	if s == nil {
		return ""
	}
	parts := []string{p.W.num(s.Min, places(s.Min)) + dash + p.W.num(s.Max, places(s.Max))}
	if s.Best == "min" && len(s.Labels) == 0 {
		parts = append(parts, p.W.say("columns.best_low"))
	}
	if len(s.Missing) > 0 {
		parts = append(parts, p.W.say("columns.without", "codes", strings.Join(s.Missing, ", ")))
	}
	if len(s.Good) > 0 {
		var good []string
		for _, g := range s.Good {
			label := s.Labels[number(g)]
			if label == "" {
				label = p.W.num(g, places(g))
			}
			good = append(good, label)
		}
		parts = append(parts, p.W.say("columns.good", "values", strings.Join(good, ", ")))
	}
	return strings.Join(parts, "; ")
}

// lossesShown is how many rejects the page lists.
const lossesShown = 20

// Lost says what could not be read.
func (p page) Lost() string {
	s := p.Source
	text := p.W.say("rejects.none")
	if s.Dropped+s.Cells > 0 {
		text = p.W.say("rejects.note", "dropped", p.W.count(s.Dropped), "cells", p.W.count(s.Cells))
	}
	if s.Unscored > 0 {
		text += " " + p.W.say("rejects.unscored", "n", p.W.count(s.Unscored))
	}
	if len(s.Rejected) > lossesShown {
		text += " " + p.W.say("rejects.rest", "shown", p.W.count(lossesShown))
	}
	return text
}

// Losses are the first rejects.
func (p page) Losses() []Reject { return p.Source.Rejected[:min(lossesShown, len(p.Source.Rejected))] }

// Joined says how a table fitted.
func (p page) Joined(j Join) string {
	return p.W.say("joins.line", "file", j.File, "on", j.On, "matched", p.W.count(j.Matched), "rows", p.W.count(j.Rows), "unused", p.W.count(j.Unused), "twice", p.W.count(j.Twice))
}
