package facts

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

// Standing is the state of the figures as the page shows it.
type Standing struct {
	State    State     `json:"state" enum:"live,rebuilding" doc:"rebuilding: figures are not to be had until it is live again."`
	Rebuild  bool      `json:"rebuild" doc:"A rebuild is running, with or without figures to be had meanwhile."`
	Done     int64     `json:"done" doc:"Rows of the running rebuild that are in."`
	Total    int64     `json:"total" doc:"Rows it will have, about; 0 while not known."`
	Position int64     `json:"position" doc:"Everything up to this position is in the figures."`
	Behind   int64     `json:"behind" doc:"Positions that are not in the figures yet."`
	AsOf     time.Time `json:"as_of" doc:"The figures show the answers as they were at this time."`
	Retrying bool      `json:"retrying" doc:"Something keeps the figures from moving on and is being retried; the server's log says what."`
}

type standingOutput struct{ Body Standing }

// Register adds the operation that tells how the figures stand.
func Register(api huma.API, s *Store) {
	huma.Register(api, web.Op("get-facts", http.MethodGet, "/api/facts", access.FigureRead, "How far the figures are"),
		func(ctx context.Context, _ *struct{}) (*standingOutput, error) {
			if err := access.From(ctx).Any(access.FigureRead); err != nil {
				return nil, err
			}
			st, err := s.standing(ctx)
			return &standingOutput{st}, err
		})
}

func (s *Store) standing(ctx context.Context) (Standing, error) {
	behind, _, err := s.Lag(ctx)
	st := s.Status()
	return Standing{
		State: st.State, Rebuild: st.Rebuild, Done: st.Done, Total: st.Total,
		Position: int64(st.Position), Behind: behind, AsOf: st.AsOf.UTC(), Retrying: st.Attempts > 0,
	}, err
}
