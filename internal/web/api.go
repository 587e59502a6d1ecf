package web

import (
	"errors"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/balcony-cx/balcony/internal/fault"
)

// permissionKey is where an operation's permission stands in its metadata and
// in the OpenAPI description.
const permissionKey = "x-permission"

// Public marks an operation that anybody may call.
const Public = ""

// setErrors makes the API layer speak in problem details. The library keeps
// the constructor in a package variable, so it is set once for the process.
var setErrors sync.Once

// NewAPI builds the API on mux. Its description is served as OpenAPI 3.1 at
// /api/openapi.json. Errors that are the server's fault are logged with their
// cause and answered without it.
func NewAPI(mux *http.ServeMux, version string, log *slog.Logger) huma.API {
	setErrors.Do(func() { huma.NewError = problem })
	config := huma.DefaultConfig("Balcony", version)
	config.Info.Description = "Customer-experience management that a company runs itself. Times are RFC 3339 in UTC; lists are paged by an opaque cursor; errors are problem details (RFC 9457) that name the field."
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = "" // the bundled reference page loads scripts from a third party
	config.SchemasPath = ""
	config.CreateHooks = nil // no $schema member in every body
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Transformers = append(config.Transformers, logFailures(log))
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: "balcony_session", Description: "Set by POST /api/session."},
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token, made under Settings > API tokens."},
	}
	return humago.New(mux, config)
}

// schemaName names a type in the description. The types of a package within a
// room carry its name, so that a room's own may be called as they are.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if _, within, _ := strings.Cut(t.PkgPath(), "/internal/"); strings.Contains(within, "/") {
		inner := path.Base(within)
		inner = strings.ToUpper(inner[:1]) + inner[1:]
		return inner + strings.TrimPrefix(name, inner)
	}
	return name
}

// Op describes an operation. Every operation names the permission it needs
// (Public for none); the test over roles, scopes and routes reads it from here,
// while the services do the checking.
func Op[P ~string](id, method, path string, permission P, summary string) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		Tags:       []string{tag(path)},
		Extensions: map[string]any{permissionKey: string(permission)},
	}
	if permission != Public {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	}
	return op
}

// PermissionOf is the permission that an operation declared with Op, and
// whether it declared one at all.
func PermissionOf(op *huma.Operation) (string, bool) {
	p, ok := op.Extensions[permissionKey].(string)
	return p, ok
}

func tag(path string) string {
	rest := strings.TrimPrefix(path, "/api/")
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// problem turns the API layer's own errors (validation of input, unknown
// media types, unexpected errors) into problem details. Of an unexpected
// error nothing is shown.
func problem(status int, message string, errs ...error) huma.StatusError {
	p := &fault.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: message, Code: fault.CodeOfStatus(status),
	}
	if status >= 500 {
		p.Detail = "Something went wrong on the server. Nothing that was confirmed is lost; try again, and tell the operator if it goes on."
		return p
	}
	for _, err := range errs {
		var d huma.ErrorDetailer
		switch {
		case err == nil:
		case errors.As(err, &d):
			detail := d.ErrorDetail()
			p.Errors = append(p.Errors, fault.Field{Field: fieldPath(detail.Location), Message: detail.Message, Value: plainValue(detail.Value)})
		default:
			p.Errors = append(p.Errors, fault.Field{Message: err.Error()})
		}
	}
	if message == "validation failed" {
		p.Detail = "Some of the input is not right; nothing was changed. See which fields below."
		p.Key = "validation"
	}
	return p
}

// fieldPath takes the part of the request off a location: "body.scale.min"
// is the field "scale.min", "query.limit" is "limit".
func fieldPath(location string) string {
	for _, prefix := range []string{"body.", "query.", "path.", "header."} {
		if rest, ok := strings.CutPrefix(location, prefix); ok {
			return rest
		}
	}
	return location
}

// plainValue keeps short scalars; whole bodies and lists are not echoed, and
// no text, since it may be a password.
func plainValue(v any) any {
	switch v.(type) {
	case bool, int, int64, float64:
		return v
	}
	return nil
}

// logFailures logs the cause of each answer that is the server's fault; that a
// client went away is not.
func logFailures(log *slog.Logger) huma.Transformer {
	return func(ctx huma.Context, _ string, v any) (any, error) {
		if e, ok := v.(*fault.Error); ok && e.GetStatus() >= 500 && ctx.Context().Err() == nil {
			log.ErrorContext(ctx.Context(), "request failed", "operation", ctx.Operation().OperationID, "error", e.Error())
		}
		return v, nil
	}
}
