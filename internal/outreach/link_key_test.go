package outreach

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// TestAnotherKey: after the vault's key was changed links that went out stay
// good, and those made from then on open the same invitation; nothing is written
// while the key is the same, and erasure leaves none.
func TestAnotherKey(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.customers(t, "c", 3, nil)
		wave := w.wave(t, WaveSettings{By: ByLinks}, nil, StepPlan, StepStart)
		links := func() (out []string) {
			t.Helper()
			write, _, err := w.Links(owner(t), wave.ID)
			var file bytes.Buffer
			if err != nil || write(t.Context(), &file) != nil {
				t.Fatal(err)
			}
			for _, line := range strings.Split(strings.TrimSpace(file.String()), "\r\n")[1:] {
				out = append(out, line[strings.LastIndex(line, "/")+1:])
			}
			return out
		}
		old := links()
		stops, legacy := map[string]string{}, ""
		stop := func(token, want string) {
			t.Helper()
			got, err := w.StopBy(t.Context(), token)
			if got != want || (err == nil) != (want != "") || err != nil && !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s ends the mails of %q, want %q: %v", token, got, want, err)
			}
		}
		for _, token := range old {
			g, err := w.ByLink(t.Context(), token)
			if err != nil {
				t.Fatal(err)
			}
			stops[w.StopToken(g.InvitationID)] = g.InvitationID
			id := uuid.MustParse(g.InvitationID)
			legacy = base64.RawURLEncoding.EncodeToString(append(id[:], w.Secret("stop " + g.InvitationID)[:16]...))
			stop(legacy, g.InvitationID)
			stop(base64.RawURLEncoding.EncodeToString(append(id[:], make([]byte, 16)...)), "")
		}
		if n := w.count(t, "invitation_link", "1 = 1"); n != 0 || len(old) != 3 {
			t.Fatalf("%d links kept beside, %d links", n, len(old))
		}
		w.Secret = func(text string) []byte { sum := sha256.Sum256([]byte("another" + text)); return sum[:] }
		fresh := links()
		links() // a second time keeps nothing more
		if n := w.count(t, "invitation_link", "1 = 1"); n != 3 {
			t.Errorf("%d links kept", n)
		}
		for token, invitation := range stops {
			stop(token, invitation)
			if w.StopToken(invitation) == token {
				t.Error("the key changes nothing")
			}
			stop(w.StopToken(invitation), invitation)
		}
		stop(legacy, "") // what only the key can tell
		stop("", "")
		stop(base64.RawURLEncoding.EncodeToString(make([]byte, 32)), "")
		var guest Guest
		for i := range old {
			a, err := w.ByLink(t.Context(), old[i])
			b, err2 := w.ByLink(t.Context(), fresh[i])
			if old[i] == fresh[i] || err != nil || err2 != nil || a.InvitationID != b.InvitationID {
				t.Errorf("%v %v, %+v %+v", err, err2, a, b)
			}
			guest = b
		}
		p := people.Person{ID: guest.CustomerID, IDs: []string{guest.CustomerID}, Keys: []string{guest.CustomerKey}}
		for again := true; again; {
			w.write(t, func(ctx context.Context, tx *record.Tx) error {
				tally, err := Rights{}.ErasePerson(ctx, tx, p, 100)
				again = len(tally) > 0
				return err
			})
		}
		for _, token := range []string{old[2], fresh[2]} {
			if _, err := w.ByLink(t.Context(), token); fault.CodeOf(err) != fault.CodeNotFound {
				t.Errorf("the link of somebody erased: %v", err)
			}
		}
		for token, invitation := range stops {
			if invitation == guest.InvitationID {
				invitation = ""
			}
			stop(token, invitation)
		}
		if n := w.count(t, "invitation_link", "1 = 1"); n != 2 {
			t.Errorf("%d links kept after an erasure", n)
		}
	})
}
