package reply

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type answerInput struct {
	ID       string `path:"id"`
	Response string `path:"response" format:"uuid"`
}

type textInput struct {
	ID   string `path:"id"`
	Text string `path:"text" format:"uuid"`
}

// NewReply is a message to who answered.
type NewReply struct {
	Text string `json:"text" minLength:"1" maxLength:"16000" doc:"At most 4,000 characters."`
}

type listInput struct {
	ID string `path:"id"`
	web.Page
}

// Register adds the operations to the API.
func Register(api huma.API, s *Service) {
	const answers, texts = "/api/surveys/{id}/responses/{response}/replies", "/api/surveys/{id}/anonymous/texts/{text}/replies"
	huma.Register(api, web.Op("list-replies", http.MethodGet, "/api/surveys/{id}/replies", access.AnswerRead, "List what was written back and forth about answers to a survey, by the last message, the newest first"),
		func(ctx context.Context, in *listInput) (*web.ListOf[Listed], error) {
			var after Place
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.List(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Listed]{Body: web.Listed(found, in.Limit, func(l Listed) any { return Place{l.Last.At.UnixMicro(), l.Last.ID} })}, nil
		})
	huma.Register(api, web.Op("get-answer-replies", http.MethodGet, answers, access.AnswerRead, "What was written about an answer"),
		func(ctx context.Context, in *answerInput) (*web.Versioned[Thread], error) {
			found, err := s.Thread(ctx, in.ID, About{Response: in.Response})
			return web.Answered(found, 1, 0, err)
		})
	huma.Register(api, web.Op("get-text-replies", http.MethodGet, texts, access.AnswerRead, "What was written about a text of an anonymous survey"),
		func(ctx context.Context, in *textInput) (*web.Versioned[Thread], error) {
			found, err := s.Thread(ctx, in.ID, About{Text: in.Text})
			return web.Answered(found, 1, 0, err)
		})
	write := web.Op("write-answer-reply", http.MethodPost, answers, access.ReplyWrite, "Write back to who gave an answer; they read it with their receipt code")
	write.DefaultStatus = http.StatusCreated
	huma.Register(api, write, func(ctx context.Context, in *struct {
		ID       string `path:"id"`
		Response string `path:"response" format:"uuid"`
		Body     NewReply
	}) (*web.Versioned[Thread], error) {
		made, position, err := s.Write(ctx, in.ID, About{Response: in.Response}, in.Body.Text)
		return web.Answered(made, 1, position, err)
	})
	back := web.Op("write-text-reply", http.MethodPost, texts, access.ReplyWrite, "Write back to who wrote a text of an anonymous survey; they read it with their receipt code")
	back.DefaultStatus = http.StatusCreated
	huma.Register(api, back, func(ctx context.Context, in *struct {
		ID   string `path:"id"`
		Text string `path:"text" format:"uuid"`
		Body NewReply
	}) (*web.Versioned[Thread], error) {
		made, position, err := s.Write(ctx, in.ID, About{Text: in.Text}, in.Body.Text)
		return web.Answered(made, 1, position, err)
	})
	registerRemove(api, s, answers, texts)
}

func registerRemove(api huma.API, s *Service, answers, texts string) {
	huma.Register(api, web.Op("remove-answer-reply", http.MethodDelete, answers+"/{reply}", access.ReplyWrite, "Take back what somebody of the house wrote about an answer"),
		func(ctx context.Context, in *struct {
			ID       string `path:"id"`
			Response string `path:"response" format:"uuid"`
			Reply    string `path:"reply" format:"uuid"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.Remove(ctx, in.ID, About{Response: in.Response}, in.Reply))
		})
	huma.Register(api, web.Op("remove-text-reply", http.MethodDelete, texts+"/{reply}", access.ReplyWrite, "Take back what somebody of the house wrote about a text of an anonymous survey"),
		func(ctx context.Context, in *struct {
			ID    string `path:"id"`
			Text  string `path:"text" format:"uuid"`
			Reply string `path:"reply" format:"uuid"`
		}) (*web.Changed, error) {
			return web.ChangedAt(s.Remove(ctx, in.ID, About{Text: in.Text}, in.Reply))
		})
}
