package journey

import (
	"context"
	"encoding/json"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

const expectationColumns = "id, touchpoint_id, program_id, words, standard, owed_by, since, ended_at, by_user, created_at"

type expectationRow struct {
	ID           string `bun:"id"`
	TouchpointID string `bun:"touchpoint_id"`
	ProgramID    string `bun:"program_id"`
	Words        string `bun:"words"`
	Standard     string `bun:"standard"`
	OwedBy       string `bun:"owed_by"`
	Since        string `bun:"since"`
	EndedAt      *int64 `bun:"ended_at"`
	ByUser       string `bun:"by_user"`
	CreatedAt    int64  `bun:"created_at"`
}

func (r expectationRow) expectation() (Expectation, error) {
	e := Expectation{ID: r.ID, TouchpointID: r.TouchpointID, ProgramID: r.ProgramID, Words: r.Words, OwedBy: r.OwedBy, Since: r.Since, ByUser: r.ByUser, CreatedAt: record.Time(r.CreatedAt)}
	if r.EndedAt != nil {
		ended := record.Time(*r.EndedAt)
		e.EndedAt = &ended
	}
	if r.Standard != "" {
		if err := json.Unmarshal([]byte(r.Standard), &e.Standard); err != nil {
			return e, fault.Wrap(err, fault.CodeInternal, "read expectation")
		}
	}
	return e, nil
}

func readExpectations(ctx context.Context, q record.Querier, where string, args ...any) ([]Expectation, error) {
	var rows []expectationRow
	if err := q.NewRaw("SELECT "+expectationColumns+" FROM expectation WHERE "+where, args...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read expectations")
	}
	out := make([]Expectation, len(rows))
	for i, r := range rows {
		var err error
		if out[i], err = r.expectation(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inForce are the expectations of a program that hold, by touchpoint.
func inForce(ctx context.Context, q record.Querier, program string) (map[string]Expectation, error) {
	list, err := readExpectations(ctx, q, "program_id = ? AND ended_at IS NULL ORDER BY id LIMIT ?", program, 2*maxTouchpoints)
	out := make(map[string]Expectation, len(list))
	for _, e := range list {
		out[e.TouchpointID] = e
	}
	return out, err
}

// currentOf is the expectation of a touchpoint that holds.
func currentOf(ctx context.Context, q record.Querier, touchpoint string) (Expectation, bool, error) {
	list, err := readExpectations(ctx, q, "touchpoint_id = ? AND ended_at IS NULL", touchpoint)
	if err != nil || len(list) == 0 {
		return Expectation{}, false, err
	}
	return list[0], true, nil
}

// endExpectation says that another took the place of the one in force.
func endExpectation(ctx context.Context, tx *record.Tx, touchpoint string, at time.Time) error {
	_, err := tx.NewRaw("UPDATE expectation SET ended_at = ? WHERE touchpoint_id = ? AND ended_at IS NULL", record.Micros(at), touchpoint).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "end expectation")
}

func insertExpectation(ctx context.Context, tx *record.Tx, e Expectation) error {
	standard := ""
	if e.Standard != nil {
		raw, err := json.Marshal(e.Standard)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write expectation")
		}
		standard = string(raw)
	}
	_, err := tx.NewRaw("INSERT INTO expectation ("+expectationColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)",
		e.ID, e.TouchpointID, e.ProgramID, e.Words, standard, e.OwedBy, e.Since, e.ByUser, record.Micros(e.CreatedAt)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "insert expectation")
}
