package access

// Credentials sign a person in.
type Credentials struct {
	Email    string `json:"email" minLength:"3" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"256"`
	Code     string `json:"code,omitempty" maxLength:"32" doc:"The second factor's six digits, or a recovery code."`
}

// SetupState tells the sign-in page whether the first owner is to be made, and
// whose page it is.
type SetupState struct {
	Needed       bool          `json:"needed"`
	Organisation PublicProfile `json:"organisation"`
}

// PublicProfile is what anybody may know of the organisation.
type PublicProfile struct {
	Name     string `json:"name"`
	Language string `json:"language" enum:"en,fr"`
	HasLogo  bool   `json:"has_logo"`
}

// FirstOwner is the first owner and the organisation, made with the one-time link.
type FirstOwner struct {
	Token        string          `json:"token" minLength:"10" maxLength:"100"`
	Name         string          `json:"name" minLength:"1" maxLength:"200"`
	Email        string          `json:"email" minLength:"3" maxLength:"254"`
	Password     string          `json:"password" minLength:"1" maxLength:"256"`
	Organisation NewOrganisation `json:"organisation"`
}

// NewOrganisation is what is asked of the organisation at the start.
type NewOrganisation struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Language string `json:"language" enum:"en,fr"`
	TimeZone string `json:"time_zone" minLength:"1" maxLength:"64" doc:"IANA name, such as Europe/Paris."`
	Currency string `json:"currency,omitempty" maxLength:"3" doc:"ISO 4217; EUR where left out."`
}

// ProfileChange changes one's own name or language; what is left out stays.
type ProfileChange struct {
	Name     *string `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Language *string `json:"language,omitempty" enum:"en,fr"`
}

// ForgottenPassword asks for a link.
type ForgottenPassword struct {
	Email string `json:"email" minLength:"3" maxLength:"254"`
}

// PasswordReset sets a new password with a one-time link.
type PasswordReset struct {
	Token    string `json:"token" minLength:"10" maxLength:"100"`
	Password string `json:"password" minLength:"1" maxLength:"256" doc:"At least ten characters."`
}

// PasswordChange replaces one's own password.
type PasswordChange struct {
	Current  string `json:"current" minLength:"1" maxLength:"256"`
	Password string `json:"password" minLength:"1" maxLength:"256" doc:"At least ten characters."`
}

// EmailChange gives oneself another address.
type EmailChange struct {
	Email    string `json:"email" minLength:"3" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"256"`
}

// PasswordOnly confirms by password that it is really the person.
type PasswordOnly struct {
	Password string `json:"password" minLength:"1" maxLength:"256"`
}

// CodeOnly is a second factor's code.
type CodeOnly struct {
	Code string `json:"code" minLength:"6" maxLength:"32"`
}

// TOTPStart is what an authenticator app needs; it is shown once.
type TOTPStart struct {
	Secret string `json:"secret" doc:"In base32, to type in by hand."`
	URL    string `json:"url" doc:"otpauth address."`
	QR     string `json:"qr" doc:"The address as a picture: a data URL with a PNG."`
}

// RecoveryCodes sign in once each when the second factor is lost.
type RecoveryCodes struct {
	Codes []string `json:"codes" nullable:"false"`
}

// Acceptance turns an invitation into a person with access.
type Acceptance struct {
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Email    string `json:"email,omitempty" maxLength:"254" doc:"Needed where the invitation names none."`
	Password string `json:"password" minLength:"1" maxLength:"256" doc:"At least ten characters."`
	Language string `json:"language,omitempty" enum:"en,fr"`
}
