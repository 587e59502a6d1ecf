package anonymous

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// piece is how many parts or texts one transaction lets out at most.
const piece = 2000

// pool is a question of a version to which answers wait.
type pool struct {
	SurveyID string
	Number   int64
	Question string
}

// Release lets out what can be: packs, texts, and invitations that are closed. It is
// run by the clock and not by answers, so that what comes out does not tell when
// the last one came.
func (s *Service) Release(ctx context.Context) error {
	pools, err := s.pools(ctx)
	if err != nil {
		return err
	}
	open := map[pool]bool{}
	for _, p := range pools {
		version := pool{SurveyID: p.SurveyID, Number: p.Number}
		if _, known := open[version]; !known {
			if open[version], err = s.open(ctx, p.SurveyID, p.Number); err != nil {
				return err
			}
		}
		if err := s.empty(ctx, p, !open[version]); err != nil {
			return err
		}
	}
	if err := s.releaseTexts(ctx); err != nil {
		return err
	}
	return s.releaseClosed(ctx)
}

func (s *Service) pools(ctx context.Context) (out []pool, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listPools(ctx, q, "anonymous_waiting", Least)
		return err
	})
	return out, err
}

// empty lets out of a pool what can be, in pieces.
func (s *Service) empty(ctx context.Context, p pool, closed bool) error {
	for {
		read, out := 0, 0
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			rows, err := lockParts(ctx, tx, p, piece)
			if err != nil {
				return err
			}
			read = len(rows)
			packs := packsOf(rows, dayOf(s.Now())-Patience, closed)
			for _, pack := range packs {
				out += len(pack.Parts)
			}
			return writePacks(ctx, tx, p, packs)
		})
		if err != nil || read < piece || out == 0 {
			return err
		}
	}
}

// packsOf packs what waits: those alike in all, then, of the ones that came on
// the day old or before (all of them once the survey is closed), with less told.
func packsOf(rows []waiting, old int64, closed bool) []Pack {
	parts, days := make([]Part, len(rows)), make(map[string]int64, len(rows))
	for i, r := range rows {
		parts[i], days[r.part.ID] = r.part, r.day
	}
	packs, rest := Packs(parts, false)
	var late []Part
	for _, p := range rest {
		if closed || days[p.ID] <= old {
			late = append(late, p)
		}
	}
	more, _ := Packs(late, true)
	return append(packs, more...)
}

func writePacks(ctx context.Context, tx *record.Tx, p pool, packs []Pack) error {
	merged := map[string]Pack{} // sums by what is told; a map's order is chance
	var gone []string
	for _, pack := range packs {
		told, err := json.Marshal(pack.Told)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write what is told")
		}
		m := merged[string(told)]
		m.Parts = append(m.Parts, pack.Parts...)
		merged[string(told)] = m
		for _, part := range pack.Parts {
			gone = append(gone, part.ID)
		}
	}
	for told, pack := range merged {
		for _, item := range pack.Sums() {
			if err := addSum(ctx, tx, p, told, item); err != nil {
				return err
			}
		}
	}
	return deleteParts(ctx, tx, gone)
}

func (s *Service) releaseTexts(ctx context.Context) error {
	var pools []pool
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		pools, err = listPools(ctx, q, "anonymous_text", LeastTexts)
		return err
	})
	if err != nil {
		return err
	}
	for _, p := range pools {
		if _, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return showTexts(ctx, tx, p, LeastTexts) }); err != nil {
			return err
		}
	}
	return nil
}

// releaseClosed tells which invitations are closed, where they are enough.
func (s *Service) releaseClosed(ctx context.Context) error {
	if s.Closer == nil {
		return nil
	}
	for {
		told := 0
		_, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
			ids, err := lockClosing(ctx, tx, Least, piece)
			if err != nil || len(ids) == 0 {
				return err
			}
			told = len(ids)
			s.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
			if err := s.Closer.Closed(ctx, tx, ids); err != nil {
				return err
			}
			return deleteClosing(ctx, tx, ids)
		})
		if err != nil || told == 0 {
			return err
		}
	}
}
