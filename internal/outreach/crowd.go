package outreach

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// person is somebody a wave considers, with what speaks for and against them.
type person struct {
	plan.Candidate
	id, account, unit, language, address string
	zone, trait                          string // of their clock; by which the sample is split: where the wave asks for it
	role                                 int    // the first of those in the account, -1 none
}

// stratum is the part of a sample to which somebody belongs.
func (p person) stratum(by Strata) string {
	switch by {
	case ByUnit:
		return p.unit
	case ByLanguage:
		return p.language
	case ByRole:
		return strconv.Itoa(p.role)
	case ByTrait:
		return p.trait
	}
	return ""
}

func (r crowdRow) person() person {
	p := person{id: r.ID, account: r.AccountID, unit: r.UnitID, language: r.Language, address: r.Email, role: -1}
	var roles []string
	if json.Unmarshal([]byte(r.Roles), &roles) == nil {
		for i, name := range roleNames {
			if p.role < 0 && slices.Contains(roles, name) {
				p.role = i
			}
		}
	}
	return p
}

// crowd is who customers are and what is known of them, at most 5,000; of those
// merged into others, the others. New tells that a mailbox that the wave
// considers already counts as the same person. Those who are gone are left out.
func (s *Service) crowd(ctx context.Context, q record.Querier, w Wave, ids []string, fresh bool) ([]person, error) {
	rows, err := crowdRows(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	c := crowd{place: map[string]int{}, of: map[string]string{}}
	for _, r := range rows {
		if _, twice := c.place[r.ID]; !twice {
			c.place[r.ID], c.of[r.ID] = len(c.people), r.ID
			c.people, c.ids, c.rows = append(c.people, r.person()), append(c.ids, r.ID), append(c.rows, r)
		}
	}
	if len(c.ids) == 0 {
		return nil, nil
	}
	for i := range c.people {
		c.people[i].Address = w.Settings.By == ByLinks || c.people[i].address != ""
	}
	for _, find := range []func(context.Context, record.Querier, Wave, *crowd) error{s.addMembers, s.addConsents, s.addClocks, s.addKnown, s.addTraits} {
		if err := find(ctx, q, w, &c); err != nil {
			return nil, err
		}
	}
	if fresh && w.Settings.By == ByMail {
		if err := addRepeated(ctx, q, w, &c); err != nil {
			return nil, err
		}
	}
	return c.people, nil
}

// crowd is people while what is known of them is gathered.
type crowd struct {
	people []person
	rows   []crowdRow // of the people, in their order
	ids    []string
	place  map[string]int    // by id
	of     map[string]string // who each id stands for: itself, or whom it was merged into
}

// find is somebody by their id, or by one that was merged into them.
func (c *crowd) find(id string) *person { return &c.people[c.place[c.of[id]]] }

// all are the ids of the people and of those merged into them.
func (c *crowd) all() []string {
	out := make([]string, 0, len(c.of))
	for id := range c.of {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

func (s *Service) addMembers(ctx context.Context, q record.Querier, _ Wave, c *crowd) error {
	merged, err := mergedInto(ctx, q, c.ids)
	for _, m := range merged {
		c.of[m.ID] = m.PartyID
	}
	return err
}

// addConsents notes who does not want to be asked, and who agreed. Somebody
// restricted counts as having withdrawn.
func (s *Service) addConsents(ctx context.Context, q record.Querier, w Wave, c *crowd) error {
	for _, purpose := range []people.Purpose{people.ForSurveys, people.ForContact} {
		states, err := s.People.MayContact(ctx, q, c.ids, purpose)
		if err != nil {
			return err
		}
		for id, state := range states {
			p := c.find(id)
			p.OptedOut = p.OptedOut || state == people.Withdrawn
			p.Consented = p.Consented || purpose == people.ForSurveys && state == people.Given
		}
	}
	out, err := optedOut(ctx, q, w.ProgramID, c.all())
	for _, id := range out {
		c.find(id).OptedOut = true
	}
	return err
}

// addClocks notes when people were asked, and until when they rest.
func (s *Service) addClocks(ctx context.Context, q record.Querier, w Wave, c *crowd) error {
	rules, err := readRules(ctx, q)
	if err != nil {
		return err
	}
	since := s.Now().Add(-time.Duration(rules.MostDays) * 24 * time.Hour)
	asked, err := askedOf(ctx, q, c.all(), since)
	if err != nil {
		return err
	}
	for _, a := range asked {
		p := c.find(a.CustomerID)
		p.LastAsked, p.Asked = later(p.LastAsked, a.Last), p.Asked+a.Often
	}
	about, err := askedAbout(ctx, q, c.all(), w.SurveyID, w.Number)
	if err != nil {
		return err
	}
	for _, a := range about {
		p := c.find(a.CustomerID)
		p.LastMeasure = later(p.LastMeasure, a.Last)
	}
	rests, err := restsOf(ctx, q, c.all())
	for _, r := range rests {
		p := c.find(r.CustomerID)
		p.RestingUntil = later(p.RestingUntil, r.Last)
	}
	return err
}

func later(at time.Time, micros int64) time.Time {
	if t := record.Time(micros); micros > 0 && t.After(at) {
		return t
	}
	return at
}

// addKnown notes who has answered all that the survey measures within the time
// in which a measure is not asked again.
func (s *Service) addKnown(ctx context.Context, q record.Querier, w Wave, c *crowd) error {
	rules, err := readRules(ctx, q)
	if err != nil || s.Answered == nil || rules.MeasureDays == 0 || w.Settings.Exempt {
		return err
	}
	measures, err := measuresOf(ctx, q, w.SurveyID, w.Number)
	if err != nil || len(measures) == 0 {
		return err
	}
	known, err := s.Answered.AnsweredSince(ctx, q, c.all(), measures, s.Now().Add(-time.Duration(rules.MeasureDays)*24*time.Hour))
	for id, n := range known {
		if n >= len(measures) {
			c.find(id).Known = true
		}
	}
	return err
}

// addRepeated notes whose mailbox the wave considers already.
func addRepeated(ctx context.Context, q record.Querier, w Wave, c *crowd) error {
	var addresses []string
	for _, p := range c.people {
		if p.address != "" {
			addresses = append(addresses, p.address)
		}
	}
	taken, err := mailboxes(ctx, q, w.ID, addresses)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find mailboxes that stand twice")
	}
	for i := range c.people {
		p := &c.people[i]
		if p.address == "" {
			continue
		}
		owner, is := taken[p.address]
		p.Repeated = is && owner != p.id
		if !is {
			taken[p.address] = p.id
		}
	}
	return nil
}
