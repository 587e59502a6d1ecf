package access

import "slices"

// Permission names one thing that may be done, as "noun.verb".
type Permission string

// The permissions. There are no others.
const (
	SessionSelf       Permission = "session.self"       // one's own session, password, second factor
	ProgramRead       Permission = "program.read"       // see programs
	ProgramWrite      Permission = "program.write"      // make and change programs
	MeasureRead       Permission = "measure.read"       // see measures
	MeasureWrite      Permission = "measure.write"      // make and change measures
	FigureRead        Permission = "figure.read"        // see figures made of many answers
	AnswerRead        Permission = "answer.read"        // see single answers and their texts
	AnswerWrite       Permission = "answer.write"       // send in responses and events
	ReplyWrite        Permission = "reply.write"        // write back to who answered
	ImportRun         Permission = "import.run"         // take in files, undo it
	PersonRead        Permission = "person.read"        // see customers, contacts and what is known of them
	PersonWrite       Permission = "person.write"       // change customers, contacts, accounts; merge; take files of them in
	PersonErase       Permission = "person.erase"       // answer a person's rights: export, erase, restrict
	SegmentWrite      Permission = "segment.write"      // make and change segments
	RegisterRead      Permission = "register.read"      // see channels, touchpoints and what may be expected there
	RegisterWrite     Permission = "register.write"     // change them
	ListenRead        Permission = "listen.read"        // see studies and what interviews show to everybody
	ListenWrite       Permission = "listen.write"       // make studies, and work on those one is a researcher of
	FindingRead       Permission = "finding.read"       // see findings
	FindingWrite      Permission = "finding.write"      // make and change findings
	OutreachRead      Permission = "outreach.read"      // see waves, invitations and rules of contact
	OutreachWrite     Permission = "outreach.write"     // make waves and send them; set rules of contact
	ViewUse           Permission = "view.use"           // open saved views
	ViewShare         Permission = "view.share"         // save and share views
	UnitRead          Permission = "unit.read"          // see the tree of units and the accounts
	UnitWrite         Permission = "unit.write"         // change units and account owners
	AccessManage      Permission = "access.manage"      // invite people, give and take roles
	TokenOwn          Permission = "token.own"          // make API tokens for oneself
	OrganisationRead  Permission = "organisation.read"  // see the organisation's settings
	OrganisationWrite Permission = "organisation.write" // change them
	MailWrite         Permission = "mail.write"         // see and change mail settings
	AuditRead         Permission = "audit.read"         // read the audit log
)

// Role is what a person is to the organisation, a program or a unit.
type Role string

// The roles. Agent is valid but hidden in the page until there are cases.
const (
	Owner      Role = "owner"
	Lead       Role = "lead"
	Researcher Role = "researcher"
	Analyst    Role = "analyst"
	Agent      Role = "agent"
	Viewer     Role = "viewer"
)

// Roles lists every role, widest first.
func Roles() []Role { return []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer} }

// Permissions lists every permission in a fixed order.
func Permissions() []Permission {
	all := make([]Permission, len(table))
	for i, row := range table {
		all[i] = row.permission
	}
	return all
}

// table is the one permission table: who may do what.
var table = []struct {
	permission Permission
	roles      []Role
}{
	{SessionSelf, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{ProgramRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{ProgramWrite, []Role{Owner, Lead}},
	{MeasureRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{MeasureWrite, []Role{Owner, Lead, Researcher}},
	{FigureRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{AnswerRead, []Role{Owner, Lead, Researcher, Analyst, Agent}},
	{AnswerWrite, []Role{Owner, Lead, Researcher, Analyst}},
	{ReplyWrite, []Role{Owner, Lead, Researcher, Analyst, Agent}},
	{ImportRun, []Role{Owner, Lead, Researcher, Analyst}},
	{PersonRead, []Role{Owner, Lead, Researcher, Analyst, Agent}},
	{PersonWrite, []Role{Owner, Lead, Researcher}},
	{PersonErase, []Role{Owner, Lead}},
	{SegmentWrite, []Role{Owner, Lead, Researcher, Analyst}},
	{RegisterRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{RegisterWrite, []Role{Owner, Lead, Researcher}},
	{ListenRead, []Role{Owner, Lead, Researcher, Analyst}},
	{ListenWrite, []Role{Owner, Lead, Researcher}},
	{FindingRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{FindingWrite, []Role{Owner, Lead, Researcher}},
	{OutreachRead, []Role{Owner, Lead, Researcher, Analyst}},
	{OutreachWrite, []Role{Owner, Lead, Researcher}},
	{ViewUse, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{ViewShare, []Role{Owner, Lead, Researcher, Analyst}},
	{UnitRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{UnitWrite, []Role{Owner, Lead}},
	{AccessManage, []Role{Owner}},
	{TokenOwn, []Role{Owner, Lead, Researcher, Analyst}},
	{OrganisationRead, []Role{Owner, Lead, Researcher, Analyst, Agent, Viewer}},
	{OrganisationWrite, []Role{Owner}},
	{MailWrite, []Role{Owner}},
	{AuditRead, []Role{Owner}},
}

// May tells whether the role includes the permission. An unknown role or
// permission gives false.
func (r Role) May(p Permission) bool {
	for _, row := range table {
		if row.permission == p {
			return slices.Contains(row.roles, r)
		}
	}
	return false
}

// Valid tells whether r is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Valid tells whether p is one of the permissions.
func (p Permission) Valid() bool {
	for _, row := range table {
		if row.permission == p {
			return true
		}
	}
	return false
}

// ofRows tells whether p is about single customers' rows. A grant limited to
// my accounts holds such a permission for those rows only, so it shows in
// Reach and never satisfies Require.
func (p Permission) ofRows() bool {
	switch p {
	case FigureRead, AnswerRead, AnswerWrite, ReplyWrite, ImportRun, PersonRead, PersonWrite, ListenRead, ListenWrite, OutreachRead, OutreachWrite:
		return true
	}
	return false
}
