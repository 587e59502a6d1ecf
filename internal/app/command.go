package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/folder"
	"github.com/balcony-cx/balcony/internal/web"
)

// problemMark begins the line that ends the output of a command that failed
// after it had printed something. No output of a command begins with it.
const problemMark = 0

// command is one of the operator's commands: it prints what it does to out.
type command func(ctx context.Context, v url.Values, out io.Writer) error

// commands by their path on the socket.
func (a *App) commands() map[string]command {
	return map[string]command{
		"/rebuild": a.rebuild, "/backup": a.backup, "/import": a.importFile, "/export": a.exportPerson,
		"/user/link": a.userLink, "/user/reset": a.userReset, "/token": a.makeToken,
	}
}

// Command carries out an operator's command: by the server that holds the data
// folder, or, where none runs, with the stores opened here.
func Command(ctx context.Context, c Config, path string, v url.Values, out io.Writer) error {
	if c.Dir != "" {
		err := overSocket(ctx, c.Dir, path, v, out)
		if !errors.Is(err, folder.ErrNoServer) {
			return err
		}
	}
	a, err := Open(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(a.commands()[path](access.System(ctx, "operator"), v, out), a.Close())
}

func overSocket(ctx context.Context, dir, path string, v url.Values, out io.Writer) error {
	client, err := folder.Dial(ctx, dir)
	if err != nil {
		return err
	}
	defer client.Close()
	answer, err := client.Stream(ctx, path, v)
	if err != nil {
		return err
	}
	defer answer.Close()
	lines := bufio.NewScanner(answer)
	for lines.Scan() {
		line := lines.Bytes()
		if len(line) > 0 && line[0] == problemMark {
			return problemOf(line[1:])
		}
		if _, err := fmt.Fprintf(out, "%s\n", line); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fault.New(fault.CodeUnavailable, "The server went away before the command was done.").Because(err)
	}
	return nil
}

func problemOf(text []byte) error {
	var p fault.Problem
	if err := json.Unmarshal(text, &p); err != nil {
		return fault.New(fault.CodeInternal, "The server failed and could not say why; see its log.").Because(err)
	}
	return &fault.Error{Code: p.Code, Message: p.Detail, Key: p.Key, Fields: p.Errors}
}

// listenForOperator opens the socket in the data folder, readable by its owner
// only; whoever can reach it may do everything.
func (a *App) listenForOperator(ctx context.Context) error {
	if a.config.Dir == "" {
		return nil
	}
	socket, err := folder.Listen(a.config.Dir, a.operator())
	if err != nil {
		return err
	}
	a.running.Go(func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		if err := socket.Close(ending); err != nil {
			a.config.Log.Warn("the command socket did not close", "error", err)
		}
	})
	return nil
}

// operator is the handler of the operator's commands.
func (a *App) operator() http.Handler {
	mux := http.NewServeMux()
	for path, run := range a.commands() {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			var v url.Values
			if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&v); err != nil {
				web.WriteError(w, fault.Invalid("body", "The command's input is not JSON.").Because(err))
				return
			}
			ctx := access.System(r.Context(), "operator")
			out := &flushing{w: w}
			if err := run(ctx, v, out); err != nil {
				a.config.Log.WarnContext(ctx, "command failed", "command", path, "error", err)
				out.fail(err)
			}
		})
	}
	return mux
}

// flushing hands each line of progress on at once.
type flushing struct {
	w     http.ResponseWriter
	begun bool
}

func (f *flushing) Write(p []byte) (int, error) {
	if !f.begun {
		f.begun = true
		f.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	}
	n, err := f.w.Write(p)
	if err == nil {
		err = http.NewResponseController(f.w).Flush()
	}
	return n, err
}

// fail answers with the problem: as the answer where nothing was printed yet,
// as its last line otherwise.
func (f *flushing) fail(err error) {
	var e *fault.Error
	if !errors.As(err, &e) {
		e = fault.New(fault.CodeInternal, "The command failed; the server's log says why.")
	}
	if !f.begun {
		web.WriteError(f.w, e)
		return
	}
	text, marshalErr := json.Marshal(e)
	if marshalErr != nil {
		text = nil // the other end then says that it could not be told why
	}
	_, _ = fmt.Fprintf(f.w, "%c%s\n", problemMark, text) // the client may be gone
}

// absent checks that a file to be written is not there yet.
func absent(path string) error {
	if !filepath.IsAbs(path) {
		return fault.Invalid("file", "The file must be named by its full path.")
	}
	if _, err := os.Stat(path); err == nil {
		return fault.Newf(fault.CodeConflict, "%s exists already; it was left as it is. Choose another name.", path)
	}
	return nil
}
