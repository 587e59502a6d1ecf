package measure

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type measureRow struct {
	ID           string  `bun:"id"`
	ProgramID    string  `bun:"program_id"`
	Name         string  `bun:"name"`
	Intent       string  `bun:"intent"`
	Metric       string  `bun:"metric"`
	Wording      string  `bun:"wording"`
	Scale        string  `bun:"scale"`
	TouchpointID *string `bun:"touchpoint_id"`
	CreatedAt    int64   `bun:"created_at"`
	ChangedAt    int64   `bun:"changed_at"`
	Version      int64   `bun:"version"`
}

const measureColumns = "id, program_id, name, intent, metric, wording, scale, touchpoint_id, created_at, changed_at, version"

func (r measureRow) measure() (Measure, error) {
	m := Measure{
		ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Intent: Intent(r.Intent), Metric: Metric(r.Metric),
		Unit: Metric(r.Metric).Unit(), Breaks: []Break{}, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version,
	}
	if r.TouchpointID != nil {
		m.TouchpointID = *r.TouchpointID
	}
	err := errors.Join(json.Unmarshal([]byte(r.Wording), &m.Wording), json.Unmarshal([]byte(r.Scale), &m.Scale))
	if m.Scale.Labels == nil { // as clients may leave them out
		m.Scale.Labels = map[string]string{}
	}
	return m, fault.Wrap(err, fault.CodeInternal, "read measure")
}

func getMeasure(ctx context.Context, q record.Querier, id string) (Measure, error) {
	var r measureRow
	err := q.NewRaw("SELECT "+measureColumns+" FROM measure WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Measure{}, fault.NotFound("measure")
	}
	if err != nil {
		return Measure{}, fault.Wrap(err, fault.CodeInternal, "get measure")
	}
	return r.measure()
}

func measureByName(ctx context.Context, q record.Querier, program, name string) (Measure, bool, error) {
	var r measureRow
	err := q.NewRaw("SELECT "+measureColumns+" FROM measure WHERE program_id = ? AND name_key = ?", program, nameKey(name)).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Measure{}, false, nil
	}
	if err != nil {
		return Measure{}, false, fault.Wrap(err, fault.CodeInternal, "find measure")
	}
	m, err := r.measure()
	return m, err == nil, err
}

