package journey

import (
	"cmp"
	"slices"
	"strings"
)

// Lack is something that a touchpoint may be without.
type Lack string

// What a touchpoint may lack. All but the volume make its marks.
const (
	LacksOwner       Lack = "owner"
	LacksExpectation Lack = "expectation"
	LacksMeasure     Lack = "measure"
	LacksVolume      Lack = "volume"
)

// ListedTouchpoint is a touchpoint as the register shows it.
type ListedTouchpoint struct {
	Touchpoint
	OwnerName   string       `json:"owner_name,omitempty"`
	EditorNames []string     `json:"editor_names" nullable:"false" doc:"Of those of editor_ids who still sign in, in their order."`
	MeasureName string       `json:"measure_name,omitempty"`
	Expectation *Expectation `json:"expectation,omitempty" doc:"What is expected there now."`
	Lacks       []Lack       `json:"lacks" nullable:"false" enum:"owner,expectation,measure,volume" doc:"What it is without."`
	Times       *int64       `json:"times,omitempty" doc:"How often it happens in 90 days; absent: nobody knows."`
	TimesFrom   string       `json:"times_from" enum:"typed,events," doc:"Where that is from."`
	Fits        []MeasureMet `json:"fits" nullable:"false" doc:"Measures whose answers name the touchpoint, most first."`
	MayChange   bool         `json:"may_change" doc:"Whether you may."`
}

// RegisterCoverage says how much of a register is in place.
type RegisterCoverage struct {
	Total       int `json:"total" doc:"Touchpoints."`
	Complete    int `json:"complete" doc:"Those with an owner, an expectation and a measure."`
	Owner       int `json:"owner" doc:"Those that somebody looks after."`
	Expectation int `json:"expectation" doc:"Those where it is written what customers may expect."`
	Measure     int `json:"measure" doc:"Those that a measure follows."`
	Volume      int `json:"volume" doc:"Those of which one knows how often they happen."`
}

// Unlisted is an interaction seen in events that the register does not list.
type Unlisted struct {
	Key       string `json:"key"`
	Name      string `json:"name" doc:"A name made of the key."`
	ChannelID string `json:"channel_id,omitempty" doc:"The channel that its events name, where the register has it."`
	Channel   string `json:"channel,omitempty" doc:"The channel as its events name it."`
	Count     int64  `json:"count" doc:"Events in 90 days."`
}

// FirstTouchpoint is a touchpoint to look after before others.
type FirstTouchpoint struct {
	TouchpointID string `json:"touchpoint_id,omitempty" doc:"Absent: it is seen and not listed."`
	Key          string `json:"key"`
	Name         string `json:"name"`
	ChannelID    string `json:"channel_id,omitempty"`
	Lacks        []Lack `json:"lacks" nullable:"false" enum:"owner,expectation,measure,volume"`
	Times        *int64 `json:"times,omitempty"`
}

// Matrix is the register: what customers do, by stage, on each channel.
type Matrix struct {
	ProgramID   string             `json:"program_id" format:"uuid"`
	Since       string             `json:"since,omitempty" format:"date" doc:"First of the 90 days; absent where you see no events."`
	Until       string             `json:"until,omitempty" format:"date" doc:"Last of them, the day of the last event."`
	Channels    []Channel          `json:"channels" nullable:"false"`
	Stages      []Stage            `json:"stages" nullable:"false"`
	Touchpoints []ListedTouchpoint `json:"touchpoints" nullable:"false" doc:"Those that the filter leaves, by interaction."`
	Coverage    RegisterCoverage   `json:"coverage" doc:"Of the whole register, whatever the filter."`
	Unlisted    []Unlisted         `json:"unlisted" nullable:"false" doc:"Seen in events and not listed, most first, at most 50."`
	First       []FirstTouchpoint  `json:"first" nullable:"false" doc:"What to look after first, by how often customers meet it; at most 3."`
	MayChange   bool               `json:"may_change" doc:"Whether you may change the register."`
}

// Filter narrows a register; empty leaves all.
type Filter struct {
	Stage, Channel, Owner, Find string // Owner "none": nobody's. Stage "none": in no stage
	Nature                      Nature
	Lacks                       Lack
}

const (
	mostFirst    = 3
	mostUnlisted = 50
	nobody       = "none"
)

