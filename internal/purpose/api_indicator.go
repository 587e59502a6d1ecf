package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type indicatorsInput struct {
	Program string `query:"program_id" required:"true" doc:"Whose indicators."`
}

type indicatorsOutput struct {
	Body struct {
		Items []Indicator `json:"items" nullable:"false"`
	}
}

type createIndicatorInput struct {
	Body struct {
		ProgramID  string `json:"program_id" minLength:"1"`
		Name       string `json:"name" maxLength:"120"`
		Kind       Return `json:"kind,omitempty" enum:"churn,lifetime_value,cross_sell,share_of_voice,referrals,inbound,own" default:"own"`
		MeasuredIn string `json:"measured_in,omitempty" maxLength:"40" doc:"What its numbers count: %, EUR, contracts."`
		Direction  string `json:"direction,omitempty" enum:"up,down" default:"up" doc:"Where better lies."`
		Period     Grain  `json:"period" enum:"day,week,month,quarter" doc:"For life."`
	}
}

type changeIndicatorInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name       *string `json:"name,omitempty" maxLength:"120"`
		Kind       *Return `json:"kind,omitempty" enum:"churn,lifetime_value,cross_sell,share_of_voice,referrals,inbound,own"`
		MeasuredIn *string `json:"measured_in,omitempty" maxLength:"40"`
		Direction  *string `json:"direction,omitempty" enum:"up,down"`
	}
}

type indicatorOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Indicator
}

func answeredIndicator(i Indicator, position log.Position, err error) (*indicatorOutput, error) {
	if err != nil {
		return nil, err
	}
	return &indicatorOutput{ETag: web.ETag(i.Version), Position: int64(position), Body: i}, nil
}

func registerIndicators(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-indicators", http.MethodGet, "/api/indicators", access.ProgramRead, "List a program's indicators, at most 100"),
		func(ctx context.Context, in *indicatorsInput) (*indicatorsOutput, error) {
			list, err := s.Indicators(ctx, in.Program)
			if err != nil {
				return nil, err
			}
			out := &indicatorsOutput{}
			out.Body.Items = list
			return out, nil
		})

	create := web.Op("create-indicator", http.MethodPost, "/api/indicators", access.ProgramWrite, "Define an indicator")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createIndicatorInput) (*indicatorOutput, error) {
		b := in.Body
		return answeredIndicator(s.CreateIndicator(ctx, Indicator{ProgramID: b.ProgramID, Name: b.Name, Kind: b.Kind, MeasuredIn: b.MeasuredIn, Direction: b.Direction, Period: b.Period}))
	})

	huma.Register(api, web.Op("get-indicator", http.MethodGet, "/api/indicators/{id}", access.ProgramRead, "Get an indicator"),
		func(ctx context.Context, in *idInput) (*indicatorOutput, error) {
			i, err := s.Indicator(ctx, in.ID)
			return answeredIndicator(i, 0, err)
		})

	huma.Register(api, web.Op("change-indicator", http.MethodPatch, "/api/indicators/{id}", access.ProgramWrite, "Change an indicator; how long its periods are stays"),
		func(ctx context.Context, in *changeIndicatorInput) (*indicatorOutput, error) {
			b := in.Body
			return answeredIndicator(s.UpdateIndicator(ctx, in.ID, in.IfMatch, IndicatorChange{Name: b.Name, Kind: b.Kind, MeasuredIn: b.MeasuredIn, Direction: b.Direction}))
		})

	huma.Register(api, web.Op("remove-indicator", http.MethodDelete, "/api/indicators/{id}", access.ProgramWrite, "Remove an indicator with all its values"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveIndicator(ctx, in.ID))
		})

	registerValues(api, s)
}
