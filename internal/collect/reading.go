package collect

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Reading is what a person says about how a file is written. What it leaves
// open is found out from the file.
type Reading struct {
	Kind      ImportKind `json:"kind,omitempty" enum:"answers,customers,accounts,events" doc:"What the rows are. Absent: found out."`
	Encoding  string     `json:"encoding,omitempty" enum:"utf-8,utf-16le,utf-16be,windows-1252" doc:"Absent: found out."`
	Delimiter string     `json:"delimiter,omitempty" enum:"comma,semicolon,tab,pipe,none" doc:"What stands between cells; none is a single column. Absent: found out."`
	Header    *bool      `json:"header,omitempty" doc:"Whether the first row names the columns. Absent: found out."`
	Rows      *int       `json:"header_rows,omitempty" minimum:"0" maximum:"3" doc:"How many rows name the columns; goes before header. Absent: found out."`
	Sheet     string     `json:"sheet,omitempty" maxLength:"100" doc:"Of a workbook, the sheet to read. Absent: the first one shown that holds a table."`
}

// delimiterNames are the delimiters by the names they have outside.
var delimiterNames = map[rune]string{',': "comma", ';': "semicolon", '\t': "tab", '|': "pipe", 0: "none"}

func (r Reading) open() bool { return r == Reading{} }

// asFound tells that nothing is said of how the file is written; what its rows
// are may be.
func (r Reading) asFound() bool {
	r.Kind = ""
	return r.open()
}

// choice is the reading as the table reader takes it.
func (r Reading) choice() (table.Choice, error) {
	if err := checkKind(r.Kind); err != nil {
		return table.Choice{}, err
	}
	c := table.Choice{Encoding: table.Encoding(r.Encoding), Header: r.Header, HeaderRows: r.Rows, Sheet: r.Sheet}
	switch c.Encoding {
	case "", table.UTF8, table.UTF16LE, table.UTF16BE, table.Windows1252:
	default:
		return c, fault.Invalid("encoding", "Say utf-8, utf-16le, utf-16be or windows-1252.").Keyed("file.encoding_unknown")
	}
	for char, name := range delimiterNames {
		if name == r.Delimiter {
			c.Delimiter = &char
		}
	}
	if r.Delimiter != "" && c.Delimiter == nil {
		return c, fault.Invalid("delimiter", "Say comma, semicolon, tab, pipe or none.").Keyed("file.delimiter_unknown")
	}
	return c, nil
}

// examined is what a look at a whole file told.
type examined struct {
	format  table.Format
	profile *table.Profile
	said    Reading
	guessed string // fingerprint of the columns with nothing said; "" where that is no table
	joins   []importJoin
	// With files joined, the columns of all of them and what was asked.
	joined        []string
	joinedWording []string
}

// columns are those of the table that is taken in.
func (e examined) columns() []string {
	if e.joined != nil {
		return e.joined
	}
	return e.format.Columns
}

// examine finds out how a stored file is written, as far as that is not said,
// and profiles its columns.
func (s *Service) examine(ctx context.Context, hash string, said Reading) (e examined, err error) {
	choice, err := said.choice()
	if err != nil {
		return e, err
	}
	f, err := s.Store.Files().Open(ctx, hash)
	if err != nil {
		return e, err
	}
	defer closeFile(f, &err)
	e.said = said
	e.format, err = interchange.Detect(f, table.Choice{}, table.DefaultLimits())
	if err == nil {
		e.guessed = fingerprintOf(e.format.Columns)
	}
	if !said.asFound() {
		e.format, err = interchange.Detect(f, choice, table.DefaultLimits())
	}
	if err == nil {
		e.profile, err = interchange.Scan(ctx, f, e.format, table.DefaultLimits(), s.Zone(), nil)
	}
	if err == nil && e.profile.Rows == 0 {
		err = table.ErrEmpty
	}
	return e, unreadable(err, said)
}

// total is the number of rows with content, the unreadable ones too.
func (e examined) total() int64 { return e.profile.Rows + e.profile.Rejected }

// examineUpload examines a file as it is said to be written, or else as the
// last one like it was.
func (s *Service) examineUpload(ctx context.Context, hash, program string, said Reading) (examined, error) {
	if !said.open() {
		return s.examine(ctx, hash, said)
	}
	return s.examineLike(ctx, hash, program)
}

// examineLike examines an upload that nothing was said about. Where the last
// file that looked like it was read otherwise than found, so is this one: the
// same file again has to meet its own rows.
func (s *Service) examineLike(ctx context.Context, hash, program string) (examined, error) {
	e, err := s.examine(ctx, hash, Reading{})
	guessed := e.guessed
	if err != nil && guessed == "" {
		return e, err
	}
	var last *source
	viewed := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		last, err = lastLike(ctx, q, guessed, program)
		return err
	})
	if viewed != nil {
		return e, viewed
	}
	if last == nil || last.Said == "" {
		return e, err
	}
	var said Reading
	if err := json.Unmarshal([]byte(last.Said), &said); err != nil {
		return e, fault.Wrap(err, fault.CodeInternal, "read how a source is read")
	}
	before, failed := last.joinsBefore()
	if failed != nil {
		return e, failed
	}
	own := last.Fingerprint
	if before.Columns != "" {
		own = before.Columns
	}
	again, failed := s.examine(ctx, hash, said)
	if failed != nil || fingerprintOf(again.format.Columns) != own {
		return e, err // it only looked alike
	}
	return again, nil
}

