package xes

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// field is one attribute with its name as a column.
type field struct{ name, value string }

// events gives the events of a log one after another.
type events struct {
	src    *source
	open   []string // names of the elements that are open
	keys   []string // the keys of open attributes of a trace or event, "" for a container of them
	place  place
	trace  []field
	event  []field
	within bool // an event was met in the trace
	ended  bool // the log was closed
}

// place is where in a log the reader stands.
type place int

const (
	outside place = iota
	inLog
	inTrace
	inEvent
)

func newEvents(src io.Reader, limits table.Limits) (*events, error) {
	s, err := newSource(src, limits)
	if err != nil {
		return nil, err
	}
	return &events{src: s}, nil
}

// next reads up to the end of the next event; io.EOF after the log. What it
// gives holds until the next call.
func (r *events) next() (trace, event []field, err error) {
	for {
		token, err := r.src.next()
		if err == io.EOF { //nolint:errorlint // next gives io.EOF itself
			if !r.ended || len(r.open) > 0 {
				err = r.src.damage(io.ErrUnexpectedEOF)
			}
			return nil, nil, err
		}
		if err != nil {
			return nil, nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if err := r.begin(e); err != nil {
				return nil, nil, err
			}
		case xml.EndElement:
			done, err := r.end(e.Name.Local)
			if err != nil {
				return nil, nil, err
			}
			if done {
				return r.trace, r.event, nil
			}
		}
	}
}

func (r *events) begin(e xml.StartElement) error {
	name := e.Name.Local
	if len(r.open) >= r.src.limits.Depth {
		return fmt.Errorf("%w: more than %d levels", table.ErrTooLarge, r.src.limits.Depth)
	}
	r.open = append(r.open, name)
	switch {
	case r.place == outside && name == "log" && len(r.open) == 1 && !r.ended:
		r.place = inLog
	case r.place == inLog && name == "trace" && len(r.open) == 2:
		r.place, r.trace, r.within = inTrace, r.trace[:0], false
	case r.place == inLog && name == "event" && len(r.open) == 2: // outside any trace
		r.place, r.trace, r.event = inEvent, r.trace[:0], r.event[:0]
	case r.place == inTrace && name == "event" && len(r.open) == 3:
		r.place, r.within, r.event = inEvent, true, r.event[:0]
	case r.place == inTrace || r.place == inEvent:
		return r.attribute(e)
	}
	return nil
}

// attribute adds what an element of a trace or event says.
func (r *events) attribute(e xml.StartElement) error {
	key, value, keyed := attribute(e)
	r.keys = append(r.keys, key)
	if !keyed || r.place == inTrace && r.within {
		return nil
	}
	if len(r.trace)+len(r.event) >= 4*r.src.limits.Columns {
		return table.ErrColumns
	}
	var name []string
	for _, k := range r.keys {
		if k != "" {
			name = append(name, k)
		}
	}
	f := field{strings.Join(name, "."), value}
	if r.place == inTrace {
		f.name = "case:" + f.name
		r.trace = append(r.trace, f)
		return nil
	}
	r.event = append(r.event, f)
	return nil
}

// end closes an element and tells whether an event ended with it.
func (r *events) end(name string) (event bool, err error) {
	if len(r.open) == 0 || r.open[len(r.open)-1] != name {
		return false, r.src.damage(fmt.Errorf("</%s> closes nothing", name))
	}
	r.open = r.open[:len(r.open)-1]
	if len(r.keys) > 0 {
		r.keys = r.keys[:len(r.keys)-1]
		return false, nil
	}
	switch {
	case r.place == inEvent:
		r.place = inLog
		if len(r.open) == 2 {
			r.place = inTrace
		}
		return true, nil
	case r.place == inTrace:
		r.place = inLog
	case r.place == inLog && len(r.open) == 0:
		r.place, r.ended = outside, true
	}
	return false, nil
}

// Detect reads the whole log for the names of its columns: what traces say
// first, each in the order in which it is met.
func Detect(src io.Reader, size int64, limits table.Limits) (table.Format, error) {
	r, err := newEvents(src, limits)
	if err != nil {
		return table.Format{}, err
	}
	var traces, own []string
	known := map[string]bool{}
	note := func(to *[]string, fields []field) {
		for _, f := range fields {
			if !known[f.name] && len(known) < limits.Columns {
				known[f.name] = true
				*to = append(*to, f.name)
			}
		}
	}
	for {
		trace, event, err := r.next()
		if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return table.Format{}, err
		}
		note(&traces, trace)
		note(&own, event)
	}
	if len(own) == 0 {
		return table.Format{}, table.ErrEmpty
	}
	f := table.Format{Kind: table.EventLog, Encoding: table.UTF8, Size: size, Fields: append(traces, own...)}
	f.Columns = table.NameColumns(f.Fields, len(f.Fields))
	return f, nil
}

// rows streams the events of a log as rows.
type rows struct {
	events *events
	column map[string]int
	width  int
	number int64
	blank  int64
}

// Open streams the events of src as rows with the columns of the format. They
// are counted from 1.
func Open(src io.Reader, format table.Format, limits table.Limits) (table.Rows, error) {
	e, err := newEvents(src, limits)
	if err != nil {
		return nil, err
	}
	r := &rows{events: e, column: map[string]int{}, width: len(format.Fields)}
	for i, name := range format.Fields {
		r.column[name] = i
	}
	return r, nil
}

// Blank counts events that say nothing.
func (r *rows) Blank() int64 { return r.blank }

// Done is how many bytes of the file are read.
func (r *rows) Done() int64 { return r.events.src.file.n }

// Close has nothing to give back; the source is its owner's.
func (r *rows) Close() error { return nil }

// Next gives the next event that says something.
func (r *rows) Next() (table.Row, error) {
	for {
		trace, event, err := r.events.next()
		if err != nil {
			return table.Row{}, err
		}
		r.number++
		if len(event) == 0 {
			r.blank++
			continue
		}
		row := table.Row{Number: r.number, Cells: make([]string, r.width)}
		r.read(&row, trace)
		if row.Reject == nil {
			r.read(&row, event)
		}
		if row.Reject != nil {
			row.Cells = nil
		}
		return row, nil
	}
}

// read puts fields into their cells. Of an attribute that stands twice, as in
// lists, the values stand in one cell.
func (r *rows) read(row *table.Row, fields []field) {
	for _, f := range fields {
		i, known := r.column[f.name]
		if !known {
			row.Reject = &table.Reject{Row: row.Number, Column: -1, Reason: table.UnknownColumn, Expected: r.width, Value: table.Excerpt(f.name)}
			return
		}
		if row.Cells[i] != "" && f.value != "" {
			f.value = row.Cells[i] + "; " + f.value
		}
		if f.value != "" {
			row.Cells[i] = f.value
		}
	}
}
