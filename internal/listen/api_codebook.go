package listen

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

type nameBody struct {
	Name string `json:"name" maxLength:"400"`
}

type createCodebookInput struct {
	Body struct {
		ProgramID string `json:"program_id" format:"uuid"`
		Name      string `json:"name" maxLength:"400"`
	}
}

type renameCodebookInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    nameBody
}

func registerCodebooks(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-codebooks", http.MethodGet, "/api/codebooks", access.ListenRead, "List a program's codebooks by name, at most 200"),
		func(ctx context.Context, in *programInput) (*web.ListOf[Codebook], error) {
			return web.ListedWhole(s.Codebooks(ctx, in.Program))
		})

	create := web.Op("create-codebook", http.MethodPost, "/api/codebooks", access.ListenWrite, "Add an empty codebook")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createCodebookInput) (*web.Versioned[Codebook], error) {
		b, position, err := s.CreateCodebook(ctx, Codebook{ProgramID: in.Body.ProgramID, Name: in.Body.Name})
		return web.Answered(b, b.Version, position, err)
	})

	huma.Register(api, web.Op("get-codebook", http.MethodGet, "/api/codebooks/{id}", access.ListenRead, "Get a codebook with its families and codes"),
		func(ctx context.Context, in *idInput) (*web.Versioned[Book], error) {
			b, err := s.Book(ctx, in.ID)
			return web.Answered(b, b.Version, 0, err)
		})

	huma.Register(api, web.Op("rename-codebook", http.MethodPatch, "/api/codebooks/{id}", access.ListenWrite, "Rename a codebook"),
		func(ctx context.Context, in *renameCodebookInput) (*web.Versioned[Codebook], error) {
			b, position, err := s.RenameCodebook(ctx, in.ID, in.IfMatch, in.Body.Name)
			return web.Answered(b, b.Version, position, err)
		})
	registerFamilies(api, s)
	registerCodes(api, s)
	registerCodeMoves(api, s)
	registerCodeFiles(api, s)
}

type createFamilyInput struct {
	ID   string `path:"id"`
	Body struct {
		Name   string `json:"name" maxLength:"400"`
		Colour string `json:"colour,omitempty" enum:"ochre,blue,plum,green,indigo,grey,teal,rose" doc:"Absent: the one that fewest families have."`
	}
}

type familyInput struct {
	ID     string `path:"id"`
	Family string `path:"family"`
}

type changeFamilyInput struct {
	ID      string `path:"id"`
	Family  string `path:"family"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name     *string `json:"name,omitempty" maxLength:"400"`
		Colour   *string `json:"colour,omitempty" enum:"ochre,blue,plum,green,indigo,grey,teal,rose"`
		Position *int    `json:"position,omitempty" minimum:"1" doc:"Moves it there."`
	}
}

func registerFamilies(api huma.API, s *Service) {
	create := web.Op("create-family", http.MethodPost, "/api/codebooks/{id}/families", access.ListenWrite, "Add a family of codes")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createFamilyInput) (*web.Versioned[Family], error) {
		f, position, err := s.CreateFamily(ctx, Family{CodebookID: in.ID, Name: in.Body.Name, Colour: in.Body.Colour})
		return web.Answered(f, f.Version, position, err)
	})

	huma.Register(api, web.Op("change-family", http.MethodPatch, "/api/codebooks/{id}/families/{family}", access.ListenWrite, "Change or move a family of codes"),
		func(ctx context.Context, in *changeFamilyInput) (*web.Versioned[Family], error) {
			f, position, err := s.UpdateFamily(ctx, in.ID, in.Family, in.IfMatch, FamilyChange{Name: in.Body.Name, Colour: in.Body.Colour, Position: in.Body.Position})
			return web.Answered(f, f.Version, position, err)
		})

	huma.Register(api, web.Op("remove-family", http.MethodDelete, "/api/codebooks/{id}/families/{family}", access.ListenWrite, "Remove a family in which no code stands"),
		func(ctx context.Context, in *familyInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveFamily(ctx, in.ID, in.Family))
		})
}

type createCodeInput struct {
	ID   string `path:"id"`
	Body struct {
		FamilyID   string `json:"family_id,omitempty" doc:"Absent: the first family."`
		Name       string `json:"name" maxLength:"400"`
		Definition string `json:"definition,omitempty" maxLength:"8000"`
		UseWhen    string `json:"use_when,omitempty" maxLength:"8000"`
		NotWhen    string `json:"not_when,omitempty" maxLength:"8000"`
		Example    string `json:"example,omitempty" maxLength:"8000"`
	}
}

type codeInput struct {
	ID      string `path:"id"`
	Code    string `path:"code"`
	IfMatch string `header:"If-Match"`
}

type changeCodeInput struct {
	ID      string `path:"id"`
	Code    string `path:"code"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		FamilyID   *string `json:"family_id,omitempty"`
		Name       *string `json:"name,omitempty" maxLength:"400"`
		Definition *string `json:"definition,omitempty" maxLength:"8000"`
		UseWhen    *string `json:"use_when,omitempty" maxLength:"8000"`
		NotWhen    *string `json:"not_when,omitempty" maxLength:"8000"`
		Example    *string `json:"example,omitempty" maxLength:"8000"`
		Position   *int    `json:"position,omitempty" minimum:"1" doc:"Moves it there in its family."`
	}
}

