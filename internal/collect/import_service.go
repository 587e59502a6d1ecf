package collect

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// mayImport says whether the caller may take in files for a program; "" is a
// program that is not there yet.
func mayImport(ctx context.Context, program string) error {
	at := access.Whole()
	if program != "" {
		at = access.Program(program)
	}
	return access.From(ctx).Require(access.ImportRun, at)
}

// may says whether the caller may work on an import: one that has a program
// yet by that, one that has none by who uploaded it.
func (r *importRow) may(ctx context.Context) error {
	if r.ProgramID != nil {
		return mayImport(ctx, *r.ProgramID)
	}
	who := access.From(ctx)
	if err := who.Any(access.ImportRun); err != nil {
		return err
	}
	if who.IsSystem() || who.UserID == r.CreatorID || mayImport(ctx, "") == nil {
		return nil
	}
	return fault.NotFound("import")
}

// allowedImport is an import the caller may work on. Who may import nothing at
// all hears so, and not whether the import is there.
func allowedImport(ctx context.Context, q record.Querier, id string) (*importRow, error) {
	if err := access.From(ctx).Any(access.ImportRun); err != nil {
		return nil, err
	}
	r, err := getImport(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return r, r.may(ctx)
}

// Upload stores a file, finds out how it is written and guesses what its
// columns are. Nothing of it is taken in before StartImport.
func (s *Service) Upload(ctx context.Context, name, program string, content io.Reader) (Import, error) {
	return s.UploadAs(ctx, name, program, Reading{}, content)
}

// UploadAs is Upload of a file that the caller says how it is written.
func (s *Service) UploadAs(ctx context.Context, name, program string, said Reading, content io.Reader) (Import, error) {
	who := access.From(ctx)
	if err := who.Any(access.ImportRun); err != nil {
		return Import{}, err
	}
	if program != "" {
		if err := mayImport(ctx, program); err != nil {
			return Import{}, err
		}
	}
	hash, _, err := s.Store.Files().Put(ctx, content, maxUploadBytes)
	if err != nil {
		return Import{}, err
	}
	e, err := s.examineUpload(ctx, hash, program, said)
	if err != nil {
		return Import{}, s.withoutFile(ctx, hash, err)
	}
	guess := e.guess(func(k ImportKind) bool { return mayTakeIn(ctx, k, program) == nil })
	now := s.Now().UTC()
	day := now.Truncate(24 * time.Hour)
	guess.Mapping.DefaultTime = &day
	guess.Mapping.ProgramID = program
	row := &importRow{
		ID: s.NewID(), State: StateReady, FileHash: hash, FileName: fileName(name),
		CreatedBy: who.Name, CreatorID: who.UserID, CreatedAt: record.Micros(now), Version: 1,
	}
	if program != "" {
		row.ProgramID = &program
	}
	var out Import
	_, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := s.continueSource(ctx, tx, row, said.Kind, e.columns(), &guess); err != nil {
			return err
		}
		if err := row.fill(e, guess); err != nil {
			return err
		}
		if err := insertImport(ctx, tx, row); err != nil {
			return err
		}
		out, err = s.importIn(ctx, tx, row.ID)
		return err
	})
	if err != nil {
		return Import{}, s.withoutFile(ctx, hash, err)
	}
	return out, nil
}

