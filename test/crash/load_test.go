package crash

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// answer is a response as a client sends it.
type answer struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Answers  []scored  `json:"answers"`
	Customer string    `json:"customer_key,omitempty"`
	Account  string    `json:"account_key,omitempty"`
	Channel  string    `json:"channel"`
}

type scored struct {
	Measure string  `json:"measure_id"`
	Score   float64 `json:"score"`
}

// books are what the clients know: what was acknowledged, and what was sent
// without an answer and has to be sent again.
type books struct {
	mu           sync.Mutex
	acknowledged map[string]answer
	open         map[string]answer
	sentAgain    int
	resumed      int // sent again and found to be there already
}

func newBooks() *books {
	return &books{acknowledged: map[string]answer{}, open: map[string]answer{}}
}

// next is an answer to send: one that is open, or a new one.
func (b *books) next(measure string) answer {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, a := range b.open {
		delete(b.open, id)
		b.sentAgain++
		return a
	}
	a := answer{
		ID: uuid.Must(uuid.NewV7()).String(), At: time.Now().UTC().Truncate(time.Microsecond),
		Answers: []scored{{measure, float64(rand.IntN(11))}}, Channel: []string{"web", "shop", "phone"}[rand.IntN(3)],
	}
	if n := rand.IntN(400); n < 200 {
		a.Customer = "customer " + string(rune('a'+n%26)) + string(rune('a'+n/26))
		a.Account = "account " + string(rune('a'+n%26))
	}
	return a
}

func (b *books) leaveOpen(a answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open[a.ID] = a
}

func (b *books) acknowledge(a answer, status string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.acknowledged[a.ID] = a
	if status == "same" {
		b.resumed++
	}
}

func (b *books) counted() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.acknowledged)
}

// send posts answers until the server is gone.
func (b *books) send(t *testing.T, h *house, s *server, address, measure string) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for {
		a := b.next(measure)
		var reply struct {
			Accepted []struct{ ID, Status string }
			Rejected []struct{ ID, Code string }
		}
		err := h.call(client, http.MethodPost, address+"/api/responses", a, &reply)
		if err == nil && len(reply.Accepted) == 1 && reply.Accepted[0].ID == a.ID {
			b.acknowledge(a, reply.Accepted[0].Status)
			continue
		}
		b.leaveOpen(a)
		var no refusal
		if err == nil || errors.As(err, &no) && no.status < 500 {
			t.Errorf("answer %s was refused: %v %+v", a.ID, err, reply)
			return
		}
		select {
		case <-s.ended:
			return
		case <-t.Context().Done():
			return
		case <-time.After(time.Millisecond): // a 503 while the server is coming up
		}
	}
}
