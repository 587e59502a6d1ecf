package crash

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
)

// guest is somebody who has answered, and changes the answer again and again.
type guest struct {
	receipt      string
	first        string // what the answer said at first
	acknowledged []edit // in their order
	unknown      []edit // sent, never answered, and left at that
	open         *edit  // sent and not answered yet
}

// edit is one change: a score and words that no other has.
type edit struct {
	at    string // address of the change
	score int
	words string
}

// guests are what those who change their answers know.
type guests struct {
	mu        sync.Mutex
	free      []*guest
	all       []*guest
	from      atomic.Uint32 // so that each change comes from an address of its own
	sentAgain int
	n         int
}

// slug of the survey that they answer.
const slug = "changed"

func said(s string) questionnaire.Words { return questionnaire.Words{"en": s} }

// publish opens a survey whose answers may be changed, with quotas that a change moves.
func (h *house) publish(address, measure string) {
	h.t.Helper()
	var of struct {
		ProgramID string `json:"program_id"`
	}
	var made struct{ ID string }
	if err := h.call(http.DefaultClient, http.MethodGet, address+"/api/measures/"+measure, nil, &of); err != nil {
		h.t.Fatal(err)
	}
	d := questionnaire.Document{
		Title: said("After the crossing"), Languages: []string{"en"}, Pages: []questionnaire.Page{{Code: "one", Questions: []questionnaire.Question{
			{Code: "how", Kind: questionnaire.KindScale, Text: said("How was it?"), MeasureID: measure, Scale: &questionnaire.Scale{Look: questionnaire.LookNumbers, Min: 0, Points: 11}},
			{Code: "why", Kind: questionnaire.KindLongText, Text: said("Why?")},
		}}},
		Quotas: []questionnaire.Quota{{Code: "low", If: "how <= 6", Count: 1000, End: "full"}, {Code: "high", If: "how > 6", Count: 1000, End: "full"}},
		Ends: []questionnaire.End{
			{Code: "thanks", Outcome: questionnaire.OutcomeComplete, Title: said("Thank you")},
			{Code: "full", Outcome: questionnaire.OutcomeQuotaFull, Title: said("Full")},
		},
		Settings: questionnaire.Settings{Consent: questionnaire.ConsentFirm, ChangeDays: 3, Privacy: said("Added up."), Controller: "Halden"},
	}
	err := h.call(http.DefaultClient, http.MethodPost, address+"/api/surveys", map[string]any{"program_id": of.ProgramID, "name": "Changed", "document": d}, &made)
	if err == nil {
		var published any
		err = h.call(http.DefaultClient, http.MethodPost, address+"/api/surveys/"+made.ID+"/versions", map[string]any{"reasons": map[string]string{measure: "The board has followed it since 2019."}}, &published)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

var toldReceipt = regexp.MustCompile(`<output>([a-z0-9 ]{14})</output>`)

// answer has so many guests answer.
func (g *guests) answer(t *testing.T, address string, n int) {
	t.Helper()
	for range n {
		one := &guest{first: fmt.Sprintf("first words %d", len(g.all))}
		client := g.client()
		_, to, err := post(client, address+"/s/"+slug, nil)
		var page string
		if err == nil {
			_, page, err = post(client, address+to, g.form(rand.IntN(11), one.first))
		}
		told := toldReceipt.FindStringSubmatch(page)
		if err != nil || told == nil {
			t.Fatalf("answer: %v %s %.1500s", err, to, page)
		}
		one.receipt = told[1]
		g.free, g.all = append(g.free, one), append(g.all, one)
		client.CloseIdleConnections()
	}
}

// client sends from a loopback address that no other has, as limits are by address.
func (g *guests) client() *http.Client {
	n := g.from.Add(1)
	local := &net.TCPAddr{IP: net.IPv4(127, byte(1+n>>16), byte(n>>8), byte(n))} //nolint:gosec // bytes of it are meant
	return &http.Client{
		Transport:     &http.Transport{DialContext: (&net.Dialer{LocalAddr: local}).DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func (g *guests) form(score int, words string) url.Values {
	return url.Values{"page": {"one"}, "q.how": {strconv.Itoa(score)}, "q.why": {words}, "go": {"next"}}
}

// post sends a form and gives the page, or where it leads to.
func post(client *http.Client, to string, form url.Values) (status int, page string, err error) {
	answer, err := client.PostForm(to, form) //nolint:noctx // it ends with the server
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if to := answer.Header.Get("Location"); to != "" {
		return answer.StatusCode, to, err
	}
	return answer.StatusCode, string(text), err
}

// take gives a guest whom no other client has in hand, and the words of a change.
func (g *guests) take() (*guest, string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	one := g.free[0]
	g.free = g.free[1:]
	g.n++
	return one, fmt.Sprintf("words of change %d", g.n)
}

func (g *guests) give(one *guest) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free = append(g.free, one)
}

// change changes answers until the server is gone.
func (g *guests) change(t *testing.T, s *server, address string) {
	for {
		one, words := g.take()
		client := g.client()
		status, page, err := g.once(client, address, one, words)
		client.CloseIdleConnections()
		g.give(one)
		if err == nil && status == http.StatusOK {
			continue
		}
		if err == nil && status < 500 {
			t.Errorf("a change was refused: %d %.1500s", status, page)
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

// once sends one change of a guest: what is open is sent again, or left as it is and
// another begun, as somebody would who closed the page.
func (g *guests) once(client *http.Client, address string, one *guest, words string) (status int, page string, err error) {
	if one.open != nil && rand.IntN(2) == 0 {
		one.unknown, one.open = append(one.unknown, *one.open), nil
	}
	if one.open == nil {
		status, page, err = post(client, address+"/s/"+slug+"/receipt", url.Values{"code": {one.receipt}, "go": {"change"}})
		if err != nil || status != http.StatusSeeOther {
			return status, page, err
		}
		at, _, _ := strings.Cut(page, "?")
		one.open = &edit{at: at, score: rand.IntN(11), words: words}
	} else {
		g.mu.Lock()
		g.sentAgain++
		g.mu.Unlock()
	}
	status, page, err = post(client, address+one.open.at, g.form(one.open.score, one.open.words))
	if err == nil && status == http.StatusOK && !strings.Contains(page, "Your answer is changed") {
		return http.StatusTeapot, page, nil
	}
	if err == nil && status == http.StatusOK {
		one.acknowledged, one.open = append(one.acknowledged, *one.open), nil
	}
	return status, page, err
}

// finish leaves what was never answered at that.
func (g *guests) finish() (acknowledged, unknown int) {
	for _, one := range g.all {
		if one.open != nil {
			one.unknown, one.open = append(one.unknown, *one.open), nil
		}
		acknowledged, unknown = acknowledged+len(one.acknowledged), unknown+len(one.unknown)
	}
	return acknowledged, unknown
}
