package app

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"
)

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// sampleBody is a body that an operation's schema admits, nil where it takes none.
// Ids of programs and measures are real ones.
func sampleBody(api huma.API, op *huma.Operation, f firm) any {
	if op.RequestBody == nil {
		return nil
	}
	if op.RequestBody.Content["application/json"] == nil {
		return picture("no picture")
	}
	s := sampler{api: api, ids: map[string]string{"program_id": f.a, "measure_id": f.measureA, "program": f.a, "measure": f.measureA}}
	return s.of("", op.RequestBody.Content["application/json"].Schema, 0)
}

type sampler struct {
	api huma.API
	ids map[string]string
}

func (s sampler) of(name string, schema *huma.Schema, depth int) any {
	if schema.Ref != "" {
		schema = s.api.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	if depth > 8 {
		return nil
	}
	switch {
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case len(schema.AnyOf) > 0:
		return s.of(name, schema.AnyOf[0], depth+1)
	case len(schema.OneOf) > 0:
		return s.of(name, schema.OneOf[0], depth+1)
	}
	switch schema.Type {
	case huma.TypeObject:
		out := map[string]any{}
		for property, p := range schema.Properties {
			if !p.ReadOnly && (property == "score" || slices.Contains(schema.Required, property) || s.ids[property] != "" && property != "program" && property != "measure") {
				out[property] = s.of(property, p, depth+1)
			}
		}
		return out
	case huma.TypeArray:
		if schema.MinItems != nil && *schema.MinItems > 0 {
			return []any{s.of(name, schema.Items, depth+1)}
		}
		return []any{}
	case huma.TypeString:
		return s.text(name, schema)
	case huma.TypeInteger, huma.TypeNumber:
		if schema.Minimum != nil {
			return *schema.Minimum
		}
		return 1
	case huma.TypeBoolean:
		return false
	}
	return nil
}

func (s sampler) text(name string, schema *huma.Schema) string {
	switch {
	case s.ids[name] != "":
		return s.ids[name]
	case schema.Format == "uuid":
		return uuid.Must(uuid.NewV7()).String()
	case schema.Format == "date-time":
		return "2026-01-02T03:04:05Z"
	case schema.Format == "date":
		return "2026-01-02"
	case schema.Format == "email" || name == "email" || name == "to" || name == "from":
		return "somebody@example.test"
	case name == "time_zone":
		return "Europe/Paris"
	case name == "currency":
		return "EUR"
	}
	length := 3
	if schema.MinLength != nil && *schema.MinLength > length {
		length = *schema.MinLength
	}
	return strings.Repeat("x", length)
}

func atoi(t *testing.T, text string) (n int) {
	t.Helper()
	decode(t, text, &n)
	return n
}
