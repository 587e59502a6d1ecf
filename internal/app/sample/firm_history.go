package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// history makes what happened with every account in the two years.
func (m *maker) history() {
	people := m.peopleOf()
	for i := range m.firm.Accounts {
		h := accountHistory{maker: m, account: i, people: people[i]}
		h.stream("history of " + h.of().Key)
		h.proposals()
		h.tickets()
		h.visits()
		h.logins()
		slices.SortFunc(m.firm.Accounts[i].deliveries, func(a, b delivered) int { return a.at.Compare(b.at) })
	}
}

// peopleOf are the contacts of each account.
func (m *maker) peopleOf() [][]int {
	out := make([][]int, len(m.firm.Accounts))
	for i, c := range m.firm.Contacts {
		out[c.Account] = append(out[c.Account], i)
	}
	return out
}

// accountHistory makes what happened with one account.
type accountHistory struct {
	*maker
	account int
	people  []int
	number  int // of its proposals, projects, invoices and tickets so far
}

func (h *accountHistory) of() *Account { return &h.firm.Accounts[h.account] }

// next is a number for something of this account.
func (h *accountHistory) next(kind string) string {
	h.number++
	return fmt.Sprintf("%s-%s-%03d", kind, strings.TrimPrefix(h.of().Key, "INV-"), h.number)
}

// who is somebody of the account.
func (h *accountHistory) who() int { return h.people[h.rnd.IntN(len(h.people))] }

// happen notes an event, unless it lies outside the two years.
func (h *accountHistory) happen(name, touchpoint string, at time.Time, contact int, properties map[string]any) {
	if at.Before(h.began()) || !at.Before(h.firm.Until) {
		return
	}
	h.firm.Events = append(h.firm.Events, Event{Name: name, Touchpoint: touchpoint, At: at, Account: h.account, Contact: contact, Properties: properties})
}

// proposals ask for work; what is won becomes a project.
func (h *accountHistory) proposals() {
	n := [3]int{h.between(2, 4), h.between(4, 6), h.between(7, 10)}[h.of().Size]
	for i := range n {
		asked := h.sometime(h.began(), -60+(months*30+60)*i/n+h.rnd.IntN((months*30+60)/n))
		id, who := h.next("P"), h.who()
		hours := 20 + h.rnd.ExpFloat64()*40
		sent := asked.Add(time.Duration(hours * float64(time.Hour)))
		h.happen("proposal_asked", "ask-for-a-proposal", asked, who, map[string]any{"proposal": id})
		h.happen("proposal_sent", "receive-the-proposal", sent, who, map[string]any{"proposal": id, "amount": float64(h.between(8, 120) * 1000)})
		decided := h.sometime(sent, h.between(8, 40))
		if h.chance(.42) {
			h.happen("proposal_lost", "", decided, -1, map[string]any{"proposal": id, "reason": []string{"price", "delay", "postponed"}[h.pick(5, 2, 3)]})
			continue
		}
		h.happen("proposal_won", "", decided, -1, map[string]any{"proposal": id})
		h.project(decided)
	}
}

// project runs from its start to the invoice. Lyon delivers late twice as often
// as the others.
func (h *accountHistory) project(won time.Time) {
	id, start := h.next("J"), h.sometime(won, h.between(5, 20))
	h.happen("project_started", "start-the-project", start, h.who(), map[string]any{"project": id})
	promised := h.sometime(start, h.between(45, 110)).Truncate(24 * time.Hour)
	span := int(promised.Sub(start).Hours() / 24)
	for k := range 2 {
		h.happen("milestone_reached", "follow-the-milestones", h.sometime(start, span*(k+1)/3), h.who(), map[string]any{"project": id, "milestone": float64(k + 1)})
	}
	late := h.chance(map[bool]float64{true: .5, false: .2}[h.of().Unit == "INV-LYON"])
	on := h.sometime(promised, -h.between(0, 6))
	if on.Truncate(24 * time.Hour).After(promised) { // moved on by a week end
		on = promised.Add(9 * time.Hour)
	}
	if late {
		on = h.sometime(promised, h.between(4, 35))
	}
	if on.Before(h.firm.Until) {
		h.of().deliveries = append(h.of().deliveries, delivered{on, late})
	}
	h.happen("project_delivered", "take-delivery", on, h.who(), map[string]any{"project": id, "promised": promised.Format("2006-01-02"), "late": late})
	if h.chance(.7) {
		h.happen("training_given", "be-trained", h.sometime(on, h.between(1, 12)), h.who(), map[string]any{"project": id, "people": float64(h.between(2, 9))})
	}
	for range h.between(1, 3) {
		h.happen("invoice_sent", "get-the-invoice", h.sometime(on, h.between(1, 40)), -1, map[string]any{"invoice": h.next("F"), "correct": h.chance(.955)})
	}
}

// helpChannel is where help is asked for: at a touchpoint, and what is asked and
// settled there.
type helpChannel struct{ key, touchpoint, asked, settled string }

func helpChannels() []helpChannel {
	return []helpChannel{
		{"phone", "get-help-by-telephone", "breakdown_reported", "breakdown_solved"}, {"mail", "get-help-by-mail", "question_asked", "question_settled"},
		{"portal", "get-help-on-the-portal", "ticket_opened", "ticket_solved"}, {"visit", "get-help-on-site", "fitter_asked", "fitter_done"},
	}
}

// tickets ask for help and are settled. By telephone it takes more than twice as
// long in the last quarter.
func (h *accountHistory) tickets() {
	n := [3]int{h.between(7, 13), h.between(16, 26), h.between(32, 46)}[h.of().Size]
	for i := range n {
		opened := h.sometime(h.began(), months*30*i/n+h.between(0, 20))
		at := helpChannels()[h.pick(38, 26, 27, 9)]
		slow := 1.0
		if at.key == "phone" && h.recent(opened) {
			slow = 2.4
		}
		who, id := h.who(), h.next("T")
		reply := opened.Add(time.Duration((.2 + h.rnd.ExpFloat64()*1.5*slow) * float64(time.Hour)))
		solved := reply.Add(time.Duration((.5 + h.rnd.ExpFloat64()*20*slow) * float64(time.Hour)))
		said := map[string]any{"ticket": id, "channel": at.key}
		h.happen(at.asked, at.touchpoint, opened, who, said)
		if at.key == "phone" {
			h.happen("breakdown_answered", "be-called-back", reply, who, said)
		}
		h.happen(at.settled, "hear-that-it-is-solved", solved, who, said)
	}
}

// recent tells that it was in the last quarter.
func (m *maker) recent(at time.Time) bool { return m.firm.Until.Sub(at) < lateQuarter*24*time.Hour }

func (h *accountHistory) visits() {
	for i := range 1 + 3*int(h.of().Size) {
		h.happen("visit_held", "meet-at-the-plant", h.sometime(h.began(), h.between(10, 100)+i*100), h.who(), nil)
	}
}

func (h *accountHistory) logins() {
	for range h.between(6, 14) * (1 + int(h.of().Size)) {
		h.happen("portal_login", "look-things-up-on-the-portal", h.sometime(h.began(), h.between(0, months*30)), h.who(), nil)
	}
}

// sort puts events and answers into the order in which they happened, deliveries
// of each account too.
func (m *maker) sort() {
	slices.SortStableFunc(m.firm.Events, func(a, b Event) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(m.firm.Answers, func(a, b Answer) int { return a.At.Compare(b.At) })
}
