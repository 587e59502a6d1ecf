package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// PassChanged is the kind of the change log of passes; it names documents.
const PassChanged = "coding_pass.changed"

// Passes are the coders of a document, for its researchers. How far another has
// read is not told while it is sealed.
func (s *Service) Passes(ctx context.Context, document string) (out []Pass, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.readable(ctx, q, document); err != nil {
			return err
		}
		out, err = passesOfDocument(ctx, q, document)
		return err
	})
	if err != nil {
		return nil, err
	}
	me := access.From(ctx).UserID
	for i, p := range out {
		if p.Blind && p.OpenedAt == nil && p.Coder.ID != me {
			out[i].ReadTo = 0
		}
		out[i].Coder.Name = s.names(ctx, p.Coder.ID)[p.Coder.ID]
	}
	return out, nil
}

// AssignPass asks a researcher of the study to code a document. Nobody is asked
// to code blind what he may have seen already.
func (s *Service) AssignPass(ctx context.Context, document, coder string) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		d, err := s.codable(ctx, tx, document)
		if err != nil {
			return err
		}
		if is, err := researches(ctx, tx, d.StudyID, coder); err != nil || !is {
			return cause(err, fault.Invalid("coder_id", "Only a researcher of the study codes it.").Keyed("coding.not_researcher"))
		}
		tx.Log(PassChanged, document)
		_, err = s.beginPass(ctx, tx, d, coder)
		return err
	})
}

// cause is err, or otherwise where there is none.
func cause(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// beginPass makes a coder's pass where there is none and tells whether what is
// given in the document now is blind.
func (s *Service) beginPass(ctx context.Context, tx *record.Tx, d codable, coder string) (blind bool, err error) {
	passes, err := passesOfDocument(ctx, tx, d.ID)
	if err != nil {
		return false, err
	}
	blind = d.Blind && !revealed(passes)
	if slices.ContainsFunc(passes, func(p Pass) bool { return p.Coder.ID == coder }) {
		return blind, nil
	}
	return blind, insertPass(ctx, tx, d.StudyID, Pass{DocumentID: d.ID, Coder: Coder{ID: coder}, Blind: blind, BegunAt: s.Now()})
}

// UnassignPass takes a coder from a document who has given nothing there.
func (s *Service) UnassignPass(ctx context.Context, document, coder string) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := s.codable(ctx, tx, document); err != nil {
			return err
		}
		gone, err := deletePass(ctx, tx, document, coder)
		if err != nil || !gone {
			return cause(err, fault.New(fault.CodeConflict, "This coder has given codes here, or the passages are open already.").Keyed("coding.pass_used"))
		}
		tx.Log(PassChanged, document)
		return s.openWhereDone(ctx, tx, document)
	})
}

// PassChange is what a coder says of the own pass; nil leaves as it is.
type PassChange struct {
	ReadTo *int
	Done   *bool
}

// UpdatePass says how far the asker has read and whether he is done. Once the
// coders have seen each other nobody is undone.
func (s *Service) UpdatePass(ctx context.Context, document string, c PassChange) (Pass, log.Position, error) {
	var mine Pass
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		d, err := s.codable(ctx, tx, document)
		if err != nil {
			return err
		}
		me := access.From(ctx).UserID
		if _, err := s.beginPass(ctx, tx, d, me); err != nil {
			return err
		}
		passes, err := passesOfDocument(ctx, tx, document)
		if err != nil {
			return err
		}
		mine = passes[slices.IndexFunc(passes, func(p Pass) bool { return p.Coder.ID == me })]
		if c.ReadTo != nil {
			mine.ReadTo = min(max(*c.ReadTo, 0), d.Sentences)
		}
		if c.Done != nil {
			if !*c.Done && mine.OpenedAt != nil {
				return fault.New(fault.CodeConflict, "The coders have seen each other's passages. Settle what differs.").Keyed("coding.opened")
			}
			if now := s.Now().UTC(); *c.Done && mine.DoneAt == nil {
				mine.DoneAt, mine.ReadTo = &now, d.Sentences
			} else if !*c.Done {
				mine.DoneAt = nil
			}
		}
		if err := updatePass(ctx, tx, mine); err != nil {
			return err
		}
		tx.Log(PassChanged, document)
		return s.openWhereDone(ctx, tx, document)
	})
	if err != nil {
		return Pass{}, 0, err
	}
	mine.Coder.Name = access.From(ctx).Name
	return mine, position, nil
}

// openWhereDone opens a document whose coders are all done.
func (s *Service) openWhereDone(ctx context.Context, tx *record.Tx, document string) error {
	passes, err := passesOfDocument(ctx, tx, document)
	if err != nil || revealed(passes) || !opens(passes) {
		return err
	}
	tx.Log(CodingChanged, document)
	return unseal(ctx, tx, document, s.Now())
}
