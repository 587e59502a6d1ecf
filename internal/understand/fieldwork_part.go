package understand

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect/fieldwork"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// FieldworkPart is how many of a part of those invited answered.
type FieldworkPart struct {
	Part        string `json:"part" enum:"mail,links,segment,others"`
	Sent        int64  `json:"sent"`
	Undelivered int64  `json:"undelivered" doc:"Bounced, or failed."`
	Refused     int64  `json:"refused" doc:"Unsubscribed."`
	Screened    int64  `json:"screened" doc:"Screened out, or the quota was full."`
	Answered    int64  `json:"answered"`
	Rate        Figure `json:"rate" doc:"Answered, of those sent less undelivered and screened."`
}

// FieldworkSegment is who answered of a segment, and of the others.
type FieldworkSegment struct {
	SegmentID string          `json:"segment_id" format:"uuid"`
	Name      string          `json:"name"`
	Parts     []FieldworkPart `json:"parts" nullable:"false" doc:"Those in it, and the others who were invited; none where either are too few to be told."`
	Small     bool            `json:"small" doc:"Either are fewer than the smallest group, and not nobody."`
	Smallest  int64           `json:"smallest" doc:"The smallest group that is told, a setting of the organisation."`
}

// part is what a wave's counts are as a part.
func (f *FieldworkWave) part(name string) FieldworkPart {
	return FieldworkPart{Part: name, Sent: f.Sent, Undelivered: f.Undelivered, Refused: f.Refused, Screened: f.Screened, Answered: f.Answered, Rate: f.rate()}
}

// channels adds the waves up by how they reach people.
func (w *fieldworkWork) channels(ways map[string]fieldwork.Way) {
	for _, by := range []string{"mail", "links"} {
		var sum FieldworkWave
		for _, wave := range w.out.Waves {
			if ways[wave.ID].By == by {
				sum.Sent, sum.Undelivered, sum.Refused = sum.Sent+wave.Sent, sum.Undelivered+wave.Undelivered, sum.Refused+wave.Refused
				sum.Screened, sum.Answered = sum.Screened+wave.Screened, sum.Answered+wave.Answered
			}
		}
		if sum.Sent > 0 {
			w.out.Channels = append(w.out.Channels, sum.part(by))
		}
	}
}

// nameStrata says by what the samples of waves are split, and how units are called.
func (w *fieldworkWork) nameStrata(ctx context.Context, q record.Querier, ways map[string]fieldwork.Way) error {
	var units []string
	for i := range w.out.Waves {
		wave := &w.out.Waves[i]
		way := ways[wave.ID]
		wave.StratumBy, wave.StratumName = way.Stratum, way.Trait
		if way.Stratum == "unit" && wave.Stratum != "" {
			units = append(units, wave.Stratum)
		}
	}
	names, err := fieldwork.UnitNames(ctx, q, units)
	for i := range w.out.Waves {
		if wave := &w.out.Waves[i]; wave.StratumBy == "unit" {
			wave.StratumName = names[wave.Stratum]
		}
	}
	return err
}

// membersAtOnce are the people of a segment between two looks at their invitations.
const membersAtOnce = 2000

// FieldworkOfSegment tells how many answered of those invited to a version who are
// in a segment now, and of the others. Whoever asks may see the customers of the
// program. Of anonymous versions nothing is told.
func (s *Service) FieldworkOfSegment(ctx context.Context, ask FieldworkQuery, id string) (out FieldworkSegment, err error) {
	asked, _, err := s.fieldworkAt(ctx, ask, access.PersonRead)
	if err != nil {
		return out, err
	}
	if asked.Document.Settings.Consent == questionnaire.ConsentAnonymous {
		return out, fault.New(fault.CodeConflict, "Of an anonymous survey only whole waves are told.").Keyed("fieldwork.anonymous")
	}
	segment, err := s.o.Segments.GetSegment(ctx, id)
	if err != nil {
		return out, err
	}
	if out.Smallest, err = s.smallest(ctx); err != nil {
		return out, err
	}
	out.SegmentID, out.Name, out.Parts = segment.ID, segment.Name, []FieldworkPart{}
	v := fieldwork.Version{Survey: asked.Survey.ID, Number: asked.Number}
	var in, all FieldworkWave
	err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := fieldwork.Waves(ctx, q, v)
		for _, f := range found {
			all.add(f)
		}
		return err
	})
	for after := ""; err == nil; {
		var ids []string
		if ids, err = s.members(ctx, segment.Rule, after, membersAtOnce-1, 0); err != nil || len(ids) == 0 {
			break
		}
		after = ids[len(ids)-1]
		err = s.o.Record.View(ctx, func(ctx context.Context, q record.Querier) error {
			found, err := fieldwork.Of(ctx, q, v, ids)
			for _, f := range found {
				in.add(f)
			}
			return err
		})
	}
	if err != nil {
		return out, err
	}
	others := FieldworkWave{Sent: all.Sent - in.Sent, Undelivered: all.Undelivered - in.Undelivered, Refused: all.Refused - in.Refused, Screened: all.Screened - in.Screened, Answered: all.Answered - in.Answered}
	for _, part := range []FieldworkWave{in, others} {
		out.Small = out.Small || part.reached() > 0 && part.reached() < out.Smallest
	}
	if !out.Small {
		out.Parts = append(out.Parts, in.part("segment"), others.part("others"))
	}
	return out, nil
}
