package listen

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

const maxMasksAtOnce = 5000

// changeMasks changes what is masked in a document, and what others find of it
// where it is released.
func (s *Service) changeMasks(ctx context.Context, id, kind string, change func(ctx context.Context, tx *record.Tx, d Document) (int, error)) (Document, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Document{}, 0, err
	}
	var d Document
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var err error
		if d, err = changing(ctx, tx, id); err != nil {
			return err
		}
		count, err := change(ctx, tx, d)
		if err != nil {
			return err
		}
		if err := touched(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Audit.Audit(ctx, tx, kind, id, map[string]string{"count": strconv.Itoa(count)}); err != nil {
			return err
		}
		if d, _, err = readDocument(ctx, tx, id); err != nil || d.ReleasedAt == nil {
			return err
		}
		return indexShown(ctx, tx, id, d.Language, true)
	})
	return d, position, err
}

// ProposeMasks looks through a document once more.
func (s *Service) ProposeMasks(ctx context.Context, id string) (Document, log.Position, error) {
	return s.changeMasks(ctx, id, "document.masks_proposed", func(ctx context.Context, tx *record.Tx, d Document) (int, error) {
		return d.Sentences, s.propose(ctx, tx, id)
	})
}

// DecideMasks confirms, refuses or proposes anew some masks of a document, and
// may give them another replacement.
func (s *Service) DecideMasks(ctx context.Context, id string, masks []string, state MaskState, replacement *string) (Document, log.Position, error) {
	if len(masks) == 0 || len(masks) > maxMasksAtOnce {
		return Document{}, 0, fault.Invalid("ids", "Decide on 1 to 5,000 masks at once.")
	}
	if err := oneOf("state", state, MaskProposed, MaskConfirmed, MaskRefused); err != nil {
		return Document{}, 0, err
	}
	return s.changeMasks(ctx, id, "document.masks_"+string(state), func(ctx context.Context, tx *record.Tx, _ Document) (int, error) {
		changed := 0
		for some := range slices.Chunk(masks, 500) {
			ask, args := "UPDATE mask SET state = ?, by_user = ?, at = ?", []any{string(state), access.From(ctx).UserID, record.Micros(s.Now())}
			if replacement != nil && cleanName(*replacement) != "" {
				ask, args = ask+", replacement = ?", append(args, cleanName(*replacement))
			}
			res, err := tx.NewRaw(ask+" WHERE document_id = ? AND id IN (?)", append(args, id, bun.List(some))...).Exec(ctx)
			if err != nil {
				return 0, fault.Wrap(err, fault.CodeInternal, "decide on masks")
			}
			n, err := res.RowsAffected()
			if err != nil {
				return 0, fault.Wrap(err, fault.CodeInternal, "decide on masks")
			}
			changed += int(n)
		}
		if changed == 0 {
			return 0, fault.NotFound("mask")
		}
		return changed, nil
	})
}

