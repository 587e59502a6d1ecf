package facts

import (
	"fmt"
	"strings"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// schemaVersion is raised by every change of the tables or of what the feeds
// put into them; a file of another version is rebuilt.
const schemaVersion = 5

// outdated is the version of a file whose rows would read otherwise now.
const outdated = 0

// answerColumns are the fixed columns of answer in the order in which rows are
// appended; columns t001.. of declared traits follow.
var answerColumns = []column{
	{"response", "UUID"}, {"program", "UUID"}, {"survey", "UUID"}, {"measure", "UUID"}, {"touchpoint", "UUID"},
	{"party", "UUID"}, {"cluster", "UUID"}, {"bucket", "SMALLINT"}, {"known", "BOOLEAN"},
	{"instant", "TIMESTAMP"}, {"day", "DATE"}, {"month", "DATE"},
	{"score", "DOUBLE"}, {"choice", "VARCHAR"}, {"channel", "VARCHAR"}, {"language", "VARCHAR"},
	{"consent", "SMALLINT"}, {"unit", "UUID"}, {"account", "UUID"}, {"value", "DOUBLE"}, {"weight", "DOUBLE"},
	{"version", "SMALLINT"}, {"flags", "SMALLINT"},
}

var eventColumns = []column{
	{"id", "UUID"}, {"instant", "TIMESTAMP"}, {"day", "DATE"}, {"month", "DATE"}, {"name", "VARCHAR"},
	{"party", "UUID"}, {"cluster", "UUID"}, {"bucket", "SMALLINT"}, {"account", "UUID"}, {"unit", "UUID"},
	{"touchpoint", "UUID"}, {"properties", "VARCHAR"},
}

// wideColumns are the fixed columns of response_wide, a row a response that has
// several scores; columns t001.. of declared traits and s001.. of scores
// follow, in the order in which they were first needed.
var wideColumns = []column{
	{"response", "UUID"}, {"program", "UUID"}, {"survey", "UUID"}, {"touchpoint", "UUID"}, {"party", "UUID"}, {"cluster", "UUID"},
	{"bucket", "SMALLINT"}, {"known", "BOOLEAN"}, {"instant", "TIMESTAMP"}, {"day", "DATE"}, {"month", "DATE"},
	{"channel", "VARCHAR"}, {"language", "VARCHAR"}, {"consent", "SMALLINT"}, {"unit", "UUID"}, {"account", "UUID"},
	{"value", "DOUBLE"}, {"weight", "DOUBLE"}, {"noise", "DOUBLE"}, {"version", "SMALLINT"}, {"flags", "SMALLINT"},
}

var partyColumns = []column{
	{"id", "UUID"}, {"account", "UUID"}, {"unit", "UUID"}, {"created", "TIMESTAMP"}, {"language", "VARCHAR"},
	{"roles", "VARCHAR"}, {"tie", "SMALLINT"},
}

var accountColumns = []column{{"id", "UUID"}, {"unit", "UUID"}, {"created", "TIMESTAMP"}}

// heldColumns are those of party_trait.
var heldColumns = []column{
	{"trait", "UUID"}, {"subject", "UUID"}, {"since", "TIMESTAMP"}, {"until", "TIMESTAMP"}, {"text", "VARCHAR"}, {"number", "DOUBLE"},
}

// column is a name and a DuckDB type, both from this program's text only.
type column struct{ name, kind string }

// tables is the schema of a new file.
func tables() []string {
	return []string{
		createTable("TABLE answer", answerColumns),
		createTable("TABLE event", eventColumns),
		createTable("TABLE response_wide", wideColumns),
		createTable("TABLE party", partyColumns),
		createTable("TABLE account", accountColumns),
		createTable("TABLE party_trait", heldColumns),
		"CREATE TABLE score_slot (program UUID, measure UUID, slot SMALLINT)",
		"CREATE TABLE trait (slot SMALLINT, program UUID, name VARCHAR, kind VARCHAR)",
		"CREATE TABLE trait_value (slot SMALLINT, code INTEGER, value VARCHAR)",
		"CREATE TABLE reject (position BIGINT, id VARCHAR, reason VARCHAR, instant TIMESTAMP)",
		"CREATE TABLE meta (version INTEGER, position BIGINT, ahead BIGINT, as_of TIMESTAMP, zone VARCHAR, built_at TIMESTAMP, complete BOOLEAN)",
	}
}

// stagingTables is the schema of a builder's staging area.
func stagingTables() []string {
	return []string{
		createTable("TEMP TABLE staged_answer", answerColumns),
		createTable("TEMP TABLE staged_event", eventColumns),
		createTable("TEMP TABLE staged_response_wide", wideColumns),
		createTable("TEMP TABLE staged_party", partyColumns),
		createTable("TEMP TABLE staged_account", accountColumns),
		createTable("TEMP TABLE staged_party_trait", heldColumns),
	}
}

func createTable(what string, columns []column) string {
	defs := make([]string, len(columns))
	for i, c := range columns {
		defs[i] = c.name + " " + c.kind
	}
	return "CREATE " + what + " (" + strings.Join(defs, ", ") + ")"
}

// traitColumn is the column of a slot, t001 to t200.
func traitColumn(slot int) string { return fmt.Sprintf("t%03d", slot) }

// traitType is the column type of a kind of trait; text is stored as a code of
// trait_value. It is empty for an unknown kind.
func traitType(k row.Kind) string {
	switch k {
	case row.Text:
		return "INTEGER"
	case row.Number:
		return "DOUBLE"
	case row.Date:
		return "DATE"
	}
	return ""
}
