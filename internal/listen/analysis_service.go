package listen

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/stat"
)

// studyFor is a study of which the asker is a researcher; to everybody else what
// its coders made is not there.
func studyFor(ctx context.Context, q record.Querier, id string) (Study, error) {
	st, err := opened(ctx, q, id)
	if err == nil && st.Part != Researcher {
		err = fault.NotFound("study")
	}
	return st, err
}

// work reads what was coded of a study and hands it to fn.
func (s *Service) work(ctx context.Context, study string, fn func(ctx context.Context, q record.Querier, st Study, w worked) error) error {
	return s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := studyFor(ctx, q, study)
		if err != nil {
			return err
		}
		w, err := readWorked(ctx, q, study)
		if err != nil {
			return err
		}
		return fn(ctx, q, st, w)
	})
}

// CodeCounts tells how often each code was given in a study, as far as the asker
// may see passages: the own alone of what is sealed.
func (s *Service) CodeCounts(ctx context.Context, study string) (out []CodeCount, err error) {
	err = s.work(ctx, study, func(_ context.Context, _ record.Querier, _ Study, w worked) error {
		out = w.counts()
		return nil
	})
	return out, err
}

// StudyTraits are the traits by which a study's codes can be told apart.
func (s *Service) StudyTraits(ctx context.Context, study string) (out []string, err error) {
	err = s.work(ctx, study, func(_ context.Context, _ record.Querier, _ Study, w worked) error {
		out = w.traits()
		return nil
	})
	return out, err
}

// CodesByTrait sets the codes of a study against the values of a trait.
func (s *Service) CodesByTrait(ctx context.Context, study, trait string) (out TraitTable, err error) {
	err = s.work(ctx, study, func(_ context.Context, _ record.Querier, _ Study, w worked) error {
		out = w.byTrait(trait)
		return nil
	})
	return out, err
}

// CodesTogether are the pairs of codes that meet in passages of a study.
func (s *Service) CodesTogether(ctx context.Context, study string) (out []Together, err error) {
	err = s.work(ctx, study, func(_ context.Context, _ record.Querier, _ Study, w worked) error {
		out = w.together()
		return nil
	})
	return out, err
}

// SaturationCurve is how what is new dwindles from interview to interview, in the
// order of their numbers, and what the rule of the study says.
type SaturationCurve struct {
	Interviews []int     `json:"interviews" doc:"Their numbers, in the order of the curve."`
	New        []int     `json:"new" doc:"Codes that come for the first time."`
	Found      []int     `json:"found" doc:"Codes met so far."`
	Mean       []float64 `json:"mean" doc:"Codes that as many interviews give on average, over all orders."`
	Low        []float64 `json:"low" doc:"2.5 % of 500 other orders give fewer."`
	High       []float64 `json:"high"`
	Rule       int       `json:"rule" doc:"How many interviews running bring nothing new before it may end; 0: none was set."`
	Stop       int       `json:"stop" doc:"The interview, counted from 1, after which the rule says to stop; 0: not yet."`
	Quiet      int       `json:"quiet" doc:"Interviews at the end that bring nothing new."`
	Method     string    `json:"method"`
}

// orders is how many other orders of the interviews the band shows.
const orders = 500

// CodeSaturation follows the codes of a study from interview to interview. The
// band is the same whenever the same is asked: its orders are drawn by a seed of
// the numbers of interviews and codes.
func (s *Service) CodeSaturation(ctx context.Context, study string) (out SaturationCurve, err error) {
	err = s.work(ctx, study, func(_ context.Context, _ record.Querier, st Study, w worked) error {
		numbers, codes, met := w.newByInterview()
		r := rand.New(rand.NewPCG(uint64(len(numbers)), uint64(met))) //nolint:gosec // orders of a picture, not a secret
		c := stat.ComputeSaturation(codes, st.Saturation, orders, r)
		out = SaturationCurve{
			Interviews: numbers, New: c.New, Found: c.Found, Mean: c.Mean, Low: c.Low, High: c.High,
			Rule: st.Saturation, Stop: c.Stop, Quiet: c.Quiet, Method: "accumulation_curve",
		}
		return nil
	})
	return out, err
}

