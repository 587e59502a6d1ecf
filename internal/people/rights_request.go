package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// RightKind is what a person may ask for.
type RightKind string

// What may be asked for.
const (
	RightExport   RightKind = "export"   // all that is kept of them
	RightErase    RightKind = "erase"    // that it is forgotten
	RightRestrict RightKind = "restrict" // that it is kept and not used
	RightRelease  RightKind = "release"  // that it is used again
)

// Right is something that was asked for in a person's own right.
type Right struct {
	ID          string         `json:"id" format:"uuid"`
	Kind        RightKind      `json:"kind" enum:"export,erase,restrict,release"`
	State       string         `json:"state" enum:"open,running,done"`
	CustomerID  string         `json:"customer_id,omitempty" doc:"Absent once erased."`
	CustomerKey string         `json:"customer_key,omitempty" doc:"Absent once erased."`
	Subject     string         `json:"subject" doc:"SHA-256, in hex, of this request's id, a colon and the customer's key: who knows the key can tell whom it was about."`
	Reason      string         `json:"reason,omitempty" enum:"asked,withdrawn,not_needed,unlawful,contested" doc:"On which ground."`
	AskedAt     time.Time      `json:"asked_at"`
	DueAt       time.Time      `json:"due_at" doc:"A month after it was asked."`
	DoneAt      *time.Time     `json:"done_at,omitempty"`
	ByName      string         `json:"by_name,omitempty" doc:"Who entered it."`
	Counts      map[string]int `json:"counts" nullable:"false" doc:"How many of what were erased or told."`
}

type rightRow struct {
	ID          string    `bun:"id"`
	Kind        RightKind `bun:"kind"`
	State       string
	CustomerID  *string `bun:"customer_id"`
	CustomerKey string
	Subject     string
	Reason      string
	AskedAt     int64
	DueAt       int64
	DoneAt      *int64
	ByName      string
	Counts      string
}

const rightColumns = "id, kind, state, customer_id, customer_key, subject, reason, asked_at, due_at, done_at, by_name, counts"

func (r rightRow) right() (Right, error) {
	out := Right{ID: r.ID, Kind: r.Kind, State: r.State, CustomerKey: r.CustomerKey, Subject: r.Subject, Reason: r.Reason,
		AskedAt: record.Time(r.AskedAt), DueAt: record.Time(r.DueAt), ByName: r.ByName}
	if r.CustomerID != nil {
		out.CustomerID = *r.CustomerID
	}
	if r.DoneAt != nil {
		done := record.Time(*r.DoneAt)
		out.DoneAt = &done
	}
	err := json.Unmarshal([]byte(r.Counts), &out.Counts)
	return out, fault.Wrap(err, fault.CodeInternal, "read a request of rights")
}

// subjectOf is by what a request can be recognised after the person is gone.
func subjectOf(request, key string) string {
	sum := sha256.Sum256([]byte(request + ":" + key))
	return hex.EncodeToString(sum[:])
}

// RightInput is a request to be answered later.
type RightInput struct {
	Kind        RightKind
	CustomerKey string
	Reason      string
	AskedAt     time.Time // zero for now
}

// AskRight writes down what somebody asked for, with the day by which it is to
// be answered.
func (s *Service) AskRight(ctx context.Context, in RightInput) (Right, log.Position, error) {
	if err := mayAnswer(ctx); err != nil {
		return Right{}, 0, err
	}
	now := s.now().UTC()
	if in.AskedAt.IsZero() {
		in.AskedAt = now
	}
	if in.AskedAt.After(now.Add(24*time.Hour)) || in.AskedAt.Before(now.AddDate(-5, 0, 0)) {
		return Right{}, 0, fault.Invalid("asked_at", "Give the day on which it was asked.").Keyed("right.asked_at")
	}
	var out Right
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var id string
		found, err := tx.Get(ctx, "SELECT id FROM customer WHERE key = ?", []any{strings.TrimSpace(in.CustomerKey)}, &id)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find customer")
		}
		if !found {
			return fault.Invalid("customer_key", "There is no customer with this key.").Keyed("right.customer_unknown")
		}
		p, err := personOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if out, err = s.newRight(ctx, tx, in.Kind, p, in.Reason, in.AskedAt); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "right.asked", p.ID, map[string]string{"kind": string(in.Kind)})
	})
	return out, position, err
}

