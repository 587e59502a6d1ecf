package folder

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// socketName is the command socket in the data folder.
const socketName = "balcony.sock"

// longestSocketPath is what fits everywhere into a unix address (104 bytes on
// some systems, 108 on Linux, with the ending zero).
const longestSocketPath = 103

// Socket serves commands beside a running server, to whoever may read the
// data folder's files (mode 0600).
type Socket struct {
	path   string
	server *http.Server
	failed chan error
}

// Listen opens the folder's command socket and serves handler on it. Only the
// owner of the folder's lock may call it: a socket that a crashed server left
// is replaced.
func Listen(dir string, handler http.Handler) (*Socket, error) {
	path := filepath.Join(dir, socketName)
	listener, err := listen(dir, path)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "open command socket "+path)
	}
	s := &Socket{path: path, failed: make(chan error, 1),
		server: &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}}
	go func() { s.failed <- s.server.Serve(listener) }()
	return s, nil
}

// listen binds in a folder that nobody else may enter and moves the socket to
// its place when its mode is right, so that it is never open to others.
func listen(dir, path string) (net.Listener, error) {
	private, err := os.MkdirTemp(dir, ".socket-") // mode 0700
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(private) }()
	made := filepath.Join(private, socketName)
	var listener *net.UnixListener
	err = withShortPath(made, func(short string) error {
		listener, err = net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
		return err
	})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false) // it will have another name by then
	if err := errors.Join(os.Chmod(made, 0o600), os.Rename(made, path)); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return listener, nil
}

// withShortPath calls fn with a name for path that fits into a unix address:
// where it is too long, by way of a link in the system's temporary folder.
func withShortPath(path string, fn func(short string) error) error {
	if len(path) <= longestSocketPath {
		return fn(path)
	}
	temp, err := os.MkdirTemp("", "balcony-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	target, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return err
	}
	link := filepath.Join(temp, "d")
	if err := os.Symlink(target, link); err != nil {
		return err
	}
	short := filepath.Join(link, filepath.Base(path))
	if len(short) > longestSocketPath {
		return fmt.Errorf("the temporary folder's path is too long for a socket: %s", temp)
	}
	return fn(short)
}

// Close stops serving, waits for running commands until ctx ends, and removes
// the socket.
func (s *Socket) Close(ctx context.Context) error {
	err := s.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, s.server.Close())
	}
	if failed := <-s.failed; !errors.Is(failed, http.ErrServerClosed) {
		err = errors.Join(err, failed)
	}
	if removed := os.Remove(s.path); removed != nil && !errors.Is(removed, os.ErrNotExist) {
		err = errors.Join(err, removed)
	}
	if err != nil {
		return fmt.Errorf("close command socket: %w", err)
	}
	return nil
}
