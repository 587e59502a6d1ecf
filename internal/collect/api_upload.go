package collect

import (
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strconv"

	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// registerUpload adds the upload. It reads the form as a stream, so that a
// large file never stands in memory or in a second copy.
func registerUpload(api huma.API, s *Service) {
	op := web.Op("upload-import", http.MethodPost, "/api/imports", access.ImportRun, "Upload a file and see how it would be read")
	describeUpload(api, &op, map[string]*huma.Schema{
		"program_id": {Type: huma.TypeString, Description: "The program it belongs to. Before the file."},
	})
	handle(api, &op, s.log, func(ctx huma.Context) error {
		return s.upload(ctx, func(fields uploadFields, name string, content io.Reader) (Import, log.Position, error) {
			i, err := s.UploadAs(ctx.Context(), name, fields.program, fields.said, content)
			return i, 0, err
		})
	})
}

// describeUpload says what form an operation takes: a file, how it is written,
// and what else there is to say of it.
func describeUpload(api huma.API, op *huma.Operation, also map[string]*huma.Schema) {
	properties := map[string]*huma.Schema{
		"file":        {Type: huma.TypeString, Format: "binary", Description: "CSV, TSV or semicolon text, XLSX, JSON Lines, Parquet or XES (plain or packed with gzip), at most 512 MiB."},
		"kind":        {Type: huma.TypeString, Enum: []any{"answers", "customers", "accounts", "events"}, Description: "What the rows are; absent: found out. Before the file."},
		"encoding":    {Type: huma.TypeString, Enum: []any{"utf-8", "utf-16le", "utf-16be", "windows-1252"}, Description: "How characters are stored; absent: found out. Before the file."},
		"delimiter":   {Type: huma.TypeString, Enum: []any{"comma", "semicolon", "tab", "pipe", "none"}, Description: "What stands between cells; absent: found out. Before the file."},
		"header":      {Type: huma.TypeString, Enum: []any{"true", "false"}, Description: "Whether the first row names the columns; absent: found out. Before the file."},
		"header_rows": {Type: huma.TypeString, Enum: []any{"0", "1", "2", "3"}, Description: "How many rows name the columns; goes before header; absent: found out. Before the file."},
		"sheet":       {Type: huma.TypeString, Description: "Of a workbook, the sheet to read; absent: the first one shown that holds a table. Before the file."},
	}
	maps.Copy(properties, also)
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"multipart/form-data": {Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: properties}},
	}}
	schemas := api.OpenAPI().Components.Schemas
	t := reflect.TypeFor[Import]()
	op.Responses = map[string]*huma.Response{
		"201": {Description: "Uploaded", Content: map[string]*huma.MediaType{"application/json": {Schema: schemas.Schema(t, true, t.Name())}}},
		"default": {Description: "Not taken", Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: schemas.Schema(reflect.TypeFor[fault.Problem](), true, "Problem")}}},
	}
	api.OpenAPI().AddOperation(op)
}

// received is what is done with an uploaded file.
type received func(fields uploadFields, name string, content io.Reader) (Import, log.Position, error)

func (s *Service) upload(ctx huma.Context, take received) error {
	if err := access.From(ctx.Context()).Any(access.ImportRun); err != nil {
		return err // before the body is read
	}
	kind, params, err := mime.ParseMediaType(ctx.Header("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" {
		return fault.Invalid("file", "Send the file as multipart/form-data, in a part called file.")
	}
	form := multipart.NewReader(io.LimitReader(ctx.BodyReader(), maxUploadBytes+1<<20), params["boundary"])
	var fields uploadFields
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return fault.Invalid("file", "There is no part called file in the form.")
		}
		if err != nil {
			return fault.Invalid("file", "The upload ended before it was complete.").Because(err)
		}
		if part.FormName() == "file" {
			return answerUpload(ctx, part, fields, take)
		}
		if err := fields.take(part); err != nil {
			return err
		}
	}
}

// uploadFields are the parts of the form before the file.
type uploadFields struct {
	program string
	said    Reading
	on      JoinOn // of a further file
}

// take reads one short part; parts it does not know are passed over.
func (f *uploadFields) take(part *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(part, 400))
	if err != nil {
		return fault.Invalid(part.FormName(), "The upload ended before it was complete.").Because(err)
	}
	text := string(raw)
	switch part.FormName() {
	case "program_id":
		f.program = text
	case "left":
		f.on.Left = text
	case "right":
		f.on.Right = text
	case "name":
		f.on.Name = text
	case "value":
		f.on.Value = text
	case "kind":
		f.said.Kind = ImportKind(text)
	case "encoding":
		f.said.Encoding = text
	case "sheet":
		f.said.Sheet = text
	case "delimiter":
		f.said.Delimiter = text
	case "header_rows":
		rows, err := strconv.Atoi(text)
		if text != "" && (err != nil || rows < 0 || rows > 3) {
			return fault.Invalid("header_rows", "Say how many rows name the columns: 0 to 3.").Keyed("file.header_rows_unknown")
		}
		if text != "" {
			f.said.Rows = &rows
		}
	case "header":
		header, err := strconv.ParseBool(text)
		if text != "" && err != nil {
			return fault.Invalid("header", "Say true or false.").Keyed("file.header_unknown")
		}
		if text != "" {
			f.said.Header = &header
		}
	}
	return nil
}

func answerUpload(ctx huma.Context, part *multipart.Part, fields uploadFields, take received) error {
	i, position, err := take(fields, part.FileName(), part)
	if err != nil {
		return err
	}
	body, err := json.Marshal(i)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write import")
	}
	ctx.SetHeader("Content-Type", "application/json")
	ctx.SetHeader("ETag", web.ETag(i.Version))
	if position > 0 {
		ctx.SetHeader("Balcony-Position", strconv.FormatInt(int64(position), 10))
	}
	ctx.SetStatus(http.StatusCreated)
	_, _ = ctx.BodyWriter().Write(body) // the client went away: nothing is left to tell
	return nil
}
