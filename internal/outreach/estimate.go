package outreach

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure"
	"github.com/balcony-cx/balcony/internal/outreach/plan"
	"github.com/balcony-cx/balcony/internal/record"
)

// WaveRate is the share of those asked that is taken to answer.
type WaveRate struct {
	Share    float64 `json:"share" minimum:"0" maximum:"1"`
	Of       string  `json:"of" enum:"given,survey,program,nothing" doc:"Given with the wave; of earlier waves of the survey, or of the program, that are a week old; or of nothing, and everybody is taken to answer."`
	Asked    int64   `json:"asked,omitempty" doc:"In those earlier waves."`
	Answered int64   `json:"answered,omitempty"`
}

// WaveStratum is what a part of a sample comes to.
type WaveStratum struct {
	Stratum    string   `json:"stratum" doc:"The id of a unit, a language, the number of a role (0 decides to 3 sponsors, -1 none), the value of a trait; empty: none is known, or the sample is one."`
	Name       string   `json:"name,omitempty" doc:"Of a unit."`
	Population int64    `json:"population" doc:"Whom nothing speaks against."`
	Asked      int64    `json:"asked"`
	Answers    int64    `json:"answers" doc:"That are expected."`
	HalfWidth  *float64 `json:"half_width,omitempty" doc:"Of the 95 % interval that they come to, as a share; absent without answers."`
}

// WaveEstimate is what the sample of a wave comes to.
type WaveEstimate struct {
	Strata   []WaveStratum `json:"strata" nullable:"false" doc:"The most people first, 200 at most."`
	All      WaveStratum   `json:"all" doc:"Together; each stratum weighs what its people do."`
	Count    int           `json:"count" doc:"How many strata there are."`
	Rate     WaveRate      `json:"rate"`
	LookedAt int64         `json:"looked_at" doc:"How many people were considered."`
	Complete bool          `json:"complete" doc:"Whether these are all; the plan of a wave looks at everybody."`
}

const (
	lookedAt     = 10_000 // people of an estimate
	toldStrata   = 200
	fewForARate  = 30 // asked in earlier waves; under that they say nothing
	rateAfterDay = 7  // days after its start that a wave's answers count
)

// EstimateWave tells what the sample of a wave would come to that is being
// settled, by a dry run over at most 10,000 people; nothing of it is kept. Wave is
// the one whose list of keys is meant, "" for none.
func (s *Service) EstimateWave(ctx context.Context, n NewWave, wave string) (WaveEstimate, error) {
	return s.estimate(ctx, n, wave, lookedAt)
}

func (s *Service) estimate(ctx context.Context, n NewWave, wave string, most int64) (out WaveEstimate, err error) {
	w, err := s.estimated(ctx, n, wave)
	if err != nil {
		return out, err
	}
	l := look{s: s, w: w, most: most, keys: cleanKeys(n.Keys), keyed: len(n.Keys) > 0, numbers: map[string]int32{}, boxes: map[string]string{}}
	if err = l.all(ctx); err != nil {
		return out, err
	}
	verdicts := plan.Draw(l.pool, w.Settings.Sample.caps(), w.Settings.Sample.size(), 1)
	strata := make([]WaveStratum, len(l.names))
	for i, name := range l.names {
		strata[i].Stratum = name
	}
	for i, e := range l.pool {
		strata[e.Stratum].Population++
		if verdicts[i].Reason == plan.Invited {
			strata[e.Stratum].Asked++
		}
	}
	out.LookedAt, out.Complete = l.n, l.complete
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error { return s.comesTo(ctx, q, w, strata, &out) })
	return out, err
}

// Strata tell what the sample of a planned wave comes to that the caller may see.
func (s *Service) Strata(ctx context.Context, id string) (out WaveEstimate, err error) {
	err = s.seeing(ctx, id, func(ctx context.Context, q record.Querier, w Wave) error {
		strata, err := strataOf(ctx, q, w.ID)
		if err != nil {
			return err
		}
		out.Complete = true
		return s.comesTo(ctx, q, w, strata, &out)
	})
	return out, err
}

// estimated is the wave that is meant, checked as if it were made.
func (s *Service) estimated(ctx context.Context, n NewWave, wave string) (w Wave, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return w, err
	}
	asked, err := s.Measure.AskedVersion(ctx, n.SurveyID, 0)
	if err == nil {
		_, err = s.Measure.Survey(ctx, n.SurveyID)
	}
	if fault.Is(err, fault.CodeNotFound) {
		return w, fault.Invalid("survey_id", "There is no such survey, or it is not published yet.").Keyed("letter.survey")
	}
	if err != nil {
		return w, err
	}
	if err := mayWrite(who, asked.Survey.ProgramID); err != nil {
		return w, err
	}
	w, err = Wave{ID: cmp.Or(wave, noID), Name: "x", ProgramID: asked.Survey.ProgramID, SurveyID: n.SurveyID, Number: asked.Number, Settings: n.Settings}.checked()
	if err == nil && wave != "" {
		var now Wave
		if now, err = s.Wave(ctx, wave); err == nil && now.ProgramID != w.ProgramID {
			err = fault.NotFound("wave")
		}
	}
	if err == nil {
		err = s.checkAround(ctx, w, n.Keys)
	}
	if err != nil {
		return w, err
	}
	return w, s.knowMeasures(ctx, asked)
}

