package journey

import (
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// Touchpoint is one kind of interaction on one channel.
type Touchpoint struct {
	ID           string    `json:"id" format:"uuid"`
	ProgramID    string    `json:"program_id" format:"uuid"`
	Key          string    `json:"key" doc:"By which answers and events name it."`
	Name         string    `json:"name" doc:"What customers do, in our words: check in."`
	CustomerName string    `json:"customer_name" doc:"What they call it; may be empty."`
	ChannelID    string    `json:"channel_id" format:"uuid"`
	StageIDs     []string  `json:"stage_ids" nullable:"false"`
	Position     int       `json:"position" doc:"Of the interaction among those of its stage, from 1."`
	OwnerID      string    `json:"owner_id,omitempty" doc:"Who looks after it, a person who signs in."`
	EditorIDs    []string  `json:"editor_ids" nullable:"false" doc:"Who else may change it, besides the owner and whoever may change the register."`
	MeasureID    string    `json:"measure_id,omitempty" doc:"The measure that follows it."`
	Volume       *int64    `json:"volume,omitempty" doc:"How often it happens in 90 days, as somebody typed it; absent: as counted from events."`
	KeptWhy      string    `json:"kept_why,omitempty" doc:"Why a name that is a channel's stands here."`
	CreatedAt    time.Time `json:"created_at"`
	ChangedAt    time.Time `json:"changed_at"`
	Version      int64     `json:"version"`
}

const (
	maxTouchpoints = 2000 // of a program
	maxEditors     = 50
	maxWhy         = 1000
)

// checked cleans t and says what is wrong with it, apart from what the register
// around it must tell.
func (t Touchpoint) checked() (Touchpoint, error) {
	var err error
	if t.Name, err = named(t.Name); err != nil {
		return t, err
	}
	t.CustomerName, t.Key, t.KeptWhy = cleanName(t.CustomerName), cleanName(t.Key), strings.TrimSpace(t.KeptWhy)
	t.StageIDs, t.EditorIDs = once(t.StageIDs), once(t.EditorIDs)
	switch {
	case len([]rune(t.CustomerName)) > maxName:
		return t, fault.Invalid("customer_name", "A name has at most 120 characters.").Keyed("register.name_long")
	case len([]rune(t.Key)) > maxKey:
		return t, keyTooLong()
	case len([]rune(t.KeptWhy)) > maxWhy:
		return t, fault.Invalid("kept_why", "A reason has at most 1,000 characters.").Keyed("touchpoint.why_long")
	case t.Volume != nil && (*t.Volume < 0 || *t.Volume > 1e12):
		return t, fault.Invalid("volume", "Say how often it happens in 90 days, as a number from 0 on.").Keyed("touchpoint.volume")
	case len(t.EditorIDs) > maxEditors:
		return t, fault.Invalid("editor_ids", "At most 50 people besides the owner change a touchpoint.").Keyed("touchpoint.editors_many")
	}
	return t, nil
}

// once is a list in its order with each id once and none that is empty.
func once(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// placed checks t against the channels and stages of its program, and gives it
// the key that it has where none was written.
func (t Touchpoint) placed(channels []Channel, stages []Stage) (Touchpoint, error) {
	at := slices.IndexFunc(channels, func(c Channel) bool { return c.ID == t.ChannelID })
	if at < 0 {
		return t, fault.Invalid("channel_id", "There is no such channel in the program.").Keyed("touchpoint.channel_unknown")
	}
	for _, id := range t.StageIDs {
		if !slices.ContainsFunc(stages, func(s Stage) bool { return s.ID == id }) {
			return t, fault.Invalid("stage_ids", "There is no such stage in the program.").Keyed("touchpoint.stage_unknown")
		}
	}
	if t.Key == "" {
		t.Key = slug(t.Name + " " + channels[at].Name)
	}
	if _, means := channelMeant(t.Name, channels); means && t.KeptWhy == "" {
		return t, fault.Invalid("name", "This is a channel. Name what customers do there, or keep it and say why.").Keyed("touchpoint.is_channel")
	} else if !means {
		t.KeptWhy = ""
	}
	return t, nil
}

// mayChange tells whether who may change the touchpoint: everybody who may
// change the register of its program, its owner and its editors. A token that
// leaves the permission out does not act as its maker here.
func (t Touchpoint) mayChange(who access.Who) bool {
	if who.Require(access.RegisterWrite, access.Program(t.ProgramID)) == nil {
		return true
	}
	own := who.UserID != "" && who.TokenID == "" && (who.UserID == t.OwnerID || slices.Contains(t.EditorIDs, who.UserID))
	return own && reads(who, t.ProgramID)
}

// Change is what may be changed of a touchpoint; nil leaves as it is. OwnerID
// and MeasureID of "" take it away, a Volume below 0 has it counted again.
type Change struct {
	Key, Name, CustomerName, ChannelID, OwnerID, MeasureID, KeptWhy *string
	StageIDs, EditorIDs                                             *[]string
	Position                                                        *int
	Volume                                                          *int64
}

func (c Change) apply(t *Touchpoint) {
	set(&t.Key, c.Key)
	set(&t.Name, c.Name)
	set(&t.CustomerName, c.CustomerName)
	set(&t.ChannelID, c.ChannelID)
	set(&t.OwnerID, c.OwnerID)
	set(&t.MeasureID, c.MeasureID)
	set(&t.KeptWhy, c.KeptWhy)
	set(&t.StageIDs, c.StageIDs)
	set(&t.EditorIDs, c.EditorIDs)
	set(&t.Position, c.Position)
	if c.Volume != nil {
		t.Volume = c.Volume
		if *c.Volume < 0 {
			t.Volume = nil
		}
	}
}

func set[T any](into, from *T) {
	if from != nil {
		*into = *from
	}
}

// reads tells whether who may read a program's register. A grant for a unit or
// for own accounts reads it too: it names nobody's customers.
func reads(who access.Who, program string) bool {
	reach := who.Reach(access.RegisterRead)
	if reach.All {
		return true
	}
	return slices.ContainsFunc(reach.Any, func(rows access.Rows) bool { return rows.Program == "" || rows.Program == program })
}
