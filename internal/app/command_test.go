package app

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record/folder"
)

// serving is an app with its jobs and its socket, as a server has them.
func serving(t *testing.T) *App {
	t.Helper()
	a := openApp(t)
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const feedback = "id,date,How likely are you to recommend us? (0-10),comment\n1,2026-01-05,9,good\n2,2026-01-06,3,slow\n3,2026-02-07,10,\n"

// TestCommandsBesideAServer goes over the socket, and TestCommandsWithoutOne
// opens the stores: the words are the same.
func TestCommandsBesideAServer(t *testing.T) { commands(t, serving(t).config) }

func TestCommandsWithoutOne(t *testing.T) {
	commands(t, Config{Dir: t.TempDir(), Version: "test"})
}

func commands(t *testing.T, c Config) {
	file := write(t, "feedback.csv", feedback)
	further := write(t, "further.csv", "who,what,score\n1,speed,4\n1,price,2\n2,speed,1\n9,price,5\n")
	backupFile := filepath.Join(t.TempDir(), "b.tar")
	for _, tc := range []struct {
		path   string
		values url.Values
		says   string
		code   fault.Code
	}{
		{"/import", url.Values{"file": {file}}, "3 new, 0 the same, 0 changed, 0 rejected", ""},
		{"/import", url.Values{"file": {file}}, "0 new, 3 the same", ""},
		{"/import", url.Values{"file": {write(t, "undated.csv", "id,score\na,1\nb,5\nc,4\n")}}, "every row is taken as of", ""},
		{"/import", url.Values{"file": {file}, "join": {further}}, "", fault.CodeInvalid},
		{"/import", url.Values{"file": {file}, "join": {further}, "on": {"id=who"}, "pivot": {"what=score"}}, "further.csv joined by id = who, what making columns of score: 2 of 3 rows matched, 2 columns added", ""},
		{"/import", url.Values{"file": {file}, "join": {further}}, "what making columns of score: 2 of 3", ""}, // as before
		{"/import", url.Values{"file": {file}, "join": {further}, "on": {"id=nobody"}}, "", fault.CodeInvalid},
		{"/import", url.Values{"file": {file}, "on": {"id=who"}}, "", fault.CodeInvalid},
		{"/import", url.Values{"file": {filepath.Join(t.TempDir(), "none.csv")}}, "", fault.CodeInvalid},
		{"/import", url.Values{"file": {write(t, "x.bin", "\x00\x01\x02\x00")}}, "", fault.CodeInvalid},
		{"/backup", url.Values{"file": {backupFile}}, "MB in", ""},
		{"/backup", url.Values{"file": {backupFile}}, "", fault.CodeConflict},
		{"/backup", url.Values{"file": {"relative.tar"}}, "", fault.CodeInvalid},
		{"/rebuild", nil, "rebuilt", ""},
		{"/user/link", nil, "/setup#", ""},
		{"/user/reset", url.Values{"email": {"nobody@example.test"}}, "", fault.CodeNotFound},
		{"/token", url.Values{"email": {"nobody@example.test"}, "name": {"x"}}, "", fault.CodeNotFound},
	} {
		var out bytes.Buffer
		err := Command(t.Context(), c, tc.path, tc.values, &out)
		if fault.CodeOf(err) != tc.code || !strings.Contains(out.String(), tc.says) {
			t.Errorf("%s %v: %v\n%s", tc.path, tc.values, err, &out)
		}
	}
	restored := Config{Dir: t.TempDir(), Version: "test"}
	if err := Restore(t.Context(), restored, backupFile, "", new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	if err := Restore(t.Context(), restored, backupFile, "", new(bytes.Buffer)); !fault.Is(err, fault.CodeConflict) {
		t.Errorf("a second restore over the first: %v", err)
	}
	var out bytes.Buffer
	if err := Command(t.Context(), restored, "/import", url.Values{"file": {file}}, &out); err != nil || !strings.Contains(out.String(), "0 new, 3 the same") {
		t.Errorf("the restored record knows the file: %v\n%s", err, &out)
	}
}

func TestOneServerHoldsAFolder(t *testing.T) {
	a := serving(t)
	if _, err := Open(t.Context(), a.config); !fault.Is(err, fault.CodeConflict) {
		t.Errorf("a second one: %v", err)
	}
	if err := Restore(t.Context(), a.config, write(t, "b.tar", ""), "", new(bytes.Buffer)); !fault.Is(err, fault.CodeConflict) {
		t.Errorf("restore beside a server: %v", err)
	}
	if err := overSocket(t.Context(), t.TempDir(), "/rebuild", nil, new(bytes.Buffer)); !errors.Is(err, folder.ErrNoServer) {
		t.Errorf("a folder without a server: %v", err)
	}
}

func TestBusyPortSaysWhatToDo(t *testing.T) {
	l, err := bind(context.Background(), "127.0.0.1", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, port, _ := strings.Cut(l.Addr().String(), ":")
	dir := filepath.Join(t.TempDir(), "data")
	err = Serve(t.Context(), Config{Dir: dir, Host: "127.0.0.1", Port: atoi(t, port)})
	if !fault.Is(err, fault.CodeUnavailable) || !strings.Contains(err.Error(), "make run PORT=") {
		t.Errorf("busy port: %v", err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("a store was opened although the port is busy")
	}
}
