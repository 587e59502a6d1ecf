package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
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
	State       string         `json:"state" enum:"open,running,done,refused,nothing" doc:"nothing: answered with that nothing is held about who asked."`
	CustomerID  string         `json:"customer_id,omitempty" doc:"Absent once erased."`
	CustomerKey string         `json:"customer_key,omitempty" doc:"Absent once erased."`
	Nobody      bool           `json:"nobody" doc:"It names nobody of the registry (yet)."`
	Subject     string         `json:"subject" doc:"SHA-256, in hex, of this request's id, a colon and the customer's key: who knows the key can tell whom it was about."`
	Reason      string         `json:"reason,omitempty" enum:"asked,withdrawn,not_needed,unlawful,contested" doc:"On which ground."`
	AskedAt     time.Time      `json:"asked_at"`
	DueAt       time.Time      `json:"due_at" doc:"A month after it was asked, unless another day was set."`
	DoneAt      *time.Time     `json:"done_at,omitempty" doc:"When it was done or refused."`
	ByName      string         `json:"by_name,omitempty" doc:"Who entered it."`
	CameBy      RightWay       `json:"came_by,omitempty" enum:"mail,phone,letter,visit,form"`
	AskedBy     string         `json:"asked_by,omitempty" doc:"Who asked, in words. Absent once erased."`
	Identity    string         `json:"identity,omitempty" doc:"How it was made sure who asks. Absent once erased."`
	Notes       string         `json:"notes,omitempty" doc:"Absent once erased."`
	Refusal     Refusal        `json:"refusal,omitempty" enum:"identity,excessive,must_keep,claims,others,erased" doc:"On which ground it was refused; erased: the person went with another request first."`
	Told        string         `json:"told,omitempty" doc:"What they were told when it was refused. Absent once erased."`
	Version     int64          `json:"version"`
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
	CameBy      string
	AskedBy     string
	Identity    string
	Notes       string
	Refusal     string
	Told        string
	Version     int64
}

const rightColumns = "id, kind, state, customer_id, customer_key, subject, reason, asked_at, due_at, done_at, by_name, counts, came_by, asked_by, identity, notes, refusal, told, version"

func (r rightRow) right() (Right, error) {
	out := Right{ID: r.ID, Kind: r.Kind, State: r.State, CustomerKey: r.CustomerKey, Subject: r.Subject, Reason: r.Reason,
		AskedAt: record.Time(r.AskedAt), DueAt: record.Time(r.DueAt), ByName: r.ByName,
		CameBy: RightWay(r.CameBy), AskedBy: r.AskedBy, Identity: r.Identity, Notes: r.Notes, Refusal: Refusal(r.Refusal), Told: r.Told, Version: r.Version}
	out.Nobody = r.CustomerID == nil && r.Subject == ""
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

// newRight writes an open request, of which r says what, when and how; a person
// without an id is one who is not known.
func (s *Service) newRight(ctx context.Context, tx *record.Tx, p Person, r Right) (Right, error) {
	who := access.From(ctx)
	r.ID, r.State, r.ByName, r.Counts, r.Version, r.Nobody = s.newID(), "open", who.Name, map[string]int{}, 1, p.ID == ""
	var customer any
	if !r.Nobody {
		r.CustomerID, r.CustomerKey = p.ID, p.Keys[0]
		r.Subject, customer = subjectOf(r.ID, r.CustomerKey), r.CustomerID
	}
	_, err := tx.Exec(ctx, `INSERT INTO right_request (id, kind, state, customer_id, customer_key, subject, reason, asked_at, due_at, by_user, by_name, came_by, asked_by, identity, notes)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, string(r.Kind), r.State, customer, r.CustomerKey, r.Subject, r.Reason,
		record.Micros(r.AskedAt), record.Micros(r.DueAt), who.UserID, r.ByName, string(r.CameBy), r.AskedBy, r.Identity, r.Notes)
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
		now := s.now().UTC()
		return s.newRight(ctx, tx, p, Right{Kind: kind, Reason: reason, AskedAt: now, DueAt: monthAfter(now)})
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
		_, err = tx.Exec(ctx, "UPDATE right_request SET state = ?, done_at = ?, reason = ?, counts = ?, version = version + 1 WHERE id = ?", r.State, record.Micros(now), r.Reason, string(text), r.ID)
	}
	return r, fault.Wrap(err, fault.CodeInternal, "answer a request of rights")
}
