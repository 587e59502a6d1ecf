package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Proxies are the networks whose forwarding headers are believed.
type Proxies []netip.Prefix

// ParseProxies reads addresses and networks ("10.0.0.7", "10.0.0.0/8").
func ParseProxies(list []string) (Proxies, error) {
	var out Proxies
	for _, s := range list {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p)
			continue
		}
		a, err := netip.ParseAddr(s)
		if err != nil {
			return nil, fault.Newf(fault.CodeInvalid, "%q is neither an address nor a network of a trusted proxy.", s)
		}
		out = append(out, netip.PrefixFrom(a, a.BitLen()))
	}
	return out, nil
}

func (p Proxies) trust(a netip.Addr) bool {
	for _, n := range p {
		if n.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

type clientKey struct{}

// Client is who is at the other end of a request, as far as proxies that are
// trusted say it.
type Client struct {
	IP    string // address without port; "" where it is not known (a socket)
	HTTPS bool   // the browser speaks TLS, to us or to a trusted proxy
}

// ClientOf is the client of the request that ctx belongs to.
func ClientOf(ctx context.Context) Client {
	c, _ := ctx.Value(clientKey{}).(Client)
	return c
}

// ClientIP is the address of the client of the request that ctx belongs to.
func ClientIP(ctx context.Context) string { return ClientOf(ctx).IP }

// WithClient puts the client into the request's context. X-Forwarded-For is
// read from the right and only as long as each hop is a trusted proxy.
func WithClient(trusted Proxies, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := client(trusted, r)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), clientKey{}, c)))
	})
}

func client(trusted Proxies, r *http.Request) Client {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return Client{HTTPS: r.TLS != nil}
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return Client{HTTPS: r.TLS != nil}
	}
	c := Client{IP: addr.Unmap().String(), HTTPS: r.TLS != nil}
	if !trusted.trust(addr) {
		return c
	}
	c.HTTPS = c.HTTPS || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		c.IP = hop.Unmap().String()
		if !trusted.trust(hop) {
			break
		}
	}
	return c
}
