package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
)

type proposalsInput struct {
	ID     string `path:"id"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Offset int    `query:"offset" minimum:"0" doc:"Proposals to pass over."`
}

type decideReasonInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Stems   string              `json:"stems" maxLength:"300" doc:"Of the proposal."`
		Verdict ReasonVerdict       `json:"verdict" enum:"accepted,merged,refused"`
		Text    questionnaire.Words `json:"text,omitempty" doc:"Where it is accepted: the reason's words, by language."`
		Code    string              `json:"code,omitempty" maxLength:"40" doc:"Where it is merged: the reason that says so."`
	}
}

type undoDecisionInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Stems string `json:"stems" maxLength:"300" doc:"Of the decision."`
	}
}

type proposalsOutput struct{ Body ReasonProposals }

func registerProposals(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-reason-proposals", http.MethodGet, "/api/reason-lists/{id}/proposals", access.AnswerRead, "Reasons that people name and a list does not have, and how often its own are chosen"),
		func(ctx context.Context, in *proposalsInput) (*proposalsOutput, error) {
			found, err := s.Proposals(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			from := min(in.Offset, len(found.Proposals))
			found.Proposals = found.Proposals[from:min(from+in.Limit, len(found.Proposals))]
			return &proposalsOutput{found}, nil
		})
	huma.Register(api, web.Op("list-reason-decisions", http.MethodGet, "/api/reason-lists/{id}/decisions", access.MeasureRead, "What was decided of proposed reasons, the newest first"),
		func(ctx context.Context, in *idInput) (*web.ListOf[ReasonDecision], error) {
			return web.ListedWhole(s.ReasonDecisions(ctx, in.ID))
		})
	huma.Register(api, web.Op("decide-reason", http.MethodPost, "/api/reason-lists/{id}/decisions", access.MeasureWrite, "Accept a proposed reason, merge it into another or refuse it"),
		func(ctx context.Context, in *decideReasonInput) (*web.Versioned[ReasonList], error) {
			b := in.Body
			return answeredList(s.DecideReason(ctx, in.ID, in.IfMatch, Deciding{b.Stems, b.Verdict, b.Text, b.Code}))
		})
	huma.Register(api, web.Op("undo-reason-decision", http.MethodPost, "/api/reason-lists/{id}/decisions/undo", access.MeasureWrite, "Take a decision back; the reason that it became rests"),
		func(ctx context.Context, in *undoDecisionInput) (*web.Versioned[ReasonList], error) {
			return answeredList(s.UndoDecision(ctx, in.ID, in.IfMatch, in.Body.Stems))
		})
}
