package listen

import (
	"context"
	"encoding/json"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// keptPlan is a plan as it is kept, with the codes once they are made.
type keptPlan struct {
	CodedPlan
	Frame []FrameCode `json:"frame,omitempty"`
}

type codedFileRow struct {
	ID         string `bun:"id"`
	StudyID    string `bun:"study_id"`
	State      string
	FileHash   string
	FileName   string
	FrameHash  string
	Plan       string
	CoderID    string `bun:"coder_id"`
	AllRows    int64
	DoneRows   int64
	Added      int64
	There      int64
	Passages   int64
	Rejected   int64
	Problem    string
	CreatedBy  string
	CreatedAt  int64
	FinishedAt *int64
	Version    int64
}

const codedFileColumns = "id, study_id, state, file_hash, file_name, frame_hash, plan, coder_id, all_rows, done_rows, added, there, passages, rejected, problem, created_by, created_at, finished_at, version"

func (r codedFileRow) file() (CodedFile, error) {
	var plan keptPlan
	err := json.Unmarshal([]byte(r.Plan), &plan)
	return CodedFile{
		ID: r.ID, StudyID: r.StudyID, State: CodedState(r.State), Name: r.FileName, HasFrame: r.FrameHash != "", Plan: plan.CodedPlan, CoderID: r.CoderID,
		Rows: r.AllRows, Done: r.DoneRows, Added: r.Added, There: r.There, Passages: r.Passages, Rejected: r.Rejected, Problem: r.Problem,
		CreatedAt: record.Time(r.CreatedAt), FinishedAt: timeOrNil(r.FinishedAt), Version: r.Version,
		fileHash: r.FileHash, frameHash: r.FrameHash, createdBy: r.CreatedBy, frame: plan.Frame,
	}, fault.Wrap(err, fault.CodeInternal, "read the plan of a file")
}

// codedFilesWhere gives files, newest first, at most limit.
func codedFilesWhere(ctx context.Context, q record.Querier, where string, limit int, args ...any) ([]CodedFile, error) {
	var rows []codedFileRow
	if err := q.NewRaw("SELECT "+codedFileColumns+" FROM coded_file WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list files of a study")
	}
	out := make([]CodedFile, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.file(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func getCodedFile(ctx context.Context, q record.Querier, id string) (CodedFile, error) {
	all, err := codedFilesWhere(ctx, q, "id = ?", 1, id)
	if err == nil && len(all) == 0 {
		err = fault.NotFound("file")
	}
	if err != nil {
		return CodedFile{}, err
	}
	return all[0], nil
}

func insertCodedFile(ctx context.Context, tx *record.Tx, f CodedFile) error {
	_, err := tx.Exec(ctx, "INSERT INTO coded_file (id, study_id, state, file_hash, file_name, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		f.ID, f.StudyID, string(f.State), f.fileHash, f.Name, f.createdBy, record.Micros(f.CreatedAt))
	return fault.Wrap(err, fault.CodeInternal, "keep a file of a study")
}

// updateCodedFile writes f where it stands as far as before, and tells whether it
// did.
func updateCodedFile(ctx context.Context, tx *record.Tx, f CodedFile, before int64) (bool, error) {
	plan, err := json.Marshal(keptPlan{f.Plan, f.frame})
	if err != nil {
		return false, fault.Wrap(err, fault.CodeInternal, "write the plan of a file")
	}
	n, err := tx.Exec(ctx, `UPDATE coded_file SET state = ?, file_hash = ?, frame_hash = ?, plan = ?, coder_id = ?, all_rows = ?, done_rows = ?, added = ?, there = ?, passages = ?, rejected = ?,
		problem = ?, finished_at = ?, version = version + 1 WHERE id = ? AND done_rows = ?`, string(f.State), f.fileHash, f.frameHash, string(plan), f.CoderID, f.Rows, f.Done, f.Added, f.There,
		f.Passages, f.Rejected, f.Problem, microsOrNull(f.FinishedAt), f.ID, before)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "write how far a file is")
}

func insertCodedReject(ctx context.Context, tx *record.Tx, file string, r CodedReject) error {
	_, err := tx.Exec(ctx, "INSERT INTO coded_reject (file_id, row_number, column_name, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", file, r.Row, r.Column, r.Reason)
	return fault.Wrap(err, fault.CodeInternal, "note what of a file was not read")
}

// listCodedRejects gives what of a file was not read, after a row and column, at
// most limit.
func listCodedRejects(ctx context.Context, q record.Querier, file string, after CodedReject, limit int) ([]CodedReject, error) {
	var rows []struct {
		RowNumber  int64
		ColumnName string
		Reason     string
	}
	err := q.NewRaw("SELECT row_number, column_name, reason FROM coded_reject WHERE file_id = ? AND (row_number, column_name) > (?, ?) ORDER BY row_number, column_name LIMIT ?",
		file, after.Row, after.Column, limit).Scan(ctx, &rows)
	out := make([]CodedReject, len(rows))
	for i, r := range rows {
		out[i] = CodedReject{Row: r.RowNumber, Column: r.ColumnName, Reason: r.Reason}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list what of a file was not read")
}
