package access

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/web"
)

// Token is an API token as its maker sees it; the token itself is shown once.
type Token struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Hint       string       `json:"hint" doc:"How the token begins, to tell it from others."`
	Scopes     []Permission `json:"scopes" nullable:"false"`
	CreatedAt  time.Time    `json:"created_at"`
	ExpiresAt  *time.Time   `json:"expires_at,omitempty"`
	LastUsedAt *time.Time   `json:"last_used_at,omitempty" doc:"To the minute."`
}

// NewToken asks for an API token.
type NewToken struct {
	Name      string       `json:"name" minLength:"1" maxLength:"200"`
	Scopes    []Permission `json:"scopes" minItems:"1" maxItems:"50" nullable:"false" doc:"Permissions; the token never does more than its maker may at that moment."`
	ExpiresAt *time.Time   `json:"expires_at,omitempty" doc:"Never where left out."`
}

// MadeToken is a new token with its secret, which is shown this once.
type MadeToken struct {
	Token  Token  `json:"token"`
	Secret string `json:"secret" doc:"Send it as Authorization: Bearer."`
}

func registerTokens(api huma.API, s *Service) {
	type listOutput struct{ Body web.List[Token] }
	type makeInput struct{ Body NewToken }
	type makeOutput struct{ Body MadeToken }
	type oneInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	huma.Register(api, web.Op("list-tokens", "GET", "/api/tokens", TokenOwn, "One's own API tokens"),
		func(ctx context.Context, _ *struct{}) (*listOutput, error) {
			tokens, err := s.Tokens(ctx)
			return &listOutput{Body: web.List[Token]{Items: tokens}}, err
		})
	huma.Register(api, created(web.Op("create-token", "POST", "/api/tokens", TokenOwn, "Make an API token; it is shown once")),
		func(ctx context.Context, in *makeInput) (*makeOutput, error) {
			made, err := s.MakeToken(ctx, in.Body)
			return &makeOutput{Body: made}, err
		})
	huma.Register(api, nothing(web.Op("delete-token", "DELETE", "/api/tokens/{id}", TokenOwn, "Revoke an API token")),
		func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
			return nil, s.RevokeToken(ctx, in.ID)
		})
}

// Entry is a line of the audit log: who did what to which thing, or saw it.
type Entry struct {
	ID      int64             `json:"id"`
	At      time.Time         `json:"at"`
	UserID  string            `json:"user_id,omitempty"`
	Name    string            `json:"name" doc:"Name of the person at that time, or of the system's part."`
	TokenID string            `json:"token_id,omitempty" doc:"The API token that was used."`
	Kind    string            `json:"kind" doc:"Noun and verb, such as user.invited or answer.seen."`
	Object  string            `json:"object,omitempty" doc:"Id of what it was done to."`
	Details map[string]string `json:"details,omitempty"`
	Address string            `json:"address,omitempty"`
}

// EntryFilter narrows the audit log; empty fields do not.
type EntryFilter struct {
	User string    `query:"user" maxLength:"64" doc:"Id of the person."`
	Kind string    `query:"kind" maxLength:"64" doc:"A kind, or its beginning up to a dot: user., answer.seen."`
	From time.Time `query:"from" doc:"Not before this moment."`
	To   time.Time `query:"to" doc:"Before this moment."`
}

func registerAudit(api huma.API, s *Service) {
	type listInput struct {
		web.Page
		EntryFilter
	}
	type listOutput struct{ Body web.List[Entry] }
	huma.Register(api, web.Op("list-audit", "GET", "/api/audit", AuditRead, "Who did what, and who saw what in confidence; newest first"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			list, err := s.Entries(ctx, in.EntryFilter, in.Page)
			return &listOutput{Body: list}, err
		})
}

