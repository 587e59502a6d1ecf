package collect

import (
	"context"

	"github.com/tidwall/gjson"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// EventKey is where an event says that it happened.
type EventKey struct {
	Touchpoint string // the key of the touchpoint, "" for none
	Name       string
	Channel    string // its property channel, "" for none
}

// EventKeys tells where events say that they happened, by their ids, at most
// 500 of them, without asking who reads it.
func (s *Service) EventKeys(ctx context.Context, ids []string) (map[string]EventKey, error) {
	ids = ids[:min(len(ids), idsAtOnce)]
	out := make(map[string]EventKey, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct{ ID, TouchpointKey, Name, Properties string }
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT id, touchpoint_key, name, properties FROM event WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	})
	for _, r := range rows {
		out[r.ID] = EventKey{Touchpoint: r.TouchpointKey, Name: r.Name, Channel: gjson.Get(r.Properties, "channel").String()}
	}
	return out, fault.Wrap(err, fault.CodeUnavailable, "look up events")
}
