package understand

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

type anonymousInput struct {
	ID     string   `path:"id" maxLength:"64"`
	Number int64    `query:"number" minimum:"0" doc:"Of the version; the last anonymous one where left out."`
	By     string   `query:"by" maxLength:"40" doc:"Code of a declared cut."`
	Where  []string `query:"where,explode" maxItems:"4" doc:"CUT:CLASS, as declared."`
}

type anonymousTextsInput struct {
	web.Page
	ID       string `path:"id" maxLength:"64"`
	Number   int64  `query:"number" minimum:"0" doc:"Of the version; the last anonymous one where left out."`
	Question string `query:"question" maxLength:"200" doc:"Its code, as the figures give it."`
}

func registerAnonymous(api huma.API, s *Service) {
	huma.Register(api, web.Op("get-anonymous-figures", http.MethodGet, "/api/surveys/{id}/anonymous", access.FigureRead, "The figures of an anonymous survey, by its declared cuts"),
		func(ctx context.Context, in *anonymousInput) (*body[*AnonymousFigures], error) {
			ask := AnonymousQuery{Survey: in.ID, Number: in.Number, By: in.By, Where: map[string]string{}}
			for _, one := range in.Where {
				cut, class, is := strings.Cut(one, ":")
				if _, twice := ask.Where[cut]; !is || twice {
					return nil, fault.Invalid("where", "Name a cut and its class as CUT:CLASS, each cut once.").Keyed("anonymous.where")
				}
				ask.Where[cut] = class
			}
			return answer(s.Anonymous(ctx, ask))
		})
	huma.Register(api, web.Op("list-anonymous-texts", http.MethodGet, "/api/surveys/{id}/anonymous/texts", access.AnswerRead, "What was written to a question of an anonymous survey, in an order of chance"),
		func(ctx context.Context, in *anonymousTextsInput) (*web.ListOf[AnonymousText], error) {
			var after string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.AnonymousTexts(ctx, in.ID, in.Number, in.Question, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[AnonymousText]{Body: web.Listed(found, in.Limit, func(t AnonymousText) any { return t.ID })}, nil
		})
}
