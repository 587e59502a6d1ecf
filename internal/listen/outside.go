package listen

import (
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/text"
)

// CoderSource is where the passages of a coder come from who does not sign in.
type CoderSource string

// The sources: words that sentences are searched for, a file that was coded
// elsewhere, calls of the API.
const (
	FromWords CoderSource = "words"
	FromFile  CoderSource = "file"
	FromAPI   CoderSource = "api"
)

// OutsideCoder is a coder of a study who does not sign in here: a rule, a model,
// or whoever coded a file that was brought in. Each is a coder of its own.
type OutsideCoder struct {
	ID        string      `json:"id" format:"uuid"`
	StudyID   string      `json:"study_id" format:"uuid"`
	Kind      CoderKind   `json:"kind" enum:"person,rule,model"`
	Source    CoderSource `json:"source" enum:"words,file,api"`
	Name      string      `json:"name"`
	Words     string      `json:"words,omitempty" doc:"Of a rule: a sentence that holds all of them, as they stand or by their stems, gets the code."`
	CodeID    string      `json:"code_id,omitempty" doc:"Of a rule."`
	Passages  int         `json:"passages" doc:"That it gave and that stand."`
	Documents int         `json:"documents" doc:"That it looked through."`
	CreatedAt time.Time   `json:"created_at"`
	RanAt     *time.Time  `json:"ran_at,omitempty"`
	RemovedAt *time.Time  `json:"removed_at,omitempty" doc:"Its passages are taken off since; they can be put back."`
	Version   int64       `json:"version"`
}

const (
	maxOutside   = 200 // coders of a study who do not sign in
	maxCoderName = 120
	maxRuleWords = 200
)

// checked cleans c and says what is wrong with it.
func (c OutsideCoder) checked() (OutsideCoder, error) {
	c.Name, c.Words = cleanName(c.Name), cleanName(c.Words)
	switch {
	case c.Name == "":
		return c, fault.Invalid("name", "Give it a name.").Keyed("codebook.no_name")
	case len([]rune(c.Name)) > maxCoderName:
		return c, fault.Invalid("name", "A name has at most 120 characters.").Keyed("codebook.name_long")
	case c.Source == FromWords && len(text.Words(c.Words)) == 0:
		return c, fault.Invalid("words", "Say which words to look for.").Keyed("coder.no_words")
	case len([]rune(c.Words)) > maxRuleWords:
		return c, fault.Invalid("words", "At most 200 characters.").Keyed("coder.words_long")
	}
	return c, oneOf("kind", c.Kind, ByPerson, ByRule, ByModel)
}

// hits tells whether a sentence of a language holds all words of a rule: as they
// stand, or by their stems in English or in French.
func hits(words, language, sentence string) bool {
	there := map[string]bool{}
	for _, w := range searched(language, sentence) {
		there[w] = true
	}
	for _, wanted := range [][]string{text.Words(words), text.Stems("en", words), text.Stems("fr", words)} {
		all := len(wanted) > 0
		for _, w := range wanted {
			all = all && there[w]
		}
		if all {
			return true
		}
	}
	return false
}
