package journey

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// content is what is written of a register.
type content struct {
	channels     []Channel
	stages       []Stage
	touchpoints  []Touchpoint
	expectations map[string]Expectation // by touchpoint
	others       []string               // keys that any register lists
}

func (s *Service) content(ctx context.Context, program string) (c content, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if _, err = purpose.GetIn(ctx, q, program); err != nil {
			return err
		}
		c, err = contentIn(ctx, q, program)
		return err
	})
	return c, err
}

func contentIn(ctx context.Context, q record.Querier, program string) (c content, err error) {
	if c.channels, err = listChannels(ctx, q, program); err != nil {
		return c, err
	}
	if c.stages, err = listStages(ctx, q, program); err != nil {
		return c, err
	}
	if c.touchpoints, err = listTouchpoints(ctx, q, program); err != nil {
		return c, err
	}
	if c.expectations, err = inForce(ctx, q, program); err != nil {
		return c, err
	}
	c.others, err = touchpointKeys(ctx, q)
	return c, err
}

// Register is the register of a program as whoever asks may see it: volumes
// count events within the reach of figures.
func (s *Service) Register(ctx context.Context, program string, f Filter) (*Matrix, error) {
	if err := reading(ctx, program); err != nil {
		return nil, err
	}
	c, err := s.content(ctx, program)
	if err != nil {
		return nil, err
	}
	measures, err := s.Measures.MeasureNames(ctx, program)
	if err != nil {
		return nil, err
	}
	met, err := s.met(ctx, program, c)
	if err != nil {
		return nil, err
	}
	r := &Matrix{ProgramID: program, Channels: c.channels, Stages: c.stages, Touchpoints: []ListedTouchpoint{},
		Unlisted: offered(met.Others, c.channels), MayChange: writing(ctx, program) == nil}
	if met.Counted {
		r.Since, r.Until = met.Since.Format(dayForm), met.Until.Format(dayForm)
	}
	all := s.listed(ctx, c, measures, met)
	r.Coverage, r.First = cover(all), first(all, r.Unlisted)
	natures := map[string]Nature{}
	for _, channel := range c.channels {
		natures[channel.ID] = channel.Nature
	}
	for _, l := range all {
		if f.leaves(l, natures) {
			r.Touchpoints = append(r.Touchpoints, l)
		}
	}
	return r, nil
}

// seesFigures tells whether there are counts of events, and who asks may see them.
func (s *Service) seesFigures(ctx context.Context) bool {
	return s.Seen != nil && access.From(ctx).Any(access.FigureRead) == nil
}

// met is what events show; where they cannot be counted now nothing is seen.
func (s *Service) met(ctx context.Context, program string, c content) (Met, error) {
	if !s.seesFigures(ctx) {
		return Met{}, nil
	}
	q := MetQuery{Program: program, Known: c.others, Days: seenDays}
	for _, t := range c.touchpoints {
		q.Listed = append(q.Listed, t.Key)
	}
	met, err := s.Seen.Met(ctx, q)
	if fault.Is(err, fault.CodeUnavailable) {
		return Met{}, nil // the facts are being made: the register stands without counts
	}
	return met, err
}

func (s *Service) listed(ctx context.Context, c content, measures map[string]string, met Met) []ListedTouchpoint {
	who := access.From(ctx)
	people := map[string]string{}
	for _, t := range c.touchpoints {
		for _, id := range append([]string{t.OwnerID}, t.EditorIDs...) {
			if _, asked := people[id]; !asked {
				people[id] = s.name(ctx, id)
			}
		}
	}
	out := make([]ListedTouchpoint, 0, len(c.touchpoints))
	for _, t := range c.touchpoints {
		if people[t.OwnerID] == "" {
			t.OwnerID = "" // whoever is gone looks after nothing
		}
		if measures[t.MeasureID] == "" {
			t.MeasureID = ""
		}
		l := ListedTouchpoint{Touchpoint: t, OwnerName: people[t.OwnerID], MeasureName: measures[t.MeasureID], Fits: met.Measures[t.Key], MayChange: t.mayChange(who)}
		l.EditorIDs, l.EditorNames = stillThere(t.EditorIDs, people)
		if l.Fits == nil {
			l.Fits = []MeasureMet{}
		}
		if e, there := c.expectations[t.ID]; there {
			l.Expectation = &e
		}
		switch n := met.Counts[t.Key]; {
		case t.Volume != nil:
			l.Times, l.TimesFrom = t.Volume, "typed"
		case n > 0:
			l.Times, l.TimesFrom = &n, "events"
		}
		l.Lacks = l.lacking()
		out = append(out, l)
	}
	return out
}

