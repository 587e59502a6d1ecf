package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// happening is one event on its way into the record.
type happening struct {
	id, name                string
	at                      int64
	customer, account, unit string // keys
	touchpoint, properties  string
	digest                  string
}

type eventsBody struct {
	EventInput
	Events *[]EventInput `json:"events"`
}

const maxProperties = 32 << 10

// recordEvents takes in one event or many and says what became of each.
func (s *Service) recordEvents(ctx context.Context, body []byte) (Receipt, int, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerWrite); err != nil {
		return Receipt{}, 0, err
	}
	var in eventsBody
	if err := decodeBody(body, &in); err != nil {
		return Receipt{}, 0, err
	}
	reach, now := who.Reach(access.AnswerWrite), s.Now()
	if in.Events == nil {
		return s.oneEvent(ctx, reach, now, &in.EventInput)
	}
	if n := len(*in.Events); n == 0 || n > maxIntakeItems {
		return Receipt{}, 0, fault.Invalid("events", "Send 1 to 1,000 events at once.")
	}
	return s.manyEvents(ctx, reach, now, *in.Events)
}

// RecordEvents takes in 1 to 1,000 events, as the API does.
func (s *Service) RecordEvents(ctx context.Context, in []EventInput) (Receipt, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerWrite); err != nil {
		return Receipt{}, err
	}
	if n := len(in); n == 0 || n > maxIntakeItems {
		return Receipt{}, fault.Invalid("events", "Send 1 to 1,000 events at once.")
	}
	receipt, _, err := s.manyEvents(ctx, who.Reach(access.AnswerWrite), s.Now(), in)
	return receipt, err
}

func (s *Service) oneEvent(ctx context.Context, reach access.Reach, now time.Time, in *EventInput) (Receipt, int, error) {
	h, err := checkEvent("", in, now)
	if err != nil {
		return Receipt{}, 0, err
	}
	fresh := false
	position, err := s.joinBeside(ctx, in.CustomerKey, in.AccountKey, len(h.properties)+200, func(ctx context.Context, tx *record.Tx) (err error) {
		fresh, err = s.insertEvent(ctx, tx, reach, h, now)
		return err
	})
	if err != nil {
		return Receipt{}, 0, err
	}
	receipt := Receipt{Accepted: []Accepted{{ID: h.id, Status: "same"}}, Rejected: []Rejected{}, Position: int64(position)}
	if !fresh {
		return receipt, http.StatusOK, nil
	}
	receipt.Accepted[0].Status = "new"
	return receipt, http.StatusCreated, nil
}

func (s *Service) manyEvents(ctx context.Context, reach access.Reach, now time.Time, in []EventInput) (Receipt, int, error) {
	var receipt Receipt
	var status int
	position, err := retried(ctx, func() (log.Position, error) {
		receipt, status = Receipt{Accepted: []Accepted{}, Rejected: []Rejected{}}, http.StatusOK
		return s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			for i := range in {
				if err := s.eventOfMany(ctx, tx, reach, now, i, &in[i], &receipt, &status); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return Receipt{}, 0, err
	}
	receipt.Position = int64(position)
	return receipt, status, nil
}

// eventOfMany takes in one event of a list and adds to the receipt what became
// of it.
func (s *Service) eventOfMany(ctx context.Context, tx *record.Tx, reach access.Reach, now time.Time, i int, in *EventInput, receipt *Receipt, status *int) error {
	prefix, fresh := fmt.Sprintf("events[%d].", i), false
	h, err := checkEvent(prefix, in, now)
	if err == nil {
		fresh, err = s.insertEvent(ctx, tx, reach, h, now)
		err = fault.Under(err, prefix)
	}
	if refused(err) {
		receipt.Rejected = append(receipt.Rejected, rejected(i, in.ID, err))
		return nil
	}
	if err != nil {
		return err
	}
	state := "same"
	if fresh {
		state, *status = "new", http.StatusCreated
	}
	receipt.Accepted = append(receipt.Accepted, Accepted{ID: h.id, Status: state})
	return nil
}

// checkEvent turns what a client sent into a happening, or says what is wrong.
func checkEvent(prefix string, in *EventInput, now time.Time) (*happening, error) {
	var wrong *fault.Error
	bad := func(field, key, message string) {
		if wrong == nil {
			wrong = fault.New(fault.CodeInvalid, message).Keyed(key)
		}
		wrong.Fields = append(wrong.Fields, fault.Field{Field: prefix + field, Message: message, Key: key})
	}
	e := &entry{customer: clean(in.CustomerKey), account: clean(in.AccountKey), unit: clean(in.UnitKey), touchpoint: clean(in.TouchpointKey)}
	id, err := uuid.Parse(in.ID)
	if err != nil {
		bad("id", "event.id", "Give each event an id of its own, a UUID.")
	}
	h := &happening{id: id.String(), name: clean(in.Name), customer: e.customer, account: e.account, unit: e.unit, touchpoint: e.touchpoint}
	if h.name == "" || len([]rune(h.name)) > maxEventName {
		bad("name", "event.name", "An event has a name of 1 to 120 characters.")
	}
	checkTime(in.At, now, e, bad)
	checkLengths(e, bad)
	h.at = e.at
	if len(in.Properties) > 0 {
		raw, err := json.Marshal(in.Properties) // sorts the names
		if err != nil || len(raw) > maxProperties {
			bad("properties", "event.properties", "An event's properties have at most 32 KiB.")
		}
		h.properties = cleanText(string(raw))
	}
	if wrong != nil {
		return nil, wrong
	}
	h.digest = h.sum(e.atGiven)
	return h, nil
}

const insertEventText = `INSERT INTO event (id, at, received_at, name, customer_id, account_id, unit_id, touchpoint_key, properties, digest)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`

// insertEvent puts an event into the record; fresh is false when it was there
// with the same content.
func (s *Service) insertEvent(ctx context.Context, tx *record.Tx, reach access.Reach, h *happening, now time.Time) (fresh bool, err error) {
	var p people.Party
	if h.customer != "" || h.account != "" || h.unit != "" {
		if p, err = s.People.Resolve(ctx, tx, people.Keys{Customer: h.customer, Account: h.account, Unit: h.unit}); err != nil {
			return false, err
		}
	}
	if !mayMove(reach, p) {
		return false, notMoved()
	}
	if !coversEvent(reach, p) {
		return false, notCovered()
	}
	n, err := tx.Exec(ctx, insertEventText, h.id, h.at, now.UnixMicro(), h.name, orNull(p.CustomerID), orNull(p.AccountID), orNull(p.UnitID), h.touchpoint, h.properties, h.digest)
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "insert event")
	}
	if n > 0 {
		tx.Log(EventRecorded, h.id)
		return true, nil
	}
	var digest string
	found, err := tx.Get(ctx, "SELECT digest FROM event WHERE id = ?", []any{h.id}, &digest)
	if err != nil || !found {
		return false, fault.Wrap(orMissing(err), fault.CodeInternal, "read event sent before")
	}
	if digest != h.digest {
		return false, fault.New(fault.CodeConflict, "There is an event with this id and other content. Make a new id for a new event.").
			With("id", "taken by other content").Keyed("event.id_taken")
	}
	return false, nil
}

// coversEvent: an event belongs to no program, so a role in any program
// reaches it; a role over units or accounts reaches only theirs.
func coversEvent(reach access.Reach, p people.Party) bool {
	for i := range reach.Any {
		reach.Any[i].Program = ""
		if !reach.Any[i].ByUnit && !reach.Any[i].ByAccount {
			return true
		}
	}
	return reach.Covers("", p.UnitID, p.AccountID)
}
