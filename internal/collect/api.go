package collect

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

// Filter chooses responses, by the same names as figures are filtered. Empty
// fields choose all.
type Filter struct {
	Program  string   `query:"program" maxLength:"64"`
	Measure  string   `query:"measure" maxLength:"64" doc:"Only responses with a score of this measure."`
	Where    []string `query:"where,explode" maxItems:"50" doc:"KEY:VALUE; the same key again is an or, another key an and, KEY: finds answers without a value. KEY is unit (with the units below), unit_only, channel, language, survey, touchpoint, account, segment (its id: answers of customers who were in it when they answered), segment:ID (in for the same, out for all others; answers whose consent ends at the firm are on neither side) or t3 (declared trait in slot 3)."`
	ScoreMin string   `query:"score_min" doc:"With measure: scores from this one on."`
	ScoreMax string   `query:"score_max" doc:"With measure: scores up to this one."`
	From     string   `query:"from" doc:"First day, in the organisation's zone; or an instant (RFC 3339)."`
	To       string   `query:"to" doc:"Last day, included; or the instant (RFC 3339) before which."`
	Import   string   `query:"import" maxLength:"64" doc:"Only what this import wrote last."`
	HasText  bool     `query:"has_text"`
	Words    string   `query:"q" maxLength:"200" doc:"Words that a text must have, in any order; the last may be a beginning. Accents and case do not matter."`
}

type listResponsesInput struct {
	web.Page
	Filter
}

type listResponsesOutput struct{ Body web.List[ListedResponse] }

type responseInput struct {
	ID string `path:"id"`
}

type responseOutput struct{ Body Response }

// Register adds the room's operations to the API.
func Register(api huma.API, s *Service) {
	registerIntake(api, s)
	registerImports(api, s)
	registerMapping(api, s)
	registerExport(api, s)
	registerFiles(api, s)

	huma.Register(api, web.Op("list-responses", http.MethodGet, "/api/responses", access.AnswerRead, "List responses, newest first"),
		func(ctx context.Context, in *listResponsesInput) (*listResponsesOutput, error) {
			var after listCursor
			if err := web.DecodeCursor(in.Cursor, &after); err != nil {
				return nil, err
			}
			found, err := s.ListResponses(ctx, in.Filter, after, in.Limit)
			if err != nil {
				return nil, err
			}
			out := web.Listed(found, in.Limit, func(r ListedResponse) any {
				return listCursor{At: r.At.UnixMicro(), ID: r.ID}
			})
			if in.Cursor == "" {
				out.Total, out.More, err = s.countListed(ctx, in.Filter, len(out.Items), out.Next == "")
			}
			return &listResponsesOutput{out}, err
		})

	huma.Register(api, web.Op("get-response", http.MethodGet, "/api/responses/{id}", access.AnswerRead, "Open one response, as asked and given"),
		func(ctx context.Context, in *responseInput) (*responseOutput, error) {
			r, err := s.GetResponse(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &responseOutput{r}, nil
		})
}

// listCursor is the last response of a page: microseconds and id.
type listCursor struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

type positionOutput struct {
	Position int64 `header:"Balcony-Position"`
}

// clientAhead is how far ahead of the server's clock an answer may say it was
// given.
const clientAhead = 24 * time.Hour
