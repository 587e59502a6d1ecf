package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type unitsOutput struct{ Body web.List[Unit] }

type unitOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Unit
}

type createUnitInput struct {
	Body struct {
		Key      string `json:"key,omitempty" maxLength:"200" doc:"By which files and programs name it; the name where absent."`
		Name     string `json:"name" minLength:"1" maxLength:"200"`
		ParentID string `json:"parent_id,omitempty" doc:"The unit above."`
	}
}

type changeUnitInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Key      *string `json:"key,omitempty" maxLength:"200"`
		Name     *string `json:"name,omitempty" maxLength:"200"`
		ParentID *string `json:"parent_id,omitempty" doc:"Empty moves it to the top."`
	}
}

type idInput struct {
	ID string `path:"id"`
}

type goneOutput struct {
	Position int64 `header:"Balcony-Position"`
}

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	registerUnits(api, s)
	registerCustomers(api, s)
	registerAccounts(api, s)
	registerMerges(api, s)
	registerAlike(api, s)
	registerNotes(api, s)
	registerConsents(api, s)
	registerRights(api, s)
	registerSegments(api, s)
	registerTraits(api, s)
}

func registerUnits(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-units", http.MethodGet, "/api/units", access.UnitRead, "List the organisation's units, as a tree is read"),
		func(ctx context.Context, _ *struct{}) (*unitsOutput, error) {
			units, err := s.ListUnits(ctx)
			if err != nil {
				return nil, err
			}
			return &unitsOutput{web.List[Unit]{Items: units}}, nil
		})

	create := web.Op("create-unit", http.MethodPost, "/api/units", access.UnitWrite, "Make a unit")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createUnitInput) (*unitOutput, error) {
		u, position, err := s.CreateUnit(ctx, Unit{Key: in.Body.Key, Name: in.Body.Name, ParentID: in.Body.ParentID})
		if err != nil {
			return nil, err
		}
		return &unitOutput{web.ETag(u.Version), int64(position), u}, nil
	})

	huma.Register(api, web.Op("change-unit", http.MethodPatch, "/api/units/{id}", access.UnitWrite, "Change or move a unit"),
		func(ctx context.Context, in *changeUnitInput) (*unitOutput, error) {
			u, position, err := s.UpdateUnit(ctx, in.ID, in.IfMatch, UnitChange(in.Body))
			if err != nil {
				return nil, err
			}
			return &unitOutput{web.ETag(u.Version), int64(position), u}, nil
		})

	huma.Register(api, web.Op("delete-unit", http.MethodDelete, "/api/units/{id}", access.UnitWrite, "Delete a unit that is not in use"),
		func(ctx context.Context, in *idInput) (*goneOutput, error) {
			position, err := s.DeleteUnit(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &goneOutput{int64(position)}, nil
		})
}
