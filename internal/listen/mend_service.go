package listen

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mend changes sentences of a document as a researcher, and writes what was
// before.
func (s *Service) mend(ctx context.Context, id string, change func(ctx context.Context, tx *record.Tx) (mending, error)) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := changing(ctx, tx, id); err != nil {
			return err
		}
		m, err := change(ctx, tx)
		if err != nil {
			return err
		}
		if err := insertMend(ctx, tx, id, s.NewID(), access.From(ctx).UserID, record.Micros(s.Now()), m); err != nil {
			return err
		}
		return touched(ctx, tx, id)
	})
}

// Speakers are those who speak in a document, in the order in which they first
// do; to whoever is no researcher of it there is no such document.
func (s *Service) Speakers(ctx context.Context, id string) ([]Speaks, error) {
	var rows []struct {
		Speaker     string
		Interviewer bool
		Lines       int
		First       int
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.readable(ctx, q, id); err != nil {
			return err
		}
		err := q.NewRaw(`SELECT speaker, max(CASE WHEN is_interviewer THEN 1 ELSE 0 END) = 1 AS interviewer, count(*) AS lines, min(n) AS first
			FROM sentence WHERE document_id = ? GROUP BY speaker ORDER BY min(n) LIMIT ?`, id, maxSpeakers).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "list speakers")
	})
	out := make([]Speaks, len(rows))
	for n, r := range rows {
		out[n] = Speaks{Name: r.Speaker, Interviewer: r.Interviewer, Lines: r.Lines, First: r.First}
	}
	return out, err
}

// MendSpeakers renames speakers of a document and says who of them interviews.
// Two that get one name are one speaker from then on.
func (s *Service) MendSpeakers(ctx context.Context, id string, speakers []Speaks) (log.Position, error) {
	return s.mend(ctx, id, func(ctx context.Context, tx *record.Tx) (mending, error) {
		names := make([]string, len(speakers))
		for n := range speakers {
			names[n] = speakers[n].Name
			if speakers[n].As = cleanName(speakers[n].As); speakers[n].As == "" {
				speakers[n].As = speakers[n].Name
			}
		}
		before, err := speakersLines(ctx, tx, id, "speaker IN (?)", bun.List(names))
		if err != nil || len(before) == 0 {
			return mending{}, nobodySpeaks(err, "speakers")
		}
		// In two steps, so that two speakers may change their names with each other.
		for n, sp := range speakers {
			if _, err := tx.Exec(ctx, "UPDATE sentence SET speaker = ? WHERE document_id = ? AND speaker = ?", mendMark(n), id, sp.Name); err != nil {
				return mending{}, fault.Wrap(err, fault.CodeInternal, "mend speakers")
			}
		}
		for n, sp := range speakers {
			if _, err := tx.Exec(ctx, "UPDATE sentence SET speaker = ?, is_interviewer = ? WHERE document_id = ? AND speaker = ?", sp.As, sp.Interviewer, id, mendMark(n)); err != nil {
				return mending{}, fault.Wrap(err, fault.CodeInternal, "mend speakers")
			}
		}
		return mending{what: MendedSpeakers, lines: before, speakers: speakers}, nil
	})
}

func mendMark(n int) string { return "\x01" + string(rune('A'+n)) }

func nobodySpeaks(err error, field string) error {
	if err != nil {
		return err
	}
	return fault.Invalid(field, "Nobody of this name speaks in the document.").Keyed("listen.speaker_unknown")
}

// MendLines says who says a run of sentences, both ends with it: by this a
// speaker who is two persons is parted. With interviewer nil it is as for the
// other sentences of the speaker.
func (s *Service) MendLines(ctx context.Context, id string, from, to int, speaker string, interviewer *bool) (log.Position, error) {
	return s.mend(ctx, id, func(ctx context.Context, tx *record.Tx) (mending, error) {
		if from < 1 || to < from {
			return mending{}, fault.Invalid("to_n", "Name the first sentence and the last.").Keyed("listen.lines")
		}
		before, err := speakersLines(ctx, tx, id, "n BETWEEN ? AND ?", from, to)
		if err != nil || len(before) == 0 {
			return mending{}, found(orNoRows(err), "sentence")
		}
		as := Speaks{As: cleanName(speaker)}
		if interviewer != nil {
			as.Interviewer = *interviewer
		} else if as.Interviewer, err = interviews(ctx, tx, id, as.As); err != nil {
			return mending{}, err
		}
		_, err = tx.Exec(ctx, "UPDATE sentence SET speaker = ?, is_interviewer = ? WHERE document_id = ? AND n BETWEEN ? AND ?", as.As, as.Interviewer, id, from, to)
		return mending{what: MendedLines, lines: before, speakers: []Speaks{as}}, fault.Wrap(err, fault.CodeInternal, "mend sentences")
	})
}

