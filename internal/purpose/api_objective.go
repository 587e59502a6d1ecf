package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type objectivesOutput struct {
	Body struct {
		Items []Objective `json:"items" nullable:"false"`
	}
}

type createObjectiveInput struct {
	ID   string `path:"id"`
	Body struct {
		Name         string   `json:"name" maxLength:"200"`
		ParentID     string   `json:"parent_id,omitempty"`
		Outcome      Outcome  `json:"outcome" enum:"satisfaction,loyalty,advocacy"`
		MeasureID    string   `json:"measure_id"`
		Where        []string `json:"where,omitempty" maxItems:"50" doc:"Whose answers count, as KEY:VALUE, as figures take it."`
		BaselineFrom string   `json:"baseline_from" format:"date"`
		BaselineTo   string   `json:"baseline_to" format:"date"`
		Target       float64  `json:"target"`
		Due          string   `json:"due" format:"date"`
	}
}

type changeObjectiveInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Name         *string   `json:"name,omitempty" maxLength:"200"`
		ParentID     *string   `json:"parent_id,omitempty" doc:"Empty: it serves the purpose itself."`
		Outcome      *Outcome  `json:"outcome,omitempty" enum:"satisfaction,loyalty,advocacy"`
		MeasureID    *string   `json:"measure_id,omitempty"`
		Where        *[]string `json:"where,omitempty" nullable:"false" maxItems:"50"`
		BaselineFrom *string   `json:"baseline_from,omitempty" format:"date"`
		BaselineTo   *string   `json:"baseline_to,omitempty" format:"date"`
		Target       *float64  `json:"target,omitempty"`
		Due          *string   `json:"due,omitempty" format:"date"`
	}
}

type objectiveOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     Objective
}

func registerObjectives(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-objectives", http.MethodGet, "/api/programs/{id}/objectives", access.ProgramRead, "List a program's objectives, at most 200; parents name the tree"),
		func(ctx context.Context, in *idInput) (*objectivesOutput, error) {
			list, err := s.Objectives(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &objectivesOutput{}
			out.Body.Items = list
			return out, nil
		})

	create := web.Op("create-objective", http.MethodPost, "/api/programs/{id}/objectives", access.ProgramWrite, "Set an objective; its baseline is taken from the answers of the days given")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *createObjectiveInput) (*objectiveOutput, error) {
		b := in.Body
		return answeredObjective(s.CreateObjective(ctx, Objective{
			ProgramID: in.ID, ParentID: b.ParentID, Name: b.Name, Outcome: b.Outcome, MeasureID: b.MeasureID, Where: b.Where,
			BaselineFrom: b.BaselineFrom, BaselineTo: b.BaselineTo, Target: b.Target, Due: b.Due,
		}))
	})

	huma.Register(api, web.Op("get-objective", http.MethodGet, "/api/objectives/{id}", access.ProgramRead, "Get an objective"),
		func(ctx context.Context, in *idInput) (*objectiveOutput, error) {
			o, err := s.Objective(ctx, in.ID)
			return answeredObjective(o, 0, err)
		})

	huma.Register(api, web.Op("change-objective", http.MethodPatch, "/api/objectives/{id}", access.ProgramWrite, "Change an objective; with another measure, condition or day its baseline is taken anew"),
		func(ctx context.Context, in *changeObjectiveInput) (*objectiveOutput, error) {
			b := in.Body
			return answeredObjective(s.UpdateObjective(ctx, in.ID, in.IfMatch, ObjectiveChange{
				Name: b.Name, ParentID: b.ParentID, MeasureID: b.MeasureID, BaselineFrom: b.BaselineFrom, BaselineTo: b.BaselineTo, Due: b.Due,
				Outcome: b.Outcome, Where: b.Where, Target: b.Target,
			}))
		})

	huma.Register(api, web.Op("remove-objective", http.MethodDelete, "/api/objectives/{id}", access.ProgramWrite, "Remove an objective; those that serve it serve what it served"),
		func(ctx context.Context, in *idInput) (*web.Changed, error) {
			return web.ChangedAt(s.RemoveObjective(ctx, in.ID))
		})

	huma.Register(api, web.Op("restore-objective", http.MethodPost, "/api/objectives/{id}/restore", access.ProgramWrite, "Put an objective back that was removed within a week, with the baseline it had"),
		func(ctx context.Context, in *idInput) (*objectiveOutput, error) {
			return answeredObjective(s.RestoreObjective(ctx, in.ID))
		})
}

func answeredObjective(o Objective, position log.Position, err error) (*objectiveOutput, error) {
	if err != nil {
		return nil, err
	}
	return &objectiveOutput{ETag: web.ETag(o.Version), Position: int64(position), Body: o}, nil
}
