package collect

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
)

// ReadEvent is something that a row says happened.
type ReadEvent struct {
	Name       string         `json:"name"`
	At         time.Time      `json:"at"`
	Customer   string         `json:"customer,omitempty"`
	Account    string         `json:"account,omitempty"`
	Unit       string         `json:"unit,omitempty"`
	Touchpoint string         `json:"touchpoint,omitempty"`
	Properties map[string]any `json:"properties"`
}

// maxEventName is how many characters say what happened.
const maxEventName = 120

// eventsOf reads what a row says happened: one event where a column names it,
// else one for each of its times.
func (r *reader) eventsOf(in table.Row, key string) ([]*happening, *Reject) {
	shared, name, moments := &happening{}, "", []eventTime(nil)
	properties := map[string]any{}
	for i := range r.plan.Columns {
		c := &r.plan.Columns[i]
		if c.Role == RoleIgnore || c.Role == RoleKey {
			continue
		}
		cell := cleanText(strings.TrimSpace(in.Cells[i]))
		if cell == "" || c.isNone(cell) {
			continue
		}
		var reject *Reject
		switch c.Role {
		case RoleEvent:
			if name = clean(cell); utf8.RuneCountInString(name) > maxEventName {
				reject = c.reject(in.Number, cell, "event.name", "An event has a name of 1 to 120 characters.")
			}
		case RoleTime:
			var m eventTime
			if m, reject = r.momentOf(i, c, cell, in.Number); reject == nil {
				moments = append(moments, m)
			}
		case RoleProperty:
			properties[c.Question], reject = c.property(cell, in.Number, r.zone)
		default:
			reject = c.whose(shared, cell, in.Number)
		}
		if reject != nil {
			return nil, reject
		}
	}
	return r.happenings(in, key, shared, name, moments, properties)
}

// eventTime is a time of a row with its column.
type eventTime struct {
	column int
	at     time.Time
}

func (r *reader) momentOf(i int, c *planColumn, cell string, row int64) (eventTime, *Reject) {
	t, _, ok := table.ParseTime(cell, c.Order, r.zone)
	switch {
	case !ok:
		return eventTime{}, c.reject(row, cell, "time.unreadable", "This cannot be read as a date with the "+orderWords(c.Order)+" first.")
	case t.After(r.now.Add(clientAhead)):
		return eventTime{}, c.reject(row, cell, "response.future", "This lies more than a day in the future.")
	case t.Year() < 1900:
		return eventTime{}, c.reject(row, cell, "response.past", "This lies before 1900.")
	}
	return eventTime{i, t}, nil
}

// property is a cell as the event keeps it.
func (c *planColumn) property(cell string, row int64, zone *time.Location) (any, *Reject) {
	switch c.Kind {
	case "number":
		v, ok := table.ParseNumber(cell, c.Mark)
		if !ok {
			return nil, c.reject(row, cell, "number.unreadable", "This is no number; read the column as text if such cells are right.")
		}
		return v, nil
	case "date":
		t, _, ok := table.ParseTime(cell, c.Order, zone)
		if !ok {
			return nil, c.reject(row, cell, "time.unreadable", "This is no date; read the column as text if such cells are right.")
		}
		return t.UTC().Format(time.RFC3339), nil
	}
	return cell, nil
}

func (c *planColumn) whose(h *happening, cell string, row int64) *Reject {
	if utf8.RuneCountInString(cell) > 200 {
		return c.reject(row, cell, "text.too_long", "A key has at most 200 characters.")
	}
	switch c.Role {
	case RoleCustomer:
		h.customer = clean(cell)
	case RoleAccount:
		h.account = clean(cell)
	case RoleUnit:
		h.unit = clean(cell)
	case RoleTouchpoint:
		h.touchpoint = clean(cell)
	}
	return nil
}

