package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

// ReportConfig says what to report on.
type ReportConfig struct {
	File     string   // a table in any format that imports read
	Join     []string // further tables whose columns are added
	On       []string // LEFT=RIGHT of each
	Pivot    []string // NAME=VALUE of each long one, "" for wide ones
	Choice   collect.SheetChoice
	Language string // en or fr; "" for English
	Now      func() time.Time
}

// Report makes a report of a table: without a server, an account or a record.
// Its facts live in a temporary folder that is gone when it returns, whatever
// ends it. Input that cannot be used is invalid.
func Report(ctx context.Context, c ReportConfig) (doc *report.Document, err error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	dir, err := os.MkdirTemp("", "balcony-report-")
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "make a temporary folder")
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	in, err := openReportTable(ctx, c, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.close()) }()
	sheet := collect.NewFactSheet(in.format, in.profile)
	if err := sheet.Choose(c.Choice); err != nil {
		return nil, err
	}
	now := c.Now()
	if err := sheet.Settle(now); err != nil {
		return nil, err
	}
	ctx = access.System(ctx, "report")
	made := &reportFacts{sheet: sheet, table: in, now: now}
	service, err := made.open(ctx, dir, c.Now)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, made.close()) }()
	return report.Compute(ctx, report.Input{
		Figures: service, Sheet: sheet, Count: made.count, File: filepath.Base(c.File), Joins: in.joins, Language: c.Language, Now: now,
	})
}
