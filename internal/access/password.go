package access

import (
	"bufio"
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Cost is what one argon2id hash takes.
type Cost struct {
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// DefaultCost follows OWASP's first recommendation: 19 MiB, two passes.
var defaultCost = Cost{Memory: 19 * 1024, Time: 2, Threads: 1}

const (
	saltBytes     = 16
	keyBytes      = 32
	hashesAtOnce  = 2  // so that a flood of sign-ins takes at most 2 x Memory
	hashesWaiting = 64 // beyond these a caller is turned away at once
)

// hasher makes and checks password hashes, a few at a time.
type hasher struct {
	cost    Cost
	random  io.Reader
	running chan struct{}
	waiting chan struct{}
	work    atomic.Int64 // hashes computed, for tests
	decoy   string       // the hash of no password, checked for people who do not exist
}

// newHasher makes a hasher; the zero Cost means the default one.
func newHasher(cost Cost, random io.Reader) (*hasher, error) {
	if cost == (Cost{}) {
		cost = defaultCost
	}
	h := &hasher{cost: cost, random: random, running: make(chan struct{}, hashesAtOnce), waiting: make(chan struct{}, hashesWaiting)}
	salt := make([]byte, saltBytes+keyBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read randomness")
	}
	h.decoy = phc(cost, salt[:saltBytes], salt[saltBytes:])
	return h, nil
}

// Hash is the password's hash with its parameters, as a PHC string.
func (h *hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read randomness")
	}
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return phc(h.cost, salt, key), nil
}

// Check tells whether the password is the one that was hashed, and whether the
// hash was made at another cost and should be made anew. An empty stored hash
// takes the same work and matches nothing.
func (h *hasher) Check(ctx context.Context, stored, password string) (match, stale bool, err error) {
	there := stored != ""
	if !there {
		stored = h.decoy
	}
	cost, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, false, fault.Wrap(err, fault.CodeInternal, "read password hash")
	}
	got, err := h.derive(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(got, want) == 1
	return same && there, cost != h.cost, nil
}

// derive computes one hash when its turn comes. A too_many fault where too
// many wait already, or where the caller's time ran out.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, cost Cost) ([]byte, error) {
	busy := fault.New(fault.CodeTooMany, "Too many people sign in at this moment. Try again in a few seconds.").Keyed("session.busy")
	select {
	case h.waiting <- struct{}{}:
		defer func() { <-h.waiting }()
	default:
		return nil, busy
	}
	select {
	case h.running <- struct{}{}:
		defer func() { <-h.running }()
	case <-ctx.Done():
		return nil, busy.Because(ctx.Err())
	}
	h.work.Add(1)
	return argon2.IDKey([]byte(password), salt, cost.Time, cost.Memory, cost.Threads, keyBytes), nil
}

func phc(c Cost, salt, key []byte) string {
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads,
		enc.EncodeToString(salt), enc.EncodeToString(key))
}

func parsePHC(s string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return c, nil, nil, fmt.Errorf("not an argon2id hash")
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return c, nil, nil, fmt.Errorf("unknown argon2 version %q", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil {
		return c, nil, nil, fmt.Errorf("unreadable parameters: %w", err)
	}
	if c.Time == 0 || c.Threads == 0 {
		return c, nil, nil, fmt.Errorf("parameters out of range")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, err
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err == nil && len(key) != keyBytes {
		err = fmt.Errorf("key of %d bytes", len(key))
	}
	return c, salt, key, err
}

// MinPassword is the fewest characters a password may have.
const MinPassword = 10

//go:embed common.txt
var commonWords string

// CheckPassword says what is wrong with a new password: shorter than
// MinPassword, the person's own address or name, or one that everybody tries.
// The field is named as given.
func CheckPassword(field, password string, about ...string) error {
	if utf8.RuneCountInString(password) < MinPassword {
		return fault.Invalid(field, fmt.Sprintf("Use at least %d characters. A few words in a row are easy to keep in mind.", MinPassword)).Keyed("password.too_short")
	}
	if tooCommon(password, about) {
		return fault.Invalid(field, "This is one of the first passwords that anybody would try. Choose another; a few unrelated words in a row are good.").Keyed("password.too_common")
	}
	return nil
}

// tooCommon folds case, common substitutions, and digits and signs at either
// end, and looks for what is left among words everybody tries.
func tooCommon(password string, about []string) bool {
	lower := strings.ToLower(strings.TrimSpace(password))
	folded := strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i").Replace(lower)
	forms := []string{lower, folded}
	for _, s := range []string{lower, folded, strings.Trim(lower, "0123456789.,;:!?-_*#@$%&+ ")} {
		forms = append(forms, strings.Trim(s, "0123456789.,;:!?-_*#@$%&+ "))
	}
	if isRun(lower) {
		return true
	}
	for _, word := range about {
		word = strings.ToLower(strings.TrimSpace(word))
		local, _, _ := strings.Cut(word, "@")
		for _, form := range forms {
			if word != "" && (form == word || form == local) {
				return true
			}
		}
	}
	lines := bufio.NewScanner(strings.NewReader(commonWords))
	for lines.Scan() {
		word := lines.Text()
		for _, form := range forms {
			if form == word || (len(form) > len(word) && len(form)%len(word) == 0 && strings.Repeat(word, len(form)/len(word)) == form) {
				return true
			}
		}
	}
	return false
}

// isRun tells whether a password has fewer than five different characters or
// walks one step at a time for all its length, as 1234567890 or abcdefghij do.
func isRun(s string) bool {
	different := map[rune]bool{}
	steps, last := 0, rune(-2)
	for _, r := range s {
		different[r] = true
		if r == last+1 || r == last-1 || (last == '9' && r == '0') {
			steps++
		}
		last = r
	}
	return len(different) < 5 || steps >= utf8.RuneCountInString(s)-2
}
