package access

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/balcony-cx/balcony/internal/fault"
)

// forest is a tree for tests: unit -> itself and those below, user -> accounts.
type forest struct {
	units    map[string][]string
	accounts map[string][]string
	err      error
}

func (f forest) UnitsUnder(_ context.Context, unit string) ([]string, error) {
	if f.err != nil {
		return nil, f.err
	}
	if under, ok := f.units[unit]; ok {
		return under, nil
	}
	return nil, fault.NotFound("unit")
}

func (f forest) AccountsOf(_ context.Context, user string) ([]string, error) {
	return f.accounts[user], f.err
}

var north = forest{
	units:    map[string][]string{"north": {"north", "shop"}, "shop": {"shop"}, "south": {"south"}},
	accounts: map[string][]string{"u": {"acme", "zeta"}},
}

func person(t *testing.T, grants ...Grant) Who {
	t.Helper()
	who, err := Resolve(t.Context(), north, Who{UserID: "u", Grants: grants})
	if err != nil {
		t.Fatal(err)
	}
	return who
}

func TestRequireByScope(t *testing.T) {
	whole, program, unit := Whole(), Program("p1"), Unit("north")
	cases := []struct {
		name  string
		grant Grant
		p     Permission
		at    Scope
		want  fault.Code
	}{
		{"owner whole", Grant{Owner, whole, RowsAll}, AccessManage, whole, ""},
		{"owner whole reaches a program", Grant{Owner, whole, RowsAll}, ProgramWrite, program, ""},
		{"owner whole reaches a unit", Grant{Owner, whole, RowsAll}, UnitWrite, unit, ""},
		{"lead manages no access", Grant{Lead, whole, RowsAll}, AccessManage, whole, fault.CodeForbidden},
		{"lead of a program", Grant{Lead, program, RowsAll}, MeasureWrite, program, ""},
		{"lead of a program, another", Grant{Lead, program, RowsAll}, MeasureWrite, Program("p2"), fault.CodeForbidden},
		{"lead of a program, whole", Grant{Lead, program, RowsAll}, MeasureWrite, whole, fault.CodeForbidden},
		{"lead of a program, a unit", Grant{Lead, program, RowsAll}, UnitWrite, unit, fault.CodeForbidden},
		{"program without id", Grant{Lead, Program(""), RowsAll}, MeasureWrite, Program(""), fault.CodeForbidden},
		{"lead of a unit, below", Grant{Lead, unit, RowsAll}, UnitWrite, Unit("shop"), ""},
		{"lead of a unit, beside", Grant{Lead, unit, RowsAll}, UnitWrite, Unit("south"), fault.CodeForbidden},
		{"lead of a shop, above", Grant{Lead, Unit("shop"), RowsAll}, UnitWrite, unit, fault.CodeForbidden},
		{"lead of a lost unit", Grant{Lead, Unit("gone"), RowsAll}, UnitWrite, Unit("gone"), fault.CodeForbidden},
		{"viewer sees no answers", Grant{Viewer, whole, RowsAll}, AnswerRead, whole, fault.CodeForbidden},
		{"agent sees answers", Grant{Agent, whole, RowsAll}, AnswerRead, whole, ""},
		{"own accounts, rows", Grant{Analyst, whole, RowsMyAccounts}, FigureRead, whole, fault.CodeForbidden},
		{"own accounts, objects", Grant{Analyst, whole, RowsMyAccounts}, MeasureRead, whole, ""},
		{"unknown role", Grant{"king", whole, RowsAll}, ProgramRead, whole, fault.CodeForbidden},
		{"unknown permission", Grant{Owner, whole, RowsAll}, "x.y", whole, fault.CodeForbidden},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := fault.CodeOf(person(t, c.grant).Require(c.p, c.at)); got != c.want {
				t.Errorf("Require(%s, %v) = %q, want %q", c.p, c.at, got, c.want)
			}
		})
	}
}

