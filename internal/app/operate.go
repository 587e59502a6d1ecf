package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// userReset prints a one-time link by which somebody sets a new password.
func (a *App) userReset(ctx context.Context, v url.Values, out io.Writer) error {
	link, err := a.access.ResetLink(ctx, v.Get("email"), v.Get("second_factor") == "remove")
	if err != nil {
		return err
	}
	fmt.Fprintln(out, a.absolute(link))
	return nil
}

// absolute puts the server's address before a link that has none.
func (a *App) absolute(link string) string {
	if len(link) > 0 && link[0] == '/' {
		return a.base() + link
	}
	return link
}

// makeToken prints an API token, once.
func (a *App) makeToken(ctx context.Context, v url.Values, out io.Writer) error {
	var scopes []access.Permission
	for _, s := range v["scope"] {
		scopes = append(scopes, access.Permission(s))
	}
	token, err := a.access.IssueToken(ctx, v.Get("email"), v.Get("name"), scopes)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, token)
	return nil
}

// rebuild makes the column store anew and tells how far it is once a second.
func (a *App) rebuild(ctx context.Context, _ url.Values, out io.Writer) error {
	began := a.config.Now()
	told := began
	err := a.facts.Rebuild(ctx, func(done, total int64) {
		if now := a.config.Now(); now.Sub(told) >= time.Second {
			told = now
			fmt.Fprintf(out, "%d of about %d rows\n", done, total)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The column store is rebuilt, in %s.\n", a.config.Now().Sub(began).Round(time.Millisecond))
	return nil
}

// userLink prints a one-time link for the first owner.
func (a *App) userLink(ctx context.Context, _ url.Values, out io.Writer) error {
	link, err := a.access.EnsureSetupLink(ctx, a.base())
	if err != nil {
		return err
	}
	if link == "" {
		return fault.New(fault.CodeConflict, "There is an owner already. Use balcony user reset EMAIL to set somebody's password.")
	}
	fmt.Fprintln(out, link)
	return nil
}
