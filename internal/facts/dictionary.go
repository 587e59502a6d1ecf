package facts

import (
	"context"
	"database/sql"
	"fmt"
	"sort"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// slotKind is a declared trait column.
type slotKind struct {
	slot int
	kind row.Kind
}

// slots are the declared trait columns of a file in the order of the table's
// columns, which is the order in which they were declared.
type slots struct {
	order  []slotKind
	traits map[int]row.Trait
}

func (s *slots) kind(slot int) row.Kind { return s.traits[slot].Kind }

// add remembers a trait; a known slot gets its new name.
func (s *slots) add(t row.Trait) {
	if _, known := s.traits[t.Slot]; !known {
		s.order = append(s.order, slotKind{t.Slot, t.Kind})
	}
	s.traits[t.Slot] = t
}

// check says why a declaration cannot be followed.
func (s *slots) check(t row.Trait) error {
	if t.Slot < 1 || t.Slot > row.MaxSlot {
		return fmt.Errorf("trait slot %d is outside 1 to %d", t.Slot, row.MaxSlot)
	}
	if traitType(t.Kind) == "" {
		return fmt.Errorf("trait slot %d is of the unknown kind %q", t.Slot, t.Kind)
	}
	if k := s.kind(t.Slot); k != "" && k != t.Kind {
		return fmt.Errorf("trait slot %d holds a %s for life and cannot become a %s", t.Slot, k, t.Kind)
	}
	return checkText("name of the trait", t.Name)
}

// dictionary gives the texts of text traits their codes, from 1 up in each
// slot. Codes given since the last keep or drop are fresh: they have yet to be
// written to the file.
type dictionary struct {
	codes map[int]map[string]int32
	fresh []word
}

type word struct {
	slot int
	code int32
	text string
}

func newDictionary() *dictionary { return &dictionary{codes: map[int]map[string]int32{}} }

func (d *dictionary) code(slot int, text string) int32 {
	of := d.codes[slot]
	if of == nil {
		of = map[string]int32{}
		d.codes[slot] = of
	}
	c, ok := of[text]
	if !ok {
		c = int32(len(of)) + 1
		of[text] = c
		d.fresh = append(d.fresh, word{slot, c, text})
	}
	return c
}

// keep says that the fresh codes are in the file.
func (d *dictionary) keep() { d.fresh = d.fresh[:0] }

// drop forgets the fresh codes, which did not get into the file.
func (d *dictionary) drop() {
	for _, w := range d.fresh {
		delete(d.codes[w.slot], w.text)
	}
	d.fresh = d.fresh[:0]
}

// readTraits reads the declared traits and their texts from a file.
func readTraits(ctx context.Context, conn *sql.Conn) (*slots, *dictionary, error) {
	s := &slots{traits: map[int]row.Trait{}}
	rows, err := conn.QueryContext(ctx, "SELECT slot, program, name, kind FROM trait")
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t row.Trait
		if err := rows.Scan(&t.Slot, &t.Program, &t.Name, &t.Kind); err != nil {
			return nil, nil, err
		}
		s.traits[t.Slot] = t
	}
	if err := rows.Err(); err != nil {
		return nil, nil, err
	}
	if err := readOrder(ctx, conn, s); err != nil {
		return nil, nil, err
	}
	d, err := readWords(ctx, conn)
	return s, d, err
}

// readOrder finds in which order the table has the trait columns.
func readOrder(ctx context.Context, conn *sql.Conn, s *slots) error {
	at, err := columnsOf(ctx, conn, "answer")
	if err != nil {
		return err
	}
	if len(at) != len(answerColumns)+len(s.traits) {
		return fmt.Errorf("table answer has %d columns, expected %d and %d traits", len(at), len(answerColumns), len(s.traits))
	}
	for slot, t := range s.traits {
		if _, ok := at[traitColumn(slot)]; !ok {
			return fmt.Errorf("trait slot %d has no column", slot)
		}
		s.order = append(s.order, slotKind{slot, t.Kind})
	}
	sort.Slice(s.order, func(i, j int) bool {
		return at[traitColumn(s.order[i].slot)] < at[traitColumn(s.order[j].slot)]
	})
	return nil
}

// columnsOf are the places of the columns of a table of the file by name.
func columnsOf(ctx context.Context, conn *sql.Conn, table string) (map[string]int, error) {
	at := map[string]int{}
	rows, err := conn.QueryContext(ctx, "SELECT column_name, column_index FROM duckdb_columns() WHERE table_name = ? AND NOT internal AND database_name <> 'temp'", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var index int
		if err := rows.Scan(&name, &index); err != nil {
			return nil, err
		}
		at[name] = index
	}
	return at, rows.Err()
}

func readWords(ctx context.Context, conn *sql.Conn) (*dictionary, error) {
	d := newDictionary()
	rows, err := conn.QueryContext(ctx, "SELECT slot, code, value FROM trait_value")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var w word
		if err := rows.Scan(&w.slot, &w.code, &w.text); err != nil {
			return nil, err
		}
		if d.codes[w.slot] == nil {
			d.codes[w.slot] = map[string]int32{}
		}
		d.codes[w.slot][w.text] = w.code
	}
	return d, rows.Err()
}
