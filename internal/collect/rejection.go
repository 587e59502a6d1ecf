package collect

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:embed rejections_fr.json
var frenchRejections []byte

// rejectionsIn are the reasons for which cells and rows are not taken, by
// language and key. English ones are said where they come up, with the scale.
var rejectionsIn = sync.OnceValue(func() map[string]map[string]string {
	var french map[string]string
	if err := json.Unmarshal(frenchRejections, &french); err != nil {
		panic(err) // the file is part of the program
	}
	return map[string]map[string]string{"fr": french}
})

// In is why the cell or row was not taken, in a language ("en", "fr"); English
// where the language has no words for it.
func (r Reject) In(language string) string {
	if text, ok := rejectionsIn()[language][r.Key]; ok {
		return text
	}
	return r.Reason
}
