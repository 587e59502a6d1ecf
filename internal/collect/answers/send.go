package answers

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/web"
)

// send sends a file while it is read. One that ends early is cut off, so that it is
// never taken for the whole.
func (s *Service) send(hc huma.Context, e *Export) {
	hc.SetHeader("Content-Type", mediaTypes[e.format.Kind])
	hc.SetHeader("Content-Disposition", `attachment; filename="`+e.name()+`.`+e.format.Kind+`"`)
	hc.SetHeader("X-Content-Type-Options", "nosniff")
	hc.SetHeader("Balcony-Rows", strconv.FormatInt(e.Count, 10))
	if err := e.Write(hc.Context(), hc.BodyWriter()); err != nil && hc.Context().Err() == nil {
		s.Log.WarnContext(hc.Context(), "export of a survey ended early", "format", e.format.Kind, "error", err)
		web.BreakOff()
	}
}
