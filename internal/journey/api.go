package journey

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type programInput struct {
	Program string `query:"program" required:"true" doc:"The program."`
}

type idInput struct {
	ID string `path:"id"`
}

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	registerRegister(api, s)
	registerChannels(api, s)
	registerStages(api, s)
	registerTouchpoints(api, s)
	registerExpectations(api, s)
	registerSheets(api, s)
}

type createChannelInput struct {
	Body struct {
		ProgramID string `json:"program_id" format:"uuid"`
		Name      string `json:"name" maxLength:"400"`
		Key       string `json:"key,omitempty" maxLength:"400" doc:"Absent: made of the name."`
		Nature    Nature `json:"nature,omitempty" enum:"virtual,human,physical" doc:"Absent: that of its name."`
	}
}

type changeChannelInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string `json:"name,omitempty" maxLength:"400"`
		Key      *string `json:"key,omitempty" maxLength:"400"`
		Nature   *Nature `json:"nature,omitempty" enum:"virtual,human,physical"`
		Position *int    `json:"position,omitempty" minimum:"1" doc:"Moves it there."`
	}
}

func registerChannels(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-channels", http.MethodGet, "/api/channels", access.RegisterRead, "List a program's channels in their order, at most 60"),
		func(ctx context.Context, in *programInput) (*web.ListOf[Channel], error) {
			return web.ListedWhole(s.Channels(ctx, in.Program))
		})

	create := web.Op("create-channel", http.MethodPost, "/api/channels", access.RegisterWrite, "Add a channel")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createChannelInput) (*web.Versioned[Channel], error) {
		b := in.Body
		c, position, err := s.CreateChannel(ctx, Channel{ProgramID: b.ProgramID, Name: b.Name, Key: b.Key, Nature: b.Nature})
		return web.Answered(c, c.Version, position, err)
	})

	huma.Register(api, web.Op("change-channel", http.MethodPatch, "/api/channels/{id}", access.RegisterWrite, "Change or move a channel"),
		func(ctx context.Context, in *changeChannelInput) (*web.Versioned[Channel], error) {
			c, position, err := s.UpdateChannel(ctx, in.ID, in.IfMatch, ChannelChange{Key: in.Body.Key, Name: in.Body.Name, Nature: in.Body.Nature, Position: in.Body.Position})
			return web.Answered(c, c.Version, position, err)
		})

	huma.Register(api, web.Op("remove-channel", http.MethodDelete, "/api/channels/{id}", access.RegisterWrite, "Remove a channel on which no touchpoint stands"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveChannel(ctx, in.ID))
		})
}

type createStageInput struct {
	Body struct {
		ProgramID string `json:"program_id" format:"uuid"`
		Name      string `json:"name" maxLength:"400"`
	}
}

type changeStageInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string `json:"name,omitempty" maxLength:"400"`
		Position *int    `json:"position,omitempty" minimum:"1" doc:"Moves it there."`
	}
}

func registerStages(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-stages", http.MethodGet, "/api/stages", access.RegisterRead, "List a program's stages in their order, at most 60"),
		func(ctx context.Context, in *programInput) (*web.ListOf[Stage], error) {
			return web.ListedWhole(s.Stages(ctx, in.Program))
		})

	create := web.Op("create-stage", http.MethodPost, "/api/stages", access.RegisterWrite, "Add a stage")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createStageInput) (*web.Versioned[Stage], error) {
		stage, position, err := s.CreateStage(ctx, Stage{ProgramID: in.Body.ProgramID, Name: in.Body.Name})
		return web.Answered(stage, stage.Version, position, err)
	})

	huma.Register(api, web.Op("change-stage", http.MethodPatch, "/api/stages/{id}", access.RegisterWrite, "Rename or move a stage"),
		func(ctx context.Context, in *changeStageInput) (*web.Versioned[Stage], error) {
			stage, position, err := s.UpdateStage(ctx, in.ID, in.IfMatch, in.Body.Name, in.Body.Position)
			return web.Answered(stage, stage.Version, position, err)
		})

	huma.Register(api, web.Op("remove-stage", http.MethodDelete, "/api/stages/{id}", access.RegisterWrite, "Remove a stage in which no touchpoint stands"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveStage(ctx, in.ID))
		})
}
