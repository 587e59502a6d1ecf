package people

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// ErasureAsked is the kind of the change log for the id of a request to erase.
const ErasureAsked = "right.erasure"

// Person is somebody whose rights are answered: a customer with all that were
// merged into it.
type Person struct {
	ID     string   // the customer that the others were merged into
	IDs    []string // it and they
	Keys   []string
	Emails []string // in small letters, each once
	// Again says that an older record is made to forget what was forgotten
	// before, as the programs said at the time (How); those that How does not
	// name had answers anonymised that keep nothing but their scores.
	Again bool
	How   map[string]purpose.Erasing // by program
}

// Exporter tells all that a room keeps of a person.
type Exporter interface {
	// ExportPerson calls tell for each item, those of one section together.
	// Items are written as JSON. What somebody said in the confidence of the
	// firm is told only where confidential is set.
	ExportPerson(ctx context.Context, q record.Querier, p Person, confidential bool, tell func(section string, item any) error) error
}

// Eraser erases what a room keeps of a person.
type Eraser interface {
	// ErasePerson erases at most limit rows inside the caller's transaction and
	// counts what it did; nothing is left once it counts nothing. It may be
	// called again at any time, also in an older record. What cannot be done
	// inside a transaction it leaves for later (LeaveFile, LeaveWords).
	ErasePerson(ctx context.Context, tx *record.Tx, p Person, limit int) (Tally, error)
}

// Tally is how many of what were erased, by a word for each kind.
type Tally map[string]int

func (t Tally) add(more Tally) {
	for word, n := range more {
		t[word] += n
	}
}

// Rooms are those that keep something of persons, and tell of it.
type Rooms struct {
	Erasers   []Eraser
	Exporters []Exporter
	Timelines []TimelineSource
}

// ConnectRooms says, before anybody uses the room, who keeps something of
// persons.
func (s *Service) ConnectRooms(r Rooms) { s.rooms = r }

// personOf finds who a customer is, with all that were merged; not_found where
// there is none.
func personOf(ctx context.Context, q record.Querier, id string) (Person, error) {
	var rows []struct {
		ID    string `bun:"id"`
		Key   string
		Email string
		Root  bool
	}
	err := q.NewRaw(`SELECT id, key, email, party_id IS NULL AS root FROM customer WHERE id = (SELECT COALESCE(party_id, id) FROM customer WHERE id = ?)
		UNION ALL SELECT id, key, email, FALSE FROM customer WHERE party_id = (SELECT COALESCE(party_id, id) FROM customer WHERE id = ?) ORDER BY 4 DESC, 1`, id, id).Scan(ctx, &rows)
	if err != nil {
		return Person{}, fault.Wrap(err, fault.CodeInternal, "find person")
	}
	if len(rows) == 0 {
		return Person{}, fault.NotFound("customer")
	}
	p := Person{ID: rows[0].ID}
	for _, r := range rows {
		p.IDs, p.Keys = append(p.IDs, r.ID), append(p.Keys, r.Key)
		if r.Email != "" && !slices.Contains(p.Emails, r.Email) {
			p.Emails = append(p.Emails, r.Email)
		}
	}
	return p, nil
}

// list is the ids for an IN of a query.
func (p Person) list() any { return bun.List(p.IDs) }

// mayAnswer refuses whoever may not answer a person's rights.
func mayAnswer(ctx context.Context) error {
	return access.From(ctx).Require(access.PersonErase, access.Whole())
}

// LeaveFile notes inside a transaction that an uploaded file is to go.
func LeaveFile(ctx context.Context, tx *record.Tx, hash string) error {
	return leave(ctx, tx, "file", hash)
}

// LeaveWords notes that words were taken out of a full-text table of SQLite,
// whose older segments hold them until it is packed.
func LeaveWords(ctx context.Context, tx *record.Tx, table string) error {
	if tx.Engine() != record.SQLite {
		return nil
	}
	return leave(ctx, tx, "words", table)
}

// LeaveWAL notes that what was taken out is to leave the WAL of SQLite too.
func LeaveWAL(ctx context.Context, tx *record.Tx) error { return leave(ctx, tx, "wal", "") }

func leave(ctx context.Context, tx *record.Tx, kind, subject string) error {
	_, err := tx.Exec(ctx, "INSERT INTO erasure_left (kind, subject) VALUES (?, ?) ON CONFLICT (kind, subject) DO NOTHING", kind, subject)
	return fault.Wrap(err, fault.CodeInternal, "note what is left of an erasure")
}
