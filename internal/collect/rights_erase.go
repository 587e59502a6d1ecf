package collect

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
)

// ErasedAnswer is the kind under which an answer that a program had removed
// stands in the log that restored backups are erased by.
const ErasedAnswer = "answer"

// erasedRow is a response that is to be forgotten.
type erasedRow struct {
	N            int64
	ID           string `bun:"id"`
	ProgramID    string `bun:"program_id"`
	At           int64
	UnitID       *string `bun:"unit_id"`
	Touchpoint   string  `bun:"touchpoint_key"`
	Channel      string
	Language     string
	Weight       *float64
	Document     string
	ImportID     *string `bun:"import_id"`
	LastImportID *string `bun:"last_import_id"`
}

// ErasePerson anonymises or removes the answers of a person, as each program
// says, removes their events, and has the files go that brought them. While an
// import runs, which may know the person by heart, it has to wait.
func (g Rights) ErasePerson(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	if !p.Again {
		if err := noImportRuns(ctx, tx); err != nil {
			return nil, err
		}
	}
	rows, err := findErased(ctx, tx, "customer_id IN (?) ORDER BY n LIMIT ?", bun.List(p.IDs), limit)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return g.eraseEvents(ctx, tx, p, limit)
	}
	counts := people.Tally{}
	files, err := forgetFiles(ctx, tx, rows)
	if err != nil {
		return nil, err
	}
	count(counts, "files", files)
	for _, r := range rows {
		removed, err := g.eraseAnswer(ctx, tx, r, p)
		if err != nil {
			return nil, err
		}
		counts[map[bool]string{true: "answers_removed", false: "answers_anonymised"}[removed]]++
	}
	return counts, people.LeaveWords(ctx, tx, "response_text")
}

func findErased(ctx context.Context, tx *record.Tx, where string, args ...any) (rows []erasedRow, err error) {
	err = tx.NewRaw(`SELECT n, id, program_id, at, unit_id, touchpoint_key, channel, language, weight, document, import_id, last_import_id
		FROM response WHERE `+where, args...).Scan(ctx, &rows)
	return rows, fault.Wrap(err, fault.CodeInternal, "find answers of a person")
}

func count(t people.Tally, word string, n int) {
	if n > 0 {
		t[word] += n
	}
}

// noImportRuns refuses while an import may still write what it has read.
func noImportRuns(ctx context.Context, tx *record.Tx) error {
	var name string
	found, err := tx.Get(ctx, "SELECT file_name FROM import_file WHERE state IN ('waiting', 'running', 'undoing') LIMIT 1", nil, &name)
	if err == nil && found {
		return fault.New(fault.CodeUnavailable, "An import is under way; the erasure goes on when it is over.").Keyed("right.import_runs")
	}
	return fault.Wrap(err, fault.CodeInternal, "look for imports")
}

// eraseAnswer takes a response out. Where the program keeps answers, a copy
// that leads to nobody takes its place: under a random id, on its day, without
// customer, account, worth, texts and undeclared traits.
func (g Rights) eraseAnswer(ctx context.Context, tx *record.Tx, r erasedRow, p people.Person) (removed bool, err error) {
	how := p.How[r.ProgramID]
	if !p.Again {
		program, err := purpose.GetIn(ctx, tx, r.ProgramID)
		if err != nil && !fault.Is(err, fault.CodeNotFound) {
			return false, err
		}
		how = program.Erasing()
	}
	if err := new(Service).removeRow(ctx, tx, r.N, r.ID); err != nil {
		return false, err
	}
	if how.Remove {
		return true, tx.Erased(ctx, ErasedAnswer, g.Now(), r.ID)
	}
	kept, err := g.keepAnonymous(ctx, tx, r, how)
	return !kept, err
}

// keepAnonymous writes the copy; none where nothing is left of the answer.
func (g Rights) keepAnonymous(ctx context.Context, tx *record.Tx, r erasedRow, how purpose.Erasing) (kept bool, err error) {
	d, err := readDocument(r.Document)
	if err != nil {
		return false, err
	}
	declared, err := listTraits(ctx, tx)
	if err != nil {
		return false, err
	}
	texts := how.HasKept(purpose.KeepTexts)
	e := anonymous(d, slotsOf(declared)[r.ProgramID], texts)
	if len(e.answers) == 0 {
		return false, nil
	}
	at := r.At
	if !how.HasKept(purpose.KeepTimes) {
		at = dayOf(at, g.Zone())
	}
	id := g.RandomID()
	var n int64
	_, err = tx.Get(ctx, insertResponse, []any{
		id, r.ProgramID, at, at, int64(ConsentAnonymous), nil, nil, orNullText(r.UnitID), r.Touchpoint,
		r.Channel, r.Language, nil, numberOrNull(r.Weight), e.hasText(), "", string(e.appendDocument(nil)), nil, nil, nil, nil, nil,
	}, &n)
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "keep an anonymous answer")
	}
	tx.Log(ResponseRecorded, id)
	return true, new(Service).insertWords(ctx, tx, n, e.words())
}

