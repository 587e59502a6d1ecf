package interchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/balcony-cx/balcony/internal/interchange/jsonl"
	"github.com/balcony-cx/balcony/internal/interchange/parquet"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/interchange/xes"
	"github.com/balcony-cx/balcony/internal/interchange/xlsx"
)

// headBytes is how much of a file tells its kind.
const headBytes = 1 << 16

// Detect finds out what a file is and how its table is written, as far as the
// choice leaves it open. It fails with the errors of package table.
func Detect(src io.ReadSeeker, as table.Choice, limits table.Limits) (table.Format, error) {
	size, head, err := begin(src)
	if err != nil {
		return table.Format{}, err
	}
	switch kindOf(head) {
	case kindOld:
		return table.Format{}, oldWorkbook(src)
	case kindZip:
		return xlsx.Detect(at(src), size, as, limits)
	case kindParquet:
		return parquet.Detect(at(src), size, limits)
	case kindEventLog:
		return xes.Detect(src, size, limits)
	case kindJSONLines:
		return jsonl.Detect(src, limits)
	case kindJSON:
		return table.Format{}, table.ErrJSON
	}
	return table.DetectAs(src, as, limits)
}

// Open streams the rows of a file whose format is known. Close them after use;
// the file stays its owner's.
func Open(src io.ReadSeeker, format table.Format, limits table.Limits) (table.Rows, error) {
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	switch format.Kind {
	case table.Workbook:
		return xlsx.Open(at(src), format, limits)
	case table.Parquet:
		return parquet.Open(at(src), format, limits)
	case table.EventLog:
		return xes.Open(src, format, limits)
	case table.JSONLines:
		return jsonl.Open(src, format, limits), nil
	case table.Delimited:
		return table.NewReader(src, format, limits)
	}
	return nil, fmt.Errorf("interchange: no reader for files of kind %q", format.Kind)
}

// Scan reads all rows once and profiles the columns. Times without a zone are
// taken as zone. progress, which may be nil, hears how many bytes of
// Format.Size are done.
func Scan(ctx context.Context, src io.ReadSeeker, format table.Format, limits table.Limits, zone *time.Location, progress func(done int64)) (p *table.Profile, err error) {
	rows, err := Open(src, format, limits)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	return table.ScanRows(ctx, rows, format, zone, progress)
}

// begin tells size and beginning of a file and goes back to its first byte.
func begin(src io.ReadSeeker) (size int64, head []byte, err error) {
	if size, err = src.Seek(0, io.SeekEnd); err != nil {
		return 0, nil, err
	}
	if _, err = src.Seek(0, io.SeekStart); err != nil {
		return 0, nil, err
	}
	head = make([]byte, min(size, headBytes))
	if _, err = io.ReadFull(src, head); err != nil {
		return 0, nil, err
	}
	_, err = src.Seek(0, io.SeekStart)
	return size, head, err
}

// at reads a file anywhere. A source that can only seek is moved about, so it
// must not be read by anybody else meanwhile.
func at(src io.ReadSeeker) io.ReaderAt {
	if r, ok := src.(io.ReaderAt); ok {
		return r
	}
	return &seeking{src: src}
}

type seeking struct{ src io.ReadSeeker }

func (s *seeking) ReadAt(p []byte, off int64) (int, error) {
	if _, err := s.src.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.src, p)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	return n, err
}