// knowMeasures has the rules know what a version asks that was not planned yet.
func (s *Service) knowMeasures(ctx context.Context, asked measure.AskedSurvey) error {
	var known []string
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		known, err = measuresOf(ctx, q, asked.Survey.ID, asked.Number)
		return err
	})
	if err != nil || len(known) > 0 || len(asked.Document.Series()) == 0 {
		return err
	}
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		for _, a := range asked.Document.Series() {
			if err := noteMeasure(ctx, tx, asked.Survey.ID, asked.Number, a.MeasureID); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// look is a dry run that is kept nowhere.
type look struct {
	s        *Service
	w        Wave
	keys     []string // that are left
	keyed    bool     // keys were given
	pool     []plan.Entrant
	names    []string
	numbers  map[string]int32
	boxes    map[string]string // whose mailbox it is
	n        int64
	most     int64 // whom it looks at
	complete bool
}

func (l *look) all(ctx context.Context) error {
	for l.n < l.most {
		ids, err := l.next(ctx)
		if err != nil {
			return err
		}
		if l.complete = len(ids) == 0; l.complete {
			return nil
		}
		err = l.s.Store.View(ctx, func(ctx context.Context, q record.Querier) error { return l.some(ctx, q, ids) })
		if err != nil {
			return err
		}
	}
	return nil
}

// next are the ids of the next people.
func (l *look) next(ctx context.Context) (ids []string, err error) {
	if !l.keyed {
		ids, err = l.s.nextOf(ctx, l.w)
		if len(ids) > 0 {
			l.w.cursor = ids[len(ids)-1]
		}
		return ids, err
	}
	for len(l.keys) > 0 && len(ids) == 0 && err == nil {
		part := l.keys[:min(piece, len(l.keys))]
		l.keys = l.keys[len(part):]
		err = l.s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
			ids, err = customersByKeys(ctx, q, part)
			return err
		})
	}
	return ids, err
}

func (l *look) some(ctx context.Context, q record.Querier, ids []string) error {
	crowd, err := l.s.crowd(ctx, q, l.w, ids, false)
	if err != nil {
		return err
	}
	limits, err := limitsOf(ctx, q, l.w)
	if err != nil {
		return err
	}
	l.n += int64(len(crowd))
	for _, p := range crowd {
		if p.address != "" && l.w.Settings.By == ByMail {
			owner, taken := l.boxes[p.address]
			if p.Repeated = taken && owner != p.id; !taken {
				l.boxes[p.address] = p.id
			}
		}
		if _, against := plan.Judge(p.Candidate, limits, l.s.Now()); against {
			continue
		}
		e := plan.Entrant{ID: uuid.MustParse(p.id), Role: int8(p.role), Stratum: l.number(p.stratum(l.w.Settings.Sample.By))} //nolint:gosec // -1 to 3
		if p.account != "" {
			e.Account = uuid.MustParse(p.account)
		}
		l.pool = append(l.pool, e)
	}
	return nil
}

func (l *look) number(stratum string) int32 {
	n, known := l.numbers[stratum]
	if !known {
		n = int32(len(l.names)) //nolint:gosec // far fewer
		l.numbers[stratum], l.names = n, append(l.names, stratum)
	}
	return n
}

// comesTo adds to strata the answers that are expected and their intervals.
func (s *Service) comesTo(ctx context.Context, q record.Querier, w Wave, strata []WaveStratum, out *WaveEstimate) (err error) {
	if out.Rate, err = s.rateOf(ctx, q, w); err != nil {
		return err
	}
	size := w.Settings.Sample.size()
	parts := make([]plan.Part, len(strata))
	for i := range strata {
		st := &strata[i]
		st.Answers = int64(math.Round(float64(st.Asked) * out.Rate.Share))
		parts[i] = plan.Part{Population: int(st.Population), Answers: int(st.Answers)}
		if h, ok := size.Precision(parts[i]); ok {
			st.HalfWidth = &h
		}
		out.All.Population, out.All.Asked, out.All.Answers = out.All.Population+st.Population, out.All.Asked+st.Asked, out.All.Answers+st.Answers
	}
	if h, ok := size.Together(parts); ok {
		out.All.HalfWidth = &h
	}
	slices.SortFunc(strata, func(a, b WaveStratum) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), strings.Compare(a.Stratum, b.Stratum))
	})
	out.Count, out.Strata = len(strata), append([]WaveStratum{}, strata[:min(len(strata), toldStrata)]...)
	if w.Settings.Sample.By == ByUnit {
		return nameUnits(ctx, q, out.Strata)
	}
	return nil
}

// rateOf is the share that is expected to answer.
func (s *Service) rateOf(ctx context.Context, q record.Querier, w Wave) (WaveRate, error) {
	if given := w.Settings.Sample.ResponseRate; given > 0 {
		return WaveRate{Share: given, Of: "given"}, nil
	}
	before := s.Now().AddDate(0, 0, -rateAfterDay)
	for _, c := range []struct{ of, column, id string }{{"survey", "survey_id", w.SurveyID}, {"program", "program_id", w.ProgramID}} {
		asked, answered, err := earlierAnswers(ctx, q, c.column, c.id, record.Micros(before))
		if err != nil {
			return WaveRate{}, err
		}
		// Those of anonymous surveys are counted in steps of 5 as everywhere.
		if answered -= answered % 5; asked >= fewForARate && answered > 0 {
			return WaveRate{Share: min(1, float64(answered)/float64(asked)), Of: c.of, Asked: asked, Answered: answered}, nil
		}
	}
	return WaveRate{Share: 1, Of: "nothing"}, nil
}
