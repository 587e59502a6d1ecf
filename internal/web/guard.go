package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/balcony-cx/balcony/internal/fault"
)

type nonceKey struct{}

// Nonce is the request's nonce for the style elements that the page makes.
func Nonce(ctx context.Context) string {
	s, _ := ctx.Value(nonceKey{}).(string)
	return s
}

// Guard sets the security headers on every answer, refuses writes that a
// browser sends from another site, and turns a panic into a logged 500.
// Pages get a nonce for their styles; scripts come from this server only.
func Guard(log *slog.Logger, next http.Handler) http.Handler {
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		WriteError(w, fault.New(fault.CodeForbidden, "This request came from another site and was refused.").Keyed("cross_origin"))
	}))
	for _, open := range []string{"/s/", "/u/", "/hooks/"} { // they know nobody by a cookie, and send no referrer
		csrf.AddInsecureBypassPattern("POST " + open)
	}
	guarded := csrf.Handler(next)
	fixed := http.Header{ // one set for all answers of the API; nobody changes a value in place
		"X-Content-Type-Options":  {"nosniff"},
		"Referrer-Policy":         {"same-origin"},
		"Content-Security-Policy": {"default-src 'none'; frame-ancestors 'none'"},
		"Cache-Control":           {"no-store"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if strings.HasPrefix(r.URL.Path, "/api/") {
			maps.Copy(h, fixed)
		} else {
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			nonce := newNonce()
			h.Set("Content-Security-Policy", pagePolicy(nonce))
			h.Set("X-Frame-Options", "DENY")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
			r = r.WithContext(context.WithValue(r.Context(), nonceKey{}, nonce))
		}
		defer recovered(log, w, r)
		guarded.ServeHTTP(w, r)
	})
}

func pagePolicy(nonce string) string {
	return "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; style-src-attr 'unsafe-inline'; " +
		"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

func newNonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func recovered(log *slog.Logger, w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	// No path: that of an invitation holds its secret. The stack names the handler.
	log.ErrorContext(r.Context(), "panic in a request", "method", r.Method, "panic", v, "stack", string(debug.Stack()))
	WriteError(w, fault.New(fault.CodeInternal, "Something went wrong on the server. Nothing that was confirmed is lost; try again, and tell the operator if it goes on."))
}

// BreakOff ends an answer of which a part is sent already: the connection is cut,
// so that nobody takes the part for the whole. It does not return.
func BreakOff() { panic(http.ErrAbortHandler) }

// WriteError answers a plain handler's request with problem details.
func WriteError(w http.ResponseWriter, err error) {
	status, body := problemOf(err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone
}

// WriteProblem answers an operation from a middleware of the API.
func WriteProblem(ctx huma.Context, err error) {
	status, body := problemOf(err)
	ctx.SetHeader("Content-Type", "application/problem+json")
	ctx.SetStatus(status)
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(body) // the client may be gone
}

func problemOf(err error) (status int, body any) {
	status = fault.CodeOf(err).Status()
	var e *fault.Error
	if errors.As(err, &e) {
		return status, e
	}
	return status, problem(status, err.Error())
}
