package outreach

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/hour"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// LocalHour is the hour at which mails come, where each of their readers is.
type LocalHour struct {
	Time      string `json:"time" maxLength:"5" doc:"By the reader's own clock, as 09:30. What does not get out within four hours of it waits for the next day."`
	Days      []int  `json:"days" nullable:"false" maxItems:"7" doc:"Of the week, 1 for Monday to 7; none for all."`
	ZoneTrait string `json:"zone_trait,omitempty" maxLength:"120" doc:"The name of the trait that holds the time zone of a customer, or else of their account, as Europe/Paris or UTC+02:00. Left out, or where nothing that is one is known: the organisation's."`
}

func (l *LocalHour) check(by Addressing) error {
	if l == nil {
		return nil
	}
	if l.Days == nil {
		l.Days = []int{}
	}
	if by != ByMail {
		return fault.Invalid("settings.local", "Only mails go out at an hour. With links in a file, send them yourself.").Keyed("wave.local_links")
	}
	if _, ok := hour.Parse(l.Time, nil); !ok {
		return fault.Invalid("settings.local.time", "Give the hour as 09:30.").Keyed("wave.local_time")
	}
	if _, ok := hour.Parse(l.Time, l.Days); !ok {
		return fault.Invalid("settings.local.days", "Days are 1 for Monday to 7 for Sunday, each once.").Keyed("wave.local_days")
	}
	return nil
}

// checkTrait refuses a trait that there is not.
func (s *Service) checkTrait(ctx context.Context, field, name string) error {
	if name == "" {
		return nil
	}
	names, err := s.traitNames(ctx)
	if err == nil && !slices.Contains(names, name) {
		err = fault.Invalid(field, "There is no such trait.").Keyed("wave.no_trait")
	}
	return err
}

// traitsNamed are the definitions of some names: of customers, of accounts, or both.
func traitsNamed(all []people.TraitDefinition, names ...string) (out []people.TraitDefinition) {
	for _, d := range all {
		if slices.Contains(names, d.Name) {
			out = append(out, d)
		}
	}
	return out
}

// addTraits notes where people's clocks are and by what the sample is split, where
// the wave asks for it.
func (s *Service) addTraits(ctx context.Context, q record.Querier, w Wave, c *crowd) error {
	split, zone := w.Settings.Sample.Trait, ""
	if w.Settings.Local != nil {
		zone = w.Settings.Local.ZoneTrait
	}
	if split == "" && zone == "" {
		return nil
	}
	all, err := people.DefinitionsIn(ctx, q)
	if err != nil {
		return err
	}
	known, err := s.traitsOf(ctx, q, c.rows, traitsNamed(all, split, zone))
	if err != nil {
		return err
	}
	names := map[string]string{} // what was read before
	for i := range c.people {
		c.people[i].trait = said(known[i][split])
		text := said(known[i][zone])
		name, read := names[text]
		if !read {
			if zone, ok := hour.Zone(text); ok {
				name = zone.String()
			}
			names[text] = name
		}
		c.people[i].zone = name
	}
	return nil
}

