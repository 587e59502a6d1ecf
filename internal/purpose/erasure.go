package purpose

import "github.com/balcony-cx/balcony/internal/fault"

// OnErasure is what becomes of a person's answers when the person is erased.
type OnErasure string

// The ways. An anonymised answer keeps its scores, choices, unit, touchpoint,
// channel and language, has another random id and leads to nobody.
const (
	Anonymise OnErasure = "anonymise"
	Remove    OnErasure = "remove"
)

// ErasureKeep is what an anonymised answer keeps beside its scores.
type ErasureKeep string

// What may be kept.
const (
	KeepTexts ErasureKeep = "texts" // the words, which may name the person
	KeepTimes ErasureKeep = "times" // the instant; else the day
)

func erasureKeeps() []ErasureKeep { return []ErasureKeep{KeepTexts, KeepTimes} }

// erasureChecked fills in what was left out and says what is wrong.
func (p Program) erasureChecked() (Program, error) {
	switch p.OnErasure {
	case "":
		p.OnErasure = Anonymise
	case Anonymise, Remove:
	default:
		return p, fault.Invalid("on_erasure", "Choose among anonymise and remove.").Keyed("program.choice_unknown")
	}
	var err error
	p.ErasureKeeps, err = chosen("erasure_keeps", p.ErasureKeeps, erasureKeeps())
	return p, err
}