// lacking is what a touchpoint is without.
func (l ListedTouchpoint) lacking() []Lack {
	out := []Lack{}
	for _, c := range []struct {
		lack  Lack
		there bool
	}{{LacksOwner, l.OwnerID != ""}, {LacksExpectation, l.Expectation != nil}, {LacksMeasure, l.MeasureID != ""}, {LacksVolume, l.Times != nil}} {
		if !c.there {
			out = append(out, c.lack)
		}
	}
	return out
}

// marksMissing are the lacks that a mark shows.
func marksMissing(lacks []Lack) int {
	n := len(lacks)
	if slices.Contains(lacks, LacksVolume) {
		n--
	}
	return n
}

// cover counts what is in place.
func cover(all []ListedTouchpoint) RegisterCoverage {
	c := RegisterCoverage{Total: len(all)}
	for _, l := range all {
		for _, part := range []struct {
			lack Lack
			n    *int
		}{{LacksOwner, &c.Owner}, {LacksExpectation, &c.Expectation}, {LacksMeasure, &c.Measure}, {LacksVolume, &c.Volume}} {
			if !slices.Contains(l.Lacks, part.lack) {
				*part.n++
			}
		}
		if marksMissing(l.Lacks) == 0 {
			c.Complete++
		}
	}
	return c
}

// first are the touchpoints to look after before others: those that most
// customers meet of those that lack something, listed or not. What nobody
// counted stands behind.
func first(all []ListedTouchpoint, unlisted []Unlisted) []FirstTouchpoint {
	out := []FirstTouchpoint{}
	for _, l := range all {
		if marksMissing(l.Lacks) > 0 {
			out = append(out, FirstTouchpoint{TouchpointID: l.ID, Key: l.Key, Name: l.Name, ChannelID: l.ChannelID, Lacks: l.Lacks, Times: l.Times})
		}
	}
	for _, u := range unlisted {
		out = append(out, FirstTouchpoint{Key: u.Key, Name: u.Name, ChannelID: u.ChannelID, Lacks: []Lack{}, Times: &u.Count})
	}
	times := func(f FirstTouchpoint) int64 {
		if f.Times == nil {
			return -1
		}
		return *f.Times
	}
	slices.SortStableFunc(out, func(a, b FirstTouchpoint) int {
		return cmp.Or(cmp.Compare(times(b), times(a)), cmp.Compare(marksMissing(b.Lacks), marksMissing(a.Lacks)))
	})
	return out[:min(mostFirst, len(out))]
}

// leaves tells whether the filter leaves a touchpoint.
func (f Filter) leaves(l ListedTouchpoint, natures map[string]Nature) bool {
	switch {
	case f.Stage == nobody && len(l.StageIDs) > 0,
		f.Stage != "" && f.Stage != nobody && !slices.Contains(l.StageIDs, f.Stage),
		f.Channel != "" && l.ChannelID != f.Channel,
		f.Nature != "" && natures[l.ChannelID] != f.Nature,
		f.Owner == nobody && l.OwnerID != "",
		f.Owner != "" && f.Owner != nobody && l.OwnerID != f.Owner,
		f.Lacks != "" && !slices.Contains(l.Lacks, f.Lacks):
		return false
	}
	if f.Find == "" {
		return true
	}
	words := []string{l.Name, l.CustomerName, l.Key}
	if l.Expectation != nil {
		words = append(words, l.Expectation.Words)
	}
	return strings.Contains(nameKey(strings.Join(words, " ")), nameKey(f.Find))
}

// offered are interactions that events name and no register lists, with the
// channel of the register that they name.
func offered(others []Other, channels []Channel) []Unlisted {
	out := []Unlisted{}
	for _, o := range others {
		u := Unlisted{Key: o.Key, Name: spoken(o.Key), Channel: o.Channel, Count: o.Count}
		for _, c := range channels {
			if o.Channel != "" && (nameKey(o.Channel) == nameKey(c.Key) || nameKey(o.Channel) == nameKey(c.Name)) {
				u.ChannelID = c.ID
			}
		}
		out = append(out, u)
	}
	return out[:min(mostUnlisted, len(out))]
}

// spoken is a key as people would write it: order_delivered, Order delivered.
func spoken(key string) string {
	words := []rune(cleanName(strings.NewReplacer("_", " ", "-", " ", ".", " ", ":", " ").Replace(key)))
	if len(words) == 0 {
		return key
	}
	return strings.ToUpper(string(words[:1])) + string(words[1:min(len(words), maxName)])
}
