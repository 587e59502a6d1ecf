package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// FindingAgreement is how far the coders agree by whose work a finding was
// written: over the study it came of, or that all of its excerpts are of.
type FindingAgreement struct {
	Alpha     *AgreementFigure `json:"alpha,omitempty" doc:"Krippendorff's, nominal, over all codes; absent where no two coders are done with one document."`
	Blind     bool             `json:"blind" doc:"None of the coders saw another's passages while coding."`
	Coders    int              `json:"coders"`
	Documents int              `json:"documents"`
}

// FindingAgreement tells how far the coders of a finding's study agree, to
// everybody who sees the finding: it names nobody and quotes nothing.
func (s *Service) FindingAgreement(ctx context.Context, id string) (out FindingAgreement, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return out, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err := getFinding(ctx, q, id)
		if err != nil {
			return err
		}
		study, err := studyOfFinding(ctx, q, f)
		if err != nil || study == "" {
			return err
		}
		st, err := getStudy(ctx, q, study)
		if err != nil {
			return err
		}
		documents, err := judgedOf(ctx, q, st, outsideJudged{})
		if err != nil || len(documents) == 0 {
			return err
		}
		passages, err := readJudged(ctx, q, "study_id", study)
		if err != nil {
			return err
		}
		all := agreementOf(documents, passages)
		out = FindingAgreement{Alpha: &all.Alpha, Blind: st.Mode == CodingBlind, Coders: codersOf(documents), Documents: all.Documents}
		return nil
	})
	return out, err
}

// codersOf counts who judged documents.
func codersOf(documents []judged) int {
	var ids []string
	for _, d := range documents {
		ids = append(ids, d.coders...)
	}
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

// studyOfFinding is the study that a finding came of, else the one that all of
// its excerpts are of; "" where there are several or none.
func studyOfFinding(ctx context.Context, q record.Querier, f Finding) (string, error) {
	if f.StudyID != "" {
		return f.StudyID, nil
	}
	var studies []string
	err := q.NewRaw("SELECT DISTINCT study_id FROM finding_excerpt WHERE finding_id = ? LIMIT 2", f.ID).Scan(ctx, &studies)
	if err != nil || len(studies) != 1 {
		return "", fault.Wrap(err, fault.CodeInternal, "find the study of a finding")
	}
	return studies[0], nil
}
