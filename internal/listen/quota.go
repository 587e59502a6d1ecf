package listen

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// Quota is a group of those who are wanted, with how far it is filled.
type Quota struct {
	Wanted
	Planned int `json:"planned" doc:"Interviews that count for it, whatever their state."`
	Held    int `json:"held" doc:"Those of them that were held."`
}

// askedPlace is by what somebody who is asked counts for a group.
type askedPlace struct {
	Role      string
	SegmentID string
	Side      Side
	Held      bool
}

// counts tells whether somebody counts for a group: what the group says of role,
// segment and side is theirs.
func (w Wanted) counts(p askedPlace) bool {
	return (w.Role == "" || nameKey(w.Role) == nameKey(p.Role)) && (w.SegmentID == "" || w.SegmentID == p.SegmentID) && (w.Side == "any" || w.Side == string(p.Side))
}

// quotas fills groups with those who are asked, in their order, each in one: the
// first that they count for and that has room, else the first that they count
// for. It gives the groups, and for each of those asked the group or -1.
func quotas(wanted []Wanted, all []askedPlace) ([]Quota, []int) {
	groups, of := make([]Quota, len(wanted)), make([]int, len(all))
	for n, w := range wanted {
		groups[n].Wanted = w
	}
	for n, p := range all {
		of[n] = -1
		for g := range groups {
			if !groups[g].counts(p) {
				continue
			}
			if of[n] < 0 || groups[of[n]].full() && !groups[g].full() {
				of[n] = g
			}
		}
		if g := of[n]; g >= 0 {
			groups[g].Planned++
			if p.Held {
				groups[g].Held++
			}
		}
	}
	return groups, of
}

func (q Quota) full() bool { return q.Planned >= q.Count }

// Quotas says of each group that a study wants how many are asked and were
// heard, of the interviews that who asks may know of.
func (s *Service) Quotas(ctx context.Context, study string) ([]Quota, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var out []Quota
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		st, err := opened(ctx, q, study)
		if err != nil {
			return err
		}
		there, err := askedOf(ctx, q, st)
		places := make([]askedPlace, len(there))
		for n, a := range there {
			places[n] = a.place()
		}
		out, _ = quotas(st.Wanted, places)
		return err
	})
	return out, err
}

// askedRow is an interview as quotas and doubles need it.
type askedRow struct {
	Number     int
	State      string
	Side       string
	Role       string
	SegmentID  string  `bun:"segment_id"`
	CustomerID *string `bun:"customer_id"`
	AccountID  *string `bun:"account_id"`
}

func (r askedRow) place() askedPlace {
	return askedPlace{Role: r.Role, SegmentID: r.SegmentID, Side: Side(r.Side), Held: !Interview{State: InterviewState(r.State)}.notHeld()}
}

// askedOf are the interviews of a study that who asks may know of, by number.
func askedOf(ctx context.Context, q record.Querier, st Study) (rows []askedRow, err error) {
	where := "i.study_id = ?"
	if st.Part != Researcher {
		where += " AND " + openInterview
	}
	err = q.NewRaw("SELECT i.number, i.state, i.side, i.role, i.segment_id, i.customer_id, i.account_id FROM interview i LEFT JOIN document d ON d.interview_id = i.id WHERE "+where+" ORDER BY i.number", st.ID).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "count who is asked")
}
