package listen

import (
	"context"
	"unicode/utf8"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// retell writes a comment's sentences anew where its answer was changed.
// Sentences that read as before keep what was made of them. A passage or an
// excerpt that was the whole comment is the whole comment again; others that
// touch a changed sentence are taken off, as what they meant is not said any
// more. What was masked in changed sentences is proposed anew.
func (s *Service) retell(ctx context.Context, tx *record.Tx, id string, before, lines []Line) error {
	if err := forgetWords(ctx, tx, id); err != nil {
		return err
	}
	changed := []int{}
	for n := range max(len(before), len(lines)) {
		if n >= len(before) || n >= len(lines) || before[n].Text != lines[n].Text {
			changed = append(changed, n+1)
		}
	}
	if len(changed) > 0 {
		if err := s.retellPassages(ctx, tx, id, before, lines, changed); err != nil {
			return err
		}
	}
	masks, err := tx.Exec(ctx, "DELETE FROM mask WHERE document_id = ? AND n > ?", id, len(lines))
	if err == nil {
		_, err = tx.Exec(ctx, "DELETE FROM sentence WHERE document_id = ? AND n > ?", id, len(lines))
	}
	words := 0
	for i, l := range lines {
		words += len(text.Words(l.Text))
		if err != nil || i < len(before) && before[i].Text == l.Text {
			continue
		}
		var n int64
		if n, err = tx.Exec(ctx, "DELETE FROM mask WHERE document_id = ? AND n = ?", id, i+1); err == nil {
			masks += n
			_, err = tx.Exec(ctx, "INSERT INTO sentence (document_id, n, turn, text) VALUES (?, ?, 1, ?) ON CONFLICT (document_id, n) DO UPDATE SET text = excluded.text", id, i+1, l.Text)
		}
	}
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE document SET sentences = ?, words = ? WHERE id = ?", len(lines), words, id)
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a comment anew")
	}
	if masks > 0 {
		if err := s.proposeAgain(ctx, tx, id); err != nil {
			return err
		}
	}
	return s.findAgain(ctx, tx, id)
}

// proposeAgain looks through a comment on nobody's behalf.
func (s *Service) proposeAgain(ctx context.Context, tx *record.Tx, id string) error {
	d := Document{ID: id, Kind: Comment}
	_, err := tx.Get(ctx, "SELECT language, COALESCE(customer_id, ''), COALESCE(account_id, '') FROM document WHERE id = ?", []any{id}, &d.Language, &d.customerID, &d.accountID)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read a comment")
	}
	return s.proposeIn(ctx, tx, d)
}

// findAgain makes a comment found by the words that it has now.
func (s *Service) findAgain(ctx context.Context, tx *record.Tx, id string) error {
	var language string
	var released bool
	if _, err := tx.Get(ctx, "SELECT language, released_at IS NOT NULL FROM document WHERE id = ?", []any{id}, &language, &released); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "read a comment")
	}
	if err := indexOriginals(ctx, tx, id, language); err != nil {
		return err
	}
	if err := indexShown(ctx, tx, id, language, released); err != nil {
		return err
	}
	return touched(ctx, tx, id)
}

// retellPassages stretches what was the whole comment and takes off what lies in
// sentences that changed.
func (s *Service) retellPassages(ctx context.Context, tx *record.Tx, id string, before, lines []Line, changed []int) error {
	was, is := wholeOf(before), wholeOf(lines)
	const whole = "from_n = 1 AND from_pos = 0 AND to_n = ? AND to_pos = ?"
	touches := "document_id = ? AND EXISTS (SELECT 1 FROM sentence t WHERE t.document_id = ? AND t.n IN (?) AND t.n BETWEEN from_n AND to_n) AND NOT (" + whole + ")"
	touching := []any{id, id, bun.List(changed), was.ToN, was.ToPos}
	for _, ask := range []struct {
		text string
		args []any
	}{
		{"UPDATE coding SET removed_at = ?, version = version + 1 WHERE removed_at IS NULL AND " + touches, append([]any{record.Micros(s.Now())}, touching...)},
		{"DELETE FROM finding_excerpt WHERE " + touches, touching},
		{"UPDATE coding SET to_n = ?, to_pos = ?, version = version + 1 WHERE document_id = ? AND " + whole, []any{is.ToN, is.ToPos, id, was.ToN, was.ToPos}},
		{"DELETE FROM coder_judged WHERE document_id = ?", []any{id}}, // rules look at it again
		{"UPDATE finding_excerpt SET to_n = ?, to_pos = ? WHERE document_id = ? AND " + whole, []any{is.ToN, is.ToPos, id, was.ToN, was.ToPos}},
	} {
		if _, err := tx.NewRaw(ask.text, ask.args...).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "follow an answer with passages")
		}
	}
	tx.Log(CodingChanged, id)
	return nil
}

// wholeOf is the passage that all sentences of a document make.
func wholeOf(lines []Line) Passage {
	if len(lines) == 0 {
		return Passage{FromN: 1, ToN: 1, ToPos: 1}
	}
	return Passage{FromN: 1, ToN: len(lines), ToPos: max(utf8.RuneCountInString(lines[len(lines)-1].Text), 1)}
}
