package access

import (
	"sync"
	"time"
)

// peopleCache remembers for a moment who a user id is and what they reach.
type peopleCache struct {
	now func() time.Time

	mu      sync.Mutex
	known   map[string]knownPerson
	changes uint64 // counts forgettings, so that a slow read does not bring one back
}

type knownPerson struct {
	who  *Who
	read time.Time
}

func newPeopleCache(now func() time.Time) *peopleCache {
	return &peopleCache{now: now, known: map[string]knownPerson{}}
}

// get gives the person, if known lately, and a mark for put.
func (c *peopleCache) get(id string) (*Who, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, ok := c.known[id]; ok && c.now().Sub(k.read) < trusted {
		return k.who, c.changes
	}
	return nil, c.changes
}

// put remembers a person read after mark was given, unless something was
// forgotten since.
func (c *peopleCache) put(who *Who, mark uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mark != c.changes {
		return
	}
	if len(c.known) >= recentSessions {
		clear(c.known)
	}
	c.known[who.UserID] = knownPerson{who: who, read: c.now()}
}

func (c *peopleCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	delete(c.known, id)
}

func (c *peopleCache) forgetAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	clear(c.known)
}

// tokenCache remembers for a moment what an API token's hash stands for, and
// when tokens were used. A look-up takes a read lock and no allocation.
type tokenCache struct {
	now func() time.Time

	mu      sync.RWMutex
	known   map[[32]byte]*knownToken
	changes uint64

	usedMu sync.Mutex
	used   map[string]time.Time // by token id, since the last flush
}

type knownToken struct {
	who     *Who
	expires time.Time // zero: never
	read    time.Time
}

func newTokenCache(now func() time.Time) *tokenCache {
	return &tokenCache{now: now, known: map[[32]byte]*knownToken{}, used: map[string]time.Time{}}
}

func (c *tokenCache) get(hash [32]byte) (*Who, uint64) {
	now := c.now()
	c.mu.RLock()
	k, mark := c.known[hash], c.changes
	c.mu.RUnlock()
	if k == nil || now.Sub(k.read) >= trusted || k.expired(now) {
		return nil, mark
	}
	return k.who, mark
}

func (k *knownToken) expired(now time.Time) bool {
	return !k.expires.IsZero() && !now.Before(k.expires)
}

func (c *tokenCache) put(hash [32]byte, who *Who, expires time.Time, mark uint64) {
	c.mu.Lock()
	if mark == c.changes {
		if len(c.known) >= recentSessions {
			clear(c.known)
		}
		c.known[hash] = &knownToken{who: who, expires: expires, read: c.now()}
	}
	c.mu.Unlock()
	c.usedMu.Lock() // once every few seconds for each token, not once a request
	c.used[who.TokenID] = c.now()
	c.usedMu.Unlock()
}

func (c *tokenCache) forgetUser(user string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	for hash, k := range c.known {
		if k.who.UserID == user {
			delete(c.known, hash)
		}
	}
}

func (c *tokenCache) forgetAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	clear(c.known)
}

func (c *tokenCache) takeUsed() map[string]time.Time {
	c.usedMu.Lock()
	defer c.usedMu.Unlock()
	used := c.used
	c.used = map[string]time.Time{}
	return used
}

// giveBack takes back what could not be written down.
func (c *tokenCache) giveBack(used map[string]time.Time) {
	c.usedMu.Lock()
	defer c.usedMu.Unlock()
	keepLater(c.used, used)
}

// settingsCache remembers the organisation's settings for a moment.
type settingsCache struct {
	now func() time.Time

	mu      sync.Mutex
	known   *Organisation
	read    time.Time
	changes uint64
}

func newSettingsCache(now func() time.Time) *settingsCache { return &settingsCache{now: now} }

func (c *settingsCache) get() (Organisation, bool, uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || c.now().Sub(c.read) >= trusted {
		return Organisation{}, false, c.changes
	}
	return *c.known, true, c.changes
}

func (c *settingsCache) put(o Organisation, mark uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if mark == c.changes {
		c.known, c.read = &o, c.now()
	}
}

func (c *settingsCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.changes++
	c.known = nil
}
