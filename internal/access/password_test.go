package access

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
)

// light keeps tests quick; the form of the work is the same.
var light = Cost{Memory: 64, Time: 1, Threads: 1}

func newTestHasher(t *testing.T, cost Cost) *hasher {
	t.Helper()
	h, err := newHasher(cost, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHashComesBack(t *testing.T) {
	h := newTestHasher(t, light)
	stored, err := h.Hash(t.Context(), "four quiet brown chairs")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1$") || strings.Contains(stored, "chairs") {
		t.Errorf("stored as %s", stored)
	}
	again, _ := h.Hash(t.Context(), "four quiet brown chairs")
	if again == stored {
		t.Error("two hashes of one password share a salt")
	}
	for password, want := range map[string]bool{"four quiet brown chairs": true, "four quiet brown chair": false, "": false} {
		match, stale, err := h.Check(t.Context(), stored, password)
		if err != nil || match != want || stale {
			t.Errorf("Check(%q) = %v, stale %v, %v", password, match, stale, err)
		}
	}
	dearer := newTestHasher(t, Cost{Memory: 128, Time: 1, Threads: 1})
	if match, stale, err := dearer.Check(t.Context(), stored, "four quiet brown chairs"); !match || !stale || err != nil {
		t.Errorf("a hash of another cost: match %v, stale %v, %v", match, stale, err)
	}
}

func TestDefaultCostIsNotLight(t *testing.T) {
	h := newTestHasher(t, Cost{})
	if h.cost.Memory < 19*1024 || h.cost.Time < 2 {
		t.Errorf("default cost %+v", h.cost)
	}
	if match, _, err := h.Check(t.Context(), "", "anything at all"); match || err != nil || h.work.Load() != 1 {
		t.Errorf("nobody: match %v, %v, work %d", match, err, h.work.Load())
	}
}

func TestDamagedHashIsNoMatch(t *testing.T) {
	h := newTestHasher(t, light)
	for _, stored := range []string{"plain", "$argon2i$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=18$m=64,t=1,p=1$AAAA$AAAA",
		"$argon2id$v=19$m=64,t=0,p=1$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA", "$argon2id$v=19$x$AAAA$AAAA", "$argon2id$v=19$m=64,t=1,p=1$%$AAAA"} {
		if match, _, err := h.Check(t.Context(), stored, "x"); match || !fault.Is(err, fault.CodeInternal) {
			t.Errorf("%s: match %v, %v", stored, match, err)
		}
	}
}

func TestFloodIsTurnedAway(t *testing.T) {
	h := newTestHasher(t, light)
	for range hashesAtOnce {
		h.running <- struct{}{}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(gone, "x"); !fault.Is(err, fault.CodeTooMany) {
		t.Errorf("a caller whose time ran out: %v", err)
	}
	for range hashesWaiting {
		h.waiting <- struct{}{}
	}
	if _, err := h.Hash(t.Context(), "x"); !fault.Is(err, fault.CodeTooMany) {
		t.Errorf("beyond the queue: %v", err)
	}
	if h.work.Load() != 0 {
		t.Error("work was done all the same")
	}
}

func TestCheckPassword(t *testing.T) {
	for password, key := range map[string]string{
		"short":                   "password.too_short",
		"neuf.lett":               "password.too_short",
		"password":                "password.too_short",
		"password123":             "password.too_common",
		"P@ssw0rd2026":            "password.too_common",
		"Passw0rd!!":              "password.too_common",
		"1234567890":              "password.too_common",
		"0987654321":              "password.too_common",
		"abcdefghij":              "password.too_common",
		"aaaaaaaaaaaa":            "password.too_common",
		"qwertyqwerty":            "password.too_common",
		"azertyuiop1":             "password.too_common",
		"Bienvenue2026":           "password.too_common",
		"ines.martin":             "password.too_common",
		"Ines Martin":             "password.too_common",
		"Hôtel du Lac":            "password.too_common",
		"four quiet brown chairs": "",
		"tgvKq92mVx":              "",
		"été comme hiver, ça va":  "",
	} {
		err := CheckPassword("password", password, "ines.martin@example.org", "Ines Martin", "Hôtel du Lac")
		got := ""
		if e := new(fault.Error); errors.As(err, &e) {
			got = e.Key
		}
		if got != key {
			t.Errorf("%q: %q, want %q", password, got, key)
		}
	}
}
