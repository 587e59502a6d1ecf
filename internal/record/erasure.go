package record

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// ErasureLog is the file in the data folder that lists erasures outside of the
// record, and so outlives the restoring of an older one.
const ErasureLog = "erasures.log"

// Erasure is one thing erased for good.
type Erasure struct {
	Kind    string    `json:"kind"`    // what it was: "person", "answer"
	Subject string    `json:"subject"` // its id
	At      time.Time `json:"at"`
	// How it was erased, in the words of the room that did; "" where it did not
	// say. It names ids and ways only, never persons.
	How string `json:"how,omitempty"`
}

// Eraser erases again what an older record still holds. Erasing what is not
// there is no error.
type Eraser func(ctx context.Context, tx *Tx, e Erasure) error

// Erased notes in the transaction that the subjects are erased for good. When
// Write returns they are in the erasure log too; erasing is no work for Join.
func (tx *Tx) Erased(ctx context.Context, kind string, at time.Time, subjects ...string) error {
	return tx.ErasedAs(ctx, kind, "", at, subjects...)
}

// ErasedAs is Erased that says how, for whoever erases it again.
func (tx *Tx) ErasedAs(ctx context.Context, kind, how string, at time.Time, subjects ...string) error {
	for _, subject := range subjects {
		_, err := tx.Exec(ctx, `INSERT INTO erasure (kind, subject, at, how) VALUES (?, ?, ?, ?) ON CONFLICT (kind, subject) DO NOTHING`,
			kind, subject, Micros(at), how)
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "note erasure")
		}
		tx.erasures = append(tx.erasures, Erasure{Kind: kind, Subject: subject, At: at.UTC(), How: how})
	}
	return nil
}

// Erasures are all that the record knows of, oldest first.
func (s *Store) Erasures(ctx context.Context) (all []Erasure, err error) {
	err = s.View(ctx, func(ctx context.Context, q Querier) error {
		rows, err := q.QueryContext(ctx, `SELECT kind, subject, at, how FROM erasure ORDER BY at, kind, subject`)
		if err != nil {
			return err
		}
		all, err = scanErasures(rows)
		return err
	})
	return all, fault.Wrap(err, fault.CodeUnavailable, "read erasures")
}

func scanErasures(rows *sql.Rows) (all []Erasure, err error) {
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var e Erasure
		var at int64
		if err := rows.Scan(&e.Kind, &e.Subject, &at, &e.How); err != nil {
			return nil, err
		}
		e.At = Time(at)
		all = append(all, e)
	}
	return all, rows.Err()
}

// noteErasures brings the erasure log up to the record: a crash may have come
// between the commit and the log.
func (s *Store) noteErasures(ctx context.Context) error {
	if s.dir == "" {
		return nil
	}
	inRecord, err := s.Erasures(ctx)
	if err != nil || len(inRecord) == 0 {
		return err
	}
	if err := dropTornLine(filepath.Join(s.dir, ErasureLog)); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "mend erasure log")
	}
	inLog, err := ReadErasures(filepath.Join(s.dir, ErasureLog))
	if err != nil {
		return err
	}
	return s.logErasures(Missing(inRecord, inLog))
}

// dropTornLine cuts off a last line that a crash left without its end, so that
// the next does not run into it. The record still knows of it.
func dropTornLine(path string) error {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	whole := int64(bytes.LastIndexByte(content, '\n') + 1)
	if err != nil || whole == int64(len(content)) {
		return err
	}
	return os.Truncate(path, whole)
}

// Missing are the erasures of all that are not among known.
func Missing(all, known []Erasure) []Erasure {
	type key struct{ kind, subject string }
	there := make(map[key]bool, len(known))
	for _, e := range known {
		there[key{e.Kind, e.Subject}] = true
	}
	var missing []Erasure
	for _, e := range all {
		if k := (key{e.Kind, e.Subject}); !there[k] {
			there[k] = true
			missing = append(missing, e)
		}
	}
	return missing
}

// logErasures appends to the erasure log, durably.
func (s *Store) logErasures(all []Erasure) error {
	if len(all) == 0 || s.dir == "" {
		return nil
	}
	s.erasing.Lock()
	defer s.erasing.Unlock()
	return fault.Wrap(appendErasures(filepath.Join(s.dir, ErasureLog), all), fault.CodeUnavailable, "write erasure log")
}

func appendErasures(path string, all []Erasure) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	var lines []byte
	for _, e := range all {
		line, err := json.Marshal(e)
		if err != nil {
			return errors.Join(err, file.Close())
		}
		lines = append(append(lines, line...), '\n')
	}
	_, err = file.Write(lines)
	return errors.Join(err, file.Sync(), file.Close(), syncFolder(filepath.Dir(path)))
}

// ReadErasures reads an erasure log; none when there is no such file. A last
// line that a crash cut short is passed over: its write was never confirmed.
func ReadErasures(path string) ([]Erasure, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read erasure log")
	}
	defer func() { _ = file.Close() }()
	var all []Erasure
	r := bufio.NewReader(file)
	for n := 1; ; n++ {
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeUnavailable, "read erasure log")
		}
		var e Erasure
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fault.Wrap(fmt.Errorf("line %d: %w", n, err), fault.CodeInvalid, "read erasure log "+path)
		}
		all = append(all, e)
	}
}