func registerCodes(api huma.API, s *Service) {
	create := web.Op("create-code", http.MethodPost, "/api/codebooks/{id}/codes", access.ListenWrite, "Add a code")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createCodeInput) (*web.Versioned[Code], error) {
		b := in.Body
		c, position, err := s.CreateCode(ctx, Code{CodebookID: in.ID, FamilyID: b.FamilyID, Name: b.Name, Definition: b.Definition, UseWhen: b.UseWhen, NotWhen: b.NotWhen, Example: b.Example})
		return web.Answered(c, c.Version, position, err)
	})

	huma.Register(api, web.Op("change-code", http.MethodPatch, "/api/codebooks/{id}/codes/{code}", access.ListenWrite, "Change or move a code"),
		func(ctx context.Context, in *changeCodeInput) (*web.Versioned[Code], error) {
			b := in.Body
			c, position, err := s.UpdateCode(ctx, in.ID, in.Code, in.IfMatch, CodeTexts{
				FamilyID: b.FamilyID, Name: b.Name, Definition: b.Definition, UseWhen: b.UseWhen, NotWhen: b.NotWhen, Example: b.Example, Position: b.Position,
			})
			return web.Answered(c, c.Version, position, err)
		})

	huma.Register(api, web.Op("list-code-history", http.MethodGet, "/api/codebooks/{id}/history", access.ListenRead, "List what was done to codes, newest first"),
		func(ctx context.Context, in *struct {
			ID   string `path:"id"`
			Code string `query:"code" doc:"Of this code only."`
			web.Page
		},
		) (*web.ListOf[CodeChange], error) {
			list, err := s.CodeHistory(ctx, in.ID, in.Code, in.Page)
			return &web.ListOf[CodeChange]{Body: list}, err
		})
}

type mergeCodeInput struct {
	ID      string `path:"id"`
	Code    string `path:"code"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		IntoID string `json:"into_id" format:"uuid" doc:"The code under which its passages are to count."`
	}
}

func registerCodeMoves(api huma.API, s *Service) {
	for _, op := range []struct {
		id, method, path, summary string
		do                        func(ctx context.Context, codebook, id, ifMatch string) (Code, log.Position, error)
	}{
		{"retire-code", http.MethodPost, "retirement", "Take a code out of use", s.RetireCode},
		{"restore-code", http.MethodDelete, "retirement", "Bring a retired code back", s.RestoreCode},
		{"unmerge-code", http.MethodDelete, "merge", "Undo the merge of a code", s.UnmergeCode},
	} {
		huma.Register(api, web.Op(op.id, op.method, "/api/codebooks/{id}/codes/{code}/"+op.path, access.ListenWrite, op.summary),
			func(ctx context.Context, in *codeInput) (*web.Versioned[Code], error) {
				c, position, err := op.do(ctx, in.ID, in.Code, in.IfMatch)
				return web.Answered(c, c.Version, position, err)
			})
	}

	huma.Register(api, web.Op("merge-code", http.MethodPost, "/api/codebooks/{id}/codes/{code}/merge", access.ListenWrite, "Count a code's passages under another"),
		func(ctx context.Context, in *mergeCodeInput) (*web.Versioned[Code], error) {
			c, position, err := s.MergeCode(ctx, in.ID, in.Code, in.IfMatch, in.Body.IntoID)
			return web.Answered(c, c.Version, position, err)
		})
	registerSplits(api, s)
}
