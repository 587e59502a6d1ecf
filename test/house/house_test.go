package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/balcony-cx/balcony/"

// rooms in the order of the loop: a room imports only rooms before it.
var rooms = []string{"purpose", "people", "journey", "listen", "measure", "outreach", "collect", "understand", "act", "prove"}

// tools import nothing of the house; ground packages import no room.
var (
	tools  = []string{"stat", "text", "interchange"}
	ground = []string{"fault", "record", "facts", "access", "job", "notify", "web"}
	banned = []string{"util", "utils", "common", "helpers", "models", "types", "base", "misc"}
)

// pkg is a Go package of the project: its folder, from the top, and what it
// imports of the project, each with the files that do so.
type pkg struct {
	dir     string
	name    string
	comment bool
	imports map[string]string
}

func top(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// packages reads every Go package below the top folder, without its tests:
// a test may import the rooms it needs.
func packages(t *testing.T) []*pkg {
	t.Helper()
	root := top(t)
	found := map[string]*pkg{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == "node_modules" || name == "testdata" || name == "dist" || (strings.HasPrefix(name, ".") && path != root)) {
			return filepath.SkipDir
		}
		rel, _ := filepath.Rel(root, path)
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || filepath.Dir(rel) == "." {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		add(found, filepath.ToSlash(filepath.Dir(rel)), rel, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*pkg, 0, len(found))
	for _, p := range found {
		out = append(out, p)
	}
	if len(out) < 5 {
		t.Fatalf("only %d packages found: the walk is broken", len(out))
	}
	return out
}

func add(found map[string]*pkg, dir, file string, f *ast.File) {
	p := found[dir]
	if p == nil {
		p = &pkg{dir: dir, name: f.Name.Name, imports: map[string]string{}}
		found[dir] = p
	}
	p.comment = p.comment || f.Doc != nil
	for _, i := range f.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		if rest, ok := strings.CutPrefix(path, module); ok {
			p.imports[rest] = file
		}
	}
}

// home is the part of the house that a folder belongs to: "collect" for
// "internal/collect/store", "" for what is not in internal.
func home(dir string) string {
	rest, ok := strings.CutPrefix(dir, "internal/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// allowed tells whether code in the part from may import the part to.
func allowed(from, to string) bool {
	switch {
	case from == to || from == "" || from == "app":
		return true
	case to == "app":
		return false
	case slices.Contains(tools, from):
		return false
	case slices.Contains(ground, from):
		return !slices.Contains(rooms, to) && !slices.Contains(tools, to) || to == "stat" && from == "facts"
	}
	if i := slices.Index(rooms, from); i >= 0 {
		if j := slices.Index(rooms, to); j >= 0 {
			return j < i
		}
		return true
	}
	return false
}

func TestImportOrder(t *testing.T) {
	for _, p := range packages(t) {
		from := home(p.dir)
		known := from == "" || from == "app" || slices.Contains(rooms, from) || slices.Contains(tools, from) || slices.Contains(ground, from)
		if !known {
			t.Errorf("%s is no room, tool or ground floor of docs/architecture.md", p.dir)
		}
		for to, file := range p.imports {
			if !allowed(from, home(to)) {
				t.Errorf("%s imports %s: against the order of the house", file, to)
			}
		}
	}
}

func TestImportOrderIsStrict(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		ok       bool
	}{
		{"collect", "measure", true}, {"measure", "collect", false}, {"stat", "record", false}, {"record", "people", false},
		{"understand", "stat", true}, {"access", "record", true}, {"web", "collect", false}, {"app", "prove", true}, {"collect", "app", false},
	} {
		if allowed(tc.from, tc.to) != tc.ok {
			t.Errorf("%s may import %s: want %v", tc.from, tc.to, tc.ok)
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	for _, p := range packages(t) {
		if !p.comment {
			t.Errorf("%s has no package comment", p.dir)
		}
		if slices.Contains(banned, p.name) {
			t.Errorf("%s: a package named %s says nothing", p.dir, p.name)
		}
	}
}

// named finds paths of the project in the text of a document: in back quotes
// or as the target of a link.
var named = regexp.MustCompile("[`(]((?:internal|cmd|web|docs|test)/[A-Za-z0-9_./-]+|[A-Z][A-Z]+\\.md|Makefile|LICENSE)[`)#]")

func TestDocumentsNamePathsThatExist(t *testing.T) {
	root := top(t)
	var seen int
	docs, _ := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	more, _ := filepath.Glob(filepath.Join(root, "*.md"))
	for _, doc := range append(docs, more...) {
		text, err := os.ReadFile(doc)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(text), -1) {
			seen++
			path := strings.TrimSuffix(m[1], "/")
			inRoot, inDocs := filepath.Join(root, path), filepath.Join(root, "docs", path)
			if !exists(inRoot) && !exists(inDocs) {
				t.Errorf("%s names %s, which does not exist", filepath.Base(doc), m[1])
			}
		}
	}
	if seen == 0 {
		t.Error("no path found in any document: the pattern is broken")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestPageHasTheServersRooms(t *testing.T) {
	root := top(t)
	dirs, err := os.ReadDir(filepath.Join(root, "web", "src", "rooms"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		if !slices.Contains(rooms, d.Name()) || !exists(filepath.Join(root, "internal", d.Name())) {
			t.Errorf("web/src/rooms/%s has no room in internal", d.Name())
		}
	}
}

// across finds an import of another room's folder in the page's code.
var across = regexp.MustCompile(`from\s+['"](?:@/rooms|\.\./\.\./rooms|\.\.)/([a-z]+)/`)

func TestPageRoomsDoNotImportEachOther(t *testing.T) {
	base := filepath.Join(top(t), "web", "src", "rooms")
	err := filepath.WalkDir(base, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(filepath.Ext(path), ".ts") {
			return err
		}
		rel, _ := filepath.Rel(base, path)
		mine, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range across.FindAllStringSubmatch(string(text), -1) {
			if slices.Contains(rooms, m[1]) && m[1] != mine {
				t.Errorf("web/src/rooms/%s imports the room %s", rel, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
