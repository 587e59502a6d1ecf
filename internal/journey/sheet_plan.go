package journey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/interchange/table"
)

// RegisterPlan is what a workbook would change in a register.
type RegisterPlan struct {
	Match    string         `json:"match" doc:"Sent back to apply the plan to the register as it was."`
	New      []PlannedRow   `json:"new" nullable:"false"`
	Changed  []PlannedRow   `json:"changed" nullable:"false"`
	Removed  []PlannedRow   `json:"removed" nullable:"false" doc:"In the register and not in the file; removed only where that is asked."`
	Same     int            `json:"same"`
	Channels []string       `json:"channels" nullable:"false" doc:"Channels that it would add."`
	Stages   []string       `json:"stages" nullable:"false" doc:"Stages that it would add."`
	Problems []SheetProblem `json:"problems" nullable:"false" doc:"What is wrong, at most 100; nothing is applied before it is mended."`
	// MatrixEdited says that what was changed in the matrix is not brought in.
	MatrixEdited bool `json:"matrix_edited" doc:"The sheet of the matrix, which is for reading, was changed: nothing of that is brought in."`
	Applied      bool `json:"applied"`
}

// PlannedRow is a touchpoint that a workbook changes.
type PlannedRow struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Channel string   `json:"channel"`
	Row     int64    `json:"row,omitempty"`
	Columns []string `json:"columns" nullable:"false" doc:"Columns that differ."`
	id      string
	cells   map[string]string
}

// reader makes a plan of a sheet.
type reader struct {
	sheet    readSheet
	content  content
	naming   naming
	find     func(ctx context.Context, name string) (id string, err error) // a person
	measures map[string]string                                             // id by name as names are compared
	today    string
	plan     *RegisterPlan
	targets  map[string]wanted // by key, what the register is to hold
}

// wanted is a touchpoint as a sheet wants it, with names where ids are not
// known yet.
type wanted struct {
	touchpoint  Touchpoint
	expectation *Expectation
	channel     string
	stages      []string
}

