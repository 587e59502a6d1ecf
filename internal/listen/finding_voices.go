package listen

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// maxVoices is how many documents a strength is counted over.
const maxVoices = 5_000

// FindingStrength counts who says so, who says otherwise, and who of those
// interviewed in the finding's studies is silent. Which segment somebody is in
// is told of documents that who asks may read.
func (s *Service) FindingStrength(ctx context.Context, id string) (out FindingStrengths, err error) {
	if err := access.From(ctx).Any(access.FindingRead); err != nil {
		return out, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		f, err := getFinding(ctx, q, id)
		if err != nil {
			return err
		}
		var excerpts []excerptRow
		err = q.NewRaw("SELECT "+excerptColumns+" FROM finding_excerpt e JOIN document ed ON ed.id = e.document_id WHERE e.finding_id = ? AND "+countable+" ORDER BY e.id LIMIT ?", id, maxExcerpts).Scan(ctx, &excerpts)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "list excerpts")
		}
		voices, err := voicesOf(ctx, q, f, excerpts)
		if err != nil {
			return err
		}
		out = ComputeStrength(voices)
		out.GroupBy, out.Places = f.GroupBy, placesOf(excerpts)
		if f.GroupBy == "" {
			out.Segments, out.Groups = VoiceCounts{}, []VoiceGroup{}
		}
		return nil
	})
	return out, err
}

// placesOf counts excerpts by the touchpoint that they speak of, most first.
func placesOf(excerpts []excerptRow) []VoicePlace {
	out := []VoicePlace{}
	for _, e := range excerpts {
		i := slices.IndexFunc(out, func(p VoicePlace) bool { return p.TouchpointID == e.TouchpointID })
		if i < 0 {
			out = append(out, VoicePlace{TouchpointID: e.TouchpointID})
			i = len(out) - 1
		}
		if Side(e.Side) == For {
			out[i].For++
		} else {
			out[i].Against++
		}
	}
	slices.SortFunc(out, func(a, b VoicePlace) int {
		return cmp.Or(cmp.Compare(b.For+b.Against, a.For+a.Against), cmp.Compare(a.TouchpointID, b.TouchpointID))
	})
	return out
}

// BySegment tells people apart by the segment of customers out of which they were
// chosen for the study, where a finding would name a trait.
const BySegment = "@segment"

type voiceRow struct {
	ID      string `bun:"id"`
	StudyID string `bun:"study_id"`
	Person  string
	Account string
	Traits  string
	Theirs  string // traits of the interview
	Chosen  string // the segment out of which they were chosen, where it is everybody's
	Open    bool
}

// voicesOf are the documents that a finding is counted over: the transcripts of
// its study and of those of its excerpts, and comments that are quoted.
func voicesOf(ctx context.Context, q record.Querier, f Finding, excerpts []excerptRow) ([]Voice, error) {
	studies, documents := []string{}, []string{""}
	if f.StudyID != "" {
		studies = append(studies, f.StudyID)
	}
	said := map[string]Voice{}
	for _, e := range excerpts {
		studies, documents = append(studies, e.StudyID), append(documents, e.DocumentID)
		v := said[e.DocumentID]
		if Side(e.Side) == For {
			v.For++
		} else {
			v.Against++
		}
		said[e.DocumentID] = v
	}
	slices.Sort(studies)
	if studies = slices.Compact(studies); len(studies) == 0 {
		return nil, nil
	}
	open := "(" + openDocument + ")"
	var rows []voiceRow
	err := q.NewRaw(`SELECT d.id, d.study_id, COALESCE(c.party_id, c.id, d.interview_id, d.id) AS person, COALESCE(a.party_id, a.id, '') AS account,
		d.traits, COALESCE(i.traits, '{}') AS theirs, `+open+` AS open, COALESCE(sg.name, '') AS chosen
		FROM document d LEFT JOIN interview i ON i.id = d.interview_id LEFT JOIN segment sg ON CAST(sg.id AS TEXT) = i.segment_id AND sg.shared
		LEFT JOIN customer c ON c.id = COALESCE(i.customer_id, d.customer_id)
		LEFT JOIN account a ON a.id = COALESCE(i.account_id, d.account_id, c.account_id)
		WHERE `+unrestrictedDocument+` AND d.study_id IN (?) AND d.erased_at IS NULL AND (d.kind = 'transcript' AND i.consent <> '' OR d.kind = 'comment' AND d.id IN (?)) ORDER BY d.id LIMIT ?`,
		bun.List(studies), bun.List(documents), maxVoices).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read who was interviewed")
	}
	parts := map[string]Part{}
	for _, study := range studies {
		if parts[study], err = partIn(ctx, q, study, f.ProgramID); err != nil {
			return nil, err
		}
	}
	reads := reads(access.From(ctx), f.ProgramID)
	voices := make([]Voice, len(rows))
	for i, r := range rows {
		voices[i] = said[r.ID]
		voices[i].Person, voices[i].Account = r.Person, r.Account
		if parts[r.StudyID] == Researcher || r.Open && reads {
			if voices[i].Segment, err = r.segment(f.GroupBy); err != nil {
				return nil, err
			}
		}
	}
	return voices, nil
}

// segment is the value of a trait of the document, else of its interview.
func (r voiceRow) segment(trait string) (string, error) {
	if trait == BySegment {
		return r.Chosen, nil
	}
	for _, raw := range []string{r.Traits, r.Theirs} {
		traits := map[string]string{}
		if err := json.Unmarshal([]byte(raw), &traits); err != nil {
			return "", fault.Wrap(err, fault.CodeInternal, "read the traits of a document")
		}
		if value := traits[trait]; value != "" {
			return value, nil
		}
	}
	return "", nil
}
