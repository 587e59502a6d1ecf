package journey

import (
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
)

// Nature is what customers have before them on a channel.
type Nature string

// The natures.
const (
	Virtual  Nature = "virtual"  // a screen, a message, a voice of a machine
	Human    Nature = "human"    // somebody
	Physical Nature = "physical" // a place, a thing, a sign
)

// Natures lists them as the register shows them.
func Natures() []Nature { return []Nature{Virtual, Human, Physical} }

// Channel is a means by which customers reach us and we them.
type Channel struct {
	ID        string `json:"id" format:"uuid"`
	ProgramID string `json:"program_id" format:"uuid"`
	Key       string `json:"key" doc:"By which events name it, in their property channel."`
	Name      string `json:"name"`
	Nature    Nature `json:"nature" enum:"virtual,human,physical"`
	Position  int    `json:"position" doc:"Among the channels, from 1."`
	Version   int64  `json:"version"`
}

// Stage is a part of the customer's way, in its order.
type Stage struct {
	ID        string `json:"id" format:"uuid"`
	ProgramID string `json:"program_id" format:"uuid"`
	Name      string `json:"name"`
	Position  int    `json:"position" doc:"Among the stages, from 1."`
	Version   int64  `json:"version"`
}

const (
	maxChannels = 60 // of a program
	maxStages   = 60 // of a program
	maxName     = 120
	maxKey      = 200 // as answers and events carry it
)

// checked cleans c and says what is wrong with it.
func (c Channel) checked() (Channel, error) {
	var err error
	if c.Name, err = named(c.Name); err != nil {
		return c, err
	}
	if c.Key = cleanName(c.Key); c.Key == "" {
		c.Key = slug(c.Name)
	}
	if len([]rune(c.Key)) > maxKey {
		return c, keyTooLong()
	}
	if c.Nature == "" {
		c.Nature = natureOf(c.Name)
	}
	if !slices.Contains(Natures(), c.Nature) {
		return c, fault.Invalid("nature", "Choose virtual, human or physical.").Keyed("channel.nature")
	}
	return c, nil
}

// checked cleans s and says what is wrong with it.
func (s Stage) checked() (Stage, error) {
	var err error
	s.Name, err = named(s.Name)
	return s, err
}

// named cleans a name of the register.
func named(name string) (string, error) {
	name = cleanName(name)
	if name == "" {
		return "", fault.Invalid("name", "Give it a name.").Keyed("register.no_name")
	}
	if len([]rune(name)) > maxName {
		return "", fault.Invalid("name", "A name has at most 120 characters.").Keyed("register.name_long")
	}
	return name, nil
}

func keyTooLong() error {
	return fault.Invalid("key", "A key has at most 200 characters.").Keyed("register.key_long")
}

// moved puts the thing of this id at a place from 1 among the others and gives
// the ids in their new order.
func moved(ids []string, id string, place int) []string {
	rest := slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == id })
	return slices.Insert(rest, min(max(place-1, 0), len(rest)), id)
}
