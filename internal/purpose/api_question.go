package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type questionsOutput struct {
	Body struct {
		Items []Known `json:"items" nullable:"false"`
	}
}

type answerQuestionInput struct {
	ID       string   `path:"id"`
	Question Question `path:"question" doc:"One of which_needs, which_problem, why_still, how_used, how_it_feels."`
	IfMatch  string   `header:"If-Match"`
	Body     struct {
		Answer  string           `json:"answer,omitempty" maxLength:"8000" doc:"In words; empty: none."`
		Unknown bool             `json:"unknown,omitempty" doc:"Nobody knows. Excludes an answer."`
		Figures []QuestionFigure `json:"figures,omitempty" maxItems:"12" doc:"What to look at beside it."`
	}
}

type questionOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Known
}

func registerQuestions(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-questions", http.MethodGet, "/api/programs/{id}/questions", access.ProgramRead, "The five questions about customers, with what is known of each"),
		func(ctx context.Context, in *idInput) (*questionsOutput, error) {
			list, err := s.Questions(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &questionsOutput{}
			out.Body.Items = list
			return out, nil
		})

	huma.Register(api, web.Op("answer-question", http.MethodPut, "/api/programs/{id}/questions/{question}", access.ProgramWrite, "Answer one of the five questions, or say that it is not known"),
		func(ctx context.Context, in *answerQuestionInput) (*questionOutput, error) {
			k, position, err := s.AnswerQuestion(ctx, in.IfMatch, in.Body.Unknown, Known{ProgramID: in.ID, Question: in.Question, Answer: in.Body.Answer, Figures: in.Body.Figures})
			if err != nil {
				return nil, err
			}
			return &questionOutput{ETag: web.ETag(k.Version), Position: int64(position), Body: k}, nil
		})
}
