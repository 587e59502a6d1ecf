package access

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
)

// newSecret is n random bytes in URL-safe text.
func newSecret(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read randomness")
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// hashOf is how a token is stored: tokens are random and long, so a plain hash
// cannot be turned back.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// newID is a UUIDv7: ids sort by the time they were made.
func newID(random io.Reader) (string, error) {
	id, err := uuid.NewV7FromReader(random)
	if err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "make id")
	}
	return id.String(), nil
}

// newRecoveryCode is 80 random bits in four groups of four letters and digits.
func newRecoveryCode(random io.Reader) (string, error) {
	b := make([]byte, 10)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read randomness")
	}
	s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:], nil
}

// plainCode is a code as typed, without spaces, dashes and capitals.
func plainCode(typed string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(typed)))
}
