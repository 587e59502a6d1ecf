package purpose

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// QuestionChanged is a kind of the change log; its ids are those of programs.
const QuestionChanged = "question.changed"

// Questions are the five of a program in their order, with what is known.
func (s *Service) Questions(ctx context.Context, program string) ([]Known, error) {
	if _, err := s.Get(ctx, program); err != nil {
		return nil, err
	}
	out := make([]Known, 0, len(fiveQuestions()))
	err := s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		said, err := listQuestions(ctx, q, program)
		for _, question := range fiveQuestions() {
			k, there := said[question]
			if !there {
				k = Known{ProgramID: program, Question: question, State: QuestionOpen, Figures: []QuestionFigure{}}
			}
			out = append(out, k)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].AuthorName = s.nameOf(ctx, out[i].AuthorID)
	}
	return out, nil
}

// nameOf is somebody's name, "" for one who is gone.
func (s *Service) nameOf(ctx context.Context, id string) string {
	if id == "" || s.People == nil {
		return ""
	}
	who, there, err := s.People.Person(ctx, id)
	if err != nil || !there {
		return ""
	}
	return who.Name
}

// AnswerQuestion says what is known of a question: an answer in words, that it
// is not known, or neither; and which figures stand beside it. Author and date
// are those of the last change of words.
func (s *Service) AnswerQuestion(ctx context.Context, ifMatch string, unknown bool, k Known) (Known, log.Position, error) {
	who := access.From(ctx)
	if err := who.Require(access.ProgramWrite, access.Program(k.ProgramID)); err != nil {
		return Known{}, 0, err
	}
	if !slices.Contains(fiveQuestions(), k.Question) {
		return Known{}, 0, fault.NotFound("question")
	}
	k, err := k.checked(unknown)
	if err != nil {
		return Known{}, 0, err
	}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := getProgram(ctx, tx, k.ProgramID); err != nil {
			return err
		}
		said, err := listQuestions(ctx, tx, k.ProgramID)
		if err != nil {
			return err
		}
		before, there := said[k.Question]
		if err := web.MatchVersion(ifMatch, before.Version); err != nil {
			return err
		}
		k.AuthorID, k.WrittenAt, k.Version = before.AuthorID, before.WrittenAt, before.Version+1
		if !there || before.Answer != k.Answer || before.State != k.State {
			now := s.now().UTC()
			k.AuthorID, k.WrittenAt = who.UserID, &now
		}
		tx.Log(QuestionChanged, k.ProgramID)
		return putQuestion(ctx, tx, k)
	})
	if err != nil {
		return Known{}, 0, err
	}
	k.AuthorName = s.nameOf(ctx, k.AuthorID)
	return k, position, nil
}
