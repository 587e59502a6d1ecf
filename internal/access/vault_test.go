package access_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

func TestVault(t *testing.T) {
	dir := t.TempDir()
	first, err := access.OpenVault(dir, "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "secret.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file %v, %v", info, err)
	}
	sealed, err := first.Seal("mail", "quiet-lake")
	if err != nil || strings.Contains(sealed, "quiet") {
		t.Fatalf("%q, %v", sealed, err)
	}
	if twice, _ := first.Seal("mail", "quiet-lake"); twice == sealed {
		t.Error("the same secret is sealed the same way twice")
	}
	again, err := access.OpenVault(dir, "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open("mail", sealed); err != nil || plain != "quiet-lake" {
		t.Errorf("%q, %v", plain, err)
	}
	if _, err := again.Open("totp", sealed); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("opened for another purpose: %v", err)
	}
	other, err := access.OpenVault(dir, "another key altogether", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Open("mail", sealed); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("opened with another key: %v", err)
	}
	for _, damaged := range []string{"%", "AAAA", sealed[:len(sealed)-4] + "AAAA"} {
		if plain, err := again.Open("mail", damaged); err == nil {
			t.Errorf("%q opened as %q", damaged, plain)
		}
	}
	if sealed, err := first.Seal("mail", ""); sealed != "" || err != nil {
		t.Errorf("nothing was sealed as %q, %v", sealed, err)
	}
}

func TestVaultKeys(t *testing.T) {
	if _, err := access.NewVault("short", rand.Reader); !fault.Is(err, fault.CodeInvalid) {
		t.Errorf("a short key: %v", err)
	}
	if _, err := access.OpenVault(filepath.Join(t.TempDir(), "missing"), "", rand.Reader); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("a missing folder: %v", err)
	}
	if _, err := access.OpenVault(t.TempDir(), "", bytes.NewReader(nil)); !fault.Is(err, fault.CodeInternal) {
		t.Errorf("no randomness: %v", err)
	}
}
