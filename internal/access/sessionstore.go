package access

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// cookieName is the session cookie; the API's description names it too.
const cookieName = "balcony_session"

// keys of a session's values
const (
	keyUser    = "user"
	keyID      = "id"
	keyAddress = "address"
	keyAgent   = "agent"
)

func newSessionManager(store *sessionStore) *scs.SessionManager {
	m := scs.New()
	m.Store = store
	m.Codec = sessionCodec{}
	m.Lifetime = sessionLife
	m.HashTokenInStore = true
	m.Cookie.Name = cookieName
	return m
}

// sessionCodec keeps a session's values as JSON; all are strings.
type sessionCodec struct{}

type sessionData struct {
	Deadline time.Time         `json:"deadline"`
	Values   map[string]string `json:"values"`
}

// Encode writes the values as JSON.
func (sessionCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	data := sessionData{Deadline: deadline, Values: map[string]string{}}
	for k, v := range values {
		data.Values[k], _ = v.(string)
	}
	return json.Marshal(data)
}

// Decode reads what Encode wrote.
func (sessionCodec) Decode(raw []byte) (time.Time, map[string]any, error) {
	var data sessionData
	if err := json.Unmarshal(raw, &data); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(data.Values))
	for k, v := range data.Values {
		values[k] = v
	}
	return data.Deadline, values, nil
}

type sessionRow struct {
	bun.BaseModel `bun:"table:access_session"`
	TokenHash     string `bun:",pk"`
	ID            string
	UserID        string
	Data          string
	CreatedAt     int64
	ExpiresAt     int64
	SeenAt        int64
	Address       string
	Agent         string
}

// sessionStore keeps sessions in the record, under the hash of their token.
// That a session was used is kept in memory and written down once a minute.
type sessionStore struct {
	store   *record.Store
	now     func() time.Time
	journal Journal

	mu      sync.Mutex
	recent  map[string]recentSession // by token hash
	seen    map[string]time.Time     // by token hash, since the last flush
	changes uint64                   // counts removals, so that a slow read does not bring one back
}

type recentSession struct {
	row  sessionRow
	read time.Time
}

// recentSessions bounds the memory of sessions; beyond it they are read anew.
const recentSessions = 10_000

func newSessionStore(store *record.Store, now func() time.Time, journal Journal) *sessionStore {
	return &sessionStore{store: store, now: now, journal: journal, recent: map[string]recentSession{}, seen: map[string]time.Time{}}
}

// FindCtx gives a session that is neither expired nor idle for too long, and
// remembers that it was used.
func (s *sessionStore) FindCtx(ctx context.Context, hash string) ([]byte, bool, error) {
	row, ok, err := s.find(ctx, hash)
	if err != nil || !ok {
		return nil, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now, last := s.now(), record.Time(row.SeenAt)
	if seen, ok := s.seen[hash]; ok && seen.After(last) {
		last = seen
	}
	if !now.Before(record.Time(row.ExpiresAt)) || now.Sub(last) >= sessionIdle {
		return nil, false, nil
	}
	s.seen[hash] = now
	return []byte(row.Data), true, nil
}

func (s *sessionStore) find(ctx context.Context, hash string) (sessionRow, bool, error) {
	s.mu.Lock()
	kept, ok := s.recent[hash]
	changes := s.changes
	s.mu.Unlock()
	if ok && s.now().Sub(kept.read) < trusted {
		return kept.row, true, nil
	}
	var rows []sessionRow
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewSelect().Model(&rows).Where("token_hash = ?", hash).Scan(ctx)
	})
	if err != nil {
		return sessionRow{}, false, fault.Wrap(err, fault.CodeUnavailable, "read session")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(rows) == 0 {
		delete(s.recent, hash)
		return sessionRow{}, false, nil
	}
	if changes == s.changes {
		s.keep(hash, rows[0])
	}
	return rows[0], true, nil
}

// keep remembers a session; the lock is held.
func (s *sessionStore) keep(hash string, row sessionRow) {
	if len(s.recent) >= recentSessions {
		clear(s.recent)
	}
	s.recent[hash] = recentSession{row: row, read: s.now()}
}

// CommitCtx writes a new session, with its line in the audit log.
func (s *sessionStore) CommitCtx(ctx context.Context, hash string, raw []byte, _ time.Time) error {
	_, values, err := sessionCodec{}.Decode(raw)
	if err != nil {
		return err
	}
	text := func(key string) string { v, _ := values[key].(string); return v }
	now := record.Micros(s.now())
	row := sessionRow{
		TokenHash: hash, ID: text(keyID), UserID: text(keyUser), Data: string(raw), CreatedAt: now,
		ExpiresAt: now + sessionLife.Microseconds(), SeenAt: now, Address: text(keyAddress), Agent: text(keyAgent),
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
			return err
		}
		if _, err := tx.NewRaw("UPDATE access_user SET last_seen_at = ? WHERE id = ?", now, row.UserID).Exec(ctx); err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "session.opened", row.UserID, nil)
	})
	return fault.Wrap(err, fault.CodeUnavailable, "write session")
}

// DeleteCtx ends a session. A session that is not there is no error.
func (s *sessionStore) DeleteCtx(ctx context.Context, hash string) error {
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := guard(ctx, tx); err != nil {
			return err
		}
		_, err := tx.NewRaw("DELETE FROM access_session WHERE token_hash = ?", hash).Exec(ctx)
		return err
	})
	s.drop(func(h string, _ sessionRow) bool { return h == hash })
	return fault.Wrap(err, fault.CodeUnavailable, "end session")
}

// drop forgets the sessions that match.
func (s *sessionStore) drop(match func(hash string, row sessionRow) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	for hash, kept := range s.recent {
		if match(hash, kept.row) {
			delete(s.recent, hash)
			delete(s.seen, hash)
		}
	}
}

// readAnew forgets what was read of sessions, but not when they were used.
func (s *sessionStore) readAnew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	clear(s.recent)
}

// dropUser forgets all sessions of a person.
func (s *sessionStore) dropUser(user string) {
	s.drop(func(_ string, row sessionRow) bool { return row.UserID == user })
}

// seenAt is when a session was last used, as far as memory and record know.
func (s *sessionStore) seenAt(row sessionRow) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at, ok := s.seen[row.TokenHash]; ok {
		return at
	}
	return record.Time(row.SeenAt)
}

// takeSeen hands over what was used since the last time.
func (s *sessionStore) takeSeen() map[string]time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := s.seen
	s.seen = map[string]time.Time{}
	return seen
}

// giveBack takes back what could not be written down.
func (s *sessionStore) giveBack(seen map[string]time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keepLater(s.seen, seen)
}

// keepLater adds times, of two for one key the later.
func keepLater(into, from map[string]time.Time) {
	for key, at := range from {
		if at.After(into[key]) {
			into[key] = at
		}
	}
}

// Find, Commit and Delete are asked for by the manager's type only; it always
// calls those with a context.
func (s *sessionStore) Find(hash string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), hash)
}

// Commit is CommitCtx without a context.
func (s *sessionStore) Commit(hash string, raw []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), hash, raw, expiry)
}

// Delete is DeleteCtx without a context.
func (s *sessionStore) Delete(hash string) error { return s.DeleteCtx(context.Background(), hash) }