// MendLine says when a sentence was said and who said it, where the file was
// wrong; its number and its text stay.
func (s *Service) MendLine(ctx context.Context, id string, n int, speaker *string, interviewer *bool, from, to *int64) (log.Position, error) {
	return s.mend(ctx, id, func(ctx context.Context, tx *record.Tx) (mending, error) {
		lines, err := speakersLines(ctx, tx, id, "n = ?", n)
		if err != nil || len(lines) == 0 {
			return mending{}, found(orNoRows(err), "sentence")
		}
		l := lines[0]
		set(&l.Speaker, speaker)
		set(&l.Interviewer, interviewer)
		if from != nil {
			l.FromUS = known(*from)
		}
		if to != nil {
			l.ToUS = known(*to)
		}
		if l.FromUS != nil && l.ToUS != nil && *l.FromUS > *l.ToUS {
			return mending{}, fault.Invalid("to_us", "It ends after it begins.").Keyed("listen.times")
		}
		_, err = tx.Exec(ctx, "UPDATE sentence SET speaker = ?, is_interviewer = ?, from_us = ?, to_us = ? WHERE document_id = ? AND n = ?",
			cleanName(l.Speaker), l.Interviewer, numberOrNull(l.FromUS), numberOrNull(l.ToUS), id, n)
		as := []Speaks{{Name: lines[0].Speaker, As: cleanName(l.Speaker), Interviewer: l.Interviewer}}
		return mending{what: MendedLine, lines: lines, speakers: as, times: true}, fault.Wrap(err, fault.CodeInternal, "mend a sentence")
	})
}

// MendTimes moves the times of sentences, from one on to another or, for 0, to
// the end, by some microseconds. None may come before the recording begins or
// out of the order of the sentences around.
func (s *Service) MendTimes(ctx context.Context, id string, from, to int, by int64) (log.Position, error) {
	return s.mend(ctx, id, func(ctx context.Context, tx *record.Tx) (mending, error) {
		if to == 0 {
			to = maxSentences
		}
		if from < 1 || to < from || by == 0 {
			return mending{}, fault.Invalid("from_n", "Name the first sentence, and by how much its times move.").Keyed("listen.lines")
		}
		lines, err := speakersLines(ctx, tx, id, "n BETWEEN ? AND ? AND (from_us IS NOT NULL OR to_us IS NOT NULL)", from, to)
		if err != nil || len(lines) == 0 {
			return mending{}, found(orNoRows(err), "sentence")
		}
		if err := s.inOrder(ctx, tx, id, from, to, by, lines); err != nil {
			return mending{}, err
		}
		return mending{what: MendedTimes, lines: lines, shift: by}, shiftTimes(ctx, tx, id, lines[0].N, lines[len(lines)-1].N, by)
	})
}

// inOrder refuses to move times before the begin of the recording, or over the
// sentences before and behind.
func (s *Service) inOrder(ctx context.Context, tx *record.Tx, id string, from, to int, by int64, lines []Line) error {
	early := func(at *int64, than int64) bool { return at != nil && *at+by < than }
	if slices.ContainsFunc(lines, func(l Line) bool { return early(l.FromUS, 0) || early(l.ToUS, 0) }) {
		return fault.Invalid("by_us", "A time would come before the recording begins.").Keyed("listen.times_early")
	}
	around, err := speakersLines(ctx, tx, id, "n = COALESCE((SELECT max(o.n) FROM sentence o WHERE o.document_id = ? AND o.n < ? AND o.from_us IS NOT NULL), 0)", id, from)
	if err != nil {
		return err
	}
	behind, err := speakersLines(ctx, tx, id, "n = COALESCE((SELECT min(o.n) FROM sentence o WHERE o.document_id = ? AND o.n > ? AND o.from_us IS NOT NULL), 0)", id, to)
	if err != nil {
		return err
	}
	last := lines[len(lines)-1]
	if len(around) > 0 && early(lines[0].FromUS, *around[0].FromUS) || len(behind) > 0 && last.FromUS != nil && *last.FromUS+by > *behind[0].FromUS {
		return fault.Invalid("by_us", "A time would come before that of the sentence before it.").Keyed("listen.times_order")
	}
	return nil
}

// Mends lists what was mended in a document, newest first, before one of them:
// limit+1 at most. To whoever is no researcher of it there is no such document.
func (s *Service) Mends(ctx context.Context, id, before string, limit int) (out []Mend, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.readable(ctx, q, id); err != nil {
			return err
		}
		out, err = listMends(ctx, q, id, before, limit+1)
		return err
	})
	for n, m := range out {
		out[n].ByName = s.names(ctx, m.ByUserID)[m.ByUserID]
	}
	return out, err
}

// UndoMend brings back what stood before a mend: the last one first.
func (s *Service) UndoMend(ctx context.Context, id, mend string) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := changing(ctx, tx, id); err != nil {
			return err
		}
		row, err := getMend(ctx, tx, id, mend)
		if err != nil {
			return err
		}
		var later int64
		if _, err := tx.Get(ctx, "SELECT count(*) FROM document_mend WHERE document_id = ? AND undone_at IS NULL AND id > ?", []any{id, mend}, &later); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find later mends")
		}
		if row.UndoneAt != nil || later > 0 {
			return fault.New(fault.CodeConflict, "Undo what was mended last first.").Keyed("listen.mend_order")
		}
		if err := row.bringBack(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE document_mend SET undone_at = ? WHERE id = ?", record.Micros(s.Now()), mend); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "undo a mend")
		}
		return touched(ctx, tx, id)
	})
}