// Organisation is the settings that hold for everybody.
type Organisation struct {
	Name            string  `json:"name" minLength:"1" maxLength:"200"`
	TimeZone        string  `json:"time_zone" minLength:"1" maxLength:"64" doc:"IANA name, such as Europe/Paris. Days and months are its days and months."`
	Currency        string  `json:"currency" minLength:"3" maxLength:"3" doc:"ISO 4217."`
	Language        string  `json:"language" enum:"en,fr"`
	FirstDayOfWeek  int     `json:"first_day_of_week" minimum:"0" maximum:"6" doc:"0 is Sunday, 1 Monday."`
	FiscalYearStart int     `json:"fiscal_year_start" minimum:"1" maximum:"12" doc:"Month in which the fiscal year begins."`
	PublicURL       string  `json:"public_url" maxLength:"500" doc:"Where people reach this page; used in links. May be empty."`
	SmallestGroup   int     `json:"smallest_group" doc:"Groups of fewer are not told to who may not see people, and not compared; 3 to 50."`
	SpeedingFactor  float64 `json:"speeding_factor" doc:"An answer that took less than this share of the median time of an item is flagged as given too fast; 0.1 to 0.9."`
	HasLogo         bool    `json:"has_logo" readOnly:"true"`
	Version         int64   `json:"version" readOnly:"true"`
}

type organisationOutput struct {
	ETag string `header:"ETag"`
	Body Organisation
}

// OrganisationChange replaces the settings.
type OrganisationChange struct {
	Name            string  `json:"name" minLength:"1" maxLength:"200"`
	TimeZone        string  `json:"time_zone" minLength:"1" maxLength:"64"`
	Currency        string  `json:"currency" minLength:"3" maxLength:"3"`
	Language        string  `json:"language" enum:"en,fr"`
	FirstDayOfWeek  int     `json:"first_day_of_week" minimum:"0" maximum:"6"`
	FiscalYearStart int     `json:"fiscal_year_start" minimum:"1" maximum:"12"`
	PublicURL       string  `json:"public_url" maxLength:"500"`
	SmallestGroup   int     `json:"smallest_group,omitempty" maximum:"50" doc:"3 to 50; absent leaves it as it is."`
	SpeedingFactor  float64 `json:"speeding_factor,omitempty" maximum:"0.9" doc:"0.1 to 0.9; absent leaves it as it is. Answers are judged by it within five minutes."`
}

func registerOrganisation(api huma.API, s *Service) {
	type putInput struct {
		IfMatch string `header:"If-Match"`
		Body    OrganisationChange
	}
	huma.Register(api, web.Op("get-organisation", "GET", "/api/organisation", OrganisationRead, "The organisation's settings"),
		func(ctx context.Context, _ *struct{}) (*organisationOutput, error) {
			o, err := s.ReadOrganisation(ctx)
			return &organisationOutput{ETag: web.ETag(o.Version), Body: o}, err
		})
	huma.Register(api, web.Op("update-organisation", "PUT", "/api/organisation", OrganisationWrite, "Change the organisation's settings"),
		func(ctx context.Context, in *putInput) (*organisationOutput, error) {
			o, err := s.UpdateOrganisation(ctx, in.IfMatch, in.Body)
			return &organisationOutput{ETag: web.ETag(o.Version), Body: o}, err
		})
	registerLogo(api, s)
}

func registerLogo(api huma.API, s *Service) {
	type logoOutput struct {
		ContentType  string `header:"Content-Type"`
		Disposition  string `header:"Content-Disposition"`
		CacheControl string `header:"Cache-Control"`
		Body         []byte
	}
	type putInput struct {
		RawBody []byte `contentType:"application/octet-stream"`
	}
	huma.Register(api, web.Op("get-logo", "GET", "/api/organisation/logo", web.Public, "The organisation's logo"),
		func(ctx context.Context, _ *struct{}) (*logoOutput, error) {
			picture, kind, err := s.Logo(ctx)
			if err != nil {
				return nil, err
			}
			return &logoOutput{ContentType: kind, Disposition: "inline; filename=logo", CacheControl: "no-cache", Body: picture}, nil
		})
	put := nothing(web.Op("update-logo", "PUT", "/api/organisation/logo", OrganisationWrite, "Set the logo: PNG, JPEG or WebP, at most 512 KB"))
	put.MaxBodyBytes = maxLogo + 1024
	huma.Register(api, put, func(ctx context.Context, in *putInput) (*emptyOutput, error) {
		return nil, s.SetLogo(ctx, in.RawBody)
	})
	huma.Register(api, nothing(web.Op("delete-logo", "DELETE", "/api/organisation/logo", OrganisationWrite, "Remove the logo")),
		func(ctx context.Context, _ *struct{}) (*emptyOutput, error) {
			return nil, s.RemoveLogo(ctx)
		})
}
