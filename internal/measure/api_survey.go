package measure

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/web"
)

type surveysInput struct {
	web.Page
	ProgramID string      `query:"program_id" doc:"Only surveys of this program."`
	Search    string      `query:"search" maxLength:"200" doc:"Only surveys that have these words in their name."`
	State     SurveyState `query:"state" enum:"draft,open,closed,archived" doc:"Only surveys in this state; without it all but archived ones."`
}

type createSurveyInput struct {
	Body struct {
		ProgramID string                  `json:"program_id" format:"uuid"`
		Name      string                  `json:"name" maxLength:"300"`
		Slug      string                  `json:"slug,omitempty" maxLength:"40" doc:"Of its open link; made of the name where none is given."`
		Language  string                  `json:"language,omitempty" maxLength:"12" doc:"Of an empty draft." default:"en"`
		CopyOf    string                  `json:"copy_of,omitempty" format:"uuid" doc:"A survey whose draft is copied."`
		Document  *questionnaire.Document `json:"document,omitempty" doc:"The draft, in place of an empty one."`
	}
}

type changeSurveyInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name  *string      `json:"name,omitempty" maxLength:"300"`
		Slug  *string      `json:"slug,omitempty" maxLength:"40"`
		State *SurveyState `json:"state,omitempty" enum:"draft,open,closed,archived"`
	}
}

type saveDraftInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    questionnaire.Document
}

type publishSurveyInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match" doc:"Version of the survey that was looked through."`
	Body    struct {
		Note    string            `json:"note,omitempty" maxLength:"1000" doc:"What is new, for colleagues."`
		Reasons map[string]string `json:"reasons,omitempty" doc:"By measure: why it is asked though it rests on nothing that stands."`
	}
}

// PublishedSurvey is a survey with the version that was just published.
type PublishedSurvey struct {
	Survey  Survey        `json:"survey"`
	Version SurveyVersion `json:"version"`
}

// AskedVersion is a version with what it asked.
type AskedVersion struct {
	SurveyVersion
	Document *questionnaire.Document `json:"document"`
}

func registerSurveys(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-surveys", http.MethodGet, "/api/surveys", access.MeasureRead, "List surveys, the newest first"),
		func(ctx context.Context, in *surveysInput) (*web.ListOf[Survey], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			found, err := s.Surveys(ctx, SurveyFilter{Program: in.ProgramID, Words: in.Search, State: in.State}, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Survey]{Body: web.Listed(found, in.Limit, func(x Survey) any { return x.ID })}, nil
		})
	create := web.Op("create-survey", http.MethodPost, "/api/surveys", access.MeasureWrite, "Make a survey: empty, a copy, or from a document")
	create.DefaultStatus, create.MaxBodyBytes = http.StatusCreated, questionnaire.MaxDocument
	huma.Register(api, create, func(ctx context.Context, in *createSurveyInput) (*web.Versioned[Survey], error) {
		b := in.Body
		made, position, err := s.CreateSurvey(ctx, NewSurvey{ProgramID: b.ProgramID, Name: b.Name, Slug: b.Slug, Language: b.Language, CopyOf: b.CopyOf, Document: b.Document})
		return web.Answered(made, made.Version, position, err)
	})
	huma.Register(api, web.Op("get-survey", http.MethodGet, "/api/surveys/{id}", access.MeasureRead, "Get a survey"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Survey], error) {
			found, err := s.Survey(ctx, in.ID)
			return web.Answered(found, found.Version, 0, err)
		})
	huma.Register(api, web.Op("change-survey", http.MethodPatch, "/api/surveys/{id}", access.MeasureWrite, "Rename a survey, change its link; open, close or archive it"),
		func(ctx context.Context, in *changeSurveyInput) (*web.Versioned[Survey], error) {
			now, position, err := s.ChangeSurvey(ctx, in.ID, in.IfMatch, SurveyChange{Name: in.Body.Name, Slug: in.Body.Slug, State: in.Body.State})
			return web.Answered(now, now.Version, position, err)
		})
	huma.Register(api, web.Op("remove-survey", http.MethodDelete, "/api/surveys/{id}", access.MeasureWrite, "Remove a survey that was never published"),
		func(ctx context.Context, in *struct {
			ID      string `path:"id"`
			IfMatch string `header:"If-Match"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveSurvey(ctx, in.ID, in.IfMatch))
		})
	registerDrafts(api, s)
	registerVersions(api, s)
	registerLogos(api, s)
}

func registerDrafts(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-survey-draft", http.MethodGet, "/api/surveys/{id}/draft", access.MeasureRead, "Get the draft of a survey"),
		func(ctx context.Context, in *idInput) (*web.Versioned[*questionnaire.Document], error) {
			survey, d, err := s.Draft(ctx, in.ID)
			return web.Answered(d, survey.Version, 0, err)
		})
	save := web.Op("save-survey-draft", http.MethodPut, "/api/surveys/{id}/draft", access.MeasureWrite, "Keep a draft, finished or not")
	save.MaxBodyBytes = questionnaire.MaxDocument
	huma.Register(api, save, func(ctx context.Context, in *saveDraftInput) (*web.Versioned[Survey], error) {
		now, position, err := s.SaveDraft(ctx, in.ID, in.IfMatch, &in.Body)
		return web.Answered(now, now.Version, position, err)
	})
	huma.Register(api, web.Op("check-survey", http.MethodGet, "/api/surveys/{id}/check", access.MeasureRead, "Go through a draft before it is published"),
		func(ctx context.Context, in *idInput) (*web.Versioned[SurveyCheck], error) {
			c, err := s.CheckSurvey(ctx, in.ID)
			return web.Answered(c, c.Version, 0, err)
		})
}

func registerVersions(api huma.API, s *Service) {
	publish := web.Op("publish-survey", http.MethodPost, "/api/surveys/{id}/versions", access.MeasureWrite, "Publish the draft of a survey as its next version")
	publish.DefaultStatus = http.StatusCreated
	huma.Register(api, publish, func(ctx context.Context, in *publishSurveyInput) (*web.Versioned[PublishedSurvey], error) {
		survey, v, position, err := s.PublishSurvey(ctx, in.ID, in.IfMatch, Publishing{Note: in.Body.Note, Reasons: in.Body.Reasons})
		return web.Answered(PublishedSurvey{Survey: survey, Version: v}, survey.Version, position, err)
	})
	huma.Register(api, web.Op("list-survey-versions", http.MethodGet, "/api/surveys/{id}/versions", access.MeasureRead, "List the versions of a survey, the newest first"),
		func(ctx context.Context, in *struct {
			ID string `path:"id"`
			web.Page
		}) (*web.ListOf[SurveyVersion], error) {
			var below int64
			if err := web.DecodeCursor(in.Cursor, &below); err != nil {
				return nil, err
			}
			found, err := s.Versions(ctx, in.ID, below, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[SurveyVersion]{Body: web.Listed(found, in.Limit, func(v SurveyVersion) any { return v.Number })}, nil
		})
	huma.Register(api, web.Op("get-survey-version", http.MethodGet, "/api/surveys/{id}/versions/{number}", access.MeasureRead, "Get what a version asked"),
		func(ctx context.Context, in *struct {
			ID     string `path:"id"`
			Number int64  `path:"number" minimum:"1"`
		}) (*web.Versioned[AskedVersion], error) {
			v, d, err := s.VersionDocument(ctx, in.ID, in.Number)
			return web.Answered(AskedVersion{v, d}, v.Number, 0, err)
		})
}
