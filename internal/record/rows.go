package record

import (
	"context"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/record/log"
)

// insertRows is the most rows of one statement. A number of rows is made up of
// powers of two, so that there are few texts to prepare.
const insertRows = 64

// Insert is an INSERT whose rows come from many callers of JoinRow.
type Insert struct {
	texts []string // of 1, 2, 4 .. insertRows rows
}

// NewInsert writes the statement for a table and its columns, both from the
// program's own text. A row that meets another one's key is not inserted.
func NewInsert(table string, columns ...string) *Insert {
	row := "(" + strings.Repeat("?, ", len(columns)-1) + "?)"
	head := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	in := &Insert{}
	for n := 1; n <= insertRows; n *= 2 {
		in.texts = append(in.texts, head+strings.Repeat(row+", ", n-1)+row+" ON CONFLICT DO NOTHING")
	}
	return in
}

// Row is a row to insert and what the change log says of it.
type Row struct {
	Insert *Insert // always the same one for a table
	Args   []any   // a value a column
	Kind   string  // of the change log
	ID     string  // of what changed
}

// JoinRow is Join for a caller that inserts one row and logs it, no more: the
// rows of a group go in one statement. Where a row meets another one's key, or
// cannot be inserted, the statement is taken back and fn runs for each of them
// as in Join; it has to do the same by itself. alone says that it did.
func (s *Store) JoinRow(ctx context.Context, bytes int, row Row, fn func(ctx context.Context, tx *Tx) error) (p log.Position, alone bool, err error) {
	m := newMember(ctx, bytes, func(ctx context.Context, tx *Tx) error {
		alone = true
		return fn(ctx, tx)
	})
	m.row = row
	p, err = s.join(ctx, s.members, m)
	return p, alone, err
}

// take runs a member, or puts its row to those of its kind.
func (g *group) take(m *member) {
	if m.row.Insert == nil || m.ctx.Err() != nil {
		g.run(m)
		return
	}
	if len(g.rows) > 0 && g.rows[0].row.Insert != m.row.Insert {
		g.insert()
	}
	g.rows = append(g.rows, m)
}

// insert puts the rows that were gathered in, or runs their members one by one.
func (g *group) insert() {
	if g.broken != nil || len(g.rows) == 0 {
		return
	}
	rows := g.rows
	// In the same order everywhere, so that no two groups wait for each other.
	slices.SortFunc(rows, func(a, b *member) int { return strings.Compare(a.row.ID, b.row.ID) })
	if len(rows) > 1 && g.insertAll(rows) {
		for _, m := range rows {
			g.entries = append(g.entries, entry{kind: m.row.Kind, ids: []string{m.row.ID}})
		}
		g.good, g.rows = append(g.good, rows...), nil
		return
	}
	for len(g.rows) > 0 && g.broken == nil {
		m := g.rows[0]
		g.rows = g.rows[1:]
		g.run(m)
	}
}

// insertAll inserts all of these rows, or takes back what it did and says no.
func (g *group) insertAll(rows []*member) bool {
	ctx := context.Background()
	if g.broken = g.session.later(ctx, "SAVEPOINT together"); g.broken != nil {
		return false
	}
	all, err := g.insertEach(ctx, rows)
	if all {
		g.broken = g.session.later(ctx, "RELEASE SAVEPOINT together")
		return g.broken == nil
	}
	if !g.session.alive() {
		g.broken = err
		return false
	}
	if g.broken = g.session.control(ctx, "ROLLBACK TO SAVEPOINT together"); g.broken == nil {
		g.broken = g.session.later(ctx, "RELEASE SAVEPOINT together")
	}
	return false
}

// insertEach inserts the rows until a statement does not take all of its own.
func (g *group) insertEach(ctx context.Context, rows []*member) (all bool, err error) {
	values := make([][]any, len(rows))
	for i, m := range rows {
		values[i] = m.row.Args
	}
	n, err := g.session.insert(ctx, rows[0].row.Insert, values)
	return err == nil && n == len(rows), err
}

// insert inserts rows, a value a column each, in as few statements as there
// are. It stops where a statement has no room for all of its own, and gives how
// many went in.
func (se *session) insert(ctx context.Context, in *Insert, rows [][]any) (inserted int, err error) {
	var args []any
	for len(rows) > 0 {
		size, text := 1, 0
		for size*2 <= min(len(rows), insertRows) {
			size, text = size*2, text+1
		}
		args = args[:0]
		for _, row := range rows[:size] {
			args = append(args, row...)
		}
		n, err := se.exec(ctx, in.texts[text], args...)
		inserted += int(n)
		if err != nil || n != int64(size) {
			return inserted, err
		}
		rows = rows[size:]
	}
	return inserted, nil
}