// AddMask hides a run of a sentence that somebody chose, and where everywhere is
// set all other places of the document that read the same.
func (s *Service) AddMask(ctx context.Context, id string, m Mask, everywhere bool) (Document, log.Position, error) {
	if err := oneOf("kind", m.Kind, MaskName, MaskFirm, MaskMail, MaskPhone, MaskPlace, MaskNumber, MaskOther); err != nil {
		return Document{}, 0, err
	}
	return s.changeMasks(ctx, id, "document.masks_added", func(ctx context.Context, tx *record.Tx, d Document) (int, error) {
		lines, err := originalLines(ctx, tx, id, 0, 0)
		if err != nil {
			return 0, err
		}
		at := slices.IndexFunc(lines, func(l Line) bool { return l.N == m.N })
		if at < 0 {
			return 0, fault.NotFound("sentence")
		}
		runes := []rune(lines[at].Text)
		if m.Length < 1 || m.Start < 0 || m.Start+m.Length > len(runes) {
			return 0, fault.Invalid("length", "Choose words of the sentence.").Keyed("listen.mask_place")
		}
		what := string(runes[m.Start : m.Start+m.Length])
		if m.Replacement = cleanName(m.Replacement); m.Replacement == "" {
			m.Replacement = "[" + labelOf(m.Kind, d.Language) + "]"
		}
		rows := [][]any{s.maskRow(ctx, id, m, m.N, m.Start)}
		if everywhere {
			for _, l := range lines {
				for _, start := range occurrences(l.Text, what) {
					if (l.N != m.N || start != m.Start) && !overlaps(hiding(l.Masks), start, m.Length) && len(rows) < maxMasksAtOnce {
						rows = append(rows, s.maskRow(ctx, id, m, l.N, start))
					}
				}
			}
		}
		for _, row := range rows {
			if _, err := tx.Exec(ctx, "DELETE FROM mask WHERE document_id = ? AND n = ? AND start = ? AND length = ?", row[1], row[2], row[3], row[4]); err != nil {
				return 0, fault.Wrap(err, fault.CodeInternal, "add a mask")
			}
		}
		n, err := tx.InsertAll(ctx, insertMasks, rows)
		return n, err
	})
}

func (s *Service) maskRow(ctx context.Context, id string, m Mask, n, start int) []any {
	return []any{s.NewID(), id, n, start, m.Length, string(m.Kind), m.Replacement, string(MaskConfirmed), "", access.From(ctx).UserID, record.Micros(s.Now())}
}

// occurrences are the places, in code points, where a text stands as words of
// its own, whatever letters are capitals.
func occurrences(sentence, what string) []int {
	in, of := []rune(strings.ToLower(sentence)), []rune(strings.ToLower(what))
	if len(in) != len([]rune(sentence)) || len(of) == 0 {
		in, of = []rune(sentence), []rune(what)
	}
	letter := func(i int) bool { return i >= 0 && i < len(in) && (unicode.IsLetter(in[i]) || unicode.IsDigit(in[i])) }
	var out []int
	for i := 0; i+len(of) <= len(in); i++ {
		if slices.Equal(in[i:i+len(of)], of) && !letter(i-1) && !letter(i+len(of)) {
			out = append(out, i)
		}
	}
	return out
}

// ReleaseDocument lets everybody who reads the study read a document, masked.
// Every proposed mask was decided on before.
func (s *Service) ReleaseDocument(ctx context.Context, id string) (Document, log.Position, error) {
	return s.setReleased(ctx, id, true)
}

// WithdrawDocument takes a document back from those who are no researchers.
func (s *Service) WithdrawDocument(ctx context.Context, id string) (Document, log.Position, error) {
	return s.setReleased(ctx, id, false)
}

func (s *Service) setReleased(ctx context.Context, id string, released bool) (Document, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Document{}, 0, err
	}
	var d Document
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var err error
		if d, err = changing(ctx, tx, id); err != nil {
			return err
		}
		switch {
		case released && d.Undecided > 0:
			return fault.New(fault.CodeConflict, "Decide first on everything that is proposed for masking.").Keyed("listen.undecided")
		case released && d.Kind == Transcript && d.Consent == "":
			return fault.New(fault.CodeConflict, "Write down first what the person consented to.").Keyed("listen.no_consent")
		}
		kind, at, by := "document.withdrawn", any(nil), ""
		if released {
			kind, at, by = "document.released", record.Micros(s.Now()), access.From(ctx).UserID
		}
		if _, err := tx.NewRaw("UPDATE document SET released_at = ?, released_by = ? WHERE id = ?", at, by, id).Exec(ctx); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "release a document")
		}
		if err := touched(ctx, tx, id); err != nil {
			return err
		}
		if err := indexShown(ctx, tx, id, d.Language, released); err != nil {
			return err
		}
		if err := s.Audit.Audit(ctx, tx, kind, id, nil); err != nil {
			return err
		}
		d, _, err = readDocument(ctx, tx, id)
		return err
	})
	return d, position, err
}
