package sample

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// answers makes what contacts said: every quarter how they stand to the firm,
// after a project how it went, after help how easy it was.
func (m *maker) answers() {
	m.relations()
	for _, e := range m.firm.Events {
		if e.Contact < 0 {
			continue
		}
		switch e.Name {
		case "project_delivered":
			m.afterProject(e)
		case "breakdown_solved", "question_settled", "ticket_solved", "fitter_done":
			m.afterHelp(e)
		}
	}
}

// silentAt tells that an account does not answer at a time.
func (m *maker) silentAt(a *Account, at time.Time) bool {
	return a.Silence == Never || a.Silence == Silent && at.After(m.firm.Until.AddDate(0, -quietMonths, 0))
}

// keep adds an answer of a contact, unless the account is silent or it lies
// outside the two years.
func (m *maker) keep(a Answer) {
	account := &m.firm.Accounts[m.firm.Contacts[a.Contact].Account]
	a.Firm = m.chance(.15)
	if a.At.Before(m.began()) || !a.At.Before(m.firm.Until) || m.silentAt(account, a.At) {
		return
	}
	m.firm.Answers = append(m.firm.Answers, a)
}

// relations: of each contact, in some of eight quarters.
func (m *maker) relations() {
	for i, c := range m.firm.Contacts {
		m.stream("relation of " + c.Key)
		willing := .22 + .3*m.rnd.Float64()
		if hasRole(c, "uses") {
			willing += .12
		}
		for quarter := range 8 {
			if !m.chance(willing) {
				continue
			}
			at := m.sometime(m.began(), quarter*91+m.between(8, 40))
			m.keep(m.relation(i, at))
		}
	}
}

func hasRole(c Contact, role string) bool {
	return slices.Contains(c.Roles, role)
}

// relation is how a contact stands to the firm: better for a year but in Lyon,
// worse after a late delivery, worse the larger the account; Key accounts are
// better among accounts of the same size.
func (m *maker) relation(contact int, at time.Time) Answer {
	c := m.firm.Contacts[contact]
	a := &m.firm.Accounts[c.Account]
	x := 7.8 + [3]float64{.7, .3, -3.9}[a.Size] + a.mood + m.rnd.NormFloat64()*1.25
	x += map[string]float64{"INV-KEY": 1.0, "INV-LYON": -.9}[a.Unit]
	switch {
	case hasRole(c, "decides"):
		x -= 1.8
	case hasRole(c, "uses"):
		x += .5
	}
	late, _ := a.lastDelivery(at)
	if late {
		x -= 1.9
	}
	if a.Unit != "INV-LYON" {
		x += 1.8 * m.year(at)
	}
	promises, worth := 3.6+.38*(x-7)+m.rnd.NormFloat64()*.6, 3.4+.16*(x-7)+m.rnd.NormFloat64()*.8
	if late {
		promises -= .5
	}
	score := whole(x, 0, 10)
	out := Answer{At: at, Contact: contact, Channel: "mail", Scores: map[MeasureKey]float64{Recommend: score, Promises: whole(promises, 1, 5), Worth: whole(worth, 1, 5)}}
	out.Words = m.words(c, sayRelation, score >= 9, score <= 6, late)
	return out
}

// year is 0 up to a year ago and rises to 1 at the end.
func (m *maker) year(at time.Time) float64 {
	return max(0, 1-m.firm.Until.Sub(at).Hours()/(24*365))
}

// afterProject: how a project went, by one to four people.
func (m *maker) afterProject(e Event) {
	late, _ := e.Properties["late"].(bool)
	a := &m.firm.Accounts[e.Account]
	m.stream(fmt.Sprint("after ", e.Properties["project"]))
	asked := map[int]bool{}
	for i, c := range m.firm.Contacts {
		if c.Account == e.Account && (i == e.Contact || m.chance(.42)) {
			asked[i] = true
		}
	}
	for i := range m.firm.Contacts {
		if !asked[i] || !m.chance(.85) {
			continue
		}
		x := 4.35 + a.mood*.5 + m.rnd.NormFloat64()*.7
		if late {
			x -= 1.5
		}
		if a.Unit == "INV-LYON" {
			x -= .35 + .5*m.year(e.At) // and worse from year to year
		}
		score := whole(x, 1, 5)
		m.keep(Answer{At: m.sometime(e.At, m.between(2, 9)), Contact: i, Touchpoint: e.Touchpoint, Channel: "mail",
			Scores: map[MeasureKey]float64{Project: score}, Words: m.words(m.firm.Contacts[i], sayProject, score >= 5, score <= 3, late)})
	}
}

// afterHelp: how easy it was to get help. The telephone got worse in the last
// quarter, the portal better within a year.
func (m *maker) afterHelp(e Event) {
	m.stream(fmt.Sprint("after ", e.Properties["ticket"]))
	if !m.chance(.6) {
		return
	}
	channel, _ := e.Properties["channel"].(string)
	a := &m.firm.Accounts[e.Account]
	x := 5.5 + a.mood*.6 + m.rnd.NormFloat64()*1.1 + map[string]float64{"visit": .3, "portal": -.9}[channel]
	worse := channel == "phone" && m.recent(e.At)
	if worse {
		x -= 1.9
	}
	if channel == "portal" {
		x += 2.1 * min(1, 2*m.year(e.At))
	}
	if a.Unit == "INV-LYON" {
		x -= .3
	}
	score := whole(x, 1, 7)
	m.keep(Answer{At: e.At.Add(time.Duration(m.between(2, 40)) * time.Hour), Contact: e.Contact, Touchpoint: helpAt(channel), Channel: channel,
		Scores: map[MeasureKey]float64{Ease: score}, Words: m.words(m.firm.Contacts[e.Contact], sayHelp, score >= 6, score <= 4, worse)})
}

// whole is a score of a scale.
func whole(x, least, most float64) float64 { return math.Round(min(most, max(least, x))) }

// helpAt is the touchpoint of help on a channel.
func helpAt(channel string) string {
	all := helpChannels()
	return all[slices.IndexFunc(all, func(h helpChannel) bool { return h.key == channel })].touchpoint
}
