package collect

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// forgetFiles has the uploaded files go from which these responses came, those
// of earlier versions too, with all that was kept of their cells: examples,
// commonest values, rejected cells. Uploads of the same files that were not
// taken in yet go whole. It gives how many files go.
func forgetFiles(ctx context.Context, tx *record.Tx, rows []erasedRow) (int, error) {
	imports := []string{}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		for _, id := range []*string{r.ImportID, r.LastImportID} {
			if id != nil && !slices.Contains(imports, *id) {
				imports = append(imports, *id)
			}
		}
	}
	var earlier []string
	if err := tx.NewRaw("SELECT DISTINCT import_id FROM response_history WHERE response_id IN (?)", bun.List(ids)).Scan(ctx, &earlier); err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find imports of a person")
	}
	return forgetImports(ctx, tx, append(imports, earlier...))
}

// forgetImports is forgetFiles of imports by id and of all others of their
// sources: a row that was known already changed nothing and left no trace.
func forgetImports(ctx context.Context, tx *record.Tx, imports []string) (int, error) {
	if len(imports) == 0 {
		return 0, nil
	}
	var others, hashes []string
	err := tx.NewRaw("SELECT id FROM import_file WHERE source_id IN (SELECT source_id FROM import_file WHERE id IN (?))", bun.List(imports)).Scan(ctx, &others)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find imports of a source")
	}
	imports = append(imports, others...)
	err = tx.NewRaw(`SELECT DISTINCT file_hash FROM import_file WHERE id IN (?) AND file_hash <> '' UNION
		SELECT DISTINCT file_hash FROM import_join WHERE import_id IN (?) AND file_hash <> ''`, bun.List(imports), bun.List(imports)).Scan(ctx, &hashes)
	if err != nil || len(hashes) == 0 {
		return 0, fault.Wrap(err, fault.CodeInternal, "find files of a person")
	}
	var holders []importRow
	err = tx.NewRaw(`SELECT `+importColumns+` FROM import_file WHERE file_hash IN (?) OR id IN (SELECT import_id FROM import_join WHERE file_hash IN (?))`,
		bun.List(hashes), bun.List(hashes)).Scan(ctx, &holders)
	if err != nil {
		return 0, fault.Wrap(err, fault.CodeInternal, "find imports of a file")
	}
	for i := range holders {
		if err := forgetImport(ctx, tx, &holders[i], hashes); err != nil {
			return 0, err
		}
	}
	for _, hash := range hashes {
		if err := people.LeaveFile(ctx, tx, hash); err != nil {
			return 0, err
		}
	}
	return len(hashes), nil
}

// forgetImport keeps of an import what it counted, and nothing of its cells. An
// upload that was not taken in goes whole; its other files go where nobody else
// has them.
func forgetImport(ctx context.Context, tx *record.Tx, r *importRow, hashes []string) error {
	if r.State == StateReady {
		all, err := deleteImport(ctx, tx, r.ID, r.FileHash)
		for _, hash := range all {
			if err == nil && !slices.Contains(hashes, hash) {
				err = leaveUnused(ctx, tx, hash)
			}
		}
		return err
	}
	if err := forgetCodes(ctx, tx, r); err != nil {
		return err
	}
	profile, err := withoutCells(r)
	if err != nil {
		return err
	}
	if slices.Contains(hashes, r.FileHash) {
		r.FileHash = ""
	}
	_, err = tx.Exec(ctx, "UPDATE import_file SET file_hash = ?, profile = ?, guesses = '[]', questions = '[]', version = version + 1 WHERE id = ?", r.FileHash, profile, r.ID)
	if err == nil {
		_, err = tx.NewRaw("UPDATE import_join SET file_hash = '' WHERE import_id = ? AND file_hash IN (?)", r.ID, bun.List(hashes)).Exec(ctx)
	}
	if err == nil {
		_, err = tx.Exec(ctx, "UPDATE import_reject SET cell = '' WHERE import_id = ? AND cell <> ''", r.ID)
	}
	return fault.Wrap(err, fault.CodeInternal, "forget what an import read")
}

func leaveUnused(ctx context.Context, tx *record.Tx, hash string) error {
	var n int64
	_, err := tx.Get(ctx, "SELECT (SELECT count(*) FROM import_file WHERE file_hash = ?) + (SELECT count(*) FROM import_join WHERE file_hash = ?)", []any{hash, hash}, &n)
	if err != nil || n > 0 {
		return fault.Wrap(err, fault.CodeInternal, "find who needs a file")
	}
	return people.LeaveFile(ctx, tx, hash)
}

// withoutCells is the profile of an import's columns without their values.
func withoutCells(r *importRow) (string, error) {
	columns, err := r.columns()
	if err != nil {
		return "", err
	}
	for i := range columns {
		c := &columns[i]
		c.Values, c.Examples = c.Values[:0], []string{}
		c.Min, c.Max, c.Earliest, c.Latest = nil, nil, nil, nil
	}
	text, err := json.Marshal(columns)
	return string(text), fault.Wrap(err, fault.CodeInternal, "write import")
}