// stillThere are those of some people who have a name, and their names.
func stillThere(ids []string, people map[string]string) (there, names []string) {
	there, names = []string{}, []string{}
	for _, id := range ids {
		if people[id] != "" {
			there, names = append(there, id), append(names, people[id])
		}
	}
	return there, names
}

// NameQuestion is what is gently asked of a name before it is listed.
type NameQuestion struct {
	IsChannel bool   `json:"is_channel" doc:"Whether the name is that of a channel."`
	ChannelID string `json:"channel_id,omitempty" doc:"The channel, where the register has it."`
	Channel   string `json:"channel,omitempty"`
	Nature    Nature `json:"nature,omitempty" enum:"virtual,human,physical,"`
	MetOn
}

// Ask tells whether a name is a channel's rather than an interaction's, and
// what customers did on that channel in 90 days.
func (s *Service) Ask(ctx context.Context, program, name string) (NameQuestion, error) {
	none := NameQuestion{MetOn: MetOn{About: []Doing{}}}
	if err := reading(ctx, program); err != nil {
		return none, err
	}
	c, err := s.content(ctx, program)
	if err != nil {
		return none, err
	}
	channel, is := channelMeant(name, c.channels)
	if !is {
		return none, nil
	}
	out := NameQuestion{IsChannel: true, ChannelID: channel.ID, Channel: channel.Name, Nature: channel.Nature, MetOn: MetOn{About: []Doing{}}}
	if !s.seesFigures(ctx) {
		return out, nil
	}
	q := MetOnQuery{Names: spellings(channel, name), Days: seenDays, Most: 5}
	for _, t := range c.touchpoints {
		if t.ChannelID == channel.ID && channel.ID != "" {
			q.Keys = append(q.Keys, t.Key)
		}
	}
	met, err := s.Seen.MetOn(ctx, q)
	if fault.Is(err, fault.CodeUnavailable) {
		return out, nil
	}
	out.MetOn = met
	return out, err
}

// spellings are the ways in which events may write a channel's name.
func spellings(c Channel, name string) []string {
	var out []string
	for _, text := range []string{c.Key, c.Name, name, nameKey(name), slug(name)} {
		if text = strings.ToLower(cleanName(text)); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// InteractionChange is what may be changed of an interaction on all its
// channels at once; nil leaves as it is. A Position moves it among the others.
type InteractionChange struct {
	Name     *string
	StageIDs *[]string
	Position *int
}

// ChangeInteraction renames or moves an interaction with all its touchpoints.
// It gives how many they are.
func (s *Service) ChangeInteraction(ctx context.Context, program, name string, c InteractionChange) (int, log.Position, error) {
	if err := writing(ctx, program); err != nil {
		return 0, 0, err
	}
	changed := 0
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		all, err := listTouchpoints(ctx, tx, program)
		if err != nil {
			return err
		}
		var rows []Touchpoint
		for _, t := range all {
			if nameKey(t.Name) == nameKey(name) {
				rows = append(rows, t)
			}
		}
		if changed = len(rows); changed == 0 {
			return fault.NotFound("interaction")
		}
		for _, t := range rows {
			set(&t.Name, c.Name)
			set(&t.StageIDs, c.StageIDs)
			if _, t, err = fit(ctx, tx, t); err != nil {
				return err
			}
			if err := s.save(ctx, tx, &t); err != nil {
				return err
			}
		}
		if c.Position != nil {
			return shiftInteractions(ctx, tx, all, nameKey(name), *c.Position)
		}
		return nil
	})
	return changed, position, err
}

// shiftInteractions numbers the interactions of a register anew, one of them at
// a place among the others.
func shiftInteractions(ctx context.Context, tx *record.Tx, all []Touchpoint, name string, place int) error {
	var order []string
	for _, t := range all {
		if key := nameKey(t.Name); !slices.Contains(order, key) {
			order = append(order, key)
		}
	}
	for i, key := range moved(order, name, place) {
		for _, t := range all {
			if nameKey(t.Name) != key || t.Position == i+1 {
				continue
			}
			if _, err := tx.NewRaw("UPDATE touchpoint SET position = ? WHERE id = ?", i+1, t.ID).Exec(ctx); err != nil {
				return fault.Wrap(err, fault.CodeInternal, "move interactions")
			}
		}
	}
	return nil
}
