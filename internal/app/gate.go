package app

import (
	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/web"
)

// gate refuses whoever lacks an operation's permission everywhere, before the
// input is even looked at, so that nobody learns from the checks of an input
// what he may not send. Whether the permission reaches the object at hand, and
// everything else, is checked by the services, which do not rely on the gate.
func gate(ctx huma.Context, next func(huma.Context)) {
	p, named := web.PermissionOf(ctx.Operation())
	if named && p == web.Public {
		next(ctx)
		return
	}
	err := access.From(ctx.Context()).Any(access.Permission(p))
	if !named {
		err = fault.New(fault.CodeForbidden, "This operation names no permission.")
	}
	if err != nil {
		web.WriteProblem(ctx, err)
		return
	}
	next(ctx)
}
