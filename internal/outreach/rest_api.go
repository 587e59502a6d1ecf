package outreach

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type restInput struct {
	ID   string `path:"id"`
	Body struct {
		Until  time.Time `json:"until" doc:"A time to come, at most ten years away."`
		Reason string    `json:"reason" maxLength:"500" doc:"For colleagues who look, and for the person who asks what is kept."`
	}
}

func registerRest(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-customer-contact", http.MethodGet, "/api/customers/{id}/contact", access.PersonRead, "Tell whether and when a customer may be asked"),
		func(ctx context.Context, in *waveID) (*struct{ Body PersonContact }, error) {
			c, err := s.Contact(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &struct{ Body PersonContact }{c}, nil
		})
	huma.Register(api, web.Op("set-customer-rest", http.MethodPut, "/api/customers/{id}/rest", access.PersonWrite, "Leave a customer in peace until a time"),
		func(ctx context.Context, in *restInput) (*web.Changed, error) {
			_, position, err := s.SetRest(ctx, in.ID, in.Body.Until, in.Body.Reason)
			return web.ChangedAt(position, err)
		})
	huma.Register(api, web.Op("end-customer-rest", http.MethodDelete, "/api/customers/{id}/rest", access.PersonWrite, "Have a customer be asked again who was left in peace"),
		func(ctx context.Context, in *waveID) (*web.Changed, error) {
			return web.ChangedAt(s.EndRest(ctx, in.ID))
		})
}
