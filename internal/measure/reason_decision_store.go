package measure

import (
	"context"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// listReasonDecisions gives the decisions of a list that stand, the newest first.
func listReasonDecisions(ctx context.Context, q record.Querier, list string) ([]ReasonDecision, error) {
	var rows []struct {
		Stems   string
		Verdict string
		Code    string
		Persons int64
		ByName  string
		At      int64
	}
	err := q.NewRaw("SELECT stems, verdict, code, voices AS persons, by_name, at FROM reason_decision WHERE list_id = ? ORDER BY at DESC, stems", list).Scan(ctx, &rows)
	out := make([]ReasonDecision, len(rows))
	for i, r := range rows {
		out[i] = ReasonDecision{r.Stems, ReasonVerdict(r.Verdict), r.Code, r.Persons, r.ByName, record.Time(r.At)}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read decisions of a list")
}

func insertReasonDecision(ctx context.Context, tx *record.Tx, list string, d ReasonDecision) error {
	_, err := tx.Exec(ctx, "INSERT INTO reason_decision (list_id, stems, verdict, code, label, voices, by_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		list, d.Stems, string(d.Verdict), d.Code, d.Stems, d.Persons, d.ByName, record.Micros(d.At))
	return fault.Wrap(err, fault.CodeInternal, "write a decision")
}

func deleteReasonDecision(ctx context.Context, tx *record.Tx, list, stems string) error {
	_, err := tx.Exec(ctx, "DELETE FROM reason_decision WHERE list_id = ? AND stems = ?", list, stems)
	return fault.Wrap(err, fault.CodeInternal, "take back a decision")
}

// surveysAsking are the ids of a program's surveys of which a version asked a list.
func surveysAsking(ctx context.Context, q record.Querier, program, list string) (ids []string, err error) {
	err = q.NewRaw("SELECT DISTINCT s.id FROM survey s JOIN survey_version v ON v.survey_id = s.id WHERE s.program_id = ? AND v.document LIKE ? ORDER BY s.id", program, `%"reason_list_id":"`+list+`"%`).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find surveys that asked a list of reasons")
}
