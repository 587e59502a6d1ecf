package collect

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// importedEvents are all columns of an event that comes by file.
var importedEvents = record.NewInsert("event", "id", "at", "received_at", "name", "customer_id", "account_id", "unit_id", "touchpoint_key", "properties", "digest", "import_id")

// takeEvents takes in rows of events until there are no more or the piece's
// time is over, togetherRows at once, and gives how many.
func (r *run) takeEvents(ctx context.Context, tx *record.Tx, rows []preparedRow, counts *Counts) (n int, err error) {
	began := time.Now()
	for n < len(rows) && n < pieceRows && (n == 0 || !r.late(time.Since(began))) {
		part := rows[n:min(n+togetherRows, len(rows), pieceRows)]
		if err := r.takeEventRows(ctx, tx, part, counts); err != nil {
			return n, err
		}
		n += len(part)
	}
	return n, nil
}

func (r *run) takeEventRows(ctx context.Context, tx *record.Tx, rows []preparedRow, counts *Counts) error {
	known, err := r.knownEvents(ctx, tx, rows)
	if err != nil {
		return err
	}
	var fresh [][]any
	var ids []string
	for i := range rows {
		in := &rows[i]
		status := judgeEvents(&in.readRow, known)
		counts.add(status)
		if status == statusRejected {
			if err := r.keepReject(ctx, tx, in.reject); err != nil {
				return err
			}
		}
		if status != statusNew && status != statusChanged {
			continue
		}
		party, err := r.parties.find(ctx, tx, r.s.People, in.events[0].keys())
		if refused(err) {
			counts.Rejected++
			counts.take(status)
			if err := r.keepReject(ctx, tx, &Reject{Row: in.number, Key: "people.refused", Reason: publicMessage(err)}); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		for _, h := range in.events {
			digest, there := known[h.id]
			switch {
			case !there:
				fresh, ids = append(fresh, r.eventColumns(h, party)), append(ids, h.id)
			case digest != h.digest:
				if err := r.changeEvent(ctx, tx, h, party); err != nil {
					return err
				}
			}
		}
	}
	return r.insertEvents(ctx, tx, fresh, ids)
}

// keys are who an event is about, as parties are found by.
func (h *happening) keys() *entry {
	return &entry{customer: h.customer, account: h.account, unit: h.unit}
}

func (r *run) eventColumns(h *happening, p people.Party) []any {
	return []any{h.id, h.at, r.s.Now().UnixMicro(), h.name, orNull(p.CustomerID), orNull(p.AccountID), orNull(p.UnitID), h.touchpoint, h.properties, h.digest, r.id}
}

// insertEvents fails with errStopped where somebody else has just taken one of
// them in.
func (r *run) insertEvents(ctx context.Context, tx *record.Tx, rows [][]any, ids []string) error {
	if len(rows) == 0 {
		return nil
	}
	n, err := tx.InsertAll(ctx, importedEvents, rows)
	if err != nil {
		return err
	}
	if n != len(rows) {
		return errStopped
	}
	tx.Log(EventRecorded, ids...)
	return nil
}

// knownEvents gives the digests of those events of rows that are in the record
// already. The first file of a source whose rows are recognised by their cells
// meets none.
func (r *run) knownEvents(ctx context.Context, q record.Querier, rows []preparedRow) (map[string]string, error) {
	if r.begins && r.plan.Key < 0 {
		return nil, nil
	}
	var ids []string
	for i := range rows {
		for _, h := range rows[i].events {
			ids = append(ids, h.id)
		}
	}
	return digestsOfEvents(ctx, q, ids)
}

func digestsOfEvents(ctx context.Context, q record.Querier, ids []string) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []struct {
		ID     string `bun:"id"`
		Digest string
	}
	if err := q.NewRaw("SELECT id, digest FROM event WHERE id IN (?)", bun.List(ids)).Scan(ctx, &found); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find events of a source")
	}
	out := make(map[string]string, len(found))
	for _, f := range found {
		out[f.ID] = f.Digest
	}
	return out, nil
}