// mark names the state of a register.
func (c content) mark() string {
	h := sha256.New()
	for _, t := range c.touchpoints {
		fmt.Fprintf(h, "%s %d %d\n", t.ID, t.Version, t.Position)
	}
	for _, channel := range c.channels {
		fmt.Fprintf(h, "%s %d\n", channel.ID, channel.Version)
	}
	for _, stage := range c.stages {
		fmt.Fprintf(h, "%s %d\n", stage.ID, stage.Version)
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}

// read goes through the rows and fills the plan.
func (r *reader) read(ctx context.Context) error {
	r.plan = &RegisterPlan{Match: r.content.mark(), New: []PlannedRow{}, Changed: []PlannedRow{}, Removed: []PlannedRow{}, Channels: []string{}, Stages: []string{}, Problems: []SheetProblem{}}
	r.targets = map[string]wanted{}
	byKey := map[string]Touchpoint{}
	for _, t := range r.content.touchpoints {
		byKey[t.Key] = t
	}
	for _, row := range r.sheet.rows {
		w, err := r.row(ctx, row)
		if err != nil {
			return err
		}
		key := w.touchpoint.Key
		if _, twice := r.targets[key]; twice {
			r.wrong(row, "key", "register.twice", "Another row of the sheet has this key, or the same name on the same channel.")
			continue
		}
		r.targets[key] = w
		r.compare(row, w, byKey[key])
	}
	for _, t := range r.content.touchpoints {
		if _, kept := r.targets[t.Key]; !kept {
			r.plan.Removed = append(r.plan.Removed, PlannedRow{Key: t.Key, Name: t.Name, Channel: r.naming.channels[t.ChannelID].Name, Columns: []string{}, id: t.ID})
		}
	}
	return nil
}

func (r *reader) wrong(row sheetRow, column, key, says string) {
	if len(r.plan.Problems) < maxProblems {
		r.plan.Problems = append(r.plan.Problems, r.sheet.at(row, column, key, says))
	}
}

// compare puts a row where it belongs: new, changed or the same.
func (r *reader) compare(row sheetRow, w wanted, before Touchpoint) {
	p := PlannedRow{Key: w.touchpoint.Key, Name: w.touchpoint.Name, Channel: w.channel, Row: row.number, Columns: []string{}, id: before.ID, cells: row.cells}
	if before.ID == "" {
		r.plan.New = append(r.plan.New, p)
		return
	}
	now := r.naming.cells(before, r.content.expected(before.ID), false)
	want := r.wantedCells(w)
	for _, column := range sheetColumns() {
		if column.key == "nature" || now[column.key] == want[column.key] {
			continue
		}
		if _, there := r.sheet.titles[column.key]; !there {
			continue // a column that the sheet leaves out says nothing
		}
		p.Columns = append(p.Columns, r.sheet.titles[column.key])
	}
	if len(p.Columns) == 0 {
		r.plan.Same++
		return
	}
	r.plan.Changed = append(r.plan.Changed, p)
}

// wantedCells are the cells of what is wanted, as the register would write it.
func (r *reader) wantedCells(w wanted) map[string]string {
	out := r.naming.cells(w.touchpoint, w.expectation, false)
	out["channel"] = w.channel
	stages := slices.Clone(w.stages)
	slices.SortStableFunc(stages, func(a, b string) int { return r.naming.stageAt(a) - r.naming.stageAt(b) })
	out["stages"] = strings.Join(stages, between)
	return out
}

// row reads a row; what is wrong in it goes to the plan.
func (r *reader) row(ctx context.Context, row sheetRow) (wanted, error) {
	w := wanted{stages: []string{}}
	t := &w.touchpoint
	t.Name, t.CustomerName, t.Key, t.KeptWhy = row.cells["name"], row.cells["customer_name"], cleanName(row.cells["key"]), row.cells["kept_why"]
	if before, there := r.standing(t.Key); there {
		r.keep(&w, before)
	}
	w.channel = r.channel(row)
	if t.Key == "" && t.Name != "" {
		t.Key = slug(t.Name + " " + w.channel)
	}
	for _, name := range split(row.cells["stages"]) {
		w.stages = append(w.stages, r.stage(name))
	}
	if err := r.person(ctx, row, "owner", row.cells["owner"], &t.OwnerID); err != nil {
		return w, err
	}
	t.EditorIDs = []string{}
	for _, name := range split(row.cells["editors"]) {
		var id string
		if err := r.person(ctx, row, "editors", name, &id); err != nil {
			return w, err
		}
		t.EditorIDs = append(t.EditorIDs, id)
	}
	t.MeasureID = r.measure(row, "measure")
	if x, given, ok := row.numberIn("volume"); !ok || given && x != math.Trunc(x) {
		r.wrong(row, "volume", "touchpoint.volume", "Say how often it happens in 90 days, as a number from 0 on.")
	} else if given {
		n := int64(x)
		t.Volume = &n
	}
	if checked, err := t.checked(); err != nil {
		key, text := says(err)
		r.wrong(row, "name", key, text)
	} else {
		*t = checked
	}
	return w, r.expectation(ctx, row, &w)
}

// standing is the touchpoint of the register that a row is about.
func (r *reader) standing(key string) (Touchpoint, bool) {
	for _, t := range r.content.touchpoints {
		if t.Key == key && key != "" {
			return t, true
		}
	}
	return Touchpoint{}, false
}

// keep is what a touchpoint has already where the sheet leaves a column out.
func (r *reader) keep(w *wanted, before Touchpoint) {
	cells := r.naming.cells(before, r.content.expected(before.ID), false)
	for _, row := range r.sheet.rows {
		if cleanName(row.cells["key"]) != before.Key {
			continue
		}
		for _, column := range sheetColumns() {
			if _, there := r.sheet.titles[column.key]; !there && cells[column.key] != "" {
				row.cells[column.key] = cells[column.key]
			}
		}
	}
	w.touchpoint.ID = before.ID
}

// channel is the name of a row's channel as the register has or will have it.
func (r *reader) channel(row sheetRow) string {
	name := cleanName(row.cells["channel"])
	if name == "" {
		r.wrong(row, "channel", "register.no_channel", "Name the channel.")
		return ""
	}
	for _, c := range r.content.channels {
		if nameKey(c.Name) == nameKey(name) {
			return c.Name
		}
	}
	for _, added := range r.plan.Channels {
		if nameKey(added) == nameKey(name) {
			return added
		}
	}
	if nature := row.cells["nature"]; nature != "" {
		if found, ok := code(nature); !ok || !slices.Contains(Natures(), Nature(found)) {
			r.wrong(row, "nature", "channel.nature", "Choose virtual, human or physical.")
		}
	}
	r.plan.Channels = append(r.plan.Channels, name)
	return name
}

func (r *reader) stage(name string) string {
	for _, s := range r.content.stages {
		if nameKey(s.Name) == nameKey(name) {
			return s.Name
		}
	}
	for _, added := range r.plan.Stages {
		if nameKey(added) == nameKey(name) {
			return added
		}
	}
	r.plan.Stages = append(r.plan.Stages, name)
	return name
}

func (r *reader) person(ctx context.Context, row sheetRow, column, name string, into *string) error {
	if name = cleanName(name); name == "" {
		*into = ""
		return nil
	}
	id, err := r.find(ctx, name)
	if fault.Is(err, fault.CodeInvalid) {
		key, text := says(err)
		r.wrong(row, column, key, text)
		return nil
	}
	if err == nil {
		*into, r.naming.people[id] = id, name
	}
	return err
}

func (r *reader) measure(row sheetRow, column string) string {
	name := row.cells[column]
	if name == "" {
		return ""
	}
	id := r.measures[nameKey(name)]
	if id == "" {
		r.wrong(row, column, "measure.unknown", "There is no such measure in the program.")
	}
	return id
}

// expectation reads what a row says of what customers may expect.
func (r *reader) expectation(ctx context.Context, row sheetRow, w *wanted) error {
	cells := row.cells
	if cells["words"] == "" {
		if cells["standard"] != "" {
			r.wrong(row, "words", "expectation.no_words", "Say what customers may expect, in their words.")
		}
		return nil
	}
	e := Expectation{Words: cells["words"], Since: r.day(row)}
	if err := r.person(ctx, row, "owed_by", cells["owed_by"], &e.OwedBy); err != nil {
		return err
	}
	if cells["standard"] != "" {
		e.Standard = r.standard(row)
	}
	checked, err := e.checked()
	if err != nil {
		key, text := says(err)
		column := "words"
		if strings.HasPrefix(key, "standard.") {
			column = standardColumn(key)
		}
		r.wrong(row, column, key, text)
		return nil
	}
	w.expectation = &checked
	return nil
}

// standardColumn is the column at fault.
func standardColumn(key string) string {
	column := map[string]string{"standard.target": "target", "standard.no_measure": "standard_measure", "standard.good": "good", "standard.no_event": "event", "standard.no_property": "property",
		"standard.no_until": "until", "standard.same": "until", "standard.no_from": "from", "standard.both": "promise", "standard.hours": "hours"}[key]
	if column == "" {
		return "standard"
	}
	return column
}

// day is since when it holds: as the row says, else since it was written so,
// else from today on.
func (r *reader) day(row sheetRow) string {
	if text := row.cells["since"]; text != "" {
		if at, _, ok := table.ParseTime(text, table.DayFirst, time.UTC); ok {
			return at.Format(dayForm)
		}
		r.wrong(row, "since", "expectation.day", "A day is written like 2026-11-21.")
	}
	return r.today
}

func (r *reader) standard(row sheetRow) *Standard {
	kind, _ := code(row.cells["standard"])
	s := &Standard{Kind: StandardKind(kind), From: row.cells["from"], Until: row.cells["until"], Match: row.cells["match"], Promise: row.cells["promise"],
		Event: row.cells["event"], Property: row.cells["property"], Value: row.cells["value"]}
	for column, into := range map[string]*float64{"target": &s.Target, "hours": &s.Hours} {
		x, _, ok := row.numberIn(column)
		if !ok {
			r.wrong(row, column, "register.no_number", "This is no number.")
		}
		*into = x
	}
	s.Target = math.Round(s.Target*1e6) / 1e8
	if x, given, ok := row.numberIn("good"); !ok {
		r.wrong(row, "good", "register.no_number", "This is no number.")
	} else if given {
		s.Good = &x
	}
	if s.Kind == StandardQuality {
		s.MeasureID = r.measure(row, "standard_measure")
	}
	return s
}
