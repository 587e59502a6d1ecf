package journey

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Stages are those of a program in their order, at most 60.
func (s *Service) Stages(ctx context.Context, program string) ([]Stage, error) {
	if err := reading(ctx, program); err != nil {
		return nil, err
	}
	var out []Stage
	err := s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listStages(ctx, q, program)
		return err
	})
	return out, err
}

// CreateStage adds a stage behind those of its program.
func (s *Service) CreateStage(ctx context.Context, stage Stage) (Stage, log.Position, error) {
	if err := writing(ctx, stage.ProgramID); err != nil {
		return Stage{}, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		stage, err = s.createStageIn(ctx, tx, stage)
		return err
	})
	return stage, position, err
}

func (s *Service) createStageIn(ctx context.Context, tx *record.Tx, stage Stage) (Stage, error) {
	stage, err := stage.checked()
	if err != nil {
		return stage, err
	}
	if _, err := purpose.GetIn(ctx, tx, stage.ProgramID); err != nil {
		return stage, err
	}
	all, err := listStages(ctx, tx, stage.ProgramID)
	if err != nil {
		return stage, err
	}
	if len(all) >= maxStages {
		return stage, fault.New(fault.CodeConflict, "A program has at most 60 stages.").Keyed("stage.too_many")
	}
	stage.ID, stage.Position, stage.Version = s.NewID(), len(all)+1, 1
	tx.Log(StageChanged, stage.ID)
	return stage, insertStage(ctx, tx, stage)
}

// UpdateStage renames a stage that has the version of ifMatch ("" for any), or
// moves it to a place among the others; nil leaves as it is.
func (s *Service) UpdateStage(ctx context.Context, id, ifMatch string, name *string, place *int) (Stage, log.Position, error) {
	before, err := s.stageToWrite(ctx, id)
	if err != nil {
		return Stage{}, 0, err
	}
	var stage Stage
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		all, err := listStages(ctx, tx, before.ProgramID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o Stage) bool { return o.ID == id })
		if at < 0 {
			return fault.NotFound("stage")
		}
		if err := web.MatchVersion(ifMatch, all[at].Version); err != nil {
			return err
		}
		stage = all[at]
		set(&stage.Name, name)
		if stage, err = stage.checked(); err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(o Stage) bool { return o.ID != id && nameKey(o.Name) == nameKey(stage.Name) }) {
			return taken("name")
		}
		stage.Version++
		if place != nil {
			stage.Position = min(max(*place, 1), len(all))
			if err := shiftStages(ctx, tx, all, stage); err != nil {
				return err
			}
		}
		tx.Log(StageChanged, id)
		return updateStage(ctx, tx, stage)
	})
	return stage, position, err
}

// shiftStages gives the others their places round one.
func shiftStages(ctx context.Context, tx *record.Tx, all []Stage, one Stage) error {
	byID, ids := map[string]Stage{}, []string{}
	for _, o := range all {
		byID[o.ID], ids = o, append(ids, o.ID)
	}
	for i, id := range moved(ids, one.ID, one.Position) {
		if o := byID[id]; id != one.ID && o.Position != i+1 {
			o.Position = i + 1
			if err := updateStage(ctx, tx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// RemoveStage takes out a stage in which no touchpoint stands.
func (s *Service) RemoveStage(ctx context.Context, id string) (log.Position, error) {
	before, err := s.stageToWrite(ctx, id)
	if err != nil {
		return 0, err
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		all, err := listTouchpoints(ctx, tx, before.ProgramID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(t Touchpoint) bool { return slices.Contains(t.StageIDs, id) }) {
			return fault.New(fault.CodeConflict, "Touchpoints stand in this stage. Move or remove them first.").Keyed("stage.in_use")
		}
		tx.Log(StageChanged, id)
		return remove(ctx, tx, "stage", id)
	})
}

func (s *Service) stageToWrite(ctx context.Context, id string) (stage Stage, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		stage, err = getStage(ctx, q, id)
		return err
	})
	return stage, s.mayWrite(ctx, stage.ProgramID, err)
}

// mayWrite is why the asker may not change a thing of a program; finding is why
// it was not found. Who lacks the permission anywhere learns nothing else.
func (s *Service) mayWrite(ctx context.Context, program string, finding error) error {
	if err := access.From(ctx).Any(access.RegisterWrite); err != nil {
		return err
	}
	if finding != nil {
		return finding
	}
	return writing(ctx, program)
}
