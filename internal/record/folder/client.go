package folder

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"

	"github.com/balcony-cx/balcony/internal/fault"
)

// ErrNoServer says that no server runs on the folder: the command may take the
// folder itself.
var ErrNoServer = errors.New("no server runs on this data folder")

// Client sends commands to the server that owns a folder.
type Client struct{ http *http.Client }

// Dial finds the server that runs on the folder; without one the error is
// ErrNoServer.
func Dial(ctx context.Context, dir string) (*Client, error) {
	path := filepath.Join(dir, socketName)
	conn, err := dial(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrNoServer, err)
	}
	_ = conn.Close()
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx, path) }}
	return &Client{http: &http.Client{Transport: transport}}, nil
}

func dial(ctx context.Context, path string) (conn net.Conn, err error) {
	err = withShortPath(path, func(short string) error {
		conn, err = (&net.Dialer{}).DialContext(ctx, "unix", short)
		return err
	})
	return conn, err
}

// Call sends a command with its JSON input and reads its JSON output; in and
// out may be nil. An error of the server comes back with its code and message.
func (c *Client) Call(ctx context.Context, path string, in, out any) error {
	body, err := c.Stream(ctx, path, in)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	if out == nil {
		_, err = io.Copy(io.Discard, body)
	} else {
		err = json.NewDecoder(body).Decode(out)
	}
	return fault.Wrap(err, fault.CodeUnavailable, "read the server's answer")
}

// Stream is Call for a command that answers with more than a value; the caller
// closes it.
func (c *Client) Stream(ctx context.Context, path string, in any) (io.ReadCloser, error) {
	var body bytes.Buffer
	if in != nil {
		if err := json.NewEncoder(&body).Encode(in); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "encode command")
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://balcony"+path, &body)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "make command")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeUnavailable, "ask the running server")
	}
	if response.StatusCode >= 300 {
		defer func() { _ = response.Body.Close() }()
		return nil, failure(response)
	}
	return response.Body, nil
}

// Close lets go of the connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// failure turns a problem on the wire back into a fault.
func failure(response *http.Response) error {
	var p fault.Problem
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&p); err != nil || p.Code == "" {
		return fault.Newf(fault.CodeUnavailable, "The running server answered %q to this command; is it another version?", response.Status)
	}
	return &fault.Error{Code: p.Code, Message: p.Detail, Key: p.Key, Fields: p.Errors}
}
