package purpose

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

type indicatorRow struct {
	ID         string `bun:"id"`
	ProgramID  string `bun:"program_id"`
	Name       string `bun:"name"`
	Kind       string `bun:"kind"`
	MeasuredIn string `bun:"measured_in"`
	Direction  string `bun:"direction"`
	Period     string `bun:"period"`
	CreatedAt  int64  `bun:"created_at"`
	Version    int64  `bun:"version"`
}

const indicatorColumns = "id, program_id, name, kind, measured_in, direction, period, created_at, version"

func (r indicatorRow) indicator() Indicator {
	return Indicator{ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Kind: Return(r.Kind), MeasuredIn: r.MeasuredIn, Direction: r.Direction, Period: Grain(r.Period),
		CreatedAt: record.Time(r.CreatedAt), Version: r.Version}
}

func getIndicator(ctx context.Context, q record.Querier, id string) (Indicator, error) {
	var r indicatorRow
	err := q.NewRaw("SELECT "+indicatorColumns+" FROM indicator WHERE id = ?", id).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Indicator{}, fault.NotFound("indicator")
	}
	return r.indicator(), fault.Wrap(err, fault.CodeInternal, "get indicator")
}

// listIndicators gives those of a program, oldest first.
func listIndicators(ctx context.Context, q record.Querier, program string) ([]Indicator, error) {
	var rows []indicatorRow
	if err := q.NewRaw("SELECT "+indicatorColumns+" FROM indicator WHERE program_id = ? ORDER BY id LIMIT ?", program, maxIndicators).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list indicators")
	}
	out := make([]Indicator, len(rows))
	for i, r := range rows {
		out[i] = r.indicator()
	}
	return out, nil
}

func insertIndicator(ctx context.Context, tx *record.Tx, i Indicator) error {
	_, err := tx.NewRaw("INSERT INTO indicator (name_key, "+indicatorColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		nameKey(i.Name), i.ID, i.ProgramID, i.Name, string(i.Kind), i.MeasuredIn, i.Direction, string(i.Period), record.Micros(i.CreatedAt), i.Version).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "insert indicator")
}

func updateIndicator(ctx context.Context, tx *record.Tx, i Indicator) error {
	_, err := tx.NewRaw("UPDATE indicator SET name = ?, name_key = ?, kind = ?, measured_in = ?, direction = ?, version = ? WHERE id = ?",
		i.Name, nameKey(i.Name), string(i.Kind), i.MeasuredIn, i.Direction, i.Version, i.ID).Exec(ctx)
	return fault.Wrap(err, fault.CodeInternal, "update indicator")
}

