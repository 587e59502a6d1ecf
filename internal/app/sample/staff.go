package sample

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
)

// The two who led and coded the firm's interviews. They do not sign in: they are
// known by name where a study tells who did what, and nowhere else.
const (
	firstCoder  = "invented-researcher-1"
	secondCoder = "invented-researcher-2"
)

func coderNames() map[string]string {
	return map[string]string{firstCoder: "Maud (demo)", secondCoder: "Tom (demo)"}
}

// as is a context in which one of the two asks; what they may is what an owner
// may, for as long as the sample is loaded.
func as(ctx context.Context, coder string) context.Context {
	return access.With(ctx, access.Who{UserID: coder, Name: coderNames()[coder], Grants: []access.Grant{{Role: access.Owner, Scope: access.Whole(), Rows: access.RowsAll}}})
}

// Staff knows who signs in, and the invented researchers.
type Staff struct {
	People interface {
		Person(ctx context.Context, id string) (access.Who, bool, error)
	}
}

// Person is who an id is; there tells whether there is somebody.
func (s Staff) Person(ctx context.Context, id string) (who access.Who, there bool, err error) {
	if name, invented := coderNames()[id]; invented {
		return access.Who{UserID: id, Name: name}, true, nil
	}
	return s.People.Person(ctx, id)
}
