package access

import (
	"slices"
	"testing"
)

// The roles as they are promised to people, written out once more and by role,
// so that a slip in the table shows.
func TestPermissionTable(t *testing.T) {
	viewer := []Permission{SessionSelf, ProgramRead, MeasureRead, FigureRead, ViewUse, UnitRead, OrganisationRead, RegisterRead, FindingRead}
	agent := append(slices.Clone(viewer), AnswerRead, ReplyWrite, PersonRead)
	analyst := append(slices.Clone(agent), ImportRun, ViewShare, TokenOwn, AnswerWrite, SegmentWrite, ListenRead, OutreachRead)
	researcher := append(slices.Clone(analyst), MeasureWrite, PersonWrite, RegisterWrite, ListenWrite, FindingWrite, OutreachWrite)
	lead := append(slices.Clone(researcher), ProgramWrite, UnitWrite, PersonErase)
	owner := append(slices.Clone(lead), AccessManage, OrganisationWrite, MailWrite, AuditRead)
	want := map[Role][]Permission{Viewer: viewer, Agent: agent, Analyst: analyst, Researcher: researcher, Lead: lead, Owner: owner}
	if len(owner) != len(Permissions()) {
		t.Errorf("the owner holds %d of %d permissions", len(owner), len(Permissions()))
	}
	for _, r := range Roles() {
		for _, p := range Permissions() {
			if got := r.May(p); got != slices.Contains(want[r], p) {
				t.Errorf("%s may %s: %v", r, p, got)
			}
		}
	}
	if Role("king").May(ProgramRead) || Role("king").Valid() || Permission("x").Valid() || !FigureRead.Valid() {
		t.Error("an unknown role or permission was honoured")
	}
}
