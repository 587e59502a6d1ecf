package access

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// keyFile holds the key to secrets at rest, in the data folder.
const keyFile = "secret.key"

// Vault encrypts small secrets at rest (second factors, the mail password) with
// AES-256-GCM.
type Vault struct {
	seal   cipher.AEAD
	random io.Reader
	derive []byte
}

// NewVault makes a vault from any text of at least 16 characters.
func NewVault(key string, random io.Reader) (*Vault, error) {
	key = strings.TrimSpace(key)
	if len(key) < 16 {
		return nil, fault.New(fault.CodeInvalid, "The secret key needs at least 16 random characters. Set BALCONY_SECRET_KEY to a longer one.")
	}
	sum := sha256.Sum256([]byte("balcony vault\x00" + key))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "prepare cipher")
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "prepare cipher")
	}
	derive := sha256.Sum256([]byte("balcony derive\x00" + key))
	return &Vault{seal: aead, random: random, derive: derive[:]}, nil
}

// OpenVault makes a vault from key (BALCONY_SECRET_KEY) where it is given, else
// from the file secret.key in the data folder, which it makes, readable by its
// owner only, where it is missing.
func OpenVault(dir, key string, random io.Reader) (*Vault, error) {
	if key != "" {
		return NewVault(key, random)
	}
	path := filepath.Join(dir, keyFile)
	stored, err := os.ReadFile(path)
	if err == nil {
		return NewVault(string(stored), random)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "read secret key")
	}
	fresh, err := newSecret(random, 32)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "make secret key")
	}
	_, writeErr := file.WriteString(fresh + "\n")
	if err := errors.Join(writeErr, file.Sync(), file.Close()); err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "write secret key")
	}
	return NewVault(fresh, random)
}

// Derive gives 32 bytes that only this key and this text give (HMAC-SHA-256): a
// secret that can be told again and need not be kept.
func (v *Vault) Derive(text string) []byte {
	mac := hmac.New(sha256.New, v.derive)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// Seal encrypts a secret. The purpose is bound to it: it opens under the same
// purpose only. An empty secret stays empty.
func (v *Vault) Seal(purpose, secret string) (string, error) {
	if secret == "" {
		return "", nil
	}
	nonce := make([]byte, v.seal.NonceSize())
	if _, err := io.ReadFull(v.random, nonce); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "read randomness")
	}
	return base64.RawStdEncoding.EncodeToString(v.seal.Seal(nonce, nonce, []byte(secret), []byte(purpose))), nil
}

// Open decrypts what Seal made. It fails where the key or purpose is another.
func (v *Vault) Open(purpose, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < v.seal.NonceSize() {
		return "", fault.New(fault.CodeInternal, "A stored secret is damaged.")
	}
	nonce, rest := raw[:v.seal.NonceSize()], raw[v.seal.NonceSize():]
	plain, err := v.seal.Open(nil, nonce, rest, []byte(purpose))
	if err != nil {
		return "", fault.New(fault.CodeUnavailable, "A stored secret does not open with this server's key. Restore secret.key or BALCONY_SECRET_KEY, or enter the secret again.").Keyed("vault.key").Because(err)
	}
	return string(plain), nil
}
