package access

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/balcony-cx/balcony/internal/fault"
)

// limits slow down whoever tries again and again.
type limits struct {
	address *limiter // tries to sign in, from one address
	account *limiter // tries to sign in, to one account
	link    *limiter // uses of one-time links, from one address
	asking  *limiter // requests for a link by mail, from one address
	forgot  *limiter // mails to one account
}

func newLimits(now func() time.Time) limits {
	return limits{
		address: newLimiter("address", now, rate.Every(3*time.Second), 40), // an office may share one
		account: newLimiter("account", now, rate.Every(30*time.Second), 10),
		link:    newLimiter("link", now, rate.Every(time.Second), 100), // a whole team joins at once
		asking:  newLimiter("asking", now, rate.Every(10*time.Second), 20),
		forgot:  newLimiter("forgot", now, rate.Every(20*time.Minute), 3),
	}
}

// limiterKeys bounds the memory of a limiter; the key used longest ago goes first.
const limiterKeys = 10_000

// limiter is a token bucket for each key.
type limiter struct {
	name  string // of the kind of try
	now   func() time.Time
	every rate.Limit
	burst int

	mu     sync.Mutex
	byKey  map[string]*list.Element
	recent *list.List // of *bucket, most recent first
}

type bucket struct {
	key    string
	tokens *rate.Limiter
}

// Limiter slows down whoever does something again and again, by a key such as
// their address.
type Limiter struct{ of *limiter }

// NewLimiter allows burst times at once and once more after each pause.
func NewLimiter(name string, now func() time.Time, pause time.Duration, burst int) Limiter {
	return Limiter{newLimiter(name, now, rate.Every(pause), burst)}
}

// Allow takes one try of the key; it is a fault to have none left.
func (l Limiter) Allow(key string) error {
	if l.of.allow(key) {
		return nil
	}
	return fault.New(fault.CodeTooMany, "Too many tries. Wait a few minutes, then try again.").Keyed("session.too_many")
}

func newLimiter(name string, now func() time.Time, every rate.Limit, burst int) *limiter {
	return &limiter{name: name, now: now, every: every, burst: burst, byKey: map[string]*list.Element{}, recent: list.New()}
}

// allow takes one try of the key and tells whether there was one left.
func (l *limiter) allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok := l.byKey[key]
	if ok {
		l.recent.MoveToFront(e)
	} else {
		e = l.recent.PushFront(&bucket{key: key, tokens: rate.NewLimiter(l.every, l.burst)})
		l.byKey[key] = e
		if l.recent.Len() > limiterKeys {
			last := l.recent.Back()
			l.recent.Remove(last)
			delete(l.byKey, last.Value.(*bucket).key)
		}
	}
	return e.Value.(*bucket).tokens.AllowN(l.now(), 1)
}

// reset forgives a key its tries.
func (l *limiter) reset(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.byKey[key]; ok {
		l.recent.Remove(e)
		delete(l.byKey, key)
	}
}

// addressKey is the address, or its /64 network for IPv6, where one person has
// as many addresses as they like.
func addressKey(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil || addr.Is4() {
		return ip
	}
	network, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return network.String()
}

func errTooMany() error {
	return fault.New(fault.CodeTooMany, "Too many tries. Wait a few minutes, then try again.").Keyed("session.too_many")
}
