package folder_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/folder"
)

// TestMain lets the test binary stand for another process that owns a folder.
func TestMain(m *testing.M) {
	if dir := os.Getenv("BALCONY_TEST_OWN"); dir != "" {
		own(dir)
		return
	}
	os.Exit(m.Run())
}

func own(dir string) {
	if _, err := folder.Take(dir); err != nil {
		_, _ = os.Stdout.WriteString("no: " + err.Error() + "\n")
		return
	}
	_, _ = os.Stdout.WriteString("mine\n")
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test lets go, or kills
}

func TestOneProcessOwnsAFolder(t *testing.T) {
	dir := t.TempDir()
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "BALCONY_TEST_OWN="+dir)
	life, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = life.Close(); _ = other.Wait() }()
	if said, err := bufio.NewReader(out).ReadString('\n'); said != "mine\n" {
		t.Fatal(said, err)
	}
	_, err = folder.Take(dir)
	if !fault.Is(err, fault.CodeConflict) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("error %v", err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = other.Wait()
	lock, err := folder.Take(dir)
	if err != nil {
		t.Fatalf("after the owner was killed: %v", err)
	}
	if _, err := folder.Take(dir); err == nil {
		t.Error("taken twice in one process")
	}
	if err := lock.Release(); err != nil {
		t.Error(err)
	}
	if again, err := folder.Take(dir); err != nil {
		t.Errorf("after it was released: %v", err)
	} else if err := again.Release(); err != nil {
		t.Error(err)
	}
}

func TestCommandsGoThroughTheSocket(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12))
	if err := os.MkdirAll(long, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{t.TempDir(), long} {
		if _, err := folder.Dial(t.Context(), dir); !errors.Is(err, folder.ErrNoServer) {
			t.Errorf("before: %v", err)
		}
		stale := filepath.Join(dir, "balcony.sock")
		if err := os.WriteFile(stale, nil, 0o644); err != nil { // a crashed server's
			t.Fatal(err)
		}
		serveCommands(t, dir)
		if _, err := folder.Dial(t.Context(), dir); !errors.Is(err, folder.ErrNoServer) {
			t.Errorf("after: %v", err)
		}
		left, _ := filepath.Glob(filepath.Join(dir, ".socket*"))
		if _, err := os.Stat(stale); err == nil || len(left) > 0 {
			t.Errorf("the socket was left behind, and %v", left)
		}
	}
}

func serveCommands(t *testing.T, dir string) {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /double", func(w http.ResponseWriter, r *http.Request) {
		var n int
		if err := json.NewDecoder(r.Body).Decode(&n); err != nil {
			t.Error(err)
		}
		_ = json.NewEncoder(w).Encode(2 * n)
	})
	mux.HandleFunc("POST /refuse", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusConflict)
		_ = json.NewEncoder(w).Encode(fault.New(fault.CodeConflict, "not now"))
	})
	socket, err := folder.Listen(dir, mux)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "balcony.sock"))
	if err != nil || info.Mode().Perm() != 0o600 || info.Mode().Type() != os.ModeSocket {
		t.Errorf("socket %v %v", info.Mode(), err)
	}
	client, err := folder.Dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var doubled int
	if err := client.Call(t.Context(), "/double", 21, &doubled); err != nil || doubled != 42 {
		t.Errorf("%d %v", doubled, err)
	}
	if err := client.Call(t.Context(), "/refuse", nil, nil); !fault.Is(err, fault.CodeConflict) || err.Error() != "conflict: not now" {
		t.Errorf("refused with %v", err)
	}
	if err := client.Call(t.Context(), "/nothing", nil, nil); !fault.Is(err, fault.CodeUnavailable) {
		t.Errorf("an unknown command: %v", err)
	}
	if err := socket.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
