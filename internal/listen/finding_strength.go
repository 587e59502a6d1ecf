package listen

import (
	"cmp"
	"slices"
)

// VoiceCounts say how many stand where. Of those who are divided as many excerpts
// or people speak for as against.
type VoiceCounts struct {
	Of      int `json:"of" doc:"How many there are in all."`
	For     int `json:"for"`
	Against int `json:"against"`
	Divided int `json:"divided"`
	Silent  int `json:"silent" doc:"Interviewed, and nothing of theirs stands with the finding."`
}

// VoiceGroup are the people of one segment.
type VoiceGroup struct {
	Value string `json:"value" doc:"Of the trait; empty where it is not known, or not told."`
	VoiceCounts
}

// VoicePlace are the excerpts that speak of one moment of the journey.
type VoicePlace struct {
	TouchpointID string `json:"touchpoint_id" doc:"Empty: no touchpoint owns it."`
	For          int    `json:"for"`
	Against      int    `json:"against"`
}

// FindingStrengths are how much there is for a finding and against it: counts, never
// shares, since people were chosen to differ, not to stand for everybody.
type FindingStrengths struct {
	People   VoiceCounts  `json:"people"`
	Accounts VoiceCounts  `json:"accounts"`
	Segments VoiceCounts  `json:"segments" doc:"By the trait that the finding names."`
	GroupBy  string       `json:"group_by,omitempty"`
	Groups   []VoiceGroup `json:"groups" nullable:"false" doc:"The people of each segment."`
	Places   []VoicePlace `json:"places" nullable:"false" doc:"The excerpts by touchpoint, most first."`
}

// Voice is a document of somebody who was interviewed, or whose comment is
// quoted: who said it, for which firm, in which segment, and what of it stands
// with the finding. Ids may be empty.
type Voice struct {
	Person, Account, Segment string
	For, Against             int // excerpts
}

// ComputeStrength counts people, accounts and segments. A person who has several
// documents is one; they stand on the side of which more of their excerpts are,
// an account and a segment on that of more of its people who speak, and all are
// divided where both are equal. The order of voices does not matter.
func ComputeStrength(voices []Voice) FindingStrengths {
	type balance struct{ voicesFor, against int }
	people := map[string]balance{}
	account, segment := map[string]string{}, map[string]string{}
	for _, v := range slices.SortedFunc(slices.Values(voices), func(a, b Voice) int {
		return cmp.Or(cmp.Compare(a.Person, b.Person), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Segment, b.Segment))
	}) {
		b := people[v.Person]
		people[v.Person] = balance{b.voicesFor + v.For, b.against + v.Against}
		account[v.Person] = cmp.Or(account[v.Person], v.Account)
		segment[v.Person] = cmp.Or(segment[v.Person], v.Segment)
	}
	s := FindingStrengths{Groups: []VoiceGroup{}, Places: []VoicePlace{}}
	firms, groups := map[string]*VoiceCounts{}, map[string]*VoiceCounts{}
	in := func(of map[string]*VoiceCounts, key string) *VoiceCounts {
		if of[key] == nil {
			of[key] = &VoiceCounts{}
		}
		return of[key]
	}
	for person, b := range people {
		s.People.add(b.voicesFor, b.against)
		if account[person] != "" {
			in(firms, account[person]).add(b.voicesFor, b.against)
		}
		in(groups, segment[person]).add(b.voicesFor, b.against)
	}
	for _, c := range firms {
		s.Accounts.addStance(*c)
	}
	for value, c := range groups {
		if value != "" {
			s.Segments.addStance(*c)
		}
		s.Groups = append(s.Groups, VoiceGroup{value, *c})
	}
	slices.SortFunc(s.Groups, func(a, b VoiceGroup) int {
		return cmp.Or(boolCompare(a.Value == "", b.Value == ""), cmp.Compare(b.Of, a.Of), cmp.Compare(a.Value, b.Value))
	})
	return s
}

// boolCompare has those that are not so come first.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// add counts one more, with so many for and against.
func (c *VoiceCounts) add(voicesFor, against int) {
	c.Of++
	switch {
	case voicesFor == 0 && against == 0:
		c.Silent++
	case voicesFor > against:
		c.For++
	case voicesFor < against:
		c.Against++
	default:
		c.Divided++
	}
}

// addStance counts one more whose people stand as they do; one of whom all who
// speak are divided in themselves is divided.
func (c *VoiceCounts) addStance(people VoiceCounts) {
	if people.For == people.Against && people.Divided > 0 {
		c.Of++
		c.Divided++
		return
	}
	c.add(people.For, people.Against)
}
