package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listFindingsInput struct {
	Program    string       `query:"program" required:"true"`
	Study      string       `query:"study"`
	Touchpoint string       `query:"touchpoint"`
	State      FindingState `query:"state" enum:"proposed,supported,contradicted,retired"`
	Kind       Mode         `query:"kind" enum:"think,feel,do"`
	web.Page
}

type createFindingInput struct {
	Body struct {
		ProgramID     string   `json:"program_id" format:"uuid"`
		StudyID       string   `json:"study_id,omitempty"`
		Claim         string   `json:"claim" maxLength:"2000"`
		Kind          Mode     `json:"kind" enum:"think,feel,do"`
		Why           string   `json:"why,omitempty" maxLength:"16000"`
		Ends          string   `json:"ends,omitempty" maxLength:"16000"`
		GroupBy       string   `json:"group_by,omitempty" maxLength:"500"`
		TouchpointIDs []string `json:"touchpoint_ids,omitempty" maxItems:"40" nullable:"false"`
	}
}

type changeFindingInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Claim         *string   `json:"claim,omitempty" maxLength:"2000"`
		Kind          *Mode     `json:"kind,omitempty" enum:"think,feel,do"`
		Why           *string   `json:"why,omitempty" maxLength:"16000"`
		Ends          *string   `json:"ends,omitempty" maxLength:"16000"`
		GroupBy       *string   `json:"group_by,omitempty" maxLength:"500"`
		TouchpointIDs *[]string `json:"touchpoint_ids,omitempty" maxItems:"40" nullable:"false"`
	}
}

type findingStateInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		State  FindingState `json:"state" enum:"proposed,supported,contradicted,retired"`
		Reason string       `json:"reason,omitempty" maxLength:"16000" doc:"Needed to retire it."`
	}
}

type listExcerptsInput struct {
	ID   string `path:"id"`
	Side Side   `query:"side" enum:"for,against" doc:"Absent: both."`
	web.Page
}

type addExcerptInput struct {
	ID   string `path:"id"`
	Body NewExcerpt
}

type excerptInput struct {
	ID      string `path:"id"`
	Excerpt string `path:"excerpt"`
}

type strengthOutput struct{ Body FindingStrengths }

type findingAgreementOutput struct{ Body FindingAgreement }

func registerFindings(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-findings", http.MethodGet, "/api/findings", access.FindingRead, "List a program's findings, newest first; what is not published for those who write findings"),
		func(ctx context.Context, in *listFindingsInput) (*web.ListOf[Finding], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			all, err := s.Findings(ctx, in.Program, FindingFilter{in.Study, in.Touchpoint, in.State, in.Kind}, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Finding]{Body: web.Listed(all, in.Limit, func(f Finding) any { return f.ID })}, nil
		})

	create := web.Op("create-finding", http.MethodPost, "/api/findings", access.FindingWrite, "Make a finding, proposed and not published")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createFindingInput) (*web.Versioned[Finding], error) {
		b := in.Body
		f, position, err := s.CreateFinding(ctx, Finding{ProgramID: b.ProgramID, StudyID: b.StudyID, Claim: b.Claim, Kind: b.Kind, Why: b.Why, Ends: b.Ends, GroupBy: b.GroupBy, TouchpointIDs: b.TouchpointIDs})
		return web.Answered(f, f.Version, position, err)
	})

	huma.Register(api, web.Op("get-finding", http.MethodGet, "/api/findings/{id}", access.FindingRead, "Get a finding"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Finding], error) {
			f, err := s.GetFinding(ctx, in.ID)
			return web.Answered(f, f.Version, 0, err)
		})

	huma.Register(api, web.Op("change-finding", http.MethodPatch, "/api/findings/{id}", access.FindingWrite, "Change the words of a finding; as they were stays in its history"),
		func(ctx context.Context, in *changeFindingInput) (*web.Versioned[Finding], error) {
			b := in.Body
			f, position, err := s.UpdateFinding(ctx, in.ID, in.IfMatch, FindingChange{b.Claim, b.Why, b.Ends, b.GroupBy, b.Kind, b.TouchpointIDs})
			return web.Answered(f, f.Version, position, err)
		})

	huma.Register(api, web.Op("set-finding-state", http.MethodPut, "/api/findings/{id}/state", access.FindingWrite, "Say how a finding stands: supported and contradicted need such an excerpt, retired a reason"),
		func(ctx context.Context, in *findingStateInput) (*web.Versioned[Finding], error) {
			f, position, err := s.SetFindingState(ctx, in.ID, in.IfMatch, in.Body.State, in.Body.Reason)
			return web.Answered(f, f.Version, position, err)
		})
	registerFindingParts(api, s)
}

