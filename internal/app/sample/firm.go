package sample

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Firm is all that is invented of Corvane, a firm that automates the plants of
// other firms: whom it knows, what happened in two years, and what they said.
type Firm struct {
	Language string
	Until    time.Time // the midnight, UTC, before which everything happened
	Units    []Unit
	Accounts []Account
	Contacts []Contact
	Events   []Event
	Answers  []Answer
}

// Unit is a team of the firm.
type Unit struct {
	Key, Parent string
	Name        Text
}

// Size is a class of accounts by what they buy.
type Size int

// The sizes.
const (
	Small Size = iota
	Medium
	Large
)

// Key is the size as a trait keeps it.
func (s Size) Key() string { return [3]string{"small", "medium", "large"}[s] }

// Account is an invented customer firm.
type Account struct {
	Key, Name, Unit  string
	Size             Size
	Sector, Currency string
	ContractEnd      time.Time
	Values           [3]float64 // per year, EUR: two years ago, a year ago, now
	Silence          Silence
	Note             Text
	mood             float64     // what its people share
	french           bool        // most of its people speak French
	domain           string      // of their mail
	deliveries       []delivered // in the order of time
}

// Silence is whether an account answers.
type Silence int

// How accounts answer: in all of the two years, not in the last 13 months, or
// never.
const (
	Answering Silence = iota
	Silent
	Never
)

// delivered is a project that was handed over.
type delivered struct {
	at   time.Time
	late bool
}

// Contact is an invented person at an account.
type Contact struct {
	Key, Name, Email, Phone, Title, Language string
	Account                                  int // in Firm.Accounts
	Roles                                    []string
	Tie                                      int
	Job                                      string
	Since                                    time.Time
	Consents                                 []Consent
}

// Consent is what a contact said of being asked.
type Consent struct {
	Purpose, State string
	At             time.Time
}

// Event is something that happened between the firm and an account.
type Event struct {
	Name, Touchpoint string
	At               time.Time
	Account          int
	Contact          int // in Firm.Contacts; -1: nobody in person
	Properties       map[string]any
}

// Answer is one response, with scores by measure.
type Answer struct {
	At         time.Time
	Contact    int // in Firm.Contacts
	Touchpoint string
	Channel    string
	Firm       bool // may be shown with the account only
	Scores     map[MeasureKey]float64
	Words      string
}

// MeasureKey names a measure of the sample.
type MeasureKey string

// The measures.
const (
	Recommend MeasureKey = "recommend" // 0 to 10
	Promises  MeasureKey = "promises"  // 1 to 5
	Worth     MeasureKey = "worth"     // 1 to 5
	Project   MeasureKey = "project"   // 1 to 5
	Ease      MeasureKey = "ease"      // 1 to 7
)

const (
	months      = 24
	lateQuarter = 92 // days before the end in which help by telephone is worse
	quietMonths = 13 // silent accounts last answered so long ago
)

// Invent makes the firm. What is built in stands in the tests and in the guide:
// late deliveries cost satisfaction; Lyon delivers late and is rated worse; Key
// accounts is better with accounts of each size and worse over all; telephone
// help got worse in the last quarter, the portal better for a year; those who
// decide are less content than those who use; nine accounts have been silent for
// a year, one of them the second largest.
func Invent(seed uint64, until time.Time, language string) Firm {
	m := maker{seed: seed, firm: Firm{Language: language, Until: until.UTC().Truncate(24 * time.Hour)}}
	m.firm.Units = units()
	m.stream("firm")
	m.accounts()
	m.contacts()
	m.history()
	m.answers()
	m.sort()
	return m.firm
}

// stream begins a stream of random numbers that depends on nothing but what it
// is of, so that another day of loading changes no more than it has to.
func (m *maker) stream(of string) {
	h := fnv.New64a()
	h.Write([]byte(of)) // never fails
	m.rnd = rand.New(rand.NewPCG(m.seed, h.Sum64()))
}

type maker struct {
	seed uint64
	rnd  *rand.Rand
	firm Firm
}

// began is the first instant of the two years.
func (m *maker) began() time.Time { return m.firm.Until.AddDate(0, -months, 0) }

// text is a text in the language that the firm is made in.
func (m *maker) text(t Text) string { return t.in(m.firm.Language) }

// pick draws an index with these weights.
func (m *maker) pick(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := m.rnd.IntN(total)
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return len(weights) - 1
}

func (m *maker) chance(p float64) bool { return m.rnd.Float64() < p }

// between draws a whole number from least to most.
func (m *maker) between(least, most int) int { return least + m.rnd.IntN(most-least+1) }

// sometime is a moment of office hours so many days after a day.
func (m *maker) sometime(day time.Time, days int) time.Time {
	at := day.AddDate(0, 0, days).Truncate(24 * time.Hour)
	switch at.Weekday() {
	case time.Saturday:
		at = at.AddDate(0, 0, 2)
	case time.Sunday:
		at = at.AddDate(0, 0, 1)
	}
	return at.Add(time.Duration(7*3600+m.rnd.IntN(10*3600)) * time.Second)
}

func units() []Unit {
	return []Unit{
		{"INV-CORVANE", "", Text{"Corvane (invented)", "Corvane (inventé)"}},
		{"INV-FRANCE", "INV-CORVANE", Text{"France", "France"}},
		{"INV-LILLE", "INV-FRANCE", Text{"Lille", "Lille"}},
		{"INV-LYON", "INV-FRANCE", Text{"Lyon", "Lyon"}},
		{"INV-NANTES", "INV-FRANCE", Text{"Nantes", "Nantes"}},
		{"INV-ABROAD", "INV-CORVANE", Text{"Abroad", "International"}},
		{"INV-BRUSSELS", "INV-ABROAD", Text{"Brussels", "Bruxelles"}},
		{"INV-MONTREAL", "INV-ABROAD", Text{"Montreal", "Montréal"}},
		{"INV-KEY", "INV-CORVANE", Text{"Key accounts", "Grands comptes"}},
	}
}

// Seed makes the firm that is loaded.
const Seed = 20261122
