package app

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/balcony-cx/balcony/internal/people"
)

// ofPersons are words in the name of a column that refers to a person.
var ofPersons = regexp.MustCompile(`(?i)^(customer\w*|party\w*|respondent\w*|contact\w*|person\w*|recipient|e?mail|phone|subject_id|kept_id|gone_id|snapshot|cell|properties|before|after)$`)

// notOfPersons are tables with such a column that need not take part, and why.
var notOfPersons = map[string]string{
	"access.access_user":      "people who sign in, not customers",
	"access.access_link":      "invitations of people who sign in",
	"notify.mail_settings":    "the organisation's own mailbox",
	"understand.view_mail":    "people who sign in",
	"collect.import_file":     "its cells are blanked and its file goes (forgetImport)",
	"people.account":          "party_id is the firm that an account was merged into",
	"people.erasure_left":     "names of files and tables, never of persons",
	"people.trait_definition": "what may be known, not of whom",
	"people.consent_text":     "wordings that everybody is shown",
	"facts.thing":             "of a test",
	"journey.touchpoint":      "customer_name is what customers call the touchpoint",
}

// TestWhoeverKeepsPersonsTakesPart: a package whose migrations make a table
// that refers to persons erases and exports them, or is named above with its
// reason.
func TestWhoeverKeepsPersonsTakesPart(t *testing.T) {
	erasing, _ := erasers(time.Now, func() *time.Location { return time.UTC })
	takes := map[string]bool{"people": true} // its registry erases and exports itself
	for _, e := range erasing {
		exports := slices.ContainsFunc(exporters(nil), func(x people.Exporter) bool { return reflect.TypeOf(x) == reflect.TypeOf(e) })
		room := filepath.Base(reflect.TypeOf(e).PkgPath())
		if reflect.TypeOf(e) == reflect.TypeFor[mails]() {
			room = "notify"
		}
		takes[room] = exports
	}
	tables := tablesOfPersons(t)
	if len(tables) < 8 || !slices.Contains(tables, "collect.response") || !slices.Contains(tables, "people.party_consent") {
		t.Fatalf("tables of persons were not found: %v", tables)
	}
	for _, table := range tables {
		room, _, _ := strings.Cut(table, ".")
		if notOfPersons[table] == "" && !takes[room] {
			t.Errorf("%s refers to persons, and its package does not erase and export them", table)
		}
	}
	for _, own := range people.TablesOfPersons() {
		if !slices.Contains(tables, "people."+own) {
			t.Errorf("people erases from %s, which refers to nobody", own)
		}
	}
	for _, table := range tables {
		own, ok := strings.CutPrefix(table, "people.")
		if ok && notOfPersons[table] == "" && !slices.Contains(people.TablesOfPersons(), own) {
			t.Errorf("people keeps persons in %s and does not erase them there", own)
		}
	}
}

var (
	makesTable = regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\)`)
	addsColumn = regexp.MustCompile(`ALTER TABLE (\w+) ADD COLUMN (\w+)`)
)

// tablesOfPersons finds PACKAGE.TABLE of all migrations with a column that
// refers to persons.
func tablesOfPersons(t *testing.T) (tables []string) {
	t.Helper()
	files, err := filepath.Glob("../*/migrations/*.sql")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	found := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		room := strings.Split(filepath.ToSlash(file), "/")[1]
		for _, m := range makesTable.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.Lines(m[2]) {
				if word, _, _ := strings.Cut(strings.TrimSpace(line), " "); ofPersons.MatchString(word) {
					found[room+"."+m[1]] = true
				}
			}
		}
		for _, m := range addsColumn.FindAllStringSubmatch(string(text), -1) {
			if ofPersons.MatchString(m[2]) {
				found[room+"."+m[1]] = true
			}
		}
	}
	for table := range found {
		tables = append(tables, table)
	}
	slices.Sort(tables)
	return tables
}