// listMeasures lists by id; where is a condition over program_id.
func listMeasures(ctx context.Context, q record.Querier, where string, args []any, after string, limit int) ([]Measure, error) {
	var rows []measureRow
	err := q.NewRaw("SELECT "+measureColumns+" FROM measure WHERE "+where+" AND id > ? ORDER BY id LIMIT ?",
		append(args, after, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list measures")
	}
	out := make([]Measure, 0, len(rows))
	for _, r := range rows {
		m, err := r.measure()
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func documents(m Measure) (wording, scale string, err error) {
	w, err1 := json.Marshal(m.Wording)
	s, err2 := json.Marshal(m.Scale)
	return string(w), string(s), fault.Wrap(errors.Join(err1, err2), fault.CodeInternal, "write measure")
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

func insertMeasure(ctx context.Context, tx *record.Tx, m Measure) error {
	wording, scale, err := documents(m)
	if err != nil {
		return err
	}
	res, err := tx.NewRaw(`INSERT INTO measure (id, program_id, name, name_key, intent, metric, wording, scale, touchpoint_id, created_at, changed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (program_id, name_key) DO NOTHING`,
		m.ID, m.ProgramID, m.Name, nameKey(m.Name), string(m.Intent), string(m.Metric), wording, scale, orNull(m.TouchpointID), record.Micros(m.CreatedAt), record.Micros(m.ChangedAt), m.Version).Exec(ctx)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert measure")
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return nameTaken().Because(err)
	}
	return nil
}

func updateMeasure(ctx context.Context, tx *record.Tx, m Measure) error {
	wording, scale, err := documents(m)
	if err != nil {
		return err
	}
	_, err = tx.NewRaw("UPDATE measure SET name = ?, name_key = ?, intent = ?, metric = ?, wording = ?, scale = ?, touchpoint_id = ?, changed_at = ?, version = ? WHERE id = ?",
		m.Name, nameKey(m.Name), string(m.Intent), string(m.Metric), wording, scale, orNull(m.TouchpointID), record.Micros(m.ChangedAt), m.Version, m.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update measure")
}

func insertHistory(ctx context.Context, tx *record.Tx, old Measure, changed []string, endedAt int64) error {
	wording, scale, err := documents(old)
	if err != nil {
		return err
	}
	what, err := json.Marshal(changed)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write break of a measure")
	}
	_, err = tx.NewRaw("INSERT INTO measure_history (measure_id, version, ended_at, what, wording, scale, metric) VALUES (?, ?, ?, ?, ?, ?, ?)",
		old.ID, old.Version, endedAt, string(what), wording, scale, string(old.Metric)).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "insert break of a measure")
}

// mostBreaks is how many breaks of a measure are told, the newest.
const mostBreaks = 100

// listBreaks gives the breaks of measures by their id, the newest first.
func listBreaks(ctx context.Context, q record.Querier, ids ...string) (map[string][]Break, error) {
	out := map[string][]Break{}
	if len(ids) == 0 {
		return out, nil
	}
	var rows []struct {
		MeasureID string `bun:"measure_id"`
		EndedAt   int64  `bun:"ended_at"`
		What      string `bun:"what"`
		Wording   string `bun:"wording"`
		Scale     string `bun:"scale"`
		Metric    string `bun:"metric"`
	}
	err := q.NewRaw("SELECT measure_id, ended_at, what, wording, scale, metric FROM measure_history WHERE measure_id IN (?) ORDER BY measure_id, version DESC", bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list breaks of measures")
	}
	for _, r := range rows {
		if len(out[r.MeasureID]) == mostBreaks {
			continue
		}
		b := Break{At: record.Time(r.EndedAt), Before: &Before{Metric: Metric(r.Metric)}}
		err := errors.Join(json.Unmarshal([]byte(r.What), &b.Changed), json.Unmarshal([]byte(r.Wording), &b.Before.Wording), json.Unmarshal([]byte(r.Scale), &b.Before.Scale))
		if err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read break of a measure")
		}
		out[r.MeasureID] = append(out[r.MeasureID], b)
	}
	return out, nil
}

// withBreaks adds to measures when their series broke.
func withBreaks(ctx context.Context, q record.Querier, all []Measure) error {
	ids := make([]string, len(all))
	for i, m := range all {
		ids[i] = m.ID
	}
	found, err := listBreaks(ctx, q, ids...)
	if err != nil {
		return err
	}
	if err := surveyBreaks(ctx, q, found, ids...); err != nil {
		return err
	}
	for i, m := range all {
		if list := found[m.ID]; list != nil {
			slices.SortStableFunc(list, func(a, b Break) int { return b.At.Compare(a.At) })
			all[i].Breaks = list[:min(len(list), mostBreaks)]
		}
	}
	return nil
}

func deleteMeasures(ctx context.Context, tx *record.Tx, program string) error {
	_, err := tx.NewRaw("DELETE FROM measure_history WHERE measure_id IN (SELECT id FROM measure WHERE program_id = ?)", program).Exec(ctx)
	if err == nil {
		err = dropGround(ctx, tx, program)
	}
	if err == nil {
		err = dropSurveys(ctx, tx, "program_id = ?", program)
	}
	if err == nil {
		err = dropReasonLists(ctx, tx, program)
	}
	if err == nil {
		_, err = tx.NewRaw("DELETE FROM measure WHERE program_id = ?", program).Exec(ctx)
	}
	return fault.Wrap(err, fault.CodeInternal, "delete measures of a program")
}
