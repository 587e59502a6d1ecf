package table

// FileKind is the kind of a file, by what is in it.
type FileKind string

// The kinds of files that are read.
const (
	Delimited FileKind = ""        // text with cells between delimiters; the zero value, as older formats were kept
	Workbook  FileKind = "xlsx"    // a sheet of an Office Open XML workbook
	JSONLines FileKind = "jsonl"   // a JSON object a line
	Parquet   FileKind = "parquet" // Apache Parquet
	EventLog  FileKind = "xes"     // an event log in XES, packed or not
)

// Format is how a file is written. The zero value is not usable; Detect makes
// one, and each part may be changed before reading.
type Format struct {
	Kind      FileKind   `json:"kind,omitempty"`
	Encoding  Encoding   `json:"encoding"`
	Marked    bool       `json:"marked"`                // begins with a byte order mark
	Mended    int64      `json:"mended"`                // bytes in a UTF-8 file that were read as Windows-1252
	Delimiter rune       `json:"-"`                     // ',' ';' '\t' or '|'; 0 for a single column, and in files that have none
	Quotes    bool       `json:"quotes"`                // quotes enclose cells; false in tab files that use them as plain characters
	Newline   string     `json:"-"`                     // "\n" (with or without "\r" before it) or "\r"
	Leading   int        `json:"leading"`               // rows before the header or the first row of data
	Header    bool       `json:"header"`                // at least one row of column names follows the leading rows
	NameRows  int        `json:"header_rows,omitempty"` // rows of column names, where there are more than one
	HeaderBy  HeaderKind `json:"header_by,omitempty"`   // why there are so many rows of names
	Columns   []string   `json:"columns"`               // names, made unique; "Column C" where the file has none
	Wording   []string   `json:"wording,omitempty"`     // per column what was asked, where rows of names tell; "" where they do not
	Fields    []string   `json:"fields,omitempty"`      // per column its name inside the file, for formats that go by names
	Sheet     string     `json:"sheet,omitempty"`       // of a workbook: the one read
	Sheets    []Sheet    `json:"sheets,omitempty"`      // of a workbook: all that hold cells
	Size      int64      `json:"size"`                  // bytes
}

// Sheet is one sheet of a workbook.
type Sheet struct {
	Name    string `json:"name"`
	Hidden  bool   `json:"hidden,omitempty"`
	Rows    int64  `json:"rows"`    // up to the last row with content
	Columns int    `json:"columns"` // up to the last column with content
}

// HeaderRows is the number of rows that name the columns, 0 to 3.
func (f Format) HeaderRows() int {
	if f.Header {
		return max(f.NameRows, 1)
	}
	return 0
}

// SkipRows is the number of rows before the first row of data.
func (f Format) SkipRows() int { return f.Leading + f.HeaderRows() }