func registerFindingParts(api huma.API, s *Service) {
	huma.Register(api, web.Op("publish-finding", http.MethodPut, "/api/findings/{id}/publication", access.FindingWrite, "Have everybody read a finding who may see findings; it needs an excerpt"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Finding], error) {
			f, position, err := s.PublishFinding(ctx, in.ID)
			return web.Answered(f, f.Version, position, err)
		})

	huma.Register(api, web.Op("withdraw-finding", http.MethodDelete, "/api/findings/{id}/publication", access.FindingWrite, "Take a finding back from those who do not write findings"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			_, position, err := s.WithdrawFinding(ctx, in.ID)
			return web.ChangedAt(position, err)
		})

	huma.Register(api, web.Op("get-finding-strength", http.MethodGet, "/api/findings/{id}/strength", access.FindingRead, "Count who says so, who says otherwise and who is silent: people, accounts, segments"),
		func(ctx context.Context, in *idInput) (*strengthOutput, error) {
			strength, err := s.FindingStrength(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &strengthOutput{strength}, nil
		})

	huma.Register(api, web.Op("get-finding-agreement", http.MethodGet, "/api/findings/{id}/agreement", access.FindingRead, "Tell how far the coders agree by whose work a finding was written, where two at least coded its study"),
		func(ctx context.Context, in *idInput) (*findingAgreementOutput, error) {
			agreement, err := s.FindingAgreement(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &findingAgreementOutput{agreement}, nil
		})

	huma.Register(api, web.Op("list-finding-history", http.MethodGet, "/api/findings/{id}/history", access.FindingRead, "List what was done to a finding, newest first, at most 500 steps"),
		func(ctx context.Context, in *idInput) (*web.ListOf[FindingStep], error) {
			return web.ListedWhole(s.FindingHistory(ctx, in.ID))
		})

	huma.Register(api, web.Op("list-finding-excerpts", http.MethodGet, "/api/findings/{id}/excerpts", access.FindingRead, "List what people said for or against a finding, as far as the asker may read it"),
		func(ctx context.Context, in *listExcerptsInput) (*web.ListOf[FindingExcerpt], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			all, err := s.Excerpts(ctx, in.ID, in.Side, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[FindingExcerpt]{Body: web.Listed(all, in.Limit, func(e FindingExcerpt) any { return e.ID })}, nil
		})

	add := web.Op("add-finding-excerpt", http.MethodPost, "/api/findings/{id}/excerpts", access.FindingWrite, "Put a passage with a finding, for it or against it")
	add.DefaultStatus = http.StatusCreated
	huma.Register(api, add, func(ctx context.Context, in *addExcerptInput) (*web.Versioned[Finding], error) {
		f, position, err := s.AddExcerpt(ctx, in.ID, in.Body)
		return web.Answered(f, f.Version, position, err)
	})

	huma.Register(api, web.Op("remove-finding-excerpt", http.MethodDelete, "/api/findings/{id}/excerpts/{excerpt}", access.FindingWrite, "Take an excerpt off a finding; the last one of a published finding stays"),
		func(ctx context.Context, in *excerptInput) (*web.Changed, error) {
			_, position, err := s.RemoveExcerpt(ctx, in.ID, in.Excerpt)
			return web.ChangedAt(position, err)
		})
}