// judgeEvents tells what becomes of a row, given the digests of what is there.
func judgeEvents(in *readRow, known map[string]string) rowStatus {
	if in.reject != nil {
		return statusRejected
	}
	status := statusSame
	for _, h := range in.events {
		digest, there := known[h.id]
		switch {
		case !there:
			return statusNew
		case digest != h.digest:
			status = statusChanged
		}
	}
	return status
}

// storedEvent is an event as it was before an import changed it.
type storedEvent struct {
	At         int64   `json:"at"`
	Name       string  `json:"name"`
	CustomerID *string `json:"customer,omitempty" bun:"customer_id"`
	AccountID  *string `json:"account,omitempty" bun:"account_id"`
	UnitID     *string `json:"unit,omitempty" bun:"unit_id"`
	Touchpoint string  `json:"touchpoint,omitempty" bun:"touchpoint_key"`
	Properties string  `json:"properties,omitempty"`
	Digest     string  `json:"digest"`
}

const updateEvent = `UPDATE event SET at = ?, name = ?, customer_id = ?, account_id = ?, unit_id = ?, touchpoint_key = ?, properties = ?, digest = ? WHERE id = ?`

// changeEvent writes an event again and keeps what it was.
func (r *run) changeEvent(ctx context.Context, tx *record.Tx, h *happening, p people.Party) error {
	var before storedEvent
	err := tx.NewRaw("SELECT at, name, customer_id, account_id, unit_id, touchpoint_key, properties, digest FROM event WHERE id = ?", h.id).Scan(ctx, &before)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an event is")
	}
	text, err := asJSON(before)
	if err != nil {
		return err
	}
	if err := keepChange(ctx, tx, r.id, change{What: changedEvent, Subject: h.id, Before: text, After: h.digest}); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, updateEvent, h.at, h.name, orNull(p.CustomerID), orNull(p.AccountID), orNull(p.UnitID), h.touchpoint, h.properties, h.digest, h.id)
	tx.Log(EventChanged, h.id)
	return fault.Wrap(err, fault.CodeInternal, "update event")
}

// undoEvents takes back a piece of what an import did to events, and gives how
// many it found.
func (s *Service) undoEvents(ctx context.Context, tx *record.Tx, id string) (int, error) {
	var ids []string
	if err := tx.NewRaw("SELECT id FROM event WHERE import_id = ? LIMIT ?", id, undoRows).Scan(ctx, &ids); err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find events of an import")
	}
	if len(ids) > 0 {
		_, err := tx.NewRaw("DELETE FROM event WHERE id IN (?)", bun.List(ids)).Exec(ctx)
		tx.Log(EventRemoved, ids...)
		return len(ids), fault.Wrap(err, fault.CodeInternal, "remove events")
	}
	changes, err := changesOf(ctx, tx, id, changedEvent, undoRows)
	if err != nil {
		return 0, err
	}
	for _, c := range changes {
		if err := restoreEvent(ctx, tx, c); err != nil {
			return 0, err
		}
	}
	return len(changes), dropChanges(ctx, tx, id, changes)
}

// restoreEvent makes an event what it was, unless something changed it since.
func restoreEvent(ctx context.Context, tx *record.Tx, c change) error {
	var b storedEvent
	if err := json.Unmarshal([]byte(c.Before), &b); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read what an event was")
	}
	n, err := tx.Exec(ctx, updateEvent+" AND digest = ?", b.At, b.Name, orNullText(b.CustomerID), orNullText(b.AccountID), orNullText(b.UnitID), b.Touchpoint, b.Properties, b.Digest, c.Subject, c.After)
	if n > 0 {
		tx.Log(EventChanged, c.Subject)
	}
	return fault.Wrap(err, fault.CodeInternal, "restore event")
}
