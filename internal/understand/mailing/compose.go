package mailing

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/understand"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

// rows is how many values of a cut a mail lists.
const rows = 12

// shelf is how long a mail that could not be sent is still worth sending.
const shelf = 3 * 24 * time.Hour

// compose writes what a view shows to whoever ctx is.
func (s *Service) compose(ctx context.Context, r mailRow) (access.Mail, error) {
	view, err := s.o.Figures.View(ctx, r.ViewID)
	if err != nil {
		return access.Mail{}, err
	}
	var d report.Digest
	if view.Path == boardPath {
		d, err = s.board(ctx, r.Language, view)
	} else {
		d, err = s.digest(ctx, r.Language, view.ProgramID, view.Params)
	}
	if err != nil {
		return access.Mail{}, err
	}
	table, err := json.Marshal(d.Rows)
	if err != nil {
		return access.Mail{}, fault.Wrap(err, fault.CodeInternal, "write the rows of a mail")
	}
	return access.Mail{Template: "view", Expires: s.o.Now().Add(shelf), Data: map[string]string{
		"name": access.From(ctx).Name, "view": view.Name, "link": s.link(ctx, view.ID), "figure": d.Figure,
		"line": d.Line, "change": d.Change, "filter": d.Filter, "rows": string(table), "heading": d.Heading,
	}}, nil
}

// boardPath is the screen of dashboards, whose tiles are copies of views.
const boardPath = "/dashboard"

// tile is a view on a dashboard, as the page keeps it.
type tile struct {
	Name   string `json:"name"`
	Path   string `json:"path"`
	Params params `json:"params"`
}

// mostTiles is how many tiles of a dashboard are mailed.
const mostTiles = 12

// board is a row for each tile that shows a figure.
func (s *Service) board(ctx context.Context, language string, view *understand.SavedView) (report.Digest, error) {
	out := report.Digest{Rows: []report.DigestRow{}}
	tiles := view.Params["tile"]
	for _, text := range tiles[:min(len(tiles), mostTiles)] {
		var t tile
		if err := json.Unmarshal([]byte(text), &t); err != nil || t.Path == "/answers" {
			continue // answers themselves are not mailed
		}
		d, err := s.digest(ctx, language, view.ProgramID, t.Params)
		if err != nil {
			return out, err
		}
		label := t.Name + " (" + d.Heading
		if d.Filter != "" {
			label += "; " + d.Filter
		}
		out.Rows = append(out.Rows, report.DigestRow{Label: label + ")", Figure: d.Figure, Detail: d.Line + ". " + d.Change})
	}
	return out, nil
}

// digest asks what a screen would ask, its metric by its cuts and what
// changed in its last two periods, and puts it into words.
func (s *Service) digest(ctx context.Context, language, program string, p params) (report.Digest, error) {
	id := p.one("measure")
	if id == "" {
		var err error
		if id, err = s.o.Main(ctx, program); err != nil {
			return report.Digest{}, err
		}
	}
	f, err := s.filter(ctx, p)
	if err != nil {
		return report.Digest{}, err
	}
	query := understand.Query{Measure: id, Filter: f, Limit: rows}
	for _, by := range p["by"] {
		if by != "" && by != "none" {
			query.By = append(query.By, by)
		}
	}
	metric, err := s.o.Figures.Metric(ctx, query)
	if err != nil {
		return report.Digest{}, err
	}
	f.From = "" // changes are of whole periods
	period := understand.Period(p.one("period"))
	if period == understand.PeriodNone {
		period = ""
	}
	changes, err := s.o.Figures.Changes(ctx, understand.ChangesQuery{Measure: id, Period: period, Filter: f, Limit: 1})
	if err != nil {
		return report.Digest{}, err
	}
	return report.NewDigest(language, metric, changes)
}

// params are what a saved view keeps of its screen's address.
type params map[string][]string

func (p params) one(name string) string {
	if len(p[name]) == 0 {
		return ""
	}
	return p[name][0]
}

func (s *Service) filter(ctx context.Context, p params) (understand.Filter, error) {
	f, err := understand.ReadFilter(understand.FigureFilter{
		From: p.one("from"), To: p.one("to"), Where: p["where"], ScoreMin: p.one("score_min"), ScoreMax: p.one("score_max"),
		Weighted: p.one("weighted") == "true",
	})
	if err != nil {
		return f, err
	}
	if last := p.one("last"); last != "" {
		f.From, f.To, err = s.lastDays(ctx, last)
	}
	return f, err
}

// lastDays are the days of a period that moves with the calendar, by the
// names that the page's addresses give them.
func (s *Service) lastDays(ctx context.Context, last string) (from, to string, err error) {
	zone, err := s.o.Zone(ctx)
	if err != nil {
		return "", "", fault.Wrap(err, fault.CodeInternal, "read the time zone")
	}
	begin, err := s.o.Fiscal(ctx)
	if err != nil {
		return "", "", fault.Wrap(err, fault.CodeInternal, "read the fiscal year")
	}
	y, m, d := s.o.Now().In(zone).Date()
	first, end := moving(last, time.Date(y, m, d, 0, 0, 0, 0, time.UTC), begin)
	if first.IsZero() {
		return "", "", fault.Invalid("last", "There is no period of this name: "+strconv.Quote(last)+".")
	}
	return first.Format(time.DateOnly), end.Format(time.DateOnly), nil
}

// moving is the first and last day of a moving period; zero where it has no
// such name.
func moving(last string, today time.Time, begin time.Month) (first, end time.Time) {
	switch last {
	case "30d":
		return today.AddDate(0, 0, -29), today
	case "90d":
		return today.AddDate(0, 0, -89), today
	case "12m":
		return today.AddDate(-1, 0, 1), today
	}
	months := 12
	if strings.HasSuffix(last, "fiscal_quarter") {
		months = 3
	} else if !strings.HasSuffix(last, "fiscal_year") {
		return first, end
	}
	since := (int(today.Month()) - int(begin) + 12) % months
	start := time.Date(today.Year(), today.Month()-time.Month(since), 1, 0, 0, 0, 0, time.UTC)
	if strings.HasPrefix(last, "last_") {
		return start.AddDate(0, -months, 0), start.AddDate(0, 0, -1)
	}
	return start, today
}
