package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type reasonListsInput struct {
	web.Page
	ProgramID string `query:"program_id" doc:"Only lists of this program."`
}

type createReasonListInput struct {
	Body struct {
		ProgramID string `json:"program_id" format:"uuid"`
		Name      string `json:"name,omitempty" maxLength:"300" doc:"Its own name in the language where none is given."`
		Language  string `json:"language,omitempty" maxLength:"12" doc:"Of its name, en or fr." default:"en"`
	}
}

type changeReasonListInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name    *string             `json:"name,omitempty" maxLength:"300"`
		Wording questionnaire.Words `json:"wording,omitempty" doc:"By language."`
		Why     questionnaire.Words `json:"why,omitempty" doc:"By language."`
		Other   questionnaire.Words `json:"other,omitempty" doc:"By language."`
	}
}

type addReasonInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Text questionnaire.Words `json:"text" doc:"By language."`
	}
}

type changeReasonInput struct {
	ID      string `path:"id"`
	Code    string `path:"code" maxLength:"40"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Text questionnaire.Words `json:"text,omitempty" doc:"By language."`
		Rest *bool               `json:"rest,omitempty" doc:"Let it rest, so that the next versions do not ask it; or wake it."`
	}
}

type askReasonsInput struct {
	ID   string `path:"id"`
	Body struct {
		SurveyID string `json:"survey_id" format:"uuid"`
	}
}

type reasonHistoryInput struct {
	web.Page
	ID string `path:"id"`
}

func registerReasonLists(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-reason-lists", http.MethodGet, "/api/reason-lists", access.MeasureRead, "List the lists of main reasons"),
		func(ctx context.Context, in *reasonListsInput) (*web.ListOf[ReasonList], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.ReasonLists(ctx, in.ProgramID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[ReasonList]{Body: web.Listed(found, in.Limit, func(l ReasonList) any { return l.ID })}, nil
		})
	create := web.Op("create-reason-list", http.MethodPost, "/api/reason-lists", access.MeasureWrite, "Make the list of main reasons that stands ready, in English and French")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createReasonListInput) (*web.Versioned[ReasonList], error) {
		return answeredList(s.CreateReasonList(ctx, in.Body.ProgramID, in.Body.Name, in.Body.Language))
	})
	huma.Register(api, web.Op("get-reason-list", http.MethodGet, "/api/reason-lists/{id}", access.MeasureRead, "Get a list of main reasons"),
		func(ctx context.Context, in *idInput) (*web.Versioned[ReasonList], error) {
			l, err := s.ReasonList(ctx, in.ID)
			return answeredList(l, 0, err)
		})
	huma.Register(api, web.Op("change-reason-list", http.MethodPatch, "/api/reason-lists/{id}", access.MeasureWrite, "Rename a list of main reasons, or word it otherwise"),
		func(ctx context.Context, in *changeReasonListInput) (*web.Versioned[ReasonList], error) {
			b := in.Body
			return answeredList(s.ChangeReasonList(ctx, in.ID, in.IfMatch, ReasonListChange{b.Name, b.Wording, b.Why, b.Other}))
		})
	registerListedReasons(api, s)
}

func registerListedReasons(api huma.API, s *Service) {
	huma.Register(api, web.Op("add-reason", http.MethodPost, "/api/reason-lists/{id}/reasons", access.MeasureWrite, "Add a reason; drafts that ask the list get it"),
		func(ctx context.Context, in *addReasonInput) (*web.Versioned[ReasonList], error) {
			return answeredList(s.AddReason(ctx, in.ID, in.IfMatch, in.Body.Text))
		})
	huma.Register(api, web.Op("change-reason", http.MethodPatch, "/api/reason-lists/{id}/reasons/{code}", access.MeasureWrite, "Word a reason otherwise, let it rest or wake it"),
		func(ctx context.Context, in *changeReasonInput) (*web.Versioned[ReasonList], error) {
			return answeredList(s.ChangeReason(ctx, in.ID, in.Code, in.IfMatch, ReasonChange{in.Body.Text, in.Body.Rest}))
		})
	huma.Register(api, web.Op("ask-reasons", http.MethodPost, "/api/reason-lists/{id}/surveys", access.MeasureWrite, "Put a list into the draft of a survey, at the end of its last page"),
		func(ctx context.Context, in *askReasonsInput) (*web.Versioned[Survey], error) {
			survey, position, err := s.AskReasons(ctx, in.ID, in.Body.SurveyID)
			return web.Answered(survey, survey.Version, position, err)
		})
	huma.Register(api, web.Op("list-reason-history", http.MethodGet, "/api/reason-lists/{id}/history", access.MeasureRead, "What became of a list of main reasons, the newest first"),
		func(ctx context.Context, in *reasonHistoryInput) (*web.ListOf[ReasonEvent], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.ReasonHistory(ctx, in.ID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[ReasonEvent]{Body: web.Listed(found, in.Limit, func(e ReasonEvent) any { return e.ID })}, nil
		})
}

func answeredList(l ReasonList, position log.Position, err error) (*web.Versioned[ReasonList], error) {
	return web.Answered(l, l.Version, position, err)
}
