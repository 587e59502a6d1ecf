package access

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/web"
)

// Colleague is somebody who signs in, as everybody else who does may know them
// to hand something to them.
type Colleague struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// maxColleagues is how many are told at once.
const maxColleagues = 200

// Colleagues are the people who may sign in whose names contain q, by name, at
// most limit of them. It tells no more than what shows where somebody owns
// something: no address and no role. Who has a role in a part of the
// organisation only finds those who have one in that part, or over all.
func (s *Service) Colleagues(ctx context.Context, q string, limit int) ([]Colleague, error) {
	if err := From(ctx).Any(ProgramRead); err != nil {
		return nil, err
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.ToLower(strings.TrimSpace(q))) + "%"
	var rows []userRow
	err := s.store.View(ctx, func(ctx context.Context, db record.Querier) error {
		query := db.NewSelect().Model(&rows).Where(`lower(u.name) LIKE ? ESCAPE '\'`, like).Where("u.disabled = ?", false)
		return besides(query, From(ctx)).OrderExpr("lower(u.name), u.id").Limit(int64(min(limit, maxColleagues))).Scan(ctx)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "list colleagues")
	}
	out := make([]Colleague, len(rows))
	for i, r := range rows {
		out[i] = Colleague{ID: r.ID, Name: r.Name}
	}
	return out, nil
}

// besides keeps the people who have a role where who has one.
func besides(query *bun.SelectQuery, who Who) *bun.SelectQuery {
	if who.Require(ProgramRead, Whole()) == nil {
		return query
	}
	programs, units := []string{""}, []string{""}
	for _, rows := range who.Reach(ProgramRead).Any {
		programs, units = append(programs, rows.Program), append(units, rows.Units...)
	}
	return query.Where(`EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = u.id AND (g.scope_kind = ?
		OR g.scope_kind = ? AND g.scope_id IN (?) OR g.scope_kind = ? AND g.scope_id IN (?)))`,
		ScopeWhole, ScopeProgram, bun.List(programs), ScopeUnit, bun.List(units))
}

func registerColleagues(api huma.API, s *Service) {
	type listInput struct {
		Q     string `query:"q" maxLength:"200" doc:"Part of a name."`
		Limit int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
	}
	type listOutput struct{ Body web.List[Colleague] }
	huma.Register(api, web.Op("list-colleagues", "GET", "/api/colleagues", ProgramRead, "People to whom something may be handed: their names"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			list, err := s.Colleagues(ctx, in.Q, in.Limit)
			if err != nil {
				return nil, err
			}
			return &listOutput{web.Listed(list, len(list), func(Colleague) any { return nil })}, nil
		})
}
