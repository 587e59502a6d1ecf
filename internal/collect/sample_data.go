package collect

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"time"
)

// SampleCSV makes a file of n invented answers of an invented firm over the 18
// months before until: the same for the same seed. It holds what a team would
// look for: two thirds of the answers come from accounts that answer again,
// support by phone gets worse in the last quarter, the Basic plan scores lower,
// and those who pay most are not the happiest. Comments are English or French.
func SampleCSV(seed uint64, n int, until time.Time) []byte {
	s := sampleFirm{rnd: rand.New(rand.NewPCG(seed, 20)), until: until.UTC().Truncate(24 * time.Hour)}
	s.found()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	rows := [][]string{{"response_id", "answered_at", "customer", "company", "plan", "country", "channel", "language", "recommend", "comment", "yearly_value"}}
	for i := range n {
		rows = append(rows, s.answer(i, n))
	}
	if err := w.WriteAll(rows); err != nil {
		panic("collect: writing to memory failed: " + err.Error())
	}
	return out.Bytes()
}

// The invented firm sells software for workshops.
var (
	samplePlans     = []string{"Basic", "Team", "Enterprise"}
	sampleCountries = []string{"France", "Belgium", "Switzerland", "Canada", "Ireland"}
	sampleChannels  = []string{"phone", "e-mail", "chat", "visit"}
)

const (
	sampleMonths    = 18
	sampleCompanies = 180
	worseDays       = 92 // how long before the end support by phone gets worse
)

// sampleCompany is an invented customer account.
type sampleCompany struct {
	name    string
	plan    int
	country int
	mood    float64 // what its people share
	value   float64
	people  int
}

type sampleFirm struct {
	rnd       *rand.Rand
	until     time.Time
	companies []sampleCompany
}

func (s *sampleFirm) found() {
	for i := range sampleCompanies {
		plan := s.pick(5, 4, 1)
		s.companies = append(s.companies, sampleCompany{
			name: fmt.Sprintf("%s %s", sampleNames[i%len(sampleNames)], sampleTrades[i/len(sampleNames)%len(sampleTrades)]),
			plan: plan, country: s.pick(8, 4, 3, 3, 2), mood: s.rnd.NormFloat64() * .9,
			value: math.Round(math.Exp(6.2+1.3*float64(plan)+s.rnd.NormFloat64()*.4)/10) * 10, people: 1 + s.rnd.IntN(4),
		})
	}
}

// pick draws an index with these weights.
func (s *sampleFirm) pick(weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := s.rnd.IntN(total)
	for i, w := range weights {
		if at < w {
			return i
		}
		at -= w
	}
	return len(weights) - 1
}

// answer is the i-th of n rows, in the order of time.
func (s *sampleFirm) answer(i, n int) []string {
	began := s.until.AddDate(0, -sampleMonths, 0)
	span := s.until.Sub(began)
	at := began.Add(time.Duration(float64(span) * (float64(i) + s.rnd.Float64()) / float64(n))).Truncate(time.Second)
	company := s.companies[s.rnd.IntN(len(s.companies))]
	channel := s.pick(4, 4, 3, 1)
	french := company.country <= 2 && s.rnd.IntN(10) < 8 || company.country == 3 && s.rnd.IntN(10) < 3
	score := s.score(company, channel, at)
	language := "en"
	if french {
		language = "fr"
	}
	return []string{
		fmt.Sprintf("s%05d", i+1), at.Format("2006-01-02 15:04:05"),
		fmt.Sprintf("%s / %d", company.name, 1+s.rnd.IntN(company.people)), company.name,
		samplePlans[company.plan], sampleCountries[company.country], sampleChannels[channel], language,
		strconv.Itoa(score), s.comment(score, channel, french), strconv.FormatFloat(company.value, 'f', 0, 64),
	}
}

func (s *sampleFirm) score(c sampleCompany, channel int, at time.Time) int {
	x := 8.3 + c.mood + s.rnd.NormFloat64()*1.7
	switch samplePlans[c.plan] {
	case "Basic":
		x -= .8
	case "Enterprise":
		x -= .5
	}
	switch sampleChannels[channel] {
	case "visit":
		x += .9
	case "phone":
		if s.until.Sub(at) < worseDays*24*time.Hour {
			x -= 1.8
		}
	}
	return int(math.Round(min(10, max(0, x))))
}

// comment is empty for two rows of five.
func (s *sampleFirm) comment(score, channel int, french bool) string {
	if s.rnd.IntN(5) < 2 {
		return ""
	}
	words := sampleWords[0]
	if french {
		words = sampleWords[1]
	}
	kind := words.middling
	switch {
	case score >= 9:
		kind = words.good
	case score <= 6:
		kind = words.bad
		if sampleChannels[channel] == "phone" && s.rnd.IntN(2) == 0 {
			kind = words.phone
		}
	}
	text := kind[s.rnd.IntN(len(kind))]
	if s.rnd.IntN(3) == 0 {
		text += " " + words.more[s.rnd.IntN(len(words.more))]
	}
	return text
}
