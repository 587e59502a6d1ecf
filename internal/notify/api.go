package notify

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/web"
)

// MailSettings say how mail is sent. The password is never given back.
type MailSettings struct {
	Active      bool       `json:"active" doc:"Whether mail is sent; while it is off, messages wait."`
	Host        string     `json:"host" doc:"Name of the mail server."`
	Port        int        `json:"port"`
	Encryption  Encryption `json:"encryption" enum:"none,starttls,tls"`
	Username    string     `json:"username"`
	HasPassword bool       `json:"has_password" doc:"Whether a password is stored."`
	FromAddress string     `json:"from_address"`
	FromName    string     `json:"from_name"`
	Version     int64      `json:"version"`
}

// MailSettingsChange replaces the settings.
type MailSettingsChange struct {
	Active      bool       `json:"active"`
	Host        string     `json:"host" maxLength:"253"`
	Port        int        `json:"port" minimum:"1" maximum:"65535"`
	Encryption  Encryption `json:"encryption" enum:"none,starttls,tls"`
	Username    string     `json:"username,omitempty" maxLength:"254"`
	Password    *string    `json:"password,omitempty" maxLength:"1024" doc:"Left out, the one before stays; empty, it is removed."`
	FromAddress string     `json:"from_address" maxLength:"254"`
	FromName    string     `json:"from_name,omitempty" maxLength:"200"`
}

// Encryption is how the way to the mail server is protected.
type Encryption string

// The kinds of encryption.
const (
	EncryptionNone     Encryption = "none"     // nothing is protected; for a server on the same machine
	EncryptionSTARTTLS Encryption = "starttls" // begins plain and must go over to TLS; usually port 587
	EncryptionTLS      Encryption = "tls"      // TLS from the first byte; usually port 465
)

// MailTrial is how a test message went.
type MailTrial struct {
	Sent    bool   `json:"sent" doc:"Whether the mail server took the message."`
	To      string `json:"to"`
	Hint    string `json:"hint,omitempty" doc:"What to look at."`
	HintKey string `json:"hint_key,omitempty" doc:"Stable key of the hint."`
	Trouble string `json:"trouble,omitempty" doc:"What the mail server, or the way to it, said."`
}

// WaitingMail is a message that was not sent yet, or could not be. What it says
// is not shown.
type WaitingMail struct {
	ID        string     `json:"id"`
	To        string     `json:"to"`
	Template  string     `json:"template" enum:"invite,reset"`
	State     string     `json:"state" enum:"queued,failed,expired"`
	Attempts  int        `json:"attempts"`
	CreatedAt time.Time  `json:"created_at"`
	NextAt    *time.Time `json:"next_at,omitempty" doc:"When it is tried again."`
	ExpiresAt *time.Time `json:"expires_at,omitempty" doc:"After this it is of no use and not sent."`
	Trouble   string     `json:"trouble,omitempty" doc:"What the mail server said last."`
}

type settingsOutput struct {
	ETag string `header:"ETag"`
	Body MailSettings
}

// Register adds the operations of mail to the API.
func Register(api huma.API, s *Service) {
	type putInput struct {
		IfMatch string `header:"If-Match"`
		Body    MailSettingsChange
	}
	type trialOutput struct{ Body MailTrial }
	huma.Register(api, web.Op("get-mail", "GET", "/api/mail", access.MailWrite, "How mail is sent"),
		func(ctx context.Context, _ *struct{}) (*settingsOutput, error) {
			settings, err := s.Settings(ctx)
			return &settingsOutput{ETag: web.ETag(settings.Version), Body: settings}, err
		})
	huma.Register(api, web.Op("update-mail", "PUT", "/api/mail", access.MailWrite, "Change how mail is sent"),
		func(ctx context.Context, in *putInput) (*settingsOutput, error) {
			settings, err := s.UpdateSettings(ctx, in.IfMatch, in.Body)
			return &settingsOutput{ETag: web.ETag(settings.Version), Body: settings}, err
		})
	huma.Register(api, web.Op("test-mail", "POST", "/api/mail/test", access.MailWrite, "Send a test message to oneself, now"),
		func(ctx context.Context, _ *struct{}) (*trialOutput, error) {
			trial, err := s.Try(ctx)
			return &trialOutput{Body: trial}, err
		})
	registerWaiting(api, s)
}

func registerWaiting(api huma.API, s *Service) {
	type listInput struct{ web.Page }
	type listOutput struct{ Body web.List[WaitingMail] }
	type oneInput struct {
		ID string `path:"id" maxLength:"64"`
	}
	type emptyOutput struct{}
	huma.Register(api, web.Op("list-waiting-mail", "GET", "/api/mail/waiting", access.MailWrite, "Messages that wait or could not be sent, newest first"),
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			list, err := s.Waiting(ctx, in.Page)
			return &listOutput{Body: list}, err
		})
	retry := web.Op("retry-mail", "POST", "/api/mail/waiting/{id}/retry", access.MailWrite, "Try a message again soon")
	retry.DefaultStatus = http.StatusAccepted
	huma.Register(api, retry, func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
		return nil, s.Retry(ctx, in.ID)
	})
	drop := web.Op("delete-waiting-mail", "DELETE", "/api/mail/waiting/{id}", access.MailWrite, "Do not send a message")
	drop.DefaultStatus = http.StatusNoContent
	huma.Register(api, drop, func(ctx context.Context, in *oneInput) (*emptyOutput, error) {
		return nil, s.Drop(ctx, in.ID)
	})
}