// deleteIndicator takes one out with its values and their history.
func deleteIndicator(ctx context.Context, tx *record.Tx, id string) error {
	var err error
	for _, text := range []string{"DELETE FROM indicator_former WHERE indicator_id = ?", "DELETE FROM indicator_value WHERE indicator_id = ?", "DELETE FROM indicator WHERE id = ?"} {
		if err == nil {
			_, err = tx.Exec(ctx, text, id)
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "delete indicator")
}

// lockIndicator keeps others from writing values of it until the transaction
// ends. SQLite has one writer anyway.
func (s *Service) lockIndicator(ctx context.Context, tx *record.Tx, id string) error {
	if s.store.Engine() == record.SQLite {
		return nil
	}
	_, err := tx.NewRaw("SELECT id FROM indicator WHERE id = ? FOR UPDATE", id).Exec(ctx)
	return fault.Wrap(err, fault.CodeUnavailable, "lock indicator")
}

type valueRow struct {
	UnitID     string  `bun:"unit_id"`
	Period     string  `bun:"period"`
	Value      float64 `bun:"value"`
	TakenAt    int64   `bun:"taken_at"`
	ReplacedAt int64   `bun:"replaced_at"`
	ReplacedBy string  `bun:"replaced_by"`
}

func (r valueRow) value() IndicatorValue {
	return IndicatorValue{UnitID: r.UnitID, Period: r.Period, Value: r.Value, TakenAt: record.Time(r.TakenAt)}
}

// valuesReach limits rows of values to those within reach; i and v are the
// tables' names in the query.
func valuesReach(who access.Who) (string, []any) {
	return who.Reach(access.FigureRead).Where(access.Columns{Program: "i.program_id", Unit: "v.unit_id"})
}

// listValues gives values of a unit ("" the whole organisation), latest first,
// those before a period.
func listValues(ctx context.Context, q record.Querier, who access.Who, indicator, unit, before string, limit int) ([]IndicatorValue, error) {
	where, args := valuesReach(who)
	if before == "" {
		before = "9"
	}
	var rows []valueRow
	err := q.NewRaw("SELECT v.unit_id, v.period, v.value, v.taken_at FROM indicator_value v JOIN indicator i ON i.id = v.indicator_id WHERE v.indicator_id = ? AND v.unit_id = ? AND v.period < ? AND "+where+
		" ORDER BY v.period DESC LIMIT ?", append(append([]any{indicator, unit, before}, args...), limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list values of an indicator")
	}
	out := make([]IndicatorValue, len(rows))
	for i, r := range rows {
		out[i] = r.value()
	}
	return out, nil
}

// listValueUnits gives the units that have values, with how many, by unit id
// after the one given; the whole organisation, whose id is empty, comes first.
func listValueUnits(ctx context.Context, q record.Querier, who access.Who, indicator string, after *string, limit int) ([]IndicatorUnit, error) {
	where, args := valuesReach(who)
	all := append([]any{indicator}, args...)
	if after != nil {
		where += " AND v.unit_id > ?"
		all = append(all, *after)
	}
	var rows []struct {
		UnitID string `bun:"unit_id"`
		Count  int64  `bun:"n"`
	}
	err := q.NewRaw("SELECT v.unit_id, count(*) AS n FROM indicator_value v JOIN indicator i ON i.id = v.indicator_id WHERE v.indicator_id = ? AND "+where+
		" GROUP BY v.unit_id ORDER BY v.unit_id LIMIT ?", append(all, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list units of an indicator")
	}
	out := make([]IndicatorUnit, len(rows))
	for i, r := range rows {
		latest, err := listValues(ctx, q, who, indicator, r.UnitID, "", 2)
		if err != nil {
			return nil, err
		}
		out[i] = IndicatorUnit{UnitID: r.UnitID, Count: r.Count, Last: latest[0]}
		if len(latest) > 1 {
			out[i].Before = &latest[1]
		}
	}
	return out, nil
}

// formerCursor is where a list of former values goes on.
type formerCursor struct {
	At     int64  `json:"at"`
	Unit   string `json:"unit"`
	Period string `json:"period"`
}

// listFormer gives corrected values, the last corrected first.
func listFormer(ctx context.Context, q record.Querier, who access.Who, indicator string, after formerCursor, limit int) ([]FormerValue, error) {
	where, args := valuesReach(who)
	all := append([]any{indicator}, args...)
	if after.At > 0 {
		where += " AND (v.replaced_at < ? OR (v.replaced_at = ? AND (v.unit_id > ? OR (v.unit_id = ? AND v.period > ?))))"
		all = append(all, after.At, after.At, after.Unit, after.Unit, after.Period)
	}
	var rows []valueRow
	err := q.NewRaw("SELECT v.unit_id, v.period, v.value, v.taken_at, v.replaced_at, v.replaced_by FROM indicator_former v JOIN indicator i ON i.id = v.indicator_id WHERE v.indicator_id = ? AND "+where+
		" ORDER BY v.replaced_at DESC, v.unit_id, v.period LIMIT ?", append(all, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list former values of an indicator")
	}
	out := make([]FormerValue, len(rows))
	for i, r := range rows {
		out[i] = FormerValue{IndicatorValue: r.value(), ReplacedAt: record.Time(r.ReplacedAt), ReplacedBy: r.ReplacedBy}
	}
	return out, nil
}

// putValue writes one value; a different one that stood there becomes history.
func putValue(ctx context.Context, tx *record.Tx, indicator, by string, at int64, v IndicatorValue, taken *Taken) error {
	var was float64
	var since int64
	var who string
	found, err := tx.Get(ctx, "SELECT value, taken_at, by_user FROM indicator_value WHERE indicator_id = ? AND unit_id = ? AND period = ?", []any{indicator, v.UnitID, v.Period}, &was, &since, &who)
	switch {
	case err != nil:
	case !found:
		taken.New++
		_, err = tx.Exec(ctx, "INSERT INTO indicator_value (indicator_id, unit_id, period, value, taken_at, by_user) VALUES (?, ?, ?, ?, ?, ?)", indicator, v.UnitID, v.Period, v.Value, at, by)
	case was == v.Value:
		taken.Same++
	default:
		taken.Corrected++
		_, err = tx.Exec(ctx, "INSERT INTO indicator_former (indicator_id, replaced_at, unit_id, period, value, taken_at, by_user, replaced_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			indicator, at, v.UnitID, v.Period, was, since, who, by)
		if err == nil {
			_, err = tx.Exec(ctx, "UPDATE indicator_value SET value = ?, taken_at = ?, by_user = ? WHERE indicator_id = ? AND unit_id = ? AND period = ?", v.Value, at, by, indicator, v.UnitID, v.Period)
		}
	}
	return fault.Wrap(err, fault.CodeInternal, "write value of an indicator")
}

// standing counts what would become of a value, without writing it.
func standing(ctx context.Context, q record.Querier, indicator string, v IndicatorValue, taken *Taken) error {
	var was float64
	err := q.NewRaw("SELECT value FROM indicator_value WHERE indicator_id = ? AND unit_id = ? AND period = ?", indicator, v.UnitID, v.Period).Scan(ctx, &was)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		taken.New++
		return nil
	case err != nil:
		return fault.Wrap(err, fault.CodeInternal, "look for value of an indicator")
	case was == v.Value:
		taken.Same++
	default:
		taken.Corrected++
	}
	return nil
}
