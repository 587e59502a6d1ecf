package people

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

type definitionsOutput struct {
	Body struct {
		Items []TraitDefinition `json:"items" nullable:"false"`
	}
}

type definitionOutput struct {
	ETag     string `header:"ETag"`
	Position int64  `header:"Balcony-Position"`
	Body     TraitDefinition
}

type defineInput struct {
	Body struct {
		Of         TraitOf   `json:"of" enum:"customer,account"`
		Name       string    `json:"name" minLength:"1" maxLength:"120" doc:"By which files and answers name it; for life."`
		Label      string    `json:"label,omitempty" maxLength:"120" doc:"The name where absent."`
		Kind       TraitKind `json:"kind" enum:"text,number,money,date,choice"`
		Currency   string    `json:"currency,omitempty" maxLength:"3" doc:"Of money; the organisation's where absent."`
		Choices    []Choice  `json:"choices,omitempty" nullable:"false" maxItems:"200"`
		InAnalysis bool      `json:"in_analysis,omitempty"`
	}
}

type redefineInput struct {
	ID      string `path:"id"`
	IfMatch string `header:"If-Match"`
	Body    struct {
		Label      *string    `json:"label,omitempty" maxLength:"120"`
		Currency   *string    `json:"currency,omitempty" maxLength:"3" doc:"Only while there are no values."`
		Kind       *TraitKind `json:"kind,omitempty" enum:"text,number,money,date,choice" doc:"Only while there are no values."`
		Choices    *[]Choice  `json:"choices,omitempty" nullable:"false" maxItems:"200" doc:"All of them; one that somebody has stays."`
		InAnalysis *bool      `json:"in_analysis,omitempty"`
	}
}

type knownTraitsInput struct {
	ID string `path:"id"`
	At string `query:"at" maxLength:"40" doc:"The moment whose values are asked for, as 2026-01-31 (its end) or 2026-01-31T10:00:00Z; now where absent."`
}

type knownTraitsOutput struct {
	Body struct {
		At    time.Time    `json:"at"`
		Items []KnownTrait `json:"items" nullable:"false"`
	}
}

// traitWritten is one entry as a client writes it.
type traitWritten struct {
	Trait  string `json:"trait" minLength:"1" maxLength:"120" doc:"Id or name."`
	Since  string `json:"since,omitempty" maxLength:"40" doc:"From when on, as 2026-01-31 or 2026-01-31T10:00:00Z, or the word always. Absent: now, and only where another value is in force."`
	Value  any    `json:"value,omitempty" doc:"A text or a number; empty: from then on none is known."`
	Remove bool   `json:"remove,omitempty" doc:"The entry of that instant goes, and what was before goes on."`
}

type setTraitsInput struct {
	ID   string `path:"id"`
	Body struct {
		Traits []traitWritten `json:"traits" minItems:"1" maxItems:"500" nullable:"false"`
	}
}

func registerTraits(api huma.API, s *Service) {
	registerDefinitions(api, s)
	for _, of := range []TraitOf{OfCustomer, OfAccount} {
		registerKnownTraits(api, s, of)
	}
}

func registerDefinitions(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-people-traits", http.MethodGet, "/api/traits/people", access.PersonRead, "List the traits of customers and accounts"),
		func(ctx context.Context, _ *struct{}) (*definitionsOutput, error) {
			all, err := s.Definitions(ctx)
			if err != nil {
				return nil, err
			}
			out := &definitionsOutput{}
			out.Body.Items = all
			return out, nil
		})

	create := web.Op("create-people-trait", http.MethodPost, "/api/traits/people", access.PersonWrite, "Make a trait of customers or accounts, at most 200")
	create.DefaultStatus = http.StatusCreated
	huma.Register(api, create, func(ctx context.Context, in *defineInput) (*definitionOutput, error) {
		b := in.Body
		return answeredDefinition(s.Define(ctx, TraitDefinition{
			Of: b.Of, Name: b.Name, Label: b.Label, Kind: b.Kind, Currency: b.Currency, Choices: b.Choices, InAnalysis: b.InAnalysis,
		}))
	})

	huma.Register(api, web.Op("change-people-trait", http.MethodPatch, "/api/traits/people/{id}", access.PersonWrite, "Change a trait; its kind stays once it has values"),
		func(ctx context.Context, in *redefineInput) (*definitionOutput, error) {
			return answeredDefinition(s.Redefine(ctx, in.ID, in.IfMatch, TraitChange(in.Body)))
		})

	huma.Register(api, web.Op("delete-people-trait", http.MethodDelete, "/api/traits/people/{id}", access.PersonWrite, "Remove a trait that nobody has a value of"),
		func(ctx context.Context, in *idInput) (*goneOutput, error) {
			position, err := s.Undefine(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &goneOutput{int64(position)}, nil
		})
}

func answeredDefinition(d TraitDefinition, position log.Position, err error) (*definitionOutput, error) {
	if err != nil {
		return nil, err
	}
	return &definitionOutput{ETag: web.ETag(d.Version), Position: int64(position), Body: d}, nil
}

func registerKnownTraits(api huma.API, s *Service, of TraitOf) {
	path := "/api/" + string(of) + "s/{id}/traits"
	huma.Register(api, web.Op("get-"+string(of)+"-traits", http.MethodGet, path, access.PersonRead, "Get what is known of the traits of one "+string(of)+", with their history"),
		func(ctx context.Context, in *knownTraitsInput) (*knownTraitsOutput, error) {
			at, err := s.momentOf("at", in.At, true)
			if err != nil {
				return nil, err
			}
			known, err := s.traitsOf(ctx, of, in.ID, at)
			if err != nil {
				return nil, err
			}
			out := &knownTraitsOutput{}
			out.Body.At, out.Body.Items = at, known
			return out, nil
		})

	huma.Register(api, web.Op("set-"+string(of)+"-traits", http.MethodPut, path, access.PersonWrite, "Write entries into the history of one "+string(of)+"'s traits"),
		func(ctx context.Context, in *setTraitsInput) (*goneOutput, error) {
			entries := make([]TraitInput, len(in.Body.Traits))
			for i, t := range in.Body.Traits {
				at := "traits[" + strconv.Itoa(i) + "]."
				since, err := s.momentOf(at+"since", t.Since, false)
				if err != nil {
					return nil, err
				}
				value, ok := writtenValue(t.Value)
				if !ok {
					return nil, fault.Invalid(at+"value", "A value is a text or a number.").Keyed("people_trait.value")
				}
				entries[i] = TraitInput{TraitID: t.Trait, Since: since, Value: value, Remove: t.Remove, IfOther: t.Since == ""}
			}
			position, err := s.SetTraits(ctx, of, in.ID, entries)
			if err != nil {
				return nil, err
			}
			return &goneOutput{int64(position)}, nil
		})
}

func writtenValue(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// momentOf reads an instant, or a day in the organisation's zone: its first
// instant, or its last where end. "" is now, "always" the zero time.
func (s *Service) momentOf(field, text string, end bool) (time.Time, error) {
	switch text {
	case "":
		return s.now().UTC(), nil
	case "always":
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(traitDay, text, s.zone()); err == nil {
		if end {
			day = day.AddDate(0, 0, 1).Add(-time.Microsecond)
		}
		return day.UTC(), nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fault.Invalid(field, "Write a time as 2026-01-31 or 2026-01-31T10:00:00Z.").Keyed("people_trait.time")
	}
	return t.UTC(), nil
}
