package collect

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type joinInput struct {
	ID      string `path:"id"`
	Place   string `path:"place" doc:"From 0, in the order in which they are joined."`
	IfMatch string `header:"If-Match"`
	Body    JoinOn
}

type joinPlaceInput struct {
	ID      string `path:"id"`
	Place   string `path:"place" doc:"From 0, in the order in which they are joined."`
	IfMatch string `header:"If-Match"`
}

// registerJoins adds the operations about the further files of an import.
func registerJoins(api huma.API, s *Service) {
	add := web.Op("add-import-join", http.MethodPost, "/api/imports/{id}/joins", access.ImportRun, "Add a further file whose columns are joined to the import's; the columns are guessed anew")
	add.Parameters = []*huma.Param{
		{Name: "id", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}},
		{Name: "If-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString}},
	}
	describeUpload(api, &add, map[string]*huma.Schema{
		"left":  {Type: huma.TypeString, Description: "Column with the key in the import's file and those joined before; absent: found out. Before the file."},
		"right": {Type: huma.TypeString, Description: "Column with the key in this file; absent: found out. Before the file."},
		"name":  {Type: huma.TypeString, Description: "Of a long table, the column that holds names of columns. Before the file."},
		"value": {Type: huma.TypeString, Description: "Of a long table, the column that holds their values. Before the file."},
	})
	handle(api, &add, s.log, func(ctx huma.Context) error {
		return s.upload(ctx, func(fields uploadFields, name string, content io.Reader) (Import, log.Position, error) {
			on, err := fields.join()
			if err != nil {
				return Import{}, 0, err
			}
			return s.AddJoin(ctx.Context(), ctx.Param("id"), ctx.Header("If-Match"), name, fields.said, on, content)
		})
	})

	huma.Register(api, web.Op("set-import-join", http.MethodPut, "/api/imports/{id}/joins/{place}", access.ImportRun, "Say by which columns a further file is joined"),
		func(ctx context.Context, in *joinInput) (*importOutput, error) {
			i, position, err := s.SetJoin(ctx, in.ID, in.IfMatch, place(in.Place), in.Body)
			if err != nil {
				return nil, err
			}
			return answered(i, int64(position)), nil
		})

	huma.Register(api, web.Op("remove-import-join", http.MethodDelete, "/api/imports/{id}/joins/{place}", access.ImportRun, "Take a further file out of an import"),
		func(ctx context.Context, in *joinPlaceInput) (*importOutput, error) {
			i, position, err := s.RemoveJoin(ctx, in.ID, in.IfMatch, place(in.Place))
			if err != nil {
				return nil, err
			}
			return answered(i, int64(position)), nil
		})
}

// place reads the number of a join; one that is no number is none's.
func place(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

// join is what the form says of how a file is joined; nil for nothing.
func (f uploadFields) join() (*JoinOn, error) {
	if f.on == (JoinOn{}) {
		return nil, nil //nolint:nilnil // nothing said is no error
	}
	if f.on.Left == "" || f.on.Right == "" || (f.on.Name == "") != (f.on.Value == "") {
		return nil, fault.Invalid("on", "Say both columns with the keys, and of a long table both the column of names and the column of values.").Keyed("join.half")
	}
	return &f.on, nil
}
