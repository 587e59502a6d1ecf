package listen

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// RuleRun says what came of running a rule.
type RuleRun struct {
	Documents int `json:"documents" doc:"That were looked through: those the rule had not seen, and those whose words changed."`
	Added     int `json:"added" doc:"Passages."`
	Sealed    int `json:"sealed" doc:"Of them those that nobody sees until the document's blind coders are done."`
}

// rulePage is how many documents a rule looks through in one transaction.
const rulePage = 200

// RunRule has a rule look through the documents of its study that it has not
// seen yet: every sentence of somebody who was asked that holds all its words
// gets its code. Running it again looks at what came since.
func (s *Service) RunRule(ctx context.Context, id string) (OutsideCoder, RuleRun, log.Position, error) {
	var c OutsideCoder
	var run RuleRun
	var position log.Position
	for more := true; more; {
		var err error
		position, err = s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
			var st Study
			var err error
			if c, st, err = outsideFor(ctx, tx, id); err != nil {
				return err
			}
			if c.Source != FromWords || c.RemovedAt != nil {
				return fault.New(fault.CodeConflict, "Only a rule that was not removed can be run.").Keyed("coder.no_rule")
			}
			if err := s.ruleCode(ctx, tx, st, c.CodeID); err != nil {
				return err
			}
			n, err := s.runOn(ctx, tx, st, c, &run)
			if err != nil {
				return err
			}
			if more = n == rulePage; !more {
				c.RanAt = new(s.Now().UTC())
				if err := markOutside(ctx, tx, c); err != nil {
					return err
				}
				tx.Log(StudyChanged, c.StudyID)
				c, err = getOutside(ctx, tx, id)
			}
			return err
		})
		if err != nil {
			return c, run, position, err
		}
	}
	return c, run, position, nil
}

// runOn has a rule look through some documents that it has not seen and tells
// how many they were.
func (s *Service) runOn(ctx context.Context, tx *record.Tx, st Study, c OutsideCoder, run *RuleRun) (int, error) {
	var rows []struct {
		ID       string `bun:"id"`
		Language string
	}
	err := tx.NewRaw(`SELECT d.id, d.language FROM document d WHERE d.study_id = ? AND d.erased_at IS NULL AND `+unrestrictedDocument+`
		AND NOT EXISTS (SELECT 1 FROM coder_judged j WHERE j.coder_id = ? AND j.document_id = d.id) ORDER BY d.id LIMIT ?`, st.ID, c.ID, rulePage).Scan(ctx, &rows)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "list documents for a rule")
	}
	for _, d := range rows {
		sealed, err := sealing(ctx, tx, st, d.ID)
		if err != nil {
			return 0, err
		}
		lines, err := originalLines(ctx, tx, d.ID, 0, 0)
		if err != nil {
			return 0, err
		}
		for _, l := range lines {
			if l.Interviewer || !hits(c.Words, d.Language, l.Text) {
				continue
			}
			fresh, err := giveOutside(ctx, tx, s.outsideCoding(c, d.ID, c.CodeID, Passage{FromN: l.N, ToN: l.N, ToPos: utf8.RuneCountInString(l.Text)}, sealed))
			if err != nil {
				return 0, err
			}
			if fresh {
				run.Added++
				run.Sealed += flag(sealed)
				tx.Log(CodingChanged, d.ID)
			}
		}
		if err := judgedBy(ctx, tx, c.ID, d.ID, st.ID, s.Now()); err != nil {
			return 0, err
		}
	}
	run.Documents += len(rows)
	return len(rows), nil
}

// outsideCoding is a passage of a coder who does not sign in. The same passage
// of the same coder has the same id, so that it is given once.
func (s *Service) outsideCoding(c OutsideCoder, document, code string, p Passage, sealed bool) Coding {
	now := s.Now().UTC().Truncate(time.Microsecond)
	name := c.ID + " " + document + " " + code + " " + placeOf(p)
	return Coding{
		ID: uuid.NewSHA1(uuid.NameSpaceOID, []byte(name)).String(), DocumentID: document, StudyID: c.StudyID, CodeID: code,
		Coder: Coder{Kind: c.Kind, ID: c.ID, Name: c.Name}, Sealed: sealed, MadeAt: now, ChangedAt: now, Version: 1, Passage: p,
	}
}

// placeOf names where a passage begins, by which those of one coder are told
// apart: where it ends may move with the words.
func placeOf(p Passage) string { return strconv.Itoa(p.FromN) + ":" + strconv.Itoa(p.FromPos) }

// sealing tells whether what is given to a document now is seen by nobody yet:
// its study is coded blind, and its coders have not seen each other.
func sealing(ctx context.Context, tx *record.Tx, st Study, document string) (bool, error) {
	if st.Mode != CodingBlind {
		return false, nil
	}
	passes, err := passesOfDocument(ctx, tx, document)
	return !revealed(passes), err
}