// lastLike is the newest source the caller may add to whose last file looked
// like this with nothing said; nil for none.
func lastLike(ctx context.Context, q record.Querier, guessed, program string) (*source, error) {
	sources, err := sourcesByGuess(ctx, q, guessed)
	if err != nil {
		return nil, err
	}
	for i := range sources {
		if (program == "" || !sources[i].Kind.ofProgram() || program == sources[i].ProgramID) && mayTakeIn(ctx, sources[i].Kind, sources[i].ProgramID) == nil {
			return &sources[i], nil
		}
	}
	return nil, nil
}

// SetReading says how an uploaded file is written and guesses anew what its
// columns are. What holds for the file as a whole (program, consent, day)
// stays. A file that cannot be read like that is left as it was.
func (s *Service) SetReading(ctx context.Context, id, ifMatch string, said Reading) (Import, log.Position, error) {
	var r *importRow
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		r, err = changeable(ctx, q, id, ifMatch)
		return err
	})
	if err != nil {
		return Import{}, 0, err
	}
	return s.reread(ctx, id, ifMatch, func(_ storedFormat, joins []importJoin) (examined, error) {
		e, err := s.examine(ctx, r.FileHash, said)
		if err != nil {
			return e, err
		}
		return s.examineJoined(ctx, r, e, reopened(e.format.Columns, joins))
	})
}

// reread looks at an import's files anew and guesses what their columns are.
// What holds for the file as a whole (program, consent, day) stays, and so do
// columns that are there as before where the file is read as before.
func (s *Service) reread(ctx context.Context, id, ifMatch string, look func(storedFormat, []importJoin) (examined, error)) (Import, log.Position, error) {
	var format storedFormat
	var joins []importJoin
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		r, err := changeable(ctx, q, id, ifMatch)
		if err != nil {
			return err
		}
		if format, err = r.stored(); err != nil {
			return err
		}
		joins, err = getJoins(ctx, q, id)
		return err
	})
	if err != nil {
		return Import{}, 0, err
	}
	e, err := look(format, joins)
	if err != nil {
		return Import{}, 0, err
	}
	var out Import
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := changeable(ctx, tx, id, ifMatch)
		if err != nil {
			return err
		}
		if err := s.readAs(ctx, tx, r, e, format); err != nil {
			return err
		}
		out, err = s.importIn(ctx, tx, id)
		return err
	})
	return out, position, err
}

// readAs stores an import as it was looked at anew.
func (s *Service) readAs(ctx context.Context, tx *record.Tx, r *importRow, e examined, formerly storedFormat) error {
	before, err := r.mapping()
	if err != nil {
		return err
	}
	guess := e.guess(func(k ImportKind) bool { return mayTakeIn(ctx, k, before.ProgramID) == nil })
	keepWhole(&guess.Mapping, before)
	if slices.Equal(formerly.Columns, e.format.Columns) && before.Kind == guess.Mapping.Kind {
		keepColumns(&guess.Mapping, before)
	}
	if err := s.continueSource(ctx, tx, r, e.said.Kind, e.columns(), &guess); err != nil {
		return err
	}
	if err := r.fill(e, guess); err != nil {
		return err
	}
	if err := setJoins(ctx, tx, r.ID, e.joins); err != nil {
		return err
	}
	return updateReading(ctx, tx, r)
}

// changeable is an import whose mapping may still be changed by the caller.
func changeable(ctx context.Context, q record.Querier, id, ifMatch string) (*importRow, error) {
	r, err := allowedImport(ctx, q, id)
	if err != nil {
		return nil, err
	}
	if err := web.MatchVersion(ifMatch, r.Version); err != nil {
		return nil, err
	}
	if r.State != StateReady {
		return nil, fault.New(fault.CodeConflict, "This import was started already; its mapping stands.").Keyed("import.started")
	}
	return r, nil
}

// keepWhole takes over what a mapping says of the file as a whole.
func keepWhole(m *Mapping, before Mapping) {
	m.ProgramID, m.ProgramName = before.ProgramID, before.ProgramName
	m.Consent, m.DefaultTime, m.Rates = before.Consent, before.DefaultTime, before.Rates
	if before.Channel != "" {
		m.Channel = before.Channel
	}
	if before.Language != "" {
		m.Language = before.Language
	}
}

// keepColumns takes over how columns of the same name were read.
func keepColumns(m *Mapping, before Mapping) {
	places := map[string]int{}
	for i, c := range m.Columns {
		places[c.Name] = i
	}
	moved := func(old *int) (*int, bool) {
		if old == nil || *old >= len(before.Columns) {
			return nil, old == nil
		}
		i, there := places[before.Columns[*old].Name]
		return &i, there
	}
	for _, c := range before.Columns {
		if i, there := places[c.Name]; there {
			c.Index = i
			m.Columns[i] = c
		}
	}
	if at, there := moved(before.KeyColumn); there {
		m.KeyColumn = at
	}
	if at, there := moved(before.TimeColumn); there {
		m.TimeColumn = at
	}
}
