package access

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Lifetimes of what is given out.
const (
	setupLife   = 30 * time.Minute
	resetLife   = time.Hour
	inviteLife  = 7 * 24 * time.Hour
	sessionLife = 30 * 24 * time.Hour // whatever happens
	sessionIdle = 7 * 24 * time.Hour  // without a request
)

// trusted is how long what another process may have changed is believed where
// it was not heard of (hear): the longest that a revoked token or a disabled
// person still gets in there. In the process that makes the change it holds at
// once.
const trusted = 3 * time.Second

// Mail is a message in the words of a template. Data may hold secrets, such as
// a link; whoever queues it keeps them encrypted until it is sent.
type Mail struct {
	To       string
	Language string // en or fr
	Template string // invite, reset, moved
	Data     map[string]string
	Expires  time.Time // of no use afterwards, and then not sent
}

// Mailer queues mail inside the caller's transaction.
type Mailer interface {
	Ready(ctx context.Context, q record.Querier) (bool, error) // whether mail is set up and on
	Queue(ctx context.Context, tx *record.Tx, m Mail) error
}

// Options are what the service is built from. Store, Now, Random, Vault and
// Log are needed.
type Options struct {
	Store     *record.Store
	Now       func() time.Time
	Random    io.Reader
	Mailer    Mailer // nil: no mail
	Tree      Tree   // nil: no units and accounts
	Vault     *Vault
	Dir       string // data folder, for the first owner's link; "" keeps it out of files
	PublicURL string // as the server was started; the organisation's setting comes first
	Log       *slog.Logger
	Cost      Cost // of a password hash; zero for the default
}

// Service knows who signs in and what they may do. It is safe for concurrent use.
type Service struct {
	store     *record.Store
	now       func() time.Time
	random    io.Reader
	mailer    Mailer
	tree      Tree
	vault     *Vault
	dir       string
	publicURL string
	log       *slog.Logger
	journal   Journal
	hasher    *hasher
	sessions  *scs.SessionManager
	kept      *sessionStore
	people    *peopleCache
	tokens    *tokenCache
	settings  *settingsCache
	limits    limits
	forgotten chan forgotten
}

// New builds the service; it reads nothing yet.
func New(o Options) (*Service, error) {
	if o.Tree == nil {
		o.Tree = NoTree{}
	}
	if o.Mailer == nil {
		o.Mailer = noMail{}
	}
	h, err := newHasher(o.Cost, o.Random)
	if err != nil {
		return nil, err
	}
	journal := Journal{Now: o.Now}
	kept := newSessionStore(o.Store, o.Now, journal)
	return &Service{
		store: o.Store, now: o.Now, random: o.Random, mailer: o.Mailer, tree: o.Tree, vault: o.Vault,
		dir: o.Dir, publicURL: strings.TrimRight(o.PublicURL, "/"), log: o.Log,
		journal: journal, hasher: h, kept: kept, sessions: newSessionManager(kept),
		people: newPeopleCache(o.Now), tokens: newTokenCache(o.Now), settings: newSettingsCache(o.Now),
		limits: newLimits(o.Now), forgotten: make(chan forgotten, forgottenWaiting),
	}, nil
}

type noMail struct{}

func (noMail) Ready(context.Context, record.Querier) (bool, error) { return false, nil }
func (noMail) Queue(context.Context, *record.Tx, Mail) error       { return nil }

// Audit writes a line of the audit log in the caller's transaction.
func (s *Service) Audit(ctx context.Context, tx *record.Tx, kind, object string, details map[string]string) error {
	return s.journal.Audit(ctx, tx, kind, object, details)
}

// Saw writes down, in a transaction of its own, that who asks saw something in
// confidence. It returns when that is durable.
func (s *Service) Saw(ctx context.Context, kind, object string, details map[string]string) error {
	_, err := s.store.Join(ctx, 300, func(ctx context.Context, tx *record.Tx) error {
		return s.journal.Audit(ctx, tx, kind, object, details)
	})
	return fault.Wrap(err, fault.CodeUnavailable, "write audit log")
}

// Changed forgets what is remembered of everybody's reach. The people room
// calls it when units move or accounts change owner.
func (s *Service) Changed() {
	s.people.forgetAll()
	s.tokens.forgetAll()
}

// forget drops what is remembered of one person.
func (s *Service) forget(user string) {
	s.people.forget(user)
	s.tokens.forgetUser(user)
}

// guard makes changes of roles and access, and whatever touches several
// people's or sessions' rows, follow one another, so that none waits for the
// other in a circle. Its row stays locked until the transaction ends, and its
// count tells other processes that something changed.
func guard(ctx context.Context, tx *record.Tx) error {
	_, err := tx.NewRaw("UPDATE access_guard SET changes = changes + 1 WHERE id = 1").Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "lock access")
}

// Opened is a session just begun: the cookie to hand out and what the page
// needs to know.
type Opened struct {
	Cookie  *http.Cookie
	Session Session
}

func (s *Service) opened(o Opened, err error) (*sessionOutput, error) {
	if err != nil {
		return nil, err
	}
	return &sessionOutput{SetCookie: o.Cookie, Body: o.Session}, nil
}

// secure tells whether cookies must only travel over TLS.
func (s *Service) secure(ctx context.Context) bool {
	return web.ClientOf(ctx).HTTPS || strings.HasPrefix(s.BaseURL(ctx), "https://")
}

// BaseURL is where people reach the page: the organisation's setting, else
// what the server was started with; "" where neither is known.
func (s *Service) BaseURL(ctx context.Context) string {
	if o, err := s.Organisation(ctx); err == nil && o.PublicURL != "" {
		return o.PublicURL
	}
	return s.publicURL
}
