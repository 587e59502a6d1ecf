package understand

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type driversInput struct {
	Measure string   `query:"measure" required:"true" maxLength:"64"`
	Driver  []string `query:"driver,explode" maxItems:"30" doc:"Measures of the same program that may drive it; the 30 answered most often together with it where left out"`
	FigureFilter
}

func registerDrivers(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-drivers", http.MethodGet, "/api/metrics/drivers", access.FigureRead, "What goes with a score: importance, slope, penalty, reward and gain of each driver"),
		func(ctx context.Context, in *driversInput) (*body[*DriversResult], error) {
			f, err := in.filter()
			if err != nil {
				return nil, err
			}
			return answer(s.Drivers(ctx, DriversQuery{Measure: in.Measure, Drivers: in.Driver, Filter: f}))
		})
}
