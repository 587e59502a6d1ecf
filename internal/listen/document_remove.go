package listen

import (
	"context"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// DocumentLoss is what goes with a document that is removed.
type DocumentLoss struct {
	Codings  int  `json:"codings" doc:"Coded passages that the asker sees."`
	Coders   int  `json:"coders" doc:"People who began to code it."`
	Blind    bool `json:"blind" doc:"Others still code it blind: what they gave is not counted, and goes too."`
	Masks    int  `json:"masks" doc:"Masks on which somebody decided."`
	Memos    int  `json:"memos"`
	Mends    int  `json:"mends" doc:"Speakers and times that were mended."`
	Audio    bool `json:"audio"`
	Findings int  `json:"findings" doc:"Findings that quote it: while there is one it stays."`
}

// Loss says what would go with a document. To whoever is no researcher of it
// there is no such document.
func (s *Service) Loss(ctx context.Context, id string) (DocumentLoss, error) {
	var loss DocumentLoss
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if _, err := s.readable(ctx, q, id); err != nil {
			return err
		}
		loss, err = lossOf(ctx, q, id)
		return err
	})
	return loss, err
}

func lossOf(ctx context.Context, q record.Querier, id string) (DocumentLoss, error) {
	var out DocumentLoss
	sees, args := seenBy(access.From(ctx))
	var others, audio int
	for _, count := range []struct {
		to   *int
		text string
		args []any
	}{
		{&out.Codings, "SELECT count(*) FROM coding g WHERE g.document_id = ? AND " + sees, append([]any{id}, args...)},
		{&out.Coders, "SELECT count(*) FROM coding_pass WHERE document_id = ?", []any{id}},
		{&others, "SELECT count(*) FROM coding_pass WHERE document_id = ? AND blind = 1 AND opened_at IS NULL AND coder_id <> ?", []any{id, access.From(ctx).UserID}},
		{&out.Masks, "SELECT count(*) FROM mask WHERE document_id = ? AND state <> ?", []any{id, string(MaskProposed)}},
		{&out.Memos, "SELECT count(*) FROM memo WHERE about = 'document' AND about_id = ?", []any{id}},
		{&out.Mends, "SELECT count(*) FROM document_mend WHERE document_id = ? AND undone_at IS NULL", []any{id}},
		{&audio, "SELECT count(*) FROM document WHERE id = ? AND audio_hash <> ''", []any{id}},
		{&out.Findings, "SELECT count(DISTINCT finding_id) FROM finding_excerpt WHERE document_id = ?", []any{id}},
	} {
		if err := q.NewRaw(count.text, count.args...).Scan(ctx, count.to); err != nil {
			return out, fault.Wrap(err, fault.CodeInternal, "count what goes with a document")
		}
	}
	out.Blind, out.Audio = others > 0, audio > 0
	return out, nil
}

// RemoveDocument takes a document out, as one of its researchers, with its
// sentences, codings, masks and recording; its interview was held and awaits a
// transcript again. It is refused while a finding quotes it, and where more
// codings would go than the asker said. RestoreDocument puts it back for a week.
func (s *Service) RemoveDocument(ctx context.Context, id string, codings int) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		d, err := changing(ctx, tx, id)
		if err != nil {
			return err
		}
		loss, err := lossOf(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case loss.Findings > 0:
			return fault.New(fault.CodeConflict, "A finding quotes it. Take its excerpts out of the finding first.").Keyed("listen.document_quoted")
		case loss.Codings > codings:
			return fault.New(fault.CodeConflict, "More passages of it are coded than you saw. Look again at what would be lost.").Keyed("listen.document_coded")
		}
		if err := s.keepRemoved(ctx, tx, id); err != nil {
			return err
		}
		if err := dropDocument(ctx, tx, id); err != nil {
			return err
		}
		tx.Log(DocumentChanged, id)
		if err := s.Audit.Audit(ctx, tx, "document.removed", d.StudyID, map[string]string{
			"kind": string(d.Kind), "number": strconv.Itoa(d.Number), "codings": strconv.Itoa(loss.Codings),
		}); err != nil || d.InterviewID == "" {
			return err
		}
		tx.Log(InterviewChanged, d.InterviewID)
		_, err = tx.Exec(ctx, "UPDATE interview SET state = ?, version = version + 1 WHERE id = ?", string(Held), d.InterviewID)
		return fault.Wrap(err, fault.CodeInternal, "bring an interview back")
	})
}

// dropDocument takes the rows of a document out.
func dropDocument(ctx context.Context, tx *record.Tx, id string) error {
	if err := forgetWords(ctx, tx, id); err != nil {
		return err
	}
	for _, table := range documentTables() {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table[0]+" WHERE "+table[1], id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "remove a document")
		}
	}
	for _, table := range []string{"sentence_words", "sentence_shown"} {
		if err := people.LeaveWords(ctx, tx, table); err != nil {
			return err
		}
	}
	return nil
}
