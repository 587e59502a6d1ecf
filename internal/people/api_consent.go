package people

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

type consentsOutput struct {
	Body struct {
		Now   map[Purpose]ConsentState `json:"now" doc:"What stands for surveys, interviews and contact: given, withdrawn or unknown."`
		Items []Consent                `json:"items" nullable:"false" doc:"What was said, the latest first, at most 500."`
	}
}

type recordConsentInput struct {
	ID   string `path:"id"`
	Body ConsentInput
}

type consentOutput struct {
	Position int64 `header:"Balcony-Position"`
	Body     Consent
}

type listConsentTextsInput struct{ web.Page }

type consentTextsOutput struct{ Body web.List[ConsentText] }

type addConsentTextInput struct {
	Body struct {
		Version  string `json:"version" minLength:"1" maxLength:"60"`
		Language string `json:"language" minLength:"2" maxLength:"35" doc:"BCP 47."`
		Text     string `json:"text" minLength:"1" maxLength:"10000"`
	}
}

type consentTextOutput struct{ Body ConsentText }

func registerConsents(api huma.API, s *Service) {
	huma.Register(api, web.Op("list-consents", http.MethodGet, "/api/customers/{id}/consents", access.PersonRead, "List what a customer said about being asked, and what stands now"),
		func(ctx context.Context, in *idInput) (*consentsOutput, error) {
			history, now, err := s.Consents(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			out := &consentsOutput{}
			out.Body.Items, out.Body.Now = append([]Consent{}, history...), now
			return out, nil
		})

	record := web.Op("record-consent", http.MethodPost, "/api/customers/{id}/consents", access.PersonWrite, "Write down what a customer said; nothing is overwritten")
	record.DefaultStatus = http.StatusCreated
	huma.Register(api, record, func(ctx context.Context, in *recordConsentInput) (*consentOutput, error) {
		c, position, err := s.RecordConsent(ctx, in.ID, in.Body)
		if err != nil {
			return nil, err
		}
		return &consentOutput{int64(position), c}, nil
	})

	huma.Register(api, web.Op("list-consent-texts", http.MethodGet, "/api/consent-texts", access.PersonRead, "List the wordings that people are asked to agree to"),
		func(ctx context.Context, in *listConsentTextsInput) (*consentTextsOutput, error) {
			var before string
			if err := web.DecodeCursor(in.Cursor, &before); err != nil {
				return nil, err
			}
			list, err := s.ConsentTexts(ctx, before, in.Limit)
			if err != nil {
				return nil, err
			}
			return &consentTextsOutput{web.Listed(list, in.Limit, func(t ConsentText) any { return t.ID })}, nil
		})

	add := web.Op("add-consent-text", http.MethodPost, "/api/consent-texts", access.PersonWrite, "Keep a wording under a version and a language; it never changes")
	add.DefaultStatus = http.StatusCreated
	huma.Register(api, add, func(ctx context.Context, in *addConsentTextInput) (*consentTextOutput, error) {
		t, err := s.AddConsentText(ctx, in.Body.Version, in.Body.Language, in.Body.Text)
		if err != nil {
			return nil, err
		}
		return &consentTextOutput{t}, nil
	})

	huma.Register(api, web.Op("delete-consent-text", http.MethodDelete, "/api/consent-texts/{id}", access.PersonWrite, "Take a wording out whose version nobody agreed to"),
		func(ctx context.Context, in *idInput) (*struct{}, error) {
			return nil, s.DeleteConsentText(ctx, in.ID)
		})
}
