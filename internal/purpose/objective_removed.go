package purpose

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// keptRemoved is how long an objective that was taken out can be put back.
const keptRemoved = 7 * 24 * time.Hour

// RestoreObjective puts an objective back that was taken out at most a week
// ago, with the baseline it had. Those that served it do so again where they
// still serve what it served.
func (s *Service) RestoreObjective(ctx context.Context, id string) (Objective, log.Position, error) {
	if err := access.From(ctx).Any(access.ProgramWrite); err != nil {
		return Objective{}, 0, err
	}
	var o Objective
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		var heirs []string
		var err error
		if o, heirs, err = removedObjective(ctx, tx, id); err != nil {
			return err
		}
		if err := access.From(ctx).Require(access.ProgramWrite, access.Program(o.ProgramID)); err != nil {
			return err
		}
		if o, err = again(ctx, tx, o, heirs); err != nil {
			return err
		}
		tx.Log(ObjectiveCreated, o.ID)
		return nil
	})
	if err != nil {
		return Objective{}, 0, err
	}
	return shownTo(access.From(ctx), o), position, nil
}

// again puts o back under its parent, or under the purpose where that is gone.
func again(ctx context.Context, tx *record.Tx, o Objective, heirs []string) (Objective, error) {
	all, err := listObjectives(ctx, tx, o.ProgramID)
	if err != nil {
		return o, err
	}
	if len(all) >= maxObjectives {
		return o, fault.New(fault.CodeConflict, "A program has at most 200 objectives.").Keyed("objective.too_many")
	}
	there := map[string]Objective{}
	for _, other := range all {
		there[other.ID] = other
	}
	served := o.ParentID
	if _, known := there[o.ParentID]; !known {
		o.ParentID = ""
	}
	o.Version++
	moved := []Objective{o}
	for _, heir := range heirs {
		if child, known := there[heir]; known && (child.ParentID == served || child.ParentID == o.ParentID) {
			child.ParentID, child.Version = o.ID, child.Version+1
			moved = append(moved, child)
		}
	}
	if err := restoreObjective(ctx, tx, o.ID); err != nil {
		return o, err
	}
	for _, m := range moved {
		if err := updateObjective(ctx, tx, m); err != nil {
			return o, err
		}
	}
	return o, fits(ctx, tx, o, Range{Least: math.Inf(-1), Most: math.Inf(1)})
}

// removedObjective is one that was taken out, with those that served it.
func removedObjective(ctx context.Context, tx *record.Tx, id string) (Objective, []string, error) {
	var kept string
	found, err := tx.Get(ctx, "SELECT heirs FROM objective WHERE id = ? AND removed_at IS NOT NULL", []any{id}, &kept)
	if err != nil {
		return Objective{}, nil, fault.Wrap(err, fault.CodeInternal, "find removed objective")
	}
	if !found {
		return Objective{}, nil, fault.NotFound("objective")
	}
	var r objectiveRow
	if err := tx.NewRaw("SELECT "+objectiveColumns+" FROM objective WHERE id = ?", id).Scan(ctx, &r); err != nil {
		return Objective{}, nil, fault.Wrap(err, fault.CodeInternal, "get removed objective")
	}
	o, err := r.objective()
	if err != nil {
		return o, nil, err
	}
	var heirs []string
	err = json.Unmarshal([]byte(kept), &heirs)
	return o, heirs, fault.Wrap(err, fault.CodeInternal, "read removed objective")
}

func restoreObjective(ctx context.Context, tx *record.Tx, id string) error {
	_, err := tx.Exec(ctx, "UPDATE objective SET removed_at = NULL, heirs = '[]' WHERE id = ?", id)
	return fault.Wrap(err, fault.CodeInternal, "restore objective")
}

// removeObjective takes one out; those that served it serve what it served.
// What was taken out of the program longer ago than keptRemoved goes for good.
func removeObjective(ctx context.Context, tx *record.Tx, o Objective, now time.Time) error {
	r, err := o.row()
	if err != nil {
		return err
	}
	all, err := listObjectives(ctx, tx, o.ProgramID)
	if err != nil {
		return err
	}
	heirs := []string{}
	for _, other := range all {
		if other.ParentID == o.ID {
			heirs = append(heirs, other.ID)
		}
	}
	text, err := json.Marshal(heirs)
	if err == nil {
		_, err = tx.NewRaw("UPDATE objective SET parent_id = ?, version = version + 1 WHERE parent_id = ?", r.ParentID, o.ID).Exec(ctx)
	}
	if err == nil {
		_, err = tx.NewRaw("UPDATE objective SET removed_at = ?, heirs = ? WHERE id = ?", record.Micros(now), string(text), o.ID).Exec(ctx)
	}
	if err == nil {
		_, err = tx.NewRaw("DELETE FROM objective WHERE program_id = ? AND removed_at < ?", o.ProgramID, record.Micros(now.Add(-keptRemoved))).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "remove objective")
}
