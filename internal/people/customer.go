package people

import (
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/text"
)

// Role is what a contact is to the business of its account.
type Role string

// The roles of a contact; one may have several.
const (
	Decides    Role = "decides"
	Influences Role = "influences"
	Uses       Role = "uses"
	Sponsors   Role = "sponsors"
)

// Roles lists every role of a contact in a fixed order.
func Roles() []Role { return []Role{Decides, Influences, Uses, Sponsors} }

// PartyRef names an account or a unit: an id, a key and perhaps a name.
type PartyRef struct {
	ID   string `json:"id" format:"uuid"`
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
}

// Customer is a person who is known by a key. One that has roles is a contact
// of its account.
type Customer struct {
	ID         string            `json:"id" format:"uuid"`
	Key        string            `json:"key" doc:"By which answers, events and files name it; never changes."`
	Name       string            `json:"name"`
	Email      string            `json:"email" doc:"In small letters."`
	Phone      string            `json:"phone" doc:"As it was given."`
	Language   string            `json:"language" doc:"BCP 47, such as fr or en-GB."`
	Title      string            `json:"title" doc:"What they are in their firm."`
	Account    *PartyRef         `json:"account,omitempty"`
	Unit       *PartyRef         `json:"unit,omitempty"`
	Roles      []Role            `json:"roles" nullable:"false" enum:"decides,influences,uses,sponsors"`
	Tie        int               `json:"tie,omitempty" minimum:"1" maximum:"5" doc:"How strong the tie is, 1 (weak) to 5 (strong); absent where nobody has said."`
	MergedInto string            `json:"merged_into,omitempty" doc:"The customer it was merged into."`
	Lent       map[string]string `json:"lent,omitempty" doc:"Fields that come from a customer merged into this one: the field, and that customer's id."`
	Restricted bool              `json:"restricted,omitempty" doc:"The person asked that their data be kept but not used: nothing else is shown."`
	CreatedAt  time.Time         `json:"created_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
	Version    int64             `json:"version"`
	sort       string
}

// Place is where it stands in a list.
func (c Customer) Place() ListPlace { return ListPlace{c.sort, c.ID} }

// Shown is how a customer is called where one line is there: by name, else mail,
// else key.
func (c Customer) Shown() string {
	for _, s := range []string{c.Name, c.Email} {
		if s != "" {
			return s
		}
	}
	return c.Key
}

// CustomerInput is what somebody says of a customer: nil leaves as it is, an
// empty value clears.
type CustomerInput struct {
	Key       string  `json:"key" minLength:"1" maxLength:"200" doc:"By which the customer is known; one that is not known yet is made."`
	Name      *string `json:"name,omitempty" maxLength:"200"`
	Email     *string `json:"email,omitempty" maxLength:"254"`
	Phone     *string `json:"phone,omitempty" maxLength:"40"`
	Language  *string `json:"language,omitempty" maxLength:"35" doc:"BCP 47, such as fr or en-GB."`
	Title     *string `json:"title,omitempty" maxLength:"200"`
	Account   *string `json:"account_key,omitempty" maxLength:"200" doc:"An account that is not known yet is made. Empty: none."`
	Unit      *string `json:"unit_key,omitempty" maxLength:"200" doc:"Must be known. Empty: none."`
	Roles     *[]Role `json:"roles,omitempty" nullable:"false" maxItems:"4" enum:"decides,influences,uses,sponsors"`
	Tie       *int    `json:"tie,omitempty" minimum:"0" maximum:"5" doc:"1 (weak) to 5 (strong); 0 clears."`
	MakeUnits bool    `json:"-"` // make a unit that is not known yet, at the top of the tree
}

// checked is the input with its values as they are kept, or what is wrong with
// the first that cannot be.
func (in CustomerInput) checked() (CustomerInput, error) {
	in.Key, _ = trimmed(in.Key) // never fails
	if in.Key == "" || len(in.Key) > 200 {
		return in, fault.Invalid("key", "Give a key of at most 200 characters.").Keyed("customer.key")
	}
	for _, f := range []struct {
		field string
		value **string
		most  int
		keep  func(string) (string, error)
	}{
		{"name", &in.Name, 200, oneLine}, {"title", &in.Title, 200, oneLine}, {"account_key", &in.Account, 200, trimmed}, {"unit_key", &in.Unit, 200, trimmed},
		{"email", &in.Email, 254, cleanEmail}, {"phone", &in.Phone, 40, cleanPhone}, {"language", &in.Language, 35, cleanLanguage},
	} {
		if *f.value == nil {
			continue
		}
		kept, err := f.keep(**f.value)
		if err != nil {
			return in, err
		}
		if utf8.RuneCountInString(kept) > f.most {
			return in, fault.Invalid(f.field, "This is too long.").Keyed("customer.long")
		}
		*f.value = &kept
	}
	return in.checkedContact()
}

func (in CustomerInput) checkedContact() (CustomerInput, error) {
	if in.Roles != nil {
		roles, err := orderedRoles(*in.Roles)
		if err != nil {
			return in, err
		}
		in.Roles = &roles
	}
	if in.Tie != nil && (*in.Tie < 0 || *in.Tie > 5) {
		return in, fault.Invalid("tie", "The strength of a tie goes from 1 (weak) to 5 (strong).").Keyed("customer.tie")
	}
	return in, nil
}

// orderedRoles is each role once, in the order of Roles.
func orderedRoles(given []Role) ([]Role, error) {
	for _, r := range given {
		if !slices.Contains(Roles(), r) {
			return nil, fault.Invalid("roles", "Roles are decides, influences, uses and sponsors.").Keyed("customer.role")
		}
	}
	return slices.DeleteFunc(Roles(), func(r Role) bool { return !slices.Contains(given, r) }), nil
}

func trimmed(s string) (string, error) { return strings.TrimSpace(printable(s)), nil }

func oneLine(s string) (string, error) { return strings.Join(strings.Fields(printable(s)), " "), nil }

// printable leaves out what no text holds and PostgreSQL refuses: bytes that are
// no UTF-8 and control characters, which count as spaces.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// cleanEmail is an address in small letters, or "".
func cleanEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(printable(s)))
	if s == "" {
		return "", nil
	}
	a, err := mail.ParseAddress(s)
	at := strings.LastIndexByte(s, '@')
	if err != nil || a.Address != s || !strings.Contains(s[at+1:], ".") || strings.HasSuffix(s, ".") {
		return "", fault.Invalid("email", "Write an e-mail address, such as ines@example.org.").Keyed("email.invalid")
	}
	return s, nil
}

// cleanPhone is a number as it was given, or "".
func cleanPhone(s string) (string, error) {
	s, _ = oneLine(s) // never fails
	if s != "" && len(digits(s)) < 3 {
		return "", fault.Invalid("phone", "Write a telephone number, such as +33 4 93 00 00 00.").Keyed("customer.phone")
	}
	return s, nil
}

// phoneKey is by what telephone numbers are compared: their last eight digits,
// since the same one is written with and without the code of its country; "" for
// one that has fewer.
func phoneKey(phone string) string {
	d := digits(phone)
	if len(d) < 8 {
		return ""
	}
	return lastDigits(d)
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// cleanLanguage is a language as BCP 47 writes it, or "".
func cleanLanguage(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	tag, err := language.Parse(s)
	if err != nil || tag == language.Und {
		return "", fault.Invalid("language", "Write a language as fr, en or pt-BR.").Keyed("customer.language")
	}
	return tag.String(), nil
}

// sortKey is what a list is ordered by: the name, else the key, made
// comparable, of at most 100 characters.
func sortKey(name, key string) string {
	if name == "" {
		name = key
	}
	folded := []rune(text.Fold(name))
	return string(folded[:min(len(folded), 100)])
}

func rolesText(roles []Role) string {
	raw, _ := json.Marshal(append([]Role{}, roles...)) // strings always marshal
	return string(raw)
}
