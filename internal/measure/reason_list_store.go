package measure

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// listReasonLists lists by id, with reasons but without breaks; where is a condition
// over program_id.
func listReasonLists(ctx context.Context, q record.Querier, where string, args []any, after string, limit int) ([]ReasonList, error) {
	var rows []struct {
		ID        string `bun:"id"`
		ProgramID string `bun:"program_id"`
		Name      string
		Wording   string
		Why       string
		Other     string
		MadeBy    string
		CreatedAt int64
		ChangedAt int64
		Version   int64
	}
	err := q.NewRaw("SELECT id, program_id, name, wording, why, other, made_by, created_at, changed_at, version FROM reason_list WHERE "+where+" AND id > ? ORDER BY id LIMIT ?", append(args, after, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list lists of reasons")
	}
	out, ids := make([]ReasonList, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		out[i] = ReasonList{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Reasons: []ListedReason{}, Breaks: []Break{}, MadeBy: r.MadeBy,
			CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
		for text, into := range map[string]*questionnaire.Words{r.Wording: &out[i].Wording, r.Why: &out[i].Why, r.Other: &out[i].Other} {
			err = errors.Join(err, json.Unmarshal([]byte(text), into))
		}
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read a list of reasons")
	}
	reasons, err := listedReasons(ctx, q, ids)
	for i := range out {
		out[i].Reasons = append(out[i].Reasons, reasons[out[i].ID]...)
	}
	return out, err
}

func listedReasons(ctx context.Context, q record.Querier, lists []string) (map[string][]ListedReason, error) {
	out := map[string][]ListedReason{}
	if len(lists) == 0 {
		return out, nil
	}
	var rows []struct {
		ListID   string `bun:"list_id"`
		Code     string
		Words    string
		AddedAt  int64
		AddedBy  string
		RestedAt int64
	}
	err := q.NewRaw("SELECT list_id, code, words, added_at, added_by, rested_at FROM listed_reason WHERE list_id IN (?) ORDER BY list_id, place, code", bun.List(lists)).Scan(ctx, &rows)
	for _, r := range rows {
		one := ListedReason{Code: r.Code, AddedAt: record.Time(r.AddedAt), AddedBy: r.AddedBy}
		if r.RestedAt > 0 {
			at := record.Time(r.RestedAt)
			one.RestedAt = &at
		}
		err = errors.Join(err, json.Unmarshal([]byte(r.Words), &one.Text))
		out[r.ListID] = append(out[r.ListID], one)
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read reasons")
}

func jsonText(v any) (string, error) {
	raw, err := json.Marshal(v)
	return string(raw), fault.Wrap(err, fault.CodeInternal, "write words")
}

// writeReasonList writes a list with its reasons, none of which is ever taken out.
func writeReasonList(ctx context.Context, tx *record.Tx, l *ReasonList) error {
	wording, err1 := jsonText(l.Wording)
	why, err2 := jsonText(l.Why)
	other, err3 := jsonText(l.Other)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE reason_list SET name = ?, name_key = ?, wording = ?, why = ?, other = ?, changed_at = ?, version = ? WHERE id = ?",
		l.Name, nameKey(l.Name), wording, why, other, record.Micros(l.ChangedAt), l.Version, l.ID)
	if err == nil && n == 0 {
		_, err = tx.Exec(ctx, `INSERT INTO reason_list (id, program_id, name, name_key, wording, why, other, made_by, created_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			l.ID, l.ProgramID, l.Name, nameKey(l.Name), wording, why, other, l.MadeBy, record.Micros(l.CreatedAt), record.Micros(l.ChangedAt), l.Version)
	}
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a list of reasons")
	}
	for i, r := range l.Reasons {
		words, err := jsonText(r.Text)
		if err != nil {
			return err
		}
		rested := int64(0)
		if r.RestedAt != nil {
			rested = record.Micros(*r.RestedAt)
		}
		_, err = tx.Exec(ctx, `INSERT INTO listed_reason (list_id, code, place, words, added_at, added_by, rested_at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (list_id, code) DO UPDATE SET place = excluded.place, words = excluded.words, rested_at = excluded.rested_at`,
			l.ID, r.Code, i, words, record.Micros(r.AddedAt), r.AddedBy, rested)
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write a reason")
		}
	}
	return nil
}

func reasonListTaken(ctx context.Context, q record.Querier, l *ReasonList) error {
	var n int64
	err := q.NewRaw("SELECT count(*) FROM reason_list WHERE program_id = ? AND name_key = ? AND id <> ?", l.ProgramID, nameKey(l.Name), l.ID).Scan(ctx, &n)
	if err == nil && n > 0 {
		return fault.New(fault.CodeConflict, "There is a list of this name in the program already.").With("name", "Choose another name.").Keyed("reasons.name_taken")
	}
	return fault.Wrap(err, fault.CodeInternal, "look for lists of the same name")
}

// lockReasonList keeps others from changing a list until the transaction ends.
func lockReasonList(ctx context.Context, tx *record.Tx, id string) error {
	if tx.Engine() != record.PostgreSQL {
		return nil
	}
	var found string
	_, err := tx.Get(ctx, "SELECT id FROM reason_list WHERE id = ? FOR UPDATE", []any{id}, &found)
	return fault.Wrap(err, fault.CodeInternal, "lock a list of reasons")
}

func insertReasonEvent(ctx context.Context, tx *record.Tx, list string, e ReasonEvent) error {
	_, err := tx.Exec(ctx, "INSERT INTO reason_history (id, list_id, what, code, label, voices, by_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.ID, list, e.What, e.Code, e.Label, e.Persons, e.ByName, record.Micros(e.At))
	return fault.Wrap(err, fault.CodeInternal, "write the history of a list")
}

// listReasonEvents gives what became of a list, the newest first, before an id ("" for all).
func listReasonEvents(ctx context.Context, q record.Querier, list, before string, limit int) ([]ReasonEvent, error) {
	where, args := "list_id = ?", []any{list}
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []struct {
		ID      string `bun:"id"`
		What    string
		Code    string
		Label   string
		Persons int64
		ByName  string
		At      int64
	}
	err := q.NewRaw("SELECT id, what, code, label, voices AS persons, by_name, at FROM reason_history WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	out := make([]ReasonEvent, len(rows))
	for i, r := range rows {
		out[i] = ReasonEvent{ID: r.ID, What: r.What, Code: r.Code, Label: r.Label, Persons: r.Persons, ByName: r.ByName, At: record.Time(r.At)}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read the history of a list")
}

// surveysWithList are the ids of a program's surveys whose draft asks a list, but
// those put away.
func surveysWithList(ctx context.Context, q record.Querier, program, list string) (ids []string, err error) {
	err = q.NewRaw("SELECT id FROM survey WHERE program_id = ? AND state <> ? AND draft LIKE ? ORDER BY id", program, string(SurveyArchived), `%"reason_list_id":"`+list+`"%`).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeInternal, "find surveys that ask a list of reasons")
}

// dropReasonLists forgets the lists of a program.
func dropReasonLists(ctx context.Context, tx *record.Tx, program string) error {
	for _, table := range []string{"listed_reason", "reason_decision", "reason_history"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE list_id IN (SELECT id FROM reason_list WHERE program_id = ?)", program); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget lists of reasons")
		}
	}
	_, err := tx.Exec(ctx, "DELETE FROM reason_list WHERE program_id = ?", program)
	return fault.Wrap(err, fault.CodeInternal, "forget lists of reasons")
}