// anonymous is what may be kept of a document: scores and chosen options, the
// texts where that is said, and of the traits those that the program declared
// to cut its answers by, which many share.
func anonymous(d document, declared slots, texts bool) entry {
	var e entry
	for _, a := range d.list() {
		a.Raw = ""
		if !texts {
			a.Text = ""
		}
		if a.Score == nil && a.Choice == "" && a.Text == "" {
			continue
		}
		e.answers = append(e.answers, a)
	}
	for name, value := range d.Traits {
		if t, ok := declared[name]; ok && t.Kind == "text" && (t.Role == string(RoleSegment) || t.Role == string(RoleOutcome)) {
			e.traits = append(e.traits, traitValue{name: name, value: value})
		}
	}
	return e
}

// dayOf is the noon of the day of an instant in the zone, so that it stays on
// its day wherever it is looked at nearby.
func dayOf(at int64, zone *time.Location) int64 {
	t := record.Time(at).In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, zone).UnixMicro()
}

// eraseEvents removes events, and the files that brought them or the person;
// nothing is known of who they are about then.
func (g Rights) eraseEvents(ctx context.Context, tx *record.Tx, p people.Person, limit int) (people.Tally, error) {
	var rows []struct {
		ID       string  `bun:"id"`
		ImportID *string `bun:"import_id"`
	}
	err := tx.NewRaw("SELECT id, import_id FROM event WHERE customer_id IN (?) LIMIT ?", bun.List(p.IDs), limit).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "find events of a person")
	}
	if len(rows) == 0 {
		return g.eraseChanges(ctx, tx, p.IDs)
	}
	var imports, ids []string
	for _, r := range rows {
		ids = append(ids, r.ID)
		if r.ImportID != nil && !slices.Contains(imports, *r.ImportID) {
			imports = append(imports, *r.ImportID)
		}
	}
	counts := people.Tally{"events": len(ids)}
	files, err := forgetImports(ctx, tx, imports)
	if err != nil {
		return nil, err
	}
	count(counts, "files", files)
	if _, err := g.eraseChanges(ctx, tx, ids); err != nil {
		return nil, err
	}
	if _, err := tx.NewRaw("DELETE FROM event WHERE id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "erase events")
	}
	tx.Log(EventRemoved, ids...)
	return counts, nil
}

// eraseChanges removes what imports remember of how these were before, with
// the files of those imports.
func (g Rights) eraseChanges(ctx context.Context, tx *record.Tx, subjects []string) (people.Tally, error) {
	var imports []string
	if err := tx.NewRaw("SELECT DISTINCT import_id FROM import_change WHERE subject_id IN (?)", bun.List(subjects)).Scan(ctx, &imports); err != nil || len(imports) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "find what imports changed")
	}
	counts := people.Tally{"import_changes": len(imports)}
	files, err := forgetImports(ctx, tx, imports)
	if err != nil {
		return nil, err
	}
	count(counts, "files", files)
	_, err = tx.NewRaw("DELETE FROM import_change WHERE subject_id IN (?)", bun.List(subjects)).Exec(ctx)
	return counts, fault.Wrap(err, fault.CodeInternal, "forget what imports changed")
}

// EraseAgain removes, in an older record, an answer that was removed since, and
// the files from which it came.
func (g Rights) EraseAgain(ctx context.Context, tx *record.Tx, e record.Erasure) error {
	if e.Kind != ErasedAnswer {
		return fault.New(fault.CodeInternal, "This program does not know how to erase "+e.Kind+".")
	}
	rows, err := findErased(ctx, tx, "id = ?", e.Subject)
	if err != nil || len(rows) == 0 {
		return err
	}
	if _, err := forgetFiles(ctx, tx, rows); err != nil {
		return err
	}
	if err := people.LeaveWords(ctx, tx, "response_text"); err != nil {
		return err
	}
	return new(Service).removeRow(ctx, tx, rows[0].N, e.Subject)
}
