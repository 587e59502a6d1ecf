package listen

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type takeCommentsInput struct {
	ID   string `path:"id"`
	Body struct {
		Question string `json:"question,omitempty" maxLength:"2000" doc:"Only texts to this question, as it was asked; absent: all."`
		Released bool   `json:"released,omitempty" doc:"Everybody who reads the study reads them, as they stand."`
	}
}

type takeCommentsOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     CommentsTaken
}

func registerComments(api huma.API, s *Service) {
	huma.Register(api, web.Op("take-comments", http.MethodPost, "/api/studies/{id}/comments", access.ListenWrite, "Bring free texts of the program's answers into a study, a document a text"),
		func(ctx context.Context, in *takeCommentsInput) (*takeCommentsOutput, error) {
			taken, position, err := s.TakeComments(ctx, in.ID, in.Body.Question, in.Body.Released)
			if err != nil {
				return nil, err
			}
			return &takeCommentsOutput{Position: int64(position), Body: taken}, nil
		})
}