// Agreement is how far the coders of a study agree: the people among them or,
// with a coder who does not sign in, people and that one, on the codes that it
// gives in the documents that it looked through.
func (s *Service) Agreement(ctx context.Context, study, with string) (out StudyAgreement, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := studyFor(ctx, q, study)
		if err != nil {
			return err
		}
		o, err := besides(ctx, q, st, with)
		if err != nil {
			return err
		}
		documents, err := judgedOf(ctx, q, st, o)
		if err != nil {
			return err
		}
		passages, err := readJudged(ctx, q, "study_id", study)
		if err != nil {
			return err
		}
		out = agreementOf(documents, o.among(passages))
		out.Blind, out.With = st.Mode == CodingBlind && with == "", with
		for _, d := range documents {
			for _, id := range d.coders {
				if !slices.ContainsFunc(out.Coders, func(c Coder) bool { return c.ID == id }) {
					out.Coders = append(out.Coders, Coder{Kind: o.kindOf(id), ID: id})
				}
			}
		}
		return nil
	})
	names := map[string]string{}
	for _, c := range out.Coders {
		names[c.ID] = s.names(ctx, c.ID)[c.ID]
	}
	s.nameOutside(ctx, names)
	for i, c := range out.Coders {
		out.Coders[i].Name = names[c.ID]
	}
	return out, err
}

// judgedOf are the documents of a study that two coders at least are done with,
// opened where they were coded blind.
func judgedOf(ctx context.Context, q record.Querier, st Study, with outsideJudged) ([]judged, error) {
	passes, err := listPasses(ctx, q, "study_id", st.ID)
	if err != nil {
		return nil, err
	}
	documents, err := readHeard(ctx, q, st.ID)
	if err != nil {
		return nil, err
	}
	asks, err := asking(ctx, q, st.ID)
	if err != nil {
		return nil, err
	}
	of := map[string][]Pass{}
	for _, p := range passes {
		of[p.DocumentID] = append(of[p.DocumentID], p)
	}
	var out []judged
	for _, d := range documents {
		if coders := with.joining(d.ID, compared(of[d.ID])); len(coders) >= minBlind {
			out = append(out, judged{document: d.ID, coders: coders, sentences: d.Sentences - asks[d.ID]})
		}
	}
	return out, nil
}

// compared are the coders of a document that are done, by their ids; none while
// blind ones do not see each other.
func compared(passes []Pass) []string {
	var out []string
	for _, p := range passes {
		if p.Blind && p.OpenedAt == nil {
			return nil
		}
		if p.DoneAt != nil {
			out = append(out, p.Coder.ID)
		}
	}
	slices.Sort(out)
	return out
}

// StudyCodebook is the codebook by which a study is coded, "" for none yet.
func (s *Service) StudyCodebook(ctx context.Context, study string) (id string, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := opened(ctx, q, study); err != nil {
			return err
		}
		id, err = studyCodebook(ctx, q, study)
		return err
	})
	return id, err
}

// ChooseCodebook says by which codebook a study is coded, until a passage carries
// a code of another.
func (s *Service) ChooseCodebook(ctx context.Context, study, codebook string) (log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := researching(ctx, tx, study)
		if err != nil {
			return err
		}
		book, err := getCodebook(ctx, tx, codebook)
		if err != nil && !fault.Is(err, fault.CodeNotFound) {
			return err
		}
		if err != nil || book.ProgramID != st.ProgramID {
			return fault.Invalid("codebook_id", "There is no such codebook in the study's program.").Keyed("codebook.unknown")
		}
		var other []int
		err = tx.NewRaw(`SELECT 1 FROM coding g JOIN code k ON k.id = g.code_id WHERE g.study_id = ? AND g.removed_at IS NULL AND k.codebook_id <> ? LIMIT 1`, study, codebook).Scan(ctx, &other)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "look for passages of a study")
		}
		if len(other) > 0 {
			return fault.New(fault.CodeConflict, "Passages of this study carry codes of another codebook.").Keyed("codebook.in_use")
		}
		tx.Log(StudyChanged, study)
		return setStudyCodebook(ctx, tx, study, codebook)
	})
}
