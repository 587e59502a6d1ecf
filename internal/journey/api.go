package journey

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type programInput struct {
	Program string `query:"program" required:"true" doc:"The program."`
}

type idInput struct {
	ID string `path:"id"`
}

type removedOutput struct {
	Position int64 `header:"Balcony-Position"`
}

type listOf[T any] struct{ Body web.List[T] }

type versioned[T any] struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     T
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

func removed(position log.Position, err error) (*removedOutput, error) {
	if err != nil {
		return nil, err
	}
	return &removedOutput{Position: int64(position)}, nil
}

func answered[T any](body T, version int64, position log.Position, err error) (*versioned[T], error) {
	if err != nil {
		return nil, err
	}
	return &versioned[T]{ETag: web.ETag(version), Position: int64(position), Body: body}, nil
}

func listed[T any](items []T, err error) (*listOf[T], error) {
	if err != nil {
		return nil, err
	}
	return &listOf[T]{web.Listed(items, len(items), func(T) any { return nil })}, nil
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
		func(ctx context.Context, in *programInput) (*listOf[Channel], error) {
			return listed(s.Channels(ctx, in.Program))
		})

	create := web.Op("create-channel", http.MethodPost, "/api/channels", access.RegisterWrite, "Add a channel")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createChannelInput) (*versioned[Channel], error) {
		b := in.Body
		c, position, err := s.CreateChannel(ctx, Channel{ProgramID: b.ProgramID, Name: b.Name, Key: b.Key, Nature: b.Nature})
		return answered(c, c.Version, position, err)
	})

	huma.Register(api, web.Op("change-channel", http.MethodPatch, "/api/channels/{id}", access.RegisterWrite, "Change or move a channel"),
		func(ctx context.Context, in *changeChannelInput) (*versioned[Channel], error) {
			c, position, err := s.UpdateChannel(ctx, in.ID, in.IfMatch, ChannelChange{Key: in.Body.Key, Name: in.Body.Name, Nature: in.Body.Nature, Position: in.Body.Position})
			return answered(c, c.Version, position, err)
		})

	huma.Register(api, web.Op("remove-channel", http.MethodDelete, "/api/channels/{id}", access.RegisterWrite, "Remove a channel on which no touchpoint stands"),
		func(ctx context.Context, in *idInput) (*removedOutput, error) {
			return removed(s.RemoveChannel(ctx, in.ID))
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
		func(ctx context.Context, in *programInput) (*listOf[Stage], error) {
			return listed(s.Stages(ctx, in.Program))
		})

	create := web.Op("create-stage", http.MethodPost, "/api/stages", access.RegisterWrite, "Add a stage")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createStageInput) (*versioned[Stage], error) {
		stage, position, err := s.CreateStage(ctx, Stage{ProgramID: in.Body.ProgramID, Name: in.Body.Name})
		return answered(stage, stage.Version, position, err)
	})

	huma.Register(api, web.Op("change-stage", http.MethodPatch, "/api/stages/{id}", access.RegisterWrite, "Rename or move a stage"),
		func(ctx context.Context, in *changeStageInput) (*versioned[Stage], error) {
			stage, position, err := s.UpdateStage(ctx, in.ID, in.IfMatch, in.Body.Name, in.Body.Position)
			return answered(stage, stage.Version, position, err)
		})

	huma.Register(api, web.Op("remove-stage", http.MethodDelete, "/api/stages/{id}", access.RegisterWrite, "Remove a stage in which no touchpoint stands"),
		func(ctx context.Context, in *idInput) (*removedOutput, error) {
			return removed(s.RemoveStage(ctx, in.ID))
		})
}
