package people

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// ExportFormat names the shape of a person's file and its version.
const ExportFormat = "balcony.person/1"

// ExportPerson gives what writes all that is kept of a person, once it is
// written down that it is told: one JSON object with format, made_at, keys, and
// sections, each a list. It is read in one snapshot and written as it is read.
// confidential, which is for the operator alone, adds what the person said in the
// confidence of their firm; else it is left out, and the file says so.
func (s *Service) ExportPerson(ctx context.Context, id string, confidential bool) (func(ctx context.Context, w io.Writer) error, error) {
	if err := mayAnswer(ctx); err != nil {
		return nil, err
	}
	if confidential && !access.From(ctx).IsSystem() {
		return nil, fault.New(fault.CodeForbidden, "Only the operator exports what was said in the confidence of a firm.")
	}
	p, err := s.startExport(ctx, id)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, w io.Writer) error {
		out := &personFile{w: w, json: json.NewEncoder(w)}
		err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
			out.begin(p, s.now().UTC(), confidential)
			for _, room := range append([]Exporter{registry{}}, s.rooms.Exporters...) {
				if err := room.ExportPerson(ctx, q, p, confidential, out.tell); err != nil {
					return err
				}
			}
			out.end()
			return out.err
		})
		return fault.Wrap(err, fault.CodeInternal, "export a person")
	}, nil
}

// ExportPersonByKey is ExportPerson of the customer with a key.
func (s *Service) ExportPersonByKey(ctx context.Context, key string, confidential bool) (func(ctx context.Context, w io.Writer) error, error) {
	var ids []string
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id FROM customer WHERE key = ?", key).Scan(ctx, &ids)
	})
	if err == nil && len(ids) == 0 {
		return nil, fault.NotFound("customer")
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find customer")
	}
	return s.ExportPerson(ctx, ids[0], confidential)
}

// startExport finds the person and writes down, before anything is told, that
// it is.
func (s *Service) startExport(ctx context.Context, id string) (p Person, err error) {
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if p, err = personOf(ctx, tx, id); err != nil {
			return err
		}
		r, err := s.taken(ctx, tx, RightExport, p, "")
		if err != nil {
			return err
		}
		if _, err := s.answer(ctx, tx, r, Tally{}); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "person.exported", p.ID, nil)
	})
	return p, err
}

// personFile writes sections as items come.
type personFile struct {
	w       io.Writer
	json    *json.Encoder
	section string
	err     error
}

func (f *personFile) text(s string) {
	if f.err == nil {
		_, f.err = io.WriteString(f.w, s)
	}
}

func (f *personFile) value(v any) {
	if f.err == nil {
		f.err = f.json.Encode(v)
	}
}

func (f *personFile) begin(p Person, now time.Time, confidential bool) {
	f.text(`{"format":`)
	f.value(ExportFormat)
	f.text(`,"made_at":`)
	f.value(now)
	f.text(`,"keys":`)
	f.value(p.Keys)
	if !confidential {
		f.text(`,"note":"What was said in the confidence of a firm is not told by name and is not part of this file."`)
	}
	f.text(`,"sections":{`)
}

// tell writes an item; sections come one after another.
func (f *personFile) tell(section string, item any) error {
	switch {
	case section != f.section && f.section == "":
		f.value(section)
		f.text(":[")
	case section != f.section:
		f.text("],")
		f.value(section)
		f.text(":[")
	default:
		f.text(",")
	}
	f.section = section
	f.value(item)
	return f.err
}

func (f *personFile) end() {
	if f.section != "" {
		f.text("]")
	}
	f.text("}}\n")
}
