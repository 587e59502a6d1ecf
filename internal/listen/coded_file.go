package listen

import (
	"slices"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
)

// CodedState is where a table of coded texts stands.
type CodedState string

// The states: seen and not yet taken in, being taken in, taken in, given up.
const (
	CodedReady   CodedState = "ready"
	CodedRunning CodedState = "running"
	CodedDone    CodedState = "done"
	CodedFailed  CodedState = "failed"
)

// CodeShape is how a table says which codes a text has.
type CodeShape string

// The shapes: not at all, one in a column, several in a column with something
// between them, a column a code with yes or no, and numbered columns.
const (
	CodesNone      CodeShape = "none"
	CodesOne       CodeShape = "one"
	CodesSeparated CodeShape = "separated"
	CodesFlags     CodeShape = "flags"
	CodesNumbered  CodeShape = "numbered"
)

// CodedPlan is how a table is read; columns go by their names.
type CodedPlan struct {
	Text      string    `json:"text" doc:"The column of the text."`
	Shape     CodeShape `json:"shape" enum:"none,one,separated,flags,numbered"`
	Codes     []string  `json:"codes" nullable:"false" doc:"The columns that say which codes a text has."`
	Separator string    `json:"separator,omitempty" maxLength:"3" doc:"What stands between several codes in one column."`
	Label     string    `json:"label,omitempty" doc:"The column that says what a code of the same row is called."`
	Family    string    `json:"family,omitempty" doc:"The column that says to which family a code of the same row belongs; codes of two families are two."`
	Traits    []string  `json:"traits" nullable:"false"`
	Question  string    `json:"question,omitempty" doc:"The column of what was asked."`
	Language  string    `json:"language" maxLength:"12" doc:"Of the texts."`
	Consent   string    `json:"consent" enum:"anonymous,firm,person"`
	Released  bool      `json:"released" doc:"Everybody who reads the study reads them, with what is proposed for masking hidden."`
	Kind      CoderKind `json:"kind" enum:"person,rule,model" doc:"What gave the codes."`
	Coder     string    `json:"coder" maxLength:"120" doc:"What whoever gave the codes is called."`
}

// FrameCode is a code that a table names.
type FrameCode struct {
	Key    string `json:"key" doc:"As the table writes it."`
	Group  string `json:"group,omitempty" doc:"What the column of families says beside it."`
	Family string `json:"family,omitempty" doc:"In the codebook."`
	Name   string `json:"name" doc:"What it is called in the codebook."`
	Count  int    `json:"count" doc:"Of texts."`
	ID     string `json:"id,omitempty" doc:"In the codebook, once it is taken in."`
}

// CodedReject is a cell or row of a table that was not read.
type CodedReject struct {
	Row    int64  `json:"row" doc:"As a spreadsheet counts."`
	Column string `json:"column,omitempty"`
	Reason string `json:"reason" doc:"no_text, flag, code_unknown, row_shape, too_many_codes, text_long."`
}

// CodedExample is a row as it would be taken in.
type CodedExample struct {
	Row   int64    `json:"row"`
	Text  string   `json:"text"`
	Codes []string `json:"codes" nullable:"false" doc:"Their names."`
}

// CodedFile is a table of texts that are coded already.
type CodedFile struct {
	ID         string     `json:"id" format:"uuid"`
	StudyID    string     `json:"study_id" format:"uuid"`
	State      CodedState `json:"state" enum:"ready,running,done,failed"`
	Name       string     `json:"name" doc:"Of the file."`
	HasFrame   bool       `json:"has_frame" doc:"A second table says what the codes are called."`
	Plan       CodedPlan  `json:"plan"`
	CoderID    string     `json:"coder_id,omitempty"`
	Rows       int64      `json:"rows"`
	Done       int64      `json:"done" doc:"Rows that are behind."`
	Added      int64      `json:"added" doc:"Documents."`
	There      int64      `json:"there" doc:"Documents that the study had already."`
	Passages   int64      `json:"passages"`
	Rejected   int64      `json:"rejected"`
	Problem    string     `json:"problem,omitempty"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
	Version    int64      `json:"version"`

	fileHash, frameHash, createdBy string
	blind                          bool        // its study is coded blind
	frame                          []FrameCode // of the plan, once it is started
}

// CodedPreview is a table as it would be taken in, over all of its rows.
type CodedPreview struct {
	CodedFile
	Columns  []string       `json:"columns" nullable:"false"`
	Texts    int64          `json:"texts" doc:"Rows with a text."`
	Sealed   bool           `json:"sealed" doc:"The study is coded blind: what the codings of the file are is seen by nobody until the coders of each document have released them."`
	Frame    []FrameCode    `json:"frame" nullable:"false" doc:"The codes, most frequent first."`
	Examples []CodedExample `json:"examples" nullable:"false" doc:"The first rows with a text."`
	Rejects  []CodedReject  `json:"rejects" nullable:"false" doc:"The first 50 cells and rows that are not read."`
}

const (
	maxCodedFile  = 64 << 20 // bytes
	maxRowCodes   = 100      // of one text
	maxCodedText  = 65_536   // characters of one text
	shownRejects  = 50
	shownExamples = 8
)

// checked cleans p and says what is wrong with it, for a table of these columns.
func (p CodedPlan) checked(columns []string) (CodedPlan, error) {
	p.Coder = cleanName(p.Coder)
	if p.Codes == nil {
		p.Codes = []string{}
	}
	if p.Traits == nil {
		p.Traits = []string{}
	}
	for field, all := range map[string][]string{"text": {p.Text}, "codes": p.Codes, "label": {p.Label}, "family": {p.Family}, "traits": p.Traits, "question": {p.Question}} {
		for _, name := range all {
			if name != "" && !slices.Contains(columns, name) {
				return p, fault.Invalid(field, "The table has no such column.").Keyed("coded.column")
			}
		}
	}
	if p.Shape == CodesNone {
		p.Codes = []string{}
	}
	single := p.Shape == CodesOne || p.Shape == CodesSeparated
	switch {
	case p.Text == "":
		return p, fault.Invalid("text", "Say which column holds the texts.").Keyed("coded.no_text")
	case p.Shape != CodesNone && len(p.Codes) == 0, single && len(p.Codes) != 1:
		return p, fault.Invalid("codes", "Say which column holds the codes.").Keyed("coded.no_codes")
	case p.Shape == CodesSeparated && p.Separator == "":
		return p, fault.Invalid("separator", "Say what stands between codes.").Keyed("coded.no_separator")
	case p.Coder == "" && p.Shape != CodesNone:
		return p, fault.Invalid("coder", "Say what whoever gave the codes is called.").Keyed("coded.no_coder")
	case len([]rune(p.Coder)) > maxCoderName:
		return p, fault.Invalid("coder", "A name has at most 120 characters.").Keyed("codebook.name_long")
	}
	if err := oneOf("consent", p.Consent, ConsentAnonymous, ConsentFirm, ConsentPerson); err != nil {
		return p, err
	}
	if err := oneOf("kind", p.Kind, ByPerson, ByRule, ByModel); err != nil {
		return p, err
	}
	return p, oneOf("shape", p.Shape, CodesNone, CodesOne, CodesSeparated, CodesFlags, CodesNumbered)
}
