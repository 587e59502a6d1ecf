package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/balcony-cx/balcony/internal/app"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

type reportCommand struct {
	File string `arg:"" help:"Table of feedback: CSV, TSV, XLSX, JSON Lines or Parquet."`

	Score       string   `help:"Column of the score to report on." placeholder:"COLUMN"`
	Scale       string   `help:"Scale of the score, from worst to best: 0-10, 5-1." placeholder:"WORST-BEST"`
	Good        string   `help:"Answers that count as good; the figure is their share." placeholder:"VALUES"`
	Drivers     []string `help:"Columns that may drive the score; none for none." sep:"none" placeholder:"COLUMNS"`
	DriverScale string   `help:"Scale of the drivers, from worst to best." placeholder:"WORST-BEST"`
	Missing     []string `help:"Codes that mean no answer: 0,99 for all drivers, COLUMN=11 for one column; repeatable." sep:"none" placeholder:"CODES"`
	Segments    []string `help:"Columns to compare by; none for none." sep:"none" placeholder:"COLUMNS"`
	Time        string   `help:"Column that says when the answer was given; none for none, as with the five below." placeholder:"COLUMN"`
	Text        []string `help:"Columns of comments." sep:"none" placeholder:"COLUMNS"`
	Weight      string   `help:"Column of weights." placeholder:"COLUMN"`
	Value       string   `help:"Column that says what the customer is worth." placeholder:"COLUMN"`
	Outcome     string   `help:"Column of what happened: left, renewed." placeholder:"COLUMN"`
	ID          string   `name:"id" help:"Column that says who answered." placeholder:"COLUMN"`
	Cluster     string   `help:"Column whose answers belong together: firm, household." placeholder:"COLUMN"`
	Join        []string `help:"Further table whose columns are added; repeatable." sep:"none" placeholder:"FILE"`
	On          []string `help:"Columns by which the further table joins, in the order of --join." sep:"none" placeholder:"LEFT=RIGHT"`
	Pivot       []string `help:"Of a long further table, the columns of names and values, in the order of --join; empty for a wide one." sep:"none" placeholder:"NAME=VALUE"`
	Lang        string   `help:"Language of the report: en or fr." default:"en"`
	HTML        string   `name:"html" help:"Write the report as one page." type:"path" placeholder:"FILE"`
	JSON        string   `name:"json" help:"Write the report as JSON; - for standard output." placeholder:"FILE"`
}

// Run makes the report and writes it where it is asked for; without a place,
// a summary goes to standard output.
func (c *reportCommand) Run(ctx context.Context) error {
	doc, err := app.Report(ctx, app.ReportConfig{File: c.File, Join: c.Join, On: c.On, Pivot: c.Pivot, Choice: c.choice(), Language: c.Lang})
	if err != nil {
		return err
	}
	return c.write(doc)
}

func (c *reportCommand) write(doc *report.Document) error {
	if c.HTML != "" {
		if err := writeFile(c.HTML, func(w io.Writer) error { return report.WriteHTML(w, doc) }); err != nil {
			return err
		}
	}
	switch c.JSON {
	case "-":
		return report.WriteJSON(os.Stdout, doc)
	case "":
	default:
		if err := writeFile(c.JSON, func(w io.Writer) error { return report.WriteJSON(w, doc) }); err != nil {
			return err
		}
	}
	return report.WriteSummary(os.Stdout, doc, c.HTML == "" && c.JSON == "")
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fault.Newf(fault.CodeInvalid, "%q cannot be written.", path)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if err = errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	return fault.Wrap(os.Rename(f.Name(), path), fault.CodeUnavailable, "write the report")
}

func (c *reportCommand) choice() collect.SheetChoice {
	out := collect.SheetChoice{
		Score: c.Score, Scale: c.Scale, DriverScale: c.DriverScale, Drivers: c.Drivers, Segments: c.Segments, Texts: c.Text, Missing: c.Missing,
		Time: c.Time, Weight: c.Weight, Value: c.Value, Outcome: c.Outcome, ID: c.ID, Cluster: c.Cluster,
	}
	if c.Good != "" {
		out.Good = []string{c.Good}
	}
	if len(c.Drivers) == 1 && c.Drivers[0] == "none" {
		out.Drivers, out.NoDrivers = nil, true
	}
	if len(c.Segments) == 1 && c.Segments[0] == "none" {
		out.Segments, out.NoSplit = nil, true
	}
	return out
}
