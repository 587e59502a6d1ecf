package understand

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// Sharing says who may open a saved view besides its owner.
type Sharing string

// The ways to share. A shared view shows everybody only what they may see.
const (
	SharedPrivate Sharing = "private" // nobody else
	SharedLink    Sharing = "link"    // whoever is signed in, may see figures of the program, and has the link
	SharedRoles   Sharing = "roles"   // likewise, and it is listed for whoever holds one of the roles
)

// SavedView is a screen with its filters, saved under a name.
type SavedView struct {
	ID        string              `json:"id"`
	ProgramID string              `json:"program_id"`
	Name      string              `json:"name"`
	Path      string              `json:"path" doc:"Path of the screen"`
	Params    map[string][]string `json:"params" nullable:"false" doc:"Its query, name by name"`
	OwnerName string              `json:"owner_name"`
	Mine      bool                `json:"mine"`
	Shared    Sharing             `json:"shared" enum:"private,link,roles"`
	Roles     []access.Role       `json:"roles" nullable:"false" doc:"Roles that find it in their list; only where shared by roles"`
	CreatedAt time.Time           `json:"created_at"`
	UpdatedAt time.Time           `json:"updated_at"`
	Version   int64               `json:"version"`

	ownerID string
}

// NewSavedView saves a view.
type NewSavedView struct {
	ProgramID string              `json:"program_id" maxLength:"36"`
	Name      string              `json:"name" minLength:"1" maxLength:"200"`
	Path      string              `json:"path" minLength:"1" maxLength:"500"`
	Params    map[string][]string `json:"params,omitempty"`
	Shared    Sharing             `json:"shared,omitempty" enum:"private,link,roles" default:"private"`
	Roles     []access.Role       `json:"roles,omitempty" maxItems:"6"`
}

// SavedViewChange changes a view; what is left out stays.
type SavedViewChange struct {
	Name   *string              `json:"name,omitempty" minLength:"1" maxLength:"200"`
	Path   *string              `json:"path,omitempty" minLength:"1" maxLength:"500"`
	Params *map[string][]string `json:"params,omitempty"`
	Shared *Sharing             `json:"shared,omitempty" enum:"private,link,roles"`
	Roles  *[]access.Role       `json:"roles,omitempty" maxItems:"6"`
}

// maxParams bounds a view's query, as JSON.
const maxParams = 16 << 10

// check says what is wrong with a view, field by field.
func (v *SavedView) check() error {
	v.Name = strings.TrimSpace(v.Name)
	problem := fault.New(fault.CodeInvalid, "The view cannot be saved like this.")
	wrong := func(field, message string) { problem = problem.With(field, message) }
	if v.Name == "" || utf8.RuneCountInString(v.Name) > 200 {
		wrong("name", "A view needs a name of up to 200 letters.")
	}
	if !strings.HasPrefix(v.Path, "/") || strings.HasPrefix(v.Path, "//") || strings.ContainsAny(v.Path, "\\\r\n\t") {
		wrong("path", "This must be a path on this page, such as /answers.")
	}
	if raw, err := json.Marshal(v.Params); err != nil || len(raw) > maxParams {
		wrong("params", "The view's filters are too long to save.")
	}
	switch v.Shared {
	case SharedPrivate, SharedLink:
		v.Roles = nil
	case SharedRoles:
		if len(v.Roles) == 0 {
			wrong("roles", "Name at least one role to share with.")
		}
		for _, r := range v.Roles {
			if !r.Valid() {
				wrong("roles", "There is no such role.")
			}
		}
	default:
		wrong("shared", "A view is private, or shared by link or by roles.")
	}
	if len(problem.Fields) > 0 {
		return problem
	}
	return nil
}

// opensTo tells whether who may open the view by its id.
func (v *SavedView) opensTo(who access.Who) bool {
	return v.ownerID == who.UserID || v.Shared == SharedLink || v.listedFor(who)
}

// listedFor tells whether the view stands in who's list.
func (v *SavedView) listedFor(who access.Who) bool {
	if v.ownerID == who.UserID {
		return true
	}
	return v.Shared == SharedRoles && slices.ContainsFunc(who.Grants, func(g access.Grant) bool {
		return slices.Contains(v.Roles, g.Role) && (g.Scope.Kind != access.ScopeProgram || g.Scope.ID == v.ProgramID)
	})
}
