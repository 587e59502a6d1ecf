package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/balcony-cx/balcony/internal/fault"
)

// debian is where Debian keeps PostgreSQL's programs.
const debian = "/usr/lib/postgresql/*/bin"

// program finds one of PostgreSQL's client programs, on PATH or in the folders
// of a pattern ("" for Debian's).
func program(name, folders string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	if folders == "" {
		folders = debian
	}
	if found, _ := filepath.Glob(filepath.Join(folders, name)); len(found) > 0 {
		return found[len(found)-1], nil
	}
	return "", fault.Newf(fault.CodeUnavailable,
		"The record is in PostgreSQL and its program %s was not found. Install PostgreSQL's client programs, of the server's version or a later one (Debian: postgresql-client), or copy the database by your database's own means.", name).
		Keyed("backup.no_pg_dump")
}

// dump copies a PostgreSQL record as of one moment into a file.
func dump(ctx context.Context, databaseURL, to, folders string) error {
	path, err := program("pg_dump", folders)
	if err != nil {
		return err
	}
	return run(ctx, databaseURL, path, "--format=custom", "--no-owner", "--no-privileges", "--file="+to)
}

// load puts a dump into a database, all of it or nothing.
func load(ctx context.Context, path, databaseURL, from string, replace bool) error {
	args := []string{"--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"}
	if replace {
		args = append(args, "--clean", "--if-exists")
	}
	return run(ctx, databaseURL, path, append(args, from)...)
}

// run calls a PostgreSQL program. The password goes by the environment: other
// people on the machine can read arguments.
func run(ctx context.Context, databaseURL, path string, args ...string) error {
	u, err := url.Parse(databaseURL)
	if err != nil {
		return fault.Invalid("database_url", "The database URL cannot be read. It looks like postgres://user:password@host:5432/database.")
	}
	command := exec.CommandContext(ctx, path)
	command.Env = os.Environ()
	if password, set := u.User.Password(); set {
		command.Env = append(command.Env, "PGPASSWORD="+password)
		u.User = url.User(u.User.Username())
	}
	command.Args = append(append(command.Args, "--dbname="+u.String()), args...)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	if err := command.Run(); err != nil {
		cause := errors.Join(err, fmt.Errorf("%s", bytes.TrimSpace(complaints.Bytes())))
		return fault.Newf(fault.CodeUnavailable, "PostgreSQL's program %s failed; the server's log says why. It must be of the database server's version or a later one.", filepath.Base(path)).Because(cause)
	}
	return nil
}
