package purpose

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

type recordValuesInput struct {
	ID   string `path:"id"`
	Body struct {
		Values []GivenValue `json:"values" nullable:"false" minItems:"1" maxItems:"5000"`
	}
}

type takenOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     Taken
}

type valuesInput struct {
	web.Page
	ID   string `path:"id"`
	Unit string `query:"of" maxLength:"64" doc:"Id of a unit; absent: the whole organisation."`
}

type valuesOutput struct{ Body web.List[IndicatorValue] }

type pageOfInput struct {
	web.Page
	ID string `path:"id"`
}

type valueUnitsOutput struct{ Body web.List[IndicatorUnit] }

type formerOutput struct{ Body web.List[FormerValue] }

type valueFileInput struct {
	Program string `query:"program_id" required:"true"`
	Dry     bool   `query:"dry" doc:"Only tell what would become of it."`
	RawBody []byte `contentType:"text/csv"`
}

type fileTakenOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     FileTaken
}

func registerValues(api huma.API, s *Service) {
	huma.Register(api, web.Op("record-indicator-values", http.MethodPost, "/api/indicators/{id}/values", access.ImportRun, "Take values of an indicator in, by unit and period; sending them again changes nothing"),
		func(ctx context.Context, in *recordValuesInput) (*takenOutput, error) {
			taken, position, err := s.RecordValues(ctx, in.ID, in.Body.Values)
			if err != nil {
				return nil, err
			}
			return &takenOutput{Position: int64(position), Body: taken}, nil
		})

	huma.Register(api, web.Op("list-indicator-values", http.MethodGet, "/api/indicators/{id}/values", access.FigureRead, "The series of a unit, or of the whole organisation, latest first"),
		func(ctx context.Context, in *valuesInput) (*valuesOutput, error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			list, err := s.Values(ctx, in.ID, in.Unit, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &valuesOutput{web.Listed(list, in.Limit, func(v IndicatorValue) any { return v.Period })}, nil
		})

	huma.Register(api, web.Op("list-indicator-units", http.MethodGet, "/api/indicators/{id}/units", access.FigureRead, "The units that an indicator has values of, with the latest of each"),
		func(ctx context.Context, in *pageOfInput) (*valueUnitsOutput, error) {
			var after *string
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, err := s.ValueUnits(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &valueUnitsOutput{web.Listed(list, in.Limit, func(u IndicatorUnit) any { return u.UnitID })}, nil
		})

	huma.Register(api, web.Op("list-indicator-corrections", http.MethodGet, "/api/indicators/{id}/corrections", access.FigureRead, "Values of an indicator that were corrected, the last first"),
		func(ctx context.Context, in *pageOfInput) (*formerOutput, error) {
			var after formerCursor
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			list, err := s.FormerValues(ctx, in.ID, after, in.Limit)
			if err != nil {
				return nil, err
			}
			return &formerOutput{web.Listed(list, in.Limit, func(f FormerValue) any {
				return formerCursor{f.ReplacedAt.UnixMicro(), f.UnitID, f.Period}
			})}, nil
		})

	file := web.Op("record-indicator-file", http.MethodPost, "/api/indicator-values", access.ImportRun, "Take a CSV of values in, of several indicators and units; with anything wrong in it nothing is taken")
	file.MaxBodyBytes = maxFileBytes + 1
	huma.Register(api, file, func(ctx context.Context, in *valueFileInput) (*fileTakenOutput, error) {
		if len(in.RawBody) == 0 {
			return nil, fault.Invalid("file", "The file is empty.").Keyed("indicator.file")
		}
		out, position, err := s.RecordFile(ctx, in.Program, in.RawBody, in.Dry)
		if err != nil {
			return nil, err
		}
		return &fileTakenOutput{Position: int64(position), Body: out}, nil
	})
}
