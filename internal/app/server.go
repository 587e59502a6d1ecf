package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// grace is how long running requests may take after the server was told to
// stop.
const grace = 10 * time.Second

// Serve opens everything, listens, and runs until ctx ends.
func Serve(ctx context.Context, c Config) error {
	listener, err := bind(ctx, c.Host, c.Port)
	if err != nil {
		return err
	}
	defer listener.Close()
	a, err := Open(ctx, c)
	if err != nil {
		return err
	}
	err = a.serve(ctx, listener)
	return errors.Join(err, a.Close())
}

// bind takes the port before any store is opened, so that a busy port
// changes nothing.
func bind(ctx context.Context, host string, port int) (net.Listener, error) {
	address := net.JoinHostPort(host, strconv.Itoa(port))
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fault.Newf(fault.CodeUnavailable, "Port %d is in use by another program. Choose another one: balcony serve --port %d, or make run PORT=%d.", port, port+1, port+1)
	}
	if err != nil {
		return nil, fault.Newf(fault.CodeInvalid, "Cannot listen on %s: %v.", address, err)
	}
	return l, nil
}

func (a *App) serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           a.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          quietErrors(a.config.Log),
	}
	a.local = "http://" + shown(l.Addr())
	if err := a.Start(ctx); err != nil {
		return err
	}
	if err := a.announce(ctx); err != nil {
		return err
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		stopped <- server.Shutdown(ending)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fault.Wrap(err, fault.CodeUnavailable, "serve")
	}
	if err := <-stopped; err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("stop the server: %w", err)
	}
	return nil
}

// announce tells the terminal and the log where the server is, and gives the
// first owner a link where there is no owner yet.
func (a *App) announce(ctx context.Context) error {
	link, err := a.access.EnsureSetupLink(ctx, a.base())
	if err != nil {
		return err
	}
	out := a.config.Terminal
	if out != nil {
		fmt.Fprintf(out, "Balcony is at %s\n", a.local)
		switch {
		case link != "" && isTerminal(out):
			fmt.Fprintf(out, "Make the first owner within 30 minutes: %s\n", link)
		case link != "":
			fmt.Fprintln(out, "The link for the first owner, valid 30 minutes, is in the file first-owner-link in the data folder.")
		}
	}
	if a.config.AddressFile != "" {
		return os.WriteFile(a.config.AddressFile, []byte(a.local), 0o600)
	}
	return nil
}

// base is the address for links: the public one where it is set, else where
// this server listens, else where one usually does.
func (a *App) base() string {
	switch {
	case a.config.PublicURL != "":
		return a.config.PublicURL
	case a.local != "":
		return a.local
	}
	return "http://localhost:8080"
}

// shown is an address as people type it.
func shown(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
