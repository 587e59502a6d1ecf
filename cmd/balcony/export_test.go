package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// run has the command line carry out a command, as main does.
func run(t *testing.T, args ...string) error {
	t.Helper()
	var c cli
	k, err := kong.New(&c)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := k.Parse(args)
	if err != nil {
		return err
	}
	parsed.BindTo(t.Context(), (*context.Context)(nil))
	parsed.Bind(slog.New(slog.NewTextHandler(io.Discard, nil)))
	return parsed.Run()
}

// TestExportOfOnePerson takes a file in and writes all about one of those in
// it, by the command line alone: the person's answers and nobody else's.
func TestExportOfOnePerson(t *testing.T) {
	dir := t.TempDir()
	data, in, out := filepath.Join(dir, "data"), filepath.Join(dir, "in.csv"), filepath.Join(dir, "person.json")
	content := "Response ID,Customer ID,Date,How likely are you to recommend us? (0-10),Comment\n1,K-17,2026-01-05,9,the kettle is fine\n2,K-18,2026-01-06,3,the mezzanine is cold\n3,K-17,2026-02-07,10,again fine\n4,K-19,2026-02-08,7,\n5,K-20,2026-02-09,5,\n"
	if err := os.WriteFile(in, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(t, "import", "--data", data, in); err != nil {
		t.Fatal(err)
	}
	if err := run(t, "export", "--data", data, "--person", "K-17", out); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Format   string                      `json:"format"`
		Keys     []string                    `json:"keys"`
		Sections map[string][]map[string]any `json:"sections"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	if file.Format != "balcony.person/1" || len(file.Keys) != 1 || file.Keys[0] != "K-17" || len(file.Sections["answers"]) != 2 || len(file.Sections["customers"]) != 1 || len(file.Sections["rights"]) != 1 {
		t.Errorf("file: %s", raw)
	}
	for _, a := range file.Sections["answers"] {
		if text, _ := json.Marshal(a); !strings.Contains(string(text), "fine") || strings.Contains(string(text), "mezzanine") {
			t.Errorf("an answer of the file: %s", text)
		}
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("who may read it: %v %v", info.Mode(), err)
	}
	if err := run(t, "export", "--data", data, "--person", "K-17", out); err == nil {
		t.Error("a file that is there is written over")
	}
	nobody := filepath.Join(dir, "nobody.json")
	if err := run(t, "export", "--data", data, "--person", "K-99", nobody); err == nil {
		t.Error("somebody who is not there is written")
	}
	if _, err := os.Stat(nobody); !os.IsNotExist(err) {
		t.Errorf("a file of nobody: %v", err)
	}
}
