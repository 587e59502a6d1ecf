package plan

import "time"

// Reason is why somebody is asked or not.
type Reason string

// The reasons. ByRule goes with the name of the rule.
const (
	Invited    Reason = "invited"
	SampledOut Reason = "sampled_out"
	Resting    Reason = "resting"
	OptedOut   Reason = "opted_out"
	NoAddress  Reason = "no_address"
	Known      Reason = "known"
	ByRule     Reason = "rule"
)

// Reasons lists every reason in a fixed order.
func Reasons() []Reason {
	return []Reason{Invited, SampledOut, Resting, OptedOut, NoAddress, Known, ByRule}
}

// Rule is the name of a rule of contact that keeps somebody from being asked.
type Rule string

// The rules.
const (
	SamePerson   Rule = "same_person"   // another key of the same person stands in the list
	NoConsent    Rule = "no_consent"    // nobody is asked who has not agreed
	MeasureClock Rule = "measure_clock" // a measure of the survey was asked lately
	MostAsked    Rule = "most_asked"    // asked as often as may be in so many days
	AccountCap   Rule = "account_cap"   // as many of the account as are wanted
	RoleCap      Rule = "role_cap"      // as many of the role in the account as are wanted
)

// Rules lists every rule in a fixed order.
func Rules() []Rule {
	return []Rule{SamePerson, NoConsent, MeasureClock, MostAsked, AccountCap, RoleCap}
}

// Verdict is what became of a candidate. Rule is set with ByRule only.
type Verdict struct {
	Reason Reason
	Rule   Rule
}

// Candidate is somebody a wave considers, with what is known at the moment.
type Candidate struct {
	Repeated     bool // the same person stands in the list under another key
	OptedOut     bool // of the program, or of all
	Consented    bool
	Address      bool
	Known        bool      // all that the survey measures was answered lately
	RestingUntil time.Time // by somebody's word; zero: not
	LastAsked    time.Time // by anything, reminders too; zero: never
	LastMeasure  time.Time // when one of the survey's measures was asked last; zero: never
	Asked        int       // how often within MostDays
}

// Limits are the rules of contact. 0 switches one off.
type Limits struct {
	RestDays    int  // nobody is asked again within so many days, whatever about
	MeasureDays int  // nor about the same measure within so many
	Most        int  // nor more often than so in MostDays
	MostDays    int  // a day is 24 hours
	NeedConsent bool // only who has agreed is asked
}

const day = 24 * time.Hour

// within tells whether a time lies less than so many days before now.
func within(at, now time.Time, days int) bool {
	return days > 0 && !at.IsZero() && at.After(now.Add(-time.Duration(days)*day))
}

// Judge gives the verdict on a candidate by the limits, false where nothing
// speaks against them and the sample decides.
func Judge(c Candidate, l Limits, now time.Time) (Verdict, bool) {
	switch {
	case c.Repeated:
		return Verdict{ByRule, SamePerson}, true
	case c.OptedOut:
		return Verdict{OptedOut, ""}, true
	case l.NeedConsent && !c.Consented:
		return Verdict{ByRule, NoConsent}, true
	case !c.Address:
		return Verdict{NoAddress, ""}, true
	case c.Known:
		return Verdict{Known, ""}, true
	case c.RestingUntil.After(now), within(c.LastAsked, now, l.RestDays):
		return Verdict{Resting, ""}, true
	case within(c.LastMeasure, now, l.MeasureDays):
		return Verdict{ByRule, MeasureClock}, true
	case l.Most > 0 && l.MostDays > 0 && c.Asked >= l.Most:
		return Verdict{ByRule, MostAsked}, true
	}
	return Verdict{}, false
}
