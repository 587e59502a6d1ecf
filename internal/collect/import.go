package collect

import "time"

// State is where an import stands.
type State string

// The states. A file is ready to be started when its mapping is right; it may
// be undone when it is done, failed or cancelled.
const (
	StateReady     State = "ready"
	StateWaiting   State = "waiting" // started, no worker has it yet
	StateRunning   State = "running"
	StateDone      State = "done"
	StateFailed    State = "failed"
	StateCancelled State = "cancelled"
	StateUndoing   State = "undoing"
	StateUndone    State = "undone"
)

// Import is one file taken in, or about to be.
type Import struct {
	ID         string          `json:"id" format:"uuid"`
	State      State           `json:"state" enum:"ready,waiting,running,done,failed,cancelled,undoing,undone"`
	Kind       ImportKind      `json:"kind" enum:"answers,customers,accounts,events" doc:"What the rows are."`
	KindReason *Reason         `json:"kind_reason,omitempty" doc:"Why the file was taken for that."`
	Kinds      []ImportKind    `json:"kinds" nullable:"false" enum:"answers,customers,accounts,events" doc:"What the caller may take it in as."`
	File       FileInfo        `json:"file"`
	ProgramID  string          `json:"program_id,omitempty" doc:"Known once started."`
	SourceID   string          `json:"source_id,omitempty" doc:"Known once started."`
	Joins      []Join          `json:"joins" nullable:"false" doc:"Further files whose columns are added to the file's."`
	Expects    []ExpectedJoin  `json:"expects" nullable:"false" doc:"Files that the last file like this one was joined with, and this one is not yet."`
	Columns    []ColumnProfile `json:"columns" nullable:"false"`
	Mapping    Mapping         `json:"mapping"`
	Guesses    []Guess         `json:"guesses" nullable:"false"`
	Questions  []Question      `json:"questions" nullable:"false" doc:"Open until the mapping was confirmed with an answer to them."`
	Counts     Counts          `json:"counts"`
	Progress   Progress        `json:"progress"`
	Problem    string          `json:"problem,omitempty" doc:"Why it failed, in English."`
	ProblemKey string          `json:"problem_key,omitempty" doc:"Stable key of the problem."`
	CanUndo    bool            `json:"can_undo"`
	UndoNote   string          `json:"undo_note,omitempty" doc:"Why it cannot be undone."`
	CreatedBy  string          `json:"created_by" doc:"Name of who uploaded it."`
	CreatedAt  time.Time       `json:"created_at"`
	StartedAt  *time.Time      `json:"started_at,omitempty"`
	FinishedAt *time.Time      `json:"finished_at,omitempty"`
	Version    int64           `json:"version"`
}

// ImportSummary is an import in a list: all but columns, mapping and guesses.
type ImportSummary struct {
	ID         string     `json:"id" format:"uuid"`
	State      State      `json:"state" enum:"ready,waiting,running,done,failed,cancelled,undoing,undone"`
	Kind       ImportKind `json:"kind" enum:"answers,customers,accounts,events" doc:"What the rows are."`
	File       FileInfo   `json:"file"`
	ProgramID  string     `json:"program_id,omitempty"`
	SourceID   string     `json:"source_id,omitempty"`
	Counts     Counts     `json:"counts"`
	Progress   Progress   `json:"progress"`
	CreatedBy  string     `json:"created_by"`
	CreatedAt  time.Time  `json:"created_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`
}

// FileInfo is the uploaded file and how it is written.
type FileInfo struct {
	Name      string  `json:"name"`
	Size      int64   `json:"size" doc:"Bytes."`
	Encoding  string  `json:"encoding" enum:"utf-8,utf-16le,utf-16be,windows-1252"`
	Delimiter string  `json:"delimiter" enum:"comma,semicolon,tab,pipe,none" doc:"What stands between cells; none is a single column."`
	Header    bool    `json:"header" doc:"At least one row names the columns."`
	NameRows  int     `json:"header_rows" doc:"How many rows name the columns."`
	NamesBy   string  `json:"header_by,omitempty" enum:"said,wording,import_ids,groups" doc:"What showed that several rows do."`
	Kind      string  `json:"kind" enum:"text,xlsx,jsonl,parquet,xes" doc:"Found by what is in the file."`
	Sheet     string  `json:"sheet,omitempty" doc:"Of a workbook: the sheet read."`
	Sheets    []Sheet `json:"sheets,omitempty" doc:"Of a workbook: its sheets."`
	Said      Reading `json:"said" doc:"What of it was said by a person; the rest was found out."`
	Rows      int64   `json:"rows" doc:"Rows with content after the header, the unreadable ones too."`
	Mended    int64   `json:"mended" doc:"Bytes that were no UTF-8 and were read as Windows-1252."`
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name    string `json:"name"`
	Hidden  bool   `json:"hidden,omitempty"`
	Rows    int64  `json:"rows" doc:"Up to the last with content, rows of names too."`
	Columns int    `json:"columns"`
}

// Counts are the rows of an import by what became of them.
type Counts struct {
	New      int64 `json:"new"`
	Same     int64 `json:"same"`
	Changed  int64 `json:"changed"`
	Rejected int64 `json:"rejected"`
}

// Progress is how far a run has come, in rows.
type Progress struct {
	Done  int64 `json:"done"`
	Total int64 `json:"total"`
}

// Preview shows the first rows as they will be read.
type Preview struct {
	Rows     []PreviewRow `json:"rows" nullable:"false"`
	Counts   Counts       `json:"counts" doc:"Of the rows that were looked at."`
	Looked   int64        `json:"looked" doc:"How many rows were looked at, from the first."`
	Complete bool         `json:"complete" doc:"The whole file was looked at."`
	Gone     *int64       `json:"gone,omitempty" doc:"Rows of earlier files of the source that this one has no longer; they stay. Absent where not the whole file was looked at, or the source has more than a million rows."`
}

// PreviewRow is one row as it stands in the file and as it will be read.
type PreviewRow struct {
	Row    int64         `json:"row" doc:"As a spreadsheet counts."`
	Cells  []string      `json:"cells" nullable:"false"`
	Status string        `json:"status" enum:"new,same,changed,rejected"`
	Read   *ReadResponse `json:"read,omitempty" doc:"Of answers. Absent where the row is rejected."`
	Party  *ReadParty    `json:"party,omitempty" doc:"Of customers and accounts."`
	Events []ReadEvent   `json:"events,omitempty" doc:"Of events: what the row says happened, one or several."`
	Reject *Reject       `json:"reject,omitempty"`
}

// ReadResponse is what a row says.
type ReadResponse struct {
	At       *time.Time        `json:"at,omitempty"`
	Answers  []Answer          `json:"answers" nullable:"false"`
	Customer string            `json:"customer,omitempty"`
	Account  string            `json:"account,omitempty"`
	Unit     string            `json:"unit,omitempty"`
	Channel  string            `json:"channel,omitempty"`
	Language string            `json:"language,omitempty"`
	Value    *float64          `json:"value,omitempty"`
	Weight   *float64          `json:"weight,omitempty"`
	Traits   map[string]string `json:"traits"`
}

// Reject is a row that was not taken, and why.
type Reject struct {
	Row    int64  `json:"row" doc:"As a spreadsheet counts."`
	Column string `json:"column,omitempty" doc:"Heading of the column at fault."`
	Value  string `json:"value,omitempty" doc:"The beginning of the cell at fault."`
	Key    string `json:"key" doc:"Stable key of the reason."`
	Reason string `json:"reason" doc:"In English."`
}