// fileName is the last part of what the client calls the file.
func fileName(name string) string {
	name = filepath.Base(strings.ReplaceAll(clean(name), `\`, "/"))
	if name == "." || name == "/" || name == "" {
		return "file.csv"
	}
	return cut(name, 200)
}

// closeFile closes a file; its error counts where there is no other.
func closeFile(f io.Closer, err *error) {
	if failed := f.Close(); failed != nil && *err == nil {
		*err = fault.Wrap(failed, fault.CodeInternal, "close uploaded file")
	}
}

// continueSource: a file with the columns of an earlier one is read like that
// one, and updates what came from it.
func (s *Service) continueSource(ctx context.Context, tx *record.Tx, row *importRow, said ImportKind, columns []string, g *Guessed) error {
	sources, err := sourcesByColumns(ctx, tx, fingerprintOf(columns))
	if err != nil {
		return err
	}
	for _, src := range sources {
		if mayTakeIn(ctx, src.Kind, src.ProgramID) != nil || said != "" && said != src.Kind ||
			src.Kind.ofProgram() && row.ProgramID != nil && *row.ProgramID != src.ProgramID {
			continue
		}
		like := importRow{Mapping: src.Mapping}
		m, err := like.mapping()
		if err != nil {
			return err
		}
		if len(m.Columns) != len(g.Mapping.Columns) {
			continue
		}
		m.SourceID, m.Kind, m.DefaultTime = src.ID, src.Kind, g.Mapping.DefaultTime
		if src.Kind.ofProgram() {
			m.ProgramID, row.ProgramID = src.ProgramID, &src.ProgramID
		}
		g.Kind = reason("as_before", "As in the file {name} before.", "name", src.Name)
		g.Mapping, g.Questions = m, []Question{}
		for i := range g.Guesses {
			g.Guesses[i].Role, g.Guesses[i].Confidence, g.Guesses[i].Notes = m.Columns[i].Role, 1, []Reason{}
			g.Guesses[i].Reason = reason("as_before", "As in the file {name} before.", "name", src.Name)
		}
		return nil
	}
	return nil
}

// fill puts what was found out into the row.
func (r *importRow) fill(e examined, g Guessed) error {
	columns := make([]ColumnProfile, 0, len(e.profile.Columns))
	for _, c := range e.profile.Columns {
		values := c.Values
		if values == nil {
			values = []table.ValueCount{}
		}
		columns = append(columns, ColumnProfile{
			Index: c.Index, Name: c.Name, Letters: table.Letters(c.Index), Kind: c.Kind, Filled: c.Filled(), Missing: c.Missing,
			Distinct: c.Distinct, More: c.More, Values: values, Examples: append([]string{}, c.Examples...),
			Min: c.Min, Max: c.Max, Earliest: c.Earliest, Latest: c.Latest,
		})
	}
	var errs [6]error
	r.Total, r.Kind = e.total(), kindOf(g.Mapping.Kind)
	r.KindReason, errs[5] = asJSON(g.Kind)
	r.Format, errs[0] = asJSON(e.stored())
	r.Profile, errs[1] = asJSON(columns)
	r.Guesses, errs[2] = asJSON(g.Guesses)
	r.Questions, errs[3] = asJSON(g.Questions)
	r.Mapping, errs[4] = asJSON(g.Mapping)
	return errors.Join(errs[:]...)
}

// withoutFile drops the file of an upload that failed; why it failed is what
// the caller hears.
func (s *Service) withoutFile(ctx context.Context, hash string, because error) error {
	if err := s.dropFile(ctx, hash); err != nil {
		s.log.WarnContext(ctx, "the file of a failed upload stays", "error", err)
	}
	return because
}

// dropFile deletes an uploaded file that no import needs.
func (s *Service) dropFile(ctx context.Context, hash string) error {
	var n int64
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT (SELECT count(*) FROM import_file WHERE file_hash = ?) + (SELECT count(*) FROM import_join WHERE file_hash = ?)", hash, hash).Scan(ctx, &n)
	})
	if err != nil || n > 0 {
		return fault.Wrap(err, fault.CodeInternal, "find who needs a file")
	}
	return s.Store.Files().Delete(ctx, hash)
}

// GetImport is one import the caller may work on.
func (s *Service) GetImport(ctx context.Context, id string) (Import, error) {
	var out Import
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = s.importIn(ctx, q, id)
		return err
	})
	return out, err
}

func (s *Service) importIn(ctx context.Context, q record.Querier, id string) (Import, error) {
	r, err := allowedImport(ctx, q, id)
	if err != nil {
		return Import{}, err
	}
	out, err := r.shown()
	if err != nil {
		return Import{}, err
	}
	for _, k := range importKinds() {
		if mayTakeIn(ctx, k, out.ProgramID) == nil {
			out.Kinds = append(out.Kinds, k)
		}
	}
	joins, err := getJoins(ctx, q, id)
	if err != nil {
		return Import{}, err
	}
	for _, j := range joins {
		out.Joins = append(out.Joins, j.shown())
	}
	if out.Expects, err = s.expects(ctx, q, r, joins); err != nil {
		return Import{}, err
	}
	out.CanUndo, out.UndoNote, err = canUndo(ctx, q, r)
	return out, err
}

// ListImports gives the imports the caller may see, newest first, before the
// id given, limit+1 at most.
func (s *Service) ListImports(ctx context.Context, program, before string, limit int) ([]ImportSummary, error) {
	who := access.From(ctx)
	if err := who.Any(access.ImportRun); err != nil {
		return nil, err
	}
	reach, args := who.Reach(access.ImportRun).Where(access.Columns{Program: "program_id"})
	c := &condition{}
	c.and("("+reach+" OR (program_id IS NULL AND creator_id = ?))", append(slices.Clone(args), who.UserID)...)
	if program != "" {
		c.and("program_id = ?", program)
	}
	if before != "" {
		c.and("id < ?", before)
	}
	var rows []importRow
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		return q.NewRaw("SELECT "+importColumns+" FROM import_file WHERE "+c.text()+" ORDER BY id DESC LIMIT ?", append(c.args, limit+1)...).Scan(ctx, &rows)
	})
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list imports")
	}
	out := make([]ImportSummary, 0, len(rows))
	for i := range rows {
		full, err := rows[i].shown()
		if err != nil {
			return nil, err
		}
		out = append(out, ImportSummary{
			ID: full.ID, State: full.State, Kind: full.Kind, File: full.File, ProgramID: full.ProgramID, SourceID: full.SourceID, Counts: full.Counts,
			Progress: full.Progress, CreatedBy: full.CreatedBy, CreatedAt: full.CreatedAt, FinishedAt: full.FinishedAt,
		})
	}
	return out, nil
}

// SetMapping says how an import's columns are read. It answers all questions.
func (s *Service) SetMapping(ctx context.Context, id, ifMatch string, m Mapping) (Import, log.Position, error) {
	var out Import
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		r, err := changeable(ctx, tx, id, ifMatch)
		if err != nil {
			return err
		}
		columns, err := r.columns()
		if err != nil {
			return err
		}
		for i := range m.Columns {
			if i < len(columns) {
				m.Columns[i].Name = columns[i].Name // the file's word, whatever was sent
			}
		}
		if err := checkMapping(m, columns); err != nil {
			return err
		}
		if err := s.checkTarget(ctx, tx, &m); err != nil {
			return err
		}
		if m.Kind = kindOf(m.Kind); m.Kind != kindOf(r.Kind) {
			return fault.Invalid("kind", "The columns are those of another kind of file. Say the kind under reading first.").Keyed("import.other_kind")
		}
		text, err := asJSON(m)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE import_file SET mapping = ?, questions = '[]', version = version + 1 WHERE id = ?", text, id)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "set mapping")
		}
		out, err = s.importIn(ctx, tx, id)
		return err
	})
	return out, position, err
}
