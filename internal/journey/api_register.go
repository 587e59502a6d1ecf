package journey

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type registerInput struct {
	Program string `query:"program" required:"true" doc:"The program."`
	Stage   string `query:"stage" doc:"Touchpoints of this stage; none: in no stage."`
	Channel string `query:"channel" doc:"On this channel."`
	Nature  Nature `query:"nature" enum:"virtual,human,physical," doc:"On channels of this nature."`
	Owner   string `query:"owner" doc:"Of this owner; none: nobody's."`
	Lacks   Lack   `query:"lacks" enum:"owner,expectation,measure,volume," doc:"Without this."`
	Find    string `query:"q" maxLength:"200" doc:"Words of its names, key or expectation."`
}

type questionInput struct {
	Program string `query:"program" required:"true" doc:"The program."`
	Name    string `query:"name" minLength:"1" maxLength:"200"`
}

type interactionInput struct {
	Body struct {
		ProgramID string    `json:"program_id" format:"uuid"`
		Name      string    `json:"name" maxLength:"400" doc:"What it is called now."`
		NewName   *string   `json:"new_name,omitempty" maxLength:"400"`
		StageIDs  *[]string `json:"stage_ids,omitempty" nullable:"false" maxItems:"60"`
		Position  *int      `json:"position,omitempty" minimum:"1" doc:"Its place among all interactions."`
	}
}

type interactionOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     struct {
		Touchpoints int `json:"touchpoints" doc:"How many were changed."`
	}
}

type bodyOf[T any] struct{ Body T }

func registerRegister(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-register", http.MethodGet, "/api/register", access.RegisterRead, "The register of touchpoints: what is listed, what it lacks, what events show and it does not list"),
		func(ctx context.Context, in *registerInput) (*bodyOf[*Matrix], error) {
			r, err := s.Register(ctx, in.Program, Filter{Stage: in.Stage, Channel: in.Channel, Nature: in.Nature, Owner: in.Owner, Lacks: in.Lacks, Find: in.Find})
			if err != nil {
				return nil, err
			}
			return &bodyOf[*Matrix]{r}, nil
		})

	huma.Register(api, web.Op("ask-register", http.MethodGet, "/api/register/question", access.RegisterRead, "Whether a name is a channel's rather than an interaction's, and what customers did on that channel"),
		func(ctx context.Context, in *questionInput) (*bodyOf[NameQuestion], error) {
			q, err := s.Ask(ctx, in.Program, in.Name)
			if err != nil {
				return nil, err
			}
			return &bodyOf[NameQuestion]{q}, nil
		})

	huma.Register(api, web.Op("change-interaction", http.MethodPatch, "/api/register/interaction", access.RegisterWrite, "Rename or move an interaction on all its channels at once"),
		func(ctx context.Context, in *interactionInput) (*interactionOutput, error) {
			b := in.Body
			n, position, err := s.ChangeInteraction(ctx, b.ProgramID, b.Name, InteractionChange{Name: b.NewName, StageIDs: b.StageIDs, Position: b.Position})
			if err != nil {
				return nil, err
			}
			out := &interactionOutput{Position: int64(position)}
			out.Body.Touchpoints = n
			return out, nil
		})
}