// said is the value of a trait as a text.
func said(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// going tells when the mails of a wave go out.
type going struct {
	rule  *hour.Rule // nil: at any hour
	from  time.Time  // not before
	house *time.Location
	zones map[string]*time.Location
}

func (s *Service) going(ctx context.Context, w Wave) *going {
	g := &going{from: s.Now().UTC(), house: time.UTC, zones: map[string]*time.Location{}}
	// All of a wave go by when it began, however long its invitations take to be
	// made; whom a trigger asks came to it now.
	if w.StartedAt != nil && w.TriggerID == "" {
		g.from = *w.StartedAt
	}
	if at := w.Settings.SendAt; at != nil && at.After(g.from) {
		g.from = *at
	}
	if s.Zone != nil {
		g.house = s.Zone(ctx)
	}
	if l := w.Settings.Local; l != nil {
		if rule, ok := hour.Parse(l.Time, l.Days); ok {
			g.rule = &rule
		}
	}
	return g
}

// zone is the zone of a name that a wave keeps, the organisation's for "".
func (g *going) zone(name string) *time.Location {
	zone, read := g.zones[name]
	if !read {
		var ok bool
		if zone, ok = hour.Zone(name); !ok {
			zone = g.house
		}
		g.zones[name] = zone
	}
	return zone
}

// due is when somebody's mail goes out, never before now.
func (g *going) due(zone string, now time.Time) time.Time {
	at := g.from
	if g.rule != nil {
		at = g.rule.Next(g.from, g.zone(zone))
	}
	if at.Before(now) {
		return g.now(zone, now)
	}
	return at
}

// now is when a mail goes out whose time has come.
func (g *going) now(zone string, now time.Time) time.Time {
	if g.rule == nil {
		return now
	}
	return g.rule.Now(now, g.zone(zone))
}

// after is so many days after a time: by the calendar where there is an hour.
func (g *going) after(zone string, sent time.Time, days int) time.Time {
	if g.rule == nil {
		return sent.Add(time.Duration(days) * 24 * time.Hour)
	}
	return g.rule.DaysAfter(sent, days, g.zone(zone))
}

// Later tells of invitations whose mails are to go out now, but at another hour
// where their readers are, when; those of which it tells nothing may go.
func (s *Service) Later(ctx context.Context, q record.Querier, ids []string) (map[string]time.Time, error) {
	rows, err := invitationsOf(ctx, q, ids)
	if err != nil {
		return nil, err
	}
	out, waves := map[string]time.Time{}, map[string]*going{}
	for _, r := range rows {
		g, read := waves[r.WaveID]
		if !read {
			w, err := waveSettings(ctx, q, r.WaveID)
			if err != nil {
				return nil, err
			}
			g = s.going(ctx, w)
			waves[r.WaveID] = g
		}
		if at, now := g.now(r.Zone, s.Now().UTC()), s.Now().UTC(); at.After(now) {
			out[r.ID] = at
		}
	}
	return out, nil
}

// WaveZone is a time zone of those a wave mails.
type WaveZone struct {
	Zone  string    `json:"zone" doc:"As Europe/Paris or UTC+02:00."`
	Known bool      `json:"known" doc:"Whether it is known of them; if not, it is the organisation's."`
	Count int64     `json:"count"`
	First time.Time `json:"first" doc:"When their first mail goes out, or went."`
	Last  time.Time `json:"last"`
}

// WaveHours say when the mails of a wave go out: once its invitations are made as they
// stand, before as they would if it began now.
type WaveHours struct {
	Zones []WaveZone `json:"zones" nullable:"false" doc:"The most people first."`
	First *time.Time `json:"first,omitempty" doc:"Absent while nobody is to be mailed."`
	Last  *time.Time `json:"last,omitempty"`
}

// Hours tells when the mails of a wave go out that the caller may see.
func (s *Service) Hours(ctx context.Context, id string) (h WaveHours, err error) {
	h.Zones = []WaveZone{}
	err = s.seeing(ctx, id, func(ctx context.Context, q record.Querier, w Wave) error {
		if w.Settings.By != ByMail {
			return nil
		}
		g := s.going(ctx, w)
		rows, err := zonesOf(ctx, q, w)
		for _, r := range rows {
			z := WaveZone{Zone: g.zone(r.Zone).String(), Known: r.Zone != "", Count: r.Count, First: record.Time(r.First), Last: record.Time(r.Last)}
			if !w.allMade() {
				z.First = g.due(r.Zone, s.Now().UTC())
				z.Last = z.First
			}
			if h.First == nil || z.First.Before(*h.First) {
				h.First = new(z.First)
			}
			if h.Last == nil || z.Last.After(*h.Last) {
				h.Last = new(z.Last)
			}
			h.Zones = append(h.Zones, z)
		}
		return err
	})
	return h, err
}