// newRight writes an open request.
func (s *Service) newRight(ctx context.Context, tx *record.Tx, kind RightKind, p Person, reason string, asked time.Time) (Right, error) {
	who := access.From(ctx)
	r := Right{ID: s.newID(), Kind: kind, State: "open", CustomerID: p.ID, CustomerKey: p.Keys[0], Reason: reason,
		AskedAt: asked.UTC(), DueAt: asked.UTC().AddDate(0, 1, 0), ByName: who.Name, Counts: map[string]int{}}
	r.Subject = subjectOf(r.ID, r.CustomerKey)
	_, err := tx.Exec(ctx, `INSERT INTO right_request (id, kind, state, customer_id, customer_key, subject, reason, asked_at, due_at, by_user, by_name)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, string(r.Kind), r.State, r.CustomerID, r.CustomerKey, r.Subject, r.Reason,
		record.Micros(r.AskedAt), record.Micros(r.DueAt), who.UserID, r.ByName)
	return r, fault.Wrap(err, fault.CodeInternal, "insert a request of rights")
}

// taken is the open request of this kind that is answered now, the oldest, or
// a new one.
func (s *Service) taken(ctx context.Context, tx *record.Tx, kind RightKind, p Person, reason string) (Right, error) {
	var rows []rightRow
	err := tx.NewRaw("SELECT "+rightColumns+" FROM right_request WHERE customer_id IN (?) AND kind = ? AND state = 'open' ORDER BY asked_at, id LIMIT 1", p.list(), string(kind)).Scan(ctx, &rows)
	if err != nil {
		return Right{}, fault.Wrap(err, fault.CodeInternal, "find a request of rights")
	}
	if len(rows) == 0 {
		return s.newRight(ctx, tx, kind, p, reason, s.now())
	}
	r, err := rows[0].right()
	if err == nil && reason != "" {
		r.Reason = reason
	}
	return r, err
}

// answer says that a request was answered.
func (s *Service) answer(ctx context.Context, tx *record.Tx, r Right, counts Tally) (Right, error) {
	now := s.now().UTC()
	r.State, r.DoneAt, r.Counts = "done", &now, counts
	text, err := json.Marshal(counts)
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE right_request SET state = ?, done_at = ?, reason = ?, counts = ? WHERE id = ?", r.State, record.Micros(now), r.Reason, string(text), r.ID)
	}
	return r, fault.Wrap(err, fault.CodeInternal, "answer a request of rights")
}

// RightPlace is where in the log of rights a page begins.
type RightPlace struct {
	At int64  `json:"a"`
	ID string `json:"i"`
}

// ListRights gives what was asked for, newest first, those not answered yet
// only where open is set; limit+1 at most.
func (s *Service) ListRights(ctx context.Context, open bool, after RightPlace, limit int) ([]Right, error) {
	if err := mayAnswer(ctx); err != nil {
		return nil, err
	}
	where, args := "1 = 1", []any{}
	if open {
		where = "state <> 'done'"
	}
	if after.ID != "" {
		where, args = where+" AND asked_at <= ? AND (asked_at < ? OR id < ?)", []any{after.At, after.At, after.ID}
	}
	var rows []rightRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT "+rightColumns+" FROM right_request WHERE "+where+" ORDER BY asked_at DESC, id DESC LIMIT ?", append(args, limit+1)...).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list requests of rights")
	}
	out := make([]Right, len(rows))
	for i, r := range rows {
		if out[i], err = r.right(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
