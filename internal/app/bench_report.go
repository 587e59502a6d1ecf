package app

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the raw engine to compare with

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/understand/report"
)

// The table of the bench: 20 columns, of which one in benchReportMissing
// ratings is empty.
const (
	benchReportRows    = 1_000_000
	benchReportRatings = 10
	benchReportMissing = 20
)

// benchReport compares a report of a large file, from its bytes to page and
// JSON, with what the engine's own reader of CSV and the raw queries need for
// the same file: the metric, its trend, its segments, and all products of pairs
// of ratings by bucket, of everybody and of each segment that actions are looked
// for in.
func benchReport(ctx context.Context, c BenchConfig, dir string) error {
	rows := min(c.Rows, benchReportRows)
	path := filepath.Join(dir, "answers.csv")
	size, err := writeReportCSV(path, rows)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%d rows of 20 columns, %d MB\n", rows, size>>20)
	var raw, ours [2]time.Duration
	for i := range raw { // in turn, so that whatever else the machine does falls on both
		if raw[i], err = timed(func() error { return rawReport(ctx, dir, path) }); err != nil {
			return err
		}
		if ours[i], err = timed(func() error { return wholeReport(ctx, path) }); err != nil {
			return err
		}
	}
	r, o := min(raw[0], raw[1]), min(ours[0], ours[1])
	fmt.Fprintf(c.Out, "%-40s %7.1f s\n", "the engine's reader and raw queries", r.Seconds())
	fmt.Fprintf(c.Out, "%-40s %7.1f s  %5.2f x\n", "balcony report", o.Seconds(), o.Seconds()/r.Seconds())
	return nil
}

func timed(work func() error) (time.Duration, error) {
	began := time.Now()
	err := work()
	return time.Since(began), err
}

var benchReportSegments = []string{"region", "plan", "channel"}

func wholeReport(ctx context.Context, path string) error {
	doc, err := Report(ctx, ReportConfig{File: path, Choice: collect.SheetChoice{Segments: benchReportSegments}})
	if err != nil {
		return err
	}
	if len(doc.Drivers.Items) != benchReportRatings || doc.Drivers.R2Value == nil || len(doc.Trend) == 0 || len(doc.Actions) == 0 {
		return errors.New("the report lacks a part")
	}
	return errors.Join(report.WriteHTML(io.Discard, doc), report.WriteJSON(io.Discard, doc))
}

// rawReport reads the file with the engine and asks the raw queries.
func rawReport(ctx context.Context, dir, path string) (err error) {
	db, err := sql.Open("duckdb", filepath.Join(dir, "raw.duckdb"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), os.Remove(filepath.Join(dir, "raw.duckdb"))) }()
	nps := "100.0 * (count(*) FILTER (WHERE recommend >= 9) - count(*) FILTER (WHERE recommend <= 6)) / count(*), count(*)"
	bucket := "hash(id) % 64"
	queries := []string{
		"CREATE TABLE a AS SELECT * FROM read_csv('" + path + "')",
		"SELECT " + nps + " FROM a WHERE recommend IS NOT NULL",
		"SELECT date_trunc('month', date), " + nps + " FROM a WHERE recommend IS NOT NULL GROUP BY 1",
		"SELECT " + bucket + ", " + products() + " FROM a WHERE recommend IS NOT NULL GROUP BY 1",
	}
	for _, key := range benchReportSegments {
		queries = append(queries,
			"SELECT "+key+", "+nps+" FROM a WHERE recommend IS NOT NULL GROUP BY 1",
			"SELECT "+key+", "+bucket+", "+products()+" FROM a WHERE recommend IS NOT NULL GROUP BY 1, 2")
	}
	for _, q := range queries {
		if err := drain(ctx, db, q); err != nil {
			return fmt.Errorf("raw query: %w", err)
		}
	}
	return nil
}

// products are the sums of all products of two ratings, or of one and the
// score.
func products() string {
	columns := []string{"recommend"}
	for i := range benchReportRatings {
		columns = append(columns, ratingName(i))
	}
	var sums []string
	for i, a := range columns {
		for _, b := range columns[i:] {
			sums = append(sums, "sum("+a+" * "+b+")")
		}
	}
	return strings.Join(sums, ", ")
}

func ratingName(i int) string { return "rating_" + strconv.Itoa(i+1) }

func drain(ctx context.Context, db *sql.DB, query string) error {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}

// writeReportCSV writes invented answers and tells their size.
func writeReportCSV(path string, rows int) (size int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	head := []string{"id", "date", "recommend"}
	for i := range benchReportRatings {
		head = append(head, ratingName(i))
	}
	head = append(head, "region", "plan", "channel", "country", "age", "spend", "comment")
	fmt.Fprintln(w, strings.Join(head, ","))
	r := rand.New(rand.NewPCG(20261122, 3))
	var line []byte
	for i := range rows {
		line = appendReportRow(line[:0], r, i)
		if _, err := w.Write(line); err != nil {
			return 0, err
		}
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// appendReportRow writes one row: the first ratings matter, the last do not.
func appendReportRow(b []byte, r *rand.Rand, i int) []byte {
	b = append(strconv.AppendInt(append(b, "r"...), int64(i), 10), ',')
	b = append(time.Date(2024, 11, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(730)).AppendFormat(b, time.DateOnly), ',')
	mood, sum := r.NormFloat64(), 0.0
	var ratings [benchReportRatings]int
	for j := range ratings {
		ratings[j] = int(min(5, max(1, 3.5+mood+r.NormFloat64()+.5)))
		sum += float64(ratings[j]) / float64(j+1)
	}
	b = strconv.AppendInt(b, int64(min(10, max(0, .9*sum+r.NormFloat64()))), 10)
	for _, v := range ratings {
		b = append(b, ',')
		if r.IntN(benchReportMissing) > 0 {
			b = strconv.AppendInt(b, int64(v), 10)
		}
	}
	for _, list := range [][]string{{"north", "south", "east", "west"}, {"basic", "plus", "gold"}, {"web", "phone", "shop"}, {"FR", "DE", "ES", "IT", "NL", "BE"}} {
		b = append(append(b, ','), list[r.IntN(len(list))]...)
	}
	b = strconv.AppendInt(append(b, ','), int64(18+r.IntN(70)), 10)
	b = strconv.AppendFloat(append(b, ','), 10+r.ExpFloat64()*90, 'f', 2, 64)
	return append(b, ",it was as we had hoped and the people were kind\n"...)
}
