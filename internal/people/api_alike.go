package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type alikeInput struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"How many groups of customers alike."`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where to go on: the next of the page before."`
}

type alikeOutput struct {
	Body struct {
		Items []Alike `json:"items" nullable:"false"`
		Next  string  `json:"next,omitempty" doc:"Go on from here: absent at the end. A page may be empty before it."`
	}
}

type apartInput struct {
	ID    string `path:"id"`
	Other string `path:"other"`
}

type apartOutput struct {
	Position int64 `header:"Balcony-Position"`
}

func registerAlike(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-alike", http.MethodGet, "/api/duplicates", access.PersonRead, "Go through all customers for those that may be one: same mail, then same name in one account"),
		func(ctx context.Context, in *alikeInput) (*alikeOutput, error) {
			var after alikePlace
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, next, err := s.Alike(ctx, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &alikeOutput{}
			out.Body.Items = list
			if next != nil {
				out.Body.Next = web.EncodeCursor(next)
			}
			return out, nil
		})

	huma.Register(api, web.Op("keep-apart", http.MethodPut, "/api/customers/{id}/apart/{other}", access.PersonWrite, "Say that two customers are not the same: they are not offered for merging again"),
		func(ctx context.Context, in *apartInput) (*apartOutput, error) {
			position, err := s.KeepApart(ctx, in.ID, in.Other)
			return &apartOutput{int64(position)}, err
		})

	huma.Register(api, web.Op("undo-apart", http.MethodDelete, "/api/customers/{id}/apart/{other}", access.PersonWrite, "Take back that two customers are not the same"),
		func(ctx context.Context, in *apartInput) (*apartOutput, error) {
			position, err := s.Together(ctx, in.ID, in.Other)
			return &apartOutput{int64(position)}, err
		})
}
