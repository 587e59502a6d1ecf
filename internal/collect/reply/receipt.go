package reply

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Open gives the threads behind a receipt code, by its hash, to whoever has it. Of an
// answer, or texts, of which nothing was written there is none; what no answer has is
// not found.
func (s *Service) Open(ctx context.Context, receipt string) (out Behind, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, known, err := subjectsBehind(ctx, q, receipt)
		if err != nil {
			return err
		}
		if !known {
			return fault.NotFound("answer")
		}
		for _, b := range all {
			messages, err := listMessages(ctx, q, b.About)
			if err != nil {
				return err
			}
			if len(messages) == 0 {
				continue
			}
			for i := range messages {
				messages[i].By = "" // the house answers
			}
			out.Threads = append(out.Threads, Opened{ID: b.Response + b.Text, Said: b.said, Survey: b.survey, Messages: messages, MayWrite: mayBack(messages)})
		}
		return nil
	})
	return out, err
}

// Back writes back about the thread of an id, for whoever has the receipt code.
func (s *Service) Back(ctx context.Context, receipt, id, text string) error {
	var of *behind
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, _, err := subjectsBehind(ctx, q, receipt)
		for i := range all {
			if all[i].Response+all[i].Text == id {
				of = &all[i]
			}
		}
		return err
	})
	if err == nil && of == nil {
		err = fault.NotFound("answer")
	}
	if err != nil {
		return err
	}
	if text, err = checked(text); err != nil {
		return err
	}
	m := Message{ID: s.RandomID(), Text: text, At: of.at(s.Now())}
	_, err = s.add(ctx, of.subject, m, Received, func(there []Message) error {
		if !mayBack(there) {
			return fault.New(fault.CodeTooMany, "Your messages wait to be read. You can write again once there is a reply.").Keyed("reply.wait")
		}
		return nil
	})
	return err
}