func TestNobodyAndSystem(t *testing.T) {
	nobody := From(context.Background())
	if got := fault.CodeOf(nobody.Require(ProgramRead, Whole())); got != fault.CodeUnauthenticated {
		t.Errorf("nobody: %q", got)
	}
	if got := fault.CodeOf(nobody.Any(ProgramRead)); got != fault.CodeUnauthenticated {
		t.Errorf("nobody, anywhere: %q", got)
	}
	if r := nobody.Reach(FigureRead); r.All || len(r.Any) > 0 {
		t.Errorf("nobody reaches %v", r)
	}
	stray := Who{Grants: []Grant{{Owner, Whole(), RowsAll}}}
	if stray.Any(ProgramRead) == nil {
		t.Error("grants without a person were honoured")
	}
	system := From(System(context.Background(), "import"))
	if err := system.Require(AuditRead, Whole()); err != nil || !system.Reach(AnswerRead).All {
		t.Errorf("system refused: %v", err)
	}
	back := From(With(context.Background(), person(t, Grant{Lead, Unit("north"), RowsAll})))
	if err := back.Require(UnitWrite, Unit("shop")); err != nil {
		t.Errorf("who lost its units on the way through a context: %v", err)
	}
}

func TestTokenNeverGivesMore(t *testing.T) {
	viewer := person(t, Grant{Viewer, Whole(), RowsAll})
	token := viewer.WithToken("tok", []Permission{FigureRead, AnswerRead})
	if err := token.Require(FigureRead, Whole()); err != nil {
		t.Errorf("held and scoped: %v", err)
	}
	if token.Require(AnswerRead, Whole()) == nil {
		t.Error("a token gave more than its maker holds")
	}
	if token.Any(ProgramRead) == nil {
		t.Error("a token gave a permission outside its scopes")
	}
	none := viewer.WithToken("tok", nil)
	if none.Any(FigureRead) == nil {
		t.Error("a token without scopes gave something")
	}
}

func TestReachWhere(t *testing.T) {
	columns := Columns{Program: "program_id", Unit: "unit_id", Account: "account_id"}
	cases := []struct {
		name    string
		grants  []Grant
		columns Columns
		sql     string
		args    []any
	}{
		{"whole", []Grant{{Analyst, Whole(), RowsAll}}, columns, "(1=1)", nil},
		{"no permission", []Grant{{Viewer, Whole(), RowsAll}}, columns, "(1=0)", nil},
		{"program", []Grant{{Analyst, Program("p1"), RowsAll}}, columns, "((program_id IN (?)))", []any{"p1"}},
		{"unit with those below", []Grant{{Analyst, Unit("north"), RowsAll}}, columns,
			"((unit_id IN (?,?)))", []any{"north", "shop"}},
		{"own accounts", []Grant{{Analyst, Whole(), RowsMyAccounts}}, columns,
			"((account_id IN (?,?)))", []any{"acme", "zeta"}},
		{"own accounts of a unit", []Grant{{Analyst, Unit("shop"), RowsMyAccounts}}, columns,
			"((unit_id IN (?) AND account_id IN (?,?)))", []any{"shop", "acme", "zeta"}},
		{"either of two", []Grant{{Analyst, Program("p1"), RowsAll}, {Analyst, Unit("shop"), RowsAll}}, columns,
			"((program_id IN (?)) OR (unit_id IN (?)))", []any{"p1", "shop"}},
		{"wider wins", []Grant{{Analyst, Program("p1"), RowsAll}, {Lead, Whole(), RowsAll}}, columns, "(1=1)", nil},
		{"a lost unit", []Grant{{Analyst, Unit("gone"), RowsAll}}, columns, "(1=0)", nil},
		{"no such column", []Grant{{Analyst, Unit("north"), RowsAll}}, Columns{Program: "program_id"}, "(1=0)", nil},
		{"cast", []Grant{{Analyst, Program("p1"), RowsAll}}, Columns{Program: "program", Cast: "UUID"},
			"((program IN (CAST(? AS UUID))))", []any{"p1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			sql, args := person(t, c.grants...).Reach(AnswerRead).Where(c.columns)
			if sql != c.sql || !reflect.DeepEqual(args, c.args) {
				t.Errorf("got %s %v\nwant %s %v", sql, args, c.sql, c.args)
			}
		})
	}
	if sql, _ := (Reach{Any: []Rows{{}}}).Where(columns); sql != "(1=0)" {
		t.Errorf("rows without any restriction must match nothing, got %s", sql)
	}
}

