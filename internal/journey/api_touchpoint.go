package journey

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type createTouchpointInput struct {
	Body struct {
		ProgramID    string   `json:"program_id" format:"uuid"`
		Name         string   `json:"name" maxLength:"400" doc:"What customers do. The name of a channel needs kept_why."`
		CustomerName string   `json:"customer_name,omitempty" maxLength:"400"`
		Key          string   `json:"key,omitempty" maxLength:"400" doc:"Absent: made of name and channel."`
		ChannelID    string   `json:"channel_id" format:"uuid"`
		StageIDs     []string `json:"stage_ids,omitempty" nullable:"false" maxItems:"60"`
		OwnerID      string   `json:"owner_id,omitempty"`
		EditorIDs    []string `json:"editor_ids,omitempty" nullable:"false" maxItems:"50"`
		MeasureID    string   `json:"measure_id,omitempty"`
		Volume       *int64   `json:"volume,omitempty" minimum:"0"`
		KeptWhy      string   `json:"kept_why,omitempty" maxLength:"4000"`
	}
}

type changeTouchpointInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name         *string   `json:"name,omitempty" maxLength:"400"`
		CustomerName *string   `json:"customer_name,omitempty" maxLength:"400"`
		Key          *string   `json:"key,omitempty" maxLength:"400"`
		ChannelID    *string   `json:"channel_id,omitempty" format:"uuid"`
		StageIDs     *[]string `json:"stage_ids,omitempty" nullable:"false" maxItems:"60"`
		OwnerID      *string   `json:"owner_id,omitempty" doc:"Empty: nobody's."`
		EditorIDs    *[]string `json:"editor_ids,omitempty" nullable:"false" maxItems:"50"`
		MeasureID    *string   `json:"measure_id,omitempty" doc:"Empty: none."`
		Volume       *int64    `json:"volume,omitempty" minimum:"-1" doc:"-1: counted from events again."`
		KeptWhy      *string   `json:"kept_why,omitempty" maxLength:"4000"`
	}
}

func registerTouchpoints(api huma.API, s *Service) {
	create := web.Op("create-touchpoint", http.MethodPost, "/api/touchpoints", access.RegisterWrite, "Add a touchpoint")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createTouchpointInput) (*web.Versioned[Touchpoint], error) {
		b := in.Body
		t, position, err := s.CreateTouchpoint(ctx, Touchpoint{ProgramID: b.ProgramID, Name: b.Name, CustomerName: b.CustomerName, Key: b.Key, ChannelID: b.ChannelID,
			StageIDs: b.StageIDs, OwnerID: b.OwnerID, EditorIDs: b.EditorIDs, MeasureID: b.MeasureID, Volume: b.Volume, KeptWhy: b.KeptWhy})
		return web.Answered(t, t.Version, position, err)
	})

	huma.Register(api, web.Op("get-touchpoint", http.MethodGet, "/api/touchpoints/{id}", access.RegisterRead, "Get a touchpoint"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Touchpoint], error) {
			t, err := s.Touchpoint(ctx, in.ID)
			return web.Answered(t, t.Version, 0, err)
		})

	huma.Register(api, web.Op("change-touchpoint", http.MethodPatch, "/api/touchpoints/{id}", access.RegisterRead, "Change a touchpoint; its owner, its editors and whoever may change the register may"),
		func(ctx context.Context, in *changeTouchpointInput) (*web.Versioned[Touchpoint], error) {
			b := in.Body
			t, position, err := s.UpdateTouchpoint(ctx, in.ID, in.IfMatch, Change{Key: b.Key, Name: b.Name, CustomerName: b.CustomerName, ChannelID: b.ChannelID,
				OwnerID: b.OwnerID, MeasureID: b.MeasureID, KeptWhy: b.KeptWhy, StageIDs: b.StageIDs, EditorIDs: b.EditorIDs, Volume: b.Volume})
			return web.Answered(t, t.Version, position, err)
		})

	huma.Register(api, web.Op("remove-touchpoint", http.MethodDelete, "/api/touchpoints/{id}", access.RegisterRead, "Remove a touchpoint; its owner and whoever may change the register may"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveTouchpoint(ctx, in.ID))
		})

	huma.Register(api, web.Op("restore-touchpoint", http.MethodPost, "/api/touchpoints/{id}/restore", access.RegisterRead, "Bring a removed touchpoint back"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Touchpoint], error) {
			t, position, err := s.RestoreTouchpoint(ctx, in.ID)
			return web.Answered(t, t.Version, position, err)
		})
}

type expectInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"Version of the touchpoint."`
	Body    struct {
		Words    string    `json:"words" maxLength:"4000" doc:"In the customer's words."`
		Standard *Standard `json:"standard,omitempty"`
		OwedBy   string    `json:"owed_by,omitempty"`
		Since    string    `json:"since,omitempty" doc:"The day from which it holds; absent: today."`
	}
}

type versionInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
}

func registerExpectations(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-expectations", http.MethodGet, "/api/touchpoints/{id}/expectations", access.RegisterRead, "What is and was expected at a touchpoint, newest first, at most 200"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Expectation], error) {
			return web.ListedWhole(s.Expectations(ctx, in.ID))
		})

	create := web.Op("create-expectation", http.MethodPost, "/api/touchpoints/{id}/expectations", access.RegisterRead, "Write what customers may expect at a touchpoint; what was expected before is kept")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *expectInput) (*web.Versioned[Expectation], error) {
		b := in.Body
		e, t, position, err := s.Expect(ctx, in.IfMatch, Expectation{TouchpointID: in.ID, Words: b.Words, Standard: b.Standard, OwedBy: b.OwedBy, Since: b.Since})
		return web.Answered(e, t.Version, position, err)
	})

	huma.Register(api, web.Op("withdraw-expectation", http.MethodDelete, "/api/touchpoints/{id}/expectations", access.RegisterRead, "Say that nothing is expected at a touchpoint any more; the history stays"),
		func(ctx context.Context, in *versionInput) (*web.Versioned[Touchpoint], error) {
			t, position, err := s.Withdraw(ctx, in.ID, in.IfMatch)
			return web.Answered(t, t.Version, position, err)
		})
}
