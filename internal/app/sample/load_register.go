package sample

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// loadRegister lists channels, stages and touchpoints that are not there yet.
func (l *loading) loadRegister(ctx context.Context) error {
	register, err := l.s.Journey.Register(ctx, firmProgram, journey.Filter{})
	if err != nil {
		return err
	}
	channels, err := l.channels(ctx, register.Channels)
	if err != nil {
		return err
	}
	stages, err := l.stages(ctx, register.Stages)
	if err != nil {
		return err
	}
	for _, p := range touchpointPlans() {
		if slices.ContainsFunc(register.Touchpoints, func(t journey.ListedTouchpoint) bool { return t.Key == p.key }) {
			continue
		}
		measure, err := l.measure(ctx, p.measure)
		if err != nil {
			return err
		}
		t := journey.Touchpoint{ProgramID: firmProgram, Key: p.key, Name: l.text(p.name), CustomerName: l.text(p.customer), ChannelID: channels[p.channel], MeasureID: measure}
		for _, at := range p.stages {
			t.StageIDs = append(t.StageIDs, stages[at])
		}
		if !p.ownerless {
			t.OwnerID = l.row.OwnerID
		}
		if _, _, err := l.s.Journey.CreateTouchpoint(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// channels are the ids of channels by key.
func (l *loading) channels(ctx context.Context, there []journey.Channel) (map[string]string, error) {
	ids := map[string]string{}
	for _, c := range there {
		ids[c.Key] = c.ID
	}
	for _, p := range channelPlans() {
		if ids[p.key] != "" {
			continue
		}
		c, _, err := l.s.Journey.CreateChannel(ctx, journey.Channel{ProgramID: firmProgram, Key: p.key, Name: l.text(p.name), Nature: journey.Nature(p.nature)})
		if err != nil {
			return nil, err
		}
		ids[p.key] = c.ID
	}
	return ids, nil
}

// stages are the ids of stages in the order of their plans.
func (l *loading) stages(ctx context.Context, there []journey.Stage) ([]string, error) {
	var ids []string
	for _, p := range stagePlans() {
		i := slices.IndexFunc(there, func(s journey.Stage) bool { return s.Name == l.text(p) })
		if i >= 0 {
			ids = append(ids, there[i].ID)
			continue
		}
		s, _, err := l.s.Journey.CreateStage(ctx, journey.Stage{ProgramID: firmProgram, Name: l.text(p)})
		if err != nil {
			return nil, err
		}
		ids = append(ids, s.ID)
	}
	return ids, nil
}

// loadExpectations writes what customers may expect where nothing is written;
// the same again changes nothing.
func (l *loading) loadExpectations(ctx context.Context) error {
	register, err := l.s.Journey.Register(ctx, firmProgram, journey.Filter{})
	if err != nil {
		return err
	}
	for _, p := range touchpointPlans() {
		i := slices.IndexFunc(register.Touchpoints, func(t journey.ListedTouchpoint) bool { return t.Key == p.key })
		if p.expectation == nil || i < 0 {
			continue
		}
		e, err := l.expectation(ctx, *p.expectation)
		if err != nil {
			return err
		}
		e.TouchpointID = register.Touchpoints[i].ID
		if _, _, _, err := l.s.Journey.Expect(ctx, "", e); err != nil {
			return err
		}
	}
	return nil
}

func (l *loading) expectation(ctx context.Context, p expectationPlan) (journey.Expectation, error) {
	e := journey.Expectation{Words: l.text(p.words), Since: l.firm.Until.AddDate(-1, 0, 0).Format("2006-01-02"), OwedBy: l.row.OwnerID}
	if p.kind == "" {
		return e, nil
	}
	measure, err := l.measure(ctx, p.measure)
	e.Standard = &journey.Standard{Kind: journey.StandardKind(p.kind), Target: p.target, From: p.from, Until: p.until, Match: p.match, Hours: p.hours, Promise: p.promise,
		MeasureID: measure, Event: p.event, Property: p.property, Value: p.value}
	return e, err
}

// adopt gives what the sample has to somebody, once there is somebody: in a
// demonstration it is loaded before anybody signs in.
func (s *Service) adopt(ctx context.Context, k kept) error {
	if k.OwnerID != "" {
		return nil
	}
	owner, err := s.Owner(ctx)
	if err != nil || owner == "" {
		return err
	}
	l := &loading{s: s, row: k, firm: Invent(Seed, k.until(), k.Language)}
	l.row.OwnerID = owner
	if _, _, err := s.Purpose.Update(ctx, firmProgram, "", purpose.Change{OwnerID: &owner}); err != nil {
		return err
	}
	if err := l.adoptTouchpoints(ctx, owner); err != nil {
		return err
	}
	if err := l.adoptStudy(ctx, owner); err != nil {
		return err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var inputs []people.AccountInput
		mine, err := made(ctx, tx, k.Key, madeAccount, 1000)
		if err != nil {
			return err
		}
		for i, a := range l.firm.Accounts {
			if owned(i) && slices.Contains(mine, a.Key) {
				inputs = append(inputs, people.AccountInput{Key: a.Key, OwnerUserID: &owner})
			}
		}
		if _, err := s.People.UpsertAccountsIn(ctx, tx, inputs); err != nil {
			return err
		}
		return setOwner(ctx, tx, k.Key, owner)
	})
	s.People.Touched()
	return err
}

func (l *loading) adoptTouchpoints(ctx context.Context, owner string) error {
	register, err := l.s.Journey.Register(ctx, firmProgram, journey.Filter{Owner: "none"})
	if fault.Is(err, fault.CodeNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, p := range touchpointPlans() {
		i := slices.IndexFunc(register.Touchpoints, func(t journey.ListedTouchpoint) bool { return t.Key == p.key })
		if p.ownerless || i < 0 {
			continue
		}
		if _, _, err := l.s.Journey.UpdateTouchpoint(ctx, register.Touchpoints[i].ID, "", journey.Change{OwnerID: &owner}); err != nil {
			return err
		}
	}
	return nil
}
