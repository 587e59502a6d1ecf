package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type createRuleInput struct {
	ID   string `path:"id"`
	Body struct {
		Name   string `json:"name" maxLength:"400"`
		Words  string `json:"words" maxLength:"800" doc:"A sentence that holds all of them, as they stand or by their stems in English or French, gets the code."`
		CodeID string `json:"code_id" format:"uuid"`
	}
}

type ruleRunOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     struct {
		Coder OutsideCoder `json:"coder"`
		RuleRun
	}
}

type bringCodingsInput struct {
	ID   string `path:"id"`
	Body struct {
		Kind   CoderKind   `json:"kind" enum:"person,rule,model" doc:"What gave the codes; a person here is one who does not sign in."`
		Name   string      `json:"name" maxLength:"400" doc:"Of the coder in this study; it is made where there is none."`
		Items  []codedItem `json:"items" maxItems:"1000" nullable:"false"`
		Judged []string    `json:"judged,omitempty" maxItems:"1000" doc:"Documents that it looked through besides those of its passages."`
	}
}

func registerOutside(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-coders", http.MethodGet, "/api/studies/{id}/coders", access.ListenRead, "List a study's coders who do not sign in, for its researchers"),
		func(ctx context.Context, in *idInput) (*web.ListOf[OutsideCoder], error) {
			return web.ListedWhole(s.OutsideCoders(ctx, in.ID))
		})

	create := web.Op("create-rule", http.MethodPost, "/api/studies/{id}/coders", access.ListenWrite, "Keep words by which a code is given")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createRuleInput) (*web.Versioned[OutsideCoder], error) {
		c, position, err := s.CreateRule(ctx, OutsideCoder{StudyID: in.ID, Name: in.Body.Name, Words: in.Body.Words, CodeID: in.Body.CodeID})
		return web.Answered(c, c.Version, position, err)
	})

	huma.Register(api, web.Op("run-rule", http.MethodPost, "/api/coders/{id}/run", access.ListenWrite, "Have a rule look through the documents that it has not seen"),
		func(ctx context.Context, in *idInput) (*ruleRunOutput, error) {
			c, run, position, err := s.RunRule(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &ruleRunOutput{Position: int64(position)}
			out.Body.Coder, out.Body.RuleRun = c, run
			return out, nil
		})

	huma.Register(api, web.Op("remove-coder", http.MethodDelete, "/api/coders/{id}", access.ListenWrite, "Take all passages of a coder off who does not sign in"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			_, position, err := s.RemoveOutside(ctx, in.ID)
			return web.ChangedAt(position, err)
		})

	huma.Register(api, web.Op("restore-coder", http.MethodPost, "/api/coders/{id}/restoration", access.ListenWrite, "Put the passages of a coder back"),
		func(ctx context.Context, in *idInput) (*web.Versioned[OutsideCoder], error) {
			c, position, err := s.RestoreOutside(ctx, in.ID)
			return web.Answered(c, c.Version, position, err)
		})

	huma.Register(api, web.Op("bring-codings", http.MethodPost, "/api/studies/{id}/codings", access.ListenWrite, "Take in passages that a rule, a model or somebody who does not sign in gave"),
		func(ctx context.Context, in *bringCodingsInput) (*web.Versioned[BroughtCodings], error) {
			items := make([]Coding, len(in.Body.Items))
			for i, c := range in.Body.Items {
				items[i] = Coding{ID: c.ID, DocumentID: c.DocumentID, CodeID: c.CodeID, Mode: c.Mode, TouchpointID: c.TouchpointID, Memo: c.Memo, Passage: c.Passage}
			}
			out, position, err := s.BringCodings(ctx, in.ID, OutsideCoder{Kind: in.Body.Kind, Name: in.Body.Name}, items, in.Body.Judged)
			return web.Answered(out, 0, position, err)
		})
}
