package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type listStudiesInput struct {
	Program string `query:"program" doc:"Of this program; absent: of all."`
	web.Page
}

type createStudyInput struct {
	Body struct {
		ProgramID  string     `json:"program_id" format:"uuid"`
		Name       string     `json:"name" maxLength:"400"`
		Purpose    string     `json:"purpose,omitempty" maxLength:"8000"`
		Question   string     `json:"question,omitempty" maxLength:"8000"`
		Wanted     []Wanted   `json:"wanted,omitempty" nullable:"false" maxItems:"40"`
		Saturation int        `json:"saturation,omitempty" minimum:"0" maximum:"50"`
		Mode       CodingMode `json:"mode,omitempty" enum:"open,blind" doc:"Absent: open."`
	}
}

type changeStudyInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name       *string     `json:"name,omitempty" maxLength:"400"`
		Purpose    *string     `json:"purpose,omitempty" maxLength:"8000"`
		Question   *string     `json:"question,omitempty" maxLength:"8000"`
		Wanted     *[]Wanted   `json:"wanted,omitempty" nullable:"false" maxItems:"40"`
		Saturation *int        `json:"saturation,omitempty" minimum:"0" maximum:"50"`
		Mode       *CodingMode `json:"mode,omitempty" enum:"open,blind"`
		State      *StudyState `json:"state,omitempty" enum:"planned,running,closed"`
	}
}

type memberInput struct {
	ID   string `path:"id"`
	User string `path:"user"`
	Body struct {
		Part Part `json:"part" enum:"researcher,reviewer"`
	}
}

type removeMemberInput struct {
	ID   string `path:"id"`
	User string `path:"user"`
}

func registerStudies(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-studies", http.MethodGet, "/api/studies", access.ListenRead, "List studies, newest first"),
		func(ctx context.Context, in *listStudiesInput) (*web.ListOf[Study], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			studies, err := s.Studies(ctx, in.Program, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Study]{Body: web.Listed(studies, in.Limit, func(st Study) any { return st.ID })}, nil
		})

	huma.Register(api, web.Op("get-study", http.MethodGet, "/api/studies/{id}", access.ListenRead, "Get a study"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Study], error) {
			st, err := s.GetStudy(ctx, in.ID)
			return web.Answered(st, st.Version, 0, err)
		})

	create := web.Op("create-study", http.MethodPost, "/api/studies", access.ListenWrite, "Make a study; who makes it is its first researcher")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createStudyInput) (*web.Versioned[Study], error) {
		b := in.Body
		st, position, err := s.CreateStudy(ctx, Study{ProgramID: b.ProgramID, Name: b.Name, Purpose: b.Purpose, Question: b.Question, Wanted: b.Wanted, Saturation: b.Saturation, Mode: b.Mode})
		return web.Answered(st, st.Version, position, err)
	})

	huma.Register(api, web.Op("change-study", http.MethodPatch, "/api/studies/{id}", access.ListenWrite, "Change a study, as one of its researchers"),
		func(ctx context.Context, in *changeStudyInput) (*web.Versioned[Study], error) {
			b := in.Body
			st, position, err := s.UpdateStudy(ctx, in.ID, in.IfMatch, StudyChange{Name: b.Name, Purpose: b.Purpose, Question: b.Question, Wanted: b.Wanted, Saturation: b.Saturation, Mode: b.Mode, State: b.State})
			return web.Answered(st, st.Version, position, err)
		})

	huma.Register(api, web.Op("list-study-members", http.MethodGet, "/api/studies/{id}/members", access.ListenRead, "List who works on a study, at most 100"),
		func(ctx context.Context, in *idInput) (*web.ListOf[StudyMember], error) {
			return web.ListedWhole(s.Members(ctx, in.ID))
		})

	huma.Register(api, web.Op("put-study-member", http.MethodPut, "/api/studies/{id}/members/{user}", access.ListenWrite, "Make somebody a researcher or reviewer of a study"),
		func(ctx context.Context, in *memberInput) (*web.Changed, error) {
			return web.ChangedAt(s.PutMember(ctx, in.ID, in.User, in.Body.Part))
		})

	huma.Register(api, web.Op("remove-study-member", http.MethodDelete, "/api/studies/{id}/members/{user}", access.ListenWrite, "Take somebody out of a study"),
		func(ctx context.Context, in *removeMemberInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveMember(ctx, in.ID, in.User))
		})
}
