package recordtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// missing says what to do when there is no PostgreSQL.
const missing = "PostgreSQL's programs initdb and postgres were not found: install Debian's package postgresql-15 (apt-get install postgresql-15) or put their folder on PATH"

// server is the one PostgreSQL of this test process.
var server = sync.OnceValues(startServer)

// running is a started server. It must stay reachable: closing life ends it.
type running struct {
	socket string
	life   io.WriteCloser
}

var databases atomic.Int64

// Database makes an empty database and gives its URL. The server is started
// with the first; the test fails when that cannot be done.
func Database(t testing.TB) string {
	t.Helper()
	pg, err := server()
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	ctx := context.Background()
	admin, err := pgx.Connect(ctx, databaseURL(pg.socket, "postgres"))
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	defer func() { _ = admin.Close(ctx) }()
	name := fmt.Sprintf("test%d", databases.Add(1))
	if _, err := admin.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return databaseURL(pg.socket, name)
}

func databaseURL(socket, name string) string {
	return "postgres://postgres@/" + name + "?host=" + url.QueryEscape(socket)
}

// startServer makes a cluster in a temporary folder and starts it on a unix
// socket there. The kernel kills it when this process goes; the folder of a
// process that is gone is cleared by the next one.
func startServer() (*running, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	clearOld()
	dir, err := os.MkdirTemp("", fmt.Sprintf("balcony-pg-%d-", os.Getpid()))
	if err != nil {
		return nil, err
	}
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.CommandContext(context.Background(), filepath.Join(bin, "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
	initdb.SysProcAttr, initdb.Dir = as, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	life, err := launch(bin, dir, data, as)
	return &running{socket: dir, life: life}, err
}

// launch starts the server and waits until it answers.
func launch(bin, dir, data string, as *syscall.SysProcAttr) (io.WriteCloser, error) {
	output, err := os.Create(filepath.Join(dir, "output"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = output.Close() }()
	// A parent's death is the death of the thread that forked, so the shell in
	// between watches for the end of our pipe instead and stops the server.
	script := `"$0" -D "$1" -k "$2" -c listen_addresses= -c max_connections=200 -c shared_buffers=64MB -c fsync="$3" & pg=$!; read -r _; kill -QUIT $pg; wait $pg; cd /; rm -rf "$2"`
	fsync := "off" // a test outlives no power cut; benchmarks ask for the truth
	if os.Getenv("BALCONY_TEST_FSYNC") == "on" {
		fsync = "on"
	}
	guard := exec.CommandContext(context.Background(), "/bin/sh", "-c", script, filepath.Join(bin, "postgres"), data, dir, fsync)
	guard.SysProcAttr, guard.Dir, guard.Stdout, guard.Stderr = as, dir, output, output
	guard.SysProcAttr.Setpgid = true
	life, err := guard.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := guard.Start(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, databaseURL(dir, "postgres"))
		if err == nil {
			return life, conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			log, _ := os.ReadFile(output.Name())
			return nil, fmt.Errorf("the server does not answer: %w: %s", err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// programs finds the folder with initdb and postgres.
func programs() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		return filepath.Dir(path), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errors.New(missing)
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// unprivileged gives the folder to an ordinary user when this process is root,
// as whom PostgreSQL refuses to run.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	uid, gid := 65534, 65534
	if u, err := user.Lookup("postgres"); err == nil {
		uid, _ = strconv.Atoi(u.Uid)
		gid, _ = strconv.Atoi(u.Gid)
	}
	if err := os.Chown(dir, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

// clearOld removes folders whose process is gone and whose guard was killed.
func clearOld() {
	old, _ := filepath.Glob(filepath.Join(os.TempDir(), "balcony-pg-*-*"))
	for _, dir := range old {
		var pid int
		if _, err := fmt.Sscanf(filepath.Base(dir), "balcony-pg-%d-", &pid); err != nil || pid <= 0 {
			continue
		}
		_, serving := os.Stat(filepath.Join(dir, "data", "postmaster.pid"))
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) && serving != nil {
			_ = os.RemoveAll(dir)
		}
	}
}
