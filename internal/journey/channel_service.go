package journey

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Channels are those of a program in their order, at most 60.
func (s *Service) Channels(ctx context.Context, program string) ([]Channel, error) {
	if err := reading(ctx, program); err != nil {
		return nil, err
	}
	var out []Channel
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listChannels(ctx, q, program)
		return err
	})
	return out, err
}

// CreateChannel adds a channel behind those of its program. Without a key it
// gets one of its name, without a nature that of its name.
func (s *Service) CreateChannel(ctx context.Context, c Channel) (Channel, log.Position, error) {
	if err := writing(ctx, c.ProgramID); err != nil {
		return Channel{}, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		c, err = s.createChannelIn(ctx, tx, c)
		return err
	})
	return c, position, err
}

func (s *Service) createChannelIn(ctx context.Context, tx *record.Tx, c Channel) (Channel, error) {
	c, err := c.checked()
	if err != nil {
		return c, err
	}
	if _, err := purpose.GetIn(ctx, tx, c.ProgramID); err != nil {
		return c, err
	}
	all, err := listChannels(ctx, tx, c.ProgramID)
	if err != nil {
		return c, err
	}
	if len(all) >= maxChannels {
		return c, fault.New(fault.CodeConflict, "A program has at most 60 channels.").Keyed("channel.too_many")
	}
	c.ID, c.Position, c.Version = s.NewID(), len(all)+1, 1
	tx.Log(ChannelChanged, c.ID)
	return c, insertChannel(ctx, tx, c)
}

// ChannelChange is what may be changed of a channel; nil leaves as it is. A
// Position moves it there.
type ChannelChange struct {
	Key, Name *string
	Nature    *Nature
	Position  *int
}

// UpdateChannel changes a channel that has the version of ifMatch ("" for any).
func (s *Service) UpdateChannel(ctx context.Context, id, ifMatch string, change ChannelChange) (Channel, log.Position, error) {
	before, err := s.channelToWrite(ctx, id)
	if err != nil {
		return Channel{}, 0, err
	}
	var c Channel
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		all, err := listChannels(ctx, tx, before.ProgramID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o Channel) bool { return o.ID == id })
		if at < 0 {
			return fault.NotFound("channel")
		}
		if err := web.MatchVersion(ifMatch, all[at].Version); err != nil {
			return err
		}
		c = all[at]
		set(&c.Key, change.Key)
		set(&c.Name, change.Name)
		set(&c.Nature, change.Nature)
		if c, err = c.checked(); err != nil {
			return err
		}
		for _, o := range all {
			if o.ID != id && (o.Key == c.Key || nameKey(o.Name) == nameKey(c.Name)) {
				return taken("name")
			}
		}
		c.Version++
		if change.Position != nil {
			c.Position = min(max(*change.Position, 1), len(all))
			if err := shiftChannels(ctx, tx, all, c); err != nil {
				return err
			}
		}
		tx.Log(ChannelChanged, id)
		return updateChannel(ctx, tx, c)
	})
	return c, position, err
}

// shiftChannels gives the others their places round c.
func shiftChannels(ctx context.Context, tx *record.Tx, all []Channel, c Channel) error {
	byID, ids := map[string]Channel{}, []string{}
	for _, o := range all {
		byID[o.ID], ids = o, append(ids, o.ID)
	}
	for i, id := range moved(ids, c.ID, c.Position) {
		if o := byID[id]; id != c.ID && o.Position != i+1 {
			o.Position = i + 1
			if err := updateChannel(ctx, tx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// RemoveChannel takes out a channel on which no touchpoint stands.
func (s *Service) RemoveChannel(ctx context.Context, id string) (log.Position, error) {
	before, err := s.channelToWrite(ctx, id)
	if err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		all, err := listTouchpoints(ctx, tx, before.ProgramID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(t Touchpoint) bool { return t.ChannelID == id }) {
			return fault.New(fault.CodeConflict, "Touchpoints stand on this channel. Move or remove them first.").Keyed("channel.in_use")
		}
		tx.Log(ChannelChanged, id)
		return remove(ctx, tx, "channel", id)
	})
}

// channelToWrite is a channel that the asker may change; one of a program that
// he does not read is not found.
func (s *Service) channelToWrite(ctx context.Context, id string) (c Channel, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		c, err = getChannel(ctx, q, id)
		return err
	})
	return c, s.mayWrite(ctx, c.ProgramID, err)
}
