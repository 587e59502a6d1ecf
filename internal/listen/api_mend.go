package listen

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type speakersInput struct {
	ID   string `path:"id"`
	Body struct {
		Speakers []Speaks `json:"speakers" nullable:"false" minItems:"1" maxItems:"60"`
	}
}

type mendLineInput struct {
	ID   string `path:"id"`
	N    string `path:"n" doc:"Number of the sentence."`
	Body struct {
		Speaker     *string `json:"speaker,omitempty" maxLength:"200"`
		Interviewer *bool   `json:"interviewer,omitempty"`
		FromUS      *int64  `json:"from_us,omitempty" doc:"Microseconds; -1: not known."`
		ToUS        *int64  `json:"to_us,omitempty"`
	}
}

type mendLinesInput struct {
	ID   string `path:"id"`
	Body struct {
		FromN       int    `json:"from_n" minimum:"1" doc:"The first sentence."`
		ToN         int    `json:"to_n" minimum:"1" doc:"The last one."`
		Speaker     string `json:"speaker" maxLength:"200"`
		Interviewer *bool  `json:"interviewer,omitempty" doc:"Absent: as for the other sentences of the speaker."`
	}
}

type mendTimesInput struct {
	ID   string `path:"id"`
	Body struct {
		FromN int   `json:"from_n" minimum:"1" doc:"The first sentence."`
		ToN   int   `json:"to_n,omitempty" minimum:"0" doc:"The last one; absent: to the end."`
		ByUS  int64 `json:"by_us" minimum:"-86400000000" maximum:"86400000000" doc:"By how much, microseconds."`
	}
}

type listMendsInput struct {
	ID string `path:"id"`
	web.Page
}

type undoMendInput struct {
	ID   string `path:"id"`
	Mend string `path:"mend"`
}

func registerMends(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-speakers", http.MethodGet, "/api/documents/{id}/speakers", access.ListenRead, "List who speaks in a document, to its researchers, at most 200"),
		func(ctx context.Context, in *idInput) (*web.ListOf[Speaks], error) {
			return web.ListedWhole(s.Speakers(ctx, in.ID))
		})

	huma.Register(api, web.Op("mend-speakers", http.MethodPut, "/api/documents/{id}/speakers", access.ListenWrite, "Rename or join speakers of a document and say who interviews"),
		func(ctx context.Context, in *speakersInput) (*web.Changed, error) {
			return web.ChangedAt(s.MendSpeakers(ctx, in.ID, in.Body.Speakers))
		})

	huma.Register(api, web.Op("mend-lines", http.MethodPut, "/api/documents/{id}/lines", access.ListenWrite, "Say who says a run of sentences"),
		func(ctx context.Context, in *mendLinesInput) (*web.Changed, error) {
			b := in.Body
			return web.ChangedAt(s.MendLines(ctx, in.ID, b.FromN, b.ToN, b.Speaker, b.Interviewer))
		})

	huma.Register(api, web.Op("mend-line", http.MethodPatch, "/api/documents/{id}/lines/{n}", access.ListenWrite, "Mend who said a sentence and when"),
		func(ctx context.Context, in *mendLineInput) (*web.Changed, error) {
			b := in.Body
			n, err := strconv.Atoi(in.N)
			if err != nil {
				n = 0 // there is no such sentence
			}
			return web.ChangedAt(s.MendLine(ctx, in.ID, n, b.Speaker, b.Interviewer, b.FromUS, b.ToUS))
		})

	huma.Register(api, web.Op("mend-times", http.MethodPut, "/api/documents/{id}/times", access.ListenWrite, "Move when sentences were said"),
		func(ctx context.Context, in *mendTimesInput) (*web.Changed, error) {
			return web.ChangedAt(s.MendTimes(ctx, in.ID, in.Body.FromN, in.Body.ToN, in.Body.ByUS))
		})

	huma.Register(api, web.Op("list-mends", http.MethodGet, "/api/documents/{id}/mends", access.ListenRead, "List what was mended in a document, newest first, to its researchers"),
		func(ctx context.Context, in *listMendsInput) (*web.ListOf[Mend], error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			mends, err := s.Mends(ctx, in.ID, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &web.ListOf[Mend]{Body: web.Listed(mends, in.Limit, func(m Mend) any { return m.ID })}, nil
		})

	huma.Register(api, web.Op("undo-mend", http.MethodDelete, "/api/documents/{id}/mends/{mend}", access.ListenWrite, "Bring back what stood before something was mended, the last first"),
		func(ctx context.Context, in *undoMendInput) (*web.Changed, error) {
			return web.ChangedAt(s.UndoMend(ctx, in.ID, in.Mend))
		})
}