// happenings makes the events of a row that was read.
func (r *reader) happenings(in table.Row, key string, shared *happening, name string, moments []eventTime, properties map[string]any) ([]*happening, *Reject) {
	named := r.plan.has(RoleEvent)
	switch {
	case named && name == "":
		return nil, &Reject{Row: in.Number, Key: "event.unnamed", Reason: "The row does not say what happened."}
	case len(moments) == 0:
		return nil, &Reject{Row: in.Number, Key: "event.time_missing", Reason: "The row does not say when it happened."}
	}
	if len(properties) > 0 {
		raw, err := json.Marshal(properties) // sorts the names
		if err != nil || len(raw) > maxProperties {
			return nil, &Reject{Row: in.Number, Key: "event.properties", Reason: "An event's properties have at most 32 KiB."}
		}
		shared.properties = string(raw)
	}
	out := make([]*happening, len(moments))
	for i, m := range moments {
		h := *shared
		h.name, h.at = name, m.at.UnixMicro()
		part := -1
		if !named {
			h.name, part = cut(r.plan.Columns[m.column].Question, maxEventName), m.column
		}
		h.id = eventID(r.plan.Source, key, part, h.at)
		h.digest = h.sum(true)
		out[i] = &h
	}
	return out, nil
}

func (p *plan) has(role Role) bool {
	for i := range p.Columns {
		if p.Columns[i].Role == role {
			return true
		}
	}
	return false
}

// eventID is the id of a row's event, the same whenever the row comes again
// from its source: the row's key where that is an id already, else a hash.
// Where the cells recognise the row it begins with the time, so that rows in
// the order of time go into the index side by side.
func eventID(source, key string, part int, at int64) string {
	if own, keyed := strings.CutPrefix(key, "="); keyed && part < 0 {
		if id, err := uuid.Parse(own); err == nil && id.String() == own {
			return own
		}
	}
	d := digester{}
	d.text(source, key, strconv.Itoa(part))
	hash := sha256.Sum256(d.buf)
	id := uuid.UUID(hash[:16])
	if strings.HasPrefix(key, "#") {
		var ms [8]byte
		binary.BigEndian.PutUint64(ms[:], uint64(max(at/1000, 0)))
		copy(id[:6], ms[2:])
	}
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80 // version 8: of one's own making
	return id.String()
}

// eventIDs are those of a row's events. One that is not taken has them too where
// a key recognises it, so that what it brought before is not taken for gone.
func (p *plan) eventIDs(in *readRow) []string {
	var ids []string
	for _, h := range in.events {
		ids = append(ids, h.id)
	}
	if in.reject == nil || !strings.HasPrefix(in.key, "=") {
		return ids
	}
	if p.has(RoleEvent) {
		return []string{eventID(p.Source, in.key, -1, 0)}
	}
	for i := range p.Columns {
		if p.Columns[i].Role == RoleTime {
			ids = append(ids, eventID(p.Source, in.key, i, 0))
		}
	}
	return ids
}

// sum is a hash of all the sender said but the id; timed where that is part of it.
func (h *happening) sum(timed bool) string {
	d := digester{}
	d.text(h.name, h.customer, h.account, h.unit, h.touchpoint, h.properties)
	if timed {
		d.text(fmt.Sprint(h.at))
	}
	return d.sum()
}

func (h *happening) shown() ReadEvent {
	out := ReadEvent{Name: h.name, At: record.Time(h.at), Customer: h.customer, Account: h.account, Unit: h.unit, Touchpoint: h.touchpoint, Properties: map[string]any{}}
	if h.properties != "" {
		if err := json.Unmarshal([]byte(h.properties), &out.Properties); err != nil {
			panic(err) // written here
		}
	}
	return out
}

// checkEventMapping says what a mapping of events still lacks.
func checkEventMapping(m Mapping, bad complain) {
	times, named := 0, false
	names := map[string]bool{}
	for i, c := range m.Columns {
		switch c.Role {
		case RoleTime:
			times++
		case RoleEvent:
			named = true
		case RoleProperty:
			name := clean(c.Label)
			if name == "" {
				name = c.Name
			}
			if names[name] {
				bad(fmt.Sprintf("columns[%d].label", i), "mapping.property_twice", "Another column is this property already; give it another name.")
			}
			names[name] = true
		}
	}
	if times == 0 {
		bad("time_column", "mapping.event_time", "Name the column that says when it happened.")
	}
	if named && times > 1 {
		for i, c := range m.Columns {
			if c.Role == RoleTime && (m.TimeColumn == nil || *m.TimeColumn != i) {
				bad(fmt.Sprintf("columns[%d].role", i), "mapping.event_times", "One column says when. Keep this one as a property.")
			}
		}
	}
}