func TestReachCovers(t *testing.T) {
	reach := person(t, Grant{Analyst, Unit("north"), RowsMyAccounts}, Grant{Analyst, Program("p1"), RowsAll}).Reach(AnswerRead)
	for _, c := range []struct {
		program, unit, account string
		want                   bool
	}{
		{"p1", "", "", true}, {"p2", "shop", "acme", true}, {"p2", "shop", "other", false},
		{"p2", "shop", "", false}, {"p2", "south", "acme", false}, {"", "", "", false},
	} {
		if got := reach.Covers(c.program, c.unit, c.account); got != c.want {
			t.Errorf("Covers(%q,%q,%q) = %v", c.program, c.unit, c.account, got)
		}
	}
	if (Reach{Any: []Rows{{}}}).Covers("p", "u", "a") {
		t.Error("rows without any restriction cover nothing")
	}
}

func TestMayGive(t *testing.T) {
	whole := person(t, Grant{Owner, Whole(), RowsAll})
	local := person(t, Grant{Owner, Unit("north"), RowsAll})
	for _, c := range []struct {
		who  Who
		g    Grant
		want fault.Code
	}{
		{whole, Grant{Owner, Whole(), RowsAll}, ""},
		{whole, Grant{Viewer, Unit("south"), RowsAll}, ""},
		{local, Grant{Lead, Unit("shop"), RowsAll}, ""},
		{local, Grant{Viewer, Whole(), RowsAll}, fault.CodeForbidden},
		{local, Grant{Viewer, Unit("south"), RowsAll}, fault.CodeForbidden},
		{local, Grant{Viewer, Program("p1"), RowsAll}, fault.CodeForbidden},
		{person(t, Grant{Lead, Whole(), RowsAll}), Grant{Viewer, Whole(), RowsAll}, fault.CodeForbidden},
		{Who{}, Grant{Viewer, Whole(), RowsAll}, fault.CodeUnauthenticated},
	} {
		if got := fault.CodeOf(c.who.MayGive(c.g)); got != c.want {
			t.Errorf("%v gives %v: %q, want %q", c.who.Grants, c.g, got, c.want)
		}
	}
}

func TestResolveReportsTrouble(t *testing.T) {
	broken := forest{err: errors.New("disk")}
	_, err := Resolve(t.Context(), broken, Who{UserID: "u", Grants: []Grant{{Viewer, Unit("x"), RowsAll}}})
	if !fault.Is(err, fault.CodeInternal) {
		t.Errorf("a failing tree gave %v", err)
	}
}

func TestCheckGrants(t *testing.T) {
	same := Grant{Role: Viewer, Scope: Whole()}
	got, err := checkGrants(t.Context(), north, []Grant{same, same, {Lead, Unit("shop"), RowsMyAccounts}})
	if err != nil || len(got) != 2 || got[0].Rows != RowsAll {
		t.Errorf("got %v, %v", got, err)
	}
	for _, bad := range [][]Grant{
		nil,
		{{Role: "king", Scope: Whole()}},
		{{Role: Viewer, Scope: Scope{Kind: "world"}}},
		{{Role: Viewer, Scope: Program("")}},
		{{Role: Viewer, Scope: Unit("gone")}},
		{{Role: Viewer, Scope: Whole(), Rows: "some"}},
		{{Role: Owner, Scope: Whole(), Rows: RowsMyAccounts}},
		make([]Grant, 51),
	} {
		if _, err := checkGrants(t.Context(), north, bad); !fault.Is(err, fault.CodeInvalid) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
