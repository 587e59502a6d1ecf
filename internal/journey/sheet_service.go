package journey

import (
	"context"
	"io"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// Export writes the register of a program as a workbook in English or French.
func (s *Service) Export(ctx context.Context, program string, french bool, to io.Writer) error {
	c, n, err := s.exported(ctx, program)
	if err != nil {
		return err
	}
	return writeBook(to, c, n, french)
}

// exported is what goes into a workbook.
func (s *Service) exported(ctx context.Context, program string) (content, naming, error) {
	if err := reading(ctx, program); err != nil {
		return content{}, naming{}, err
	}
	c, err := s.content(ctx, program)
	if err != nil {
		return c, naming{}, err
	}
	measures, err := s.Measures.MeasureNames(ctx, program)
	if err != nil {
		return c, naming{}, err
	}
	var ids []string
	for _, t := range c.touchpoints {
		ids = append(append(ids, t.OwnerID, c.expectations[t.ID].OwedBy), t.EditorIDs...)
	}
	return c, c.naming(s.names(ctx, ids...), measures), nil
}

// Import reads a workbook and says what it would change in the register of a
// program. With a match, the mark of the plan that somebody has seen, it is
// applied, at once and whole; touchpoints that the file lacks are removed where
// remove is set.
func (s *Service) Import(ctx context.Context, program string, book []byte, match string, remove bool) (*RegisterPlan, log.Position, error) {
	if err := writing(ctx, program); err != nil {
		return nil, 0, err
	}
	if len(book) > maxBook {
		return nil, 0, fault.Invalid("file", "A workbook of a register has at most 16 MiB.").Keyed("register.book_large")
	}
	sheet, err := readBook(book)
	if err != nil {
		return nil, 0, err
	}
	c, n, err := s.exported(ctx, program)
	if err != nil {
		return nil, 0, err
	}
	r := &reader{sheet: sheet, content: c, naming: n, today: s.today(), find: s.finder(), measures: map[string]string{}}
	for id, name := range n.measures {
		r.measures[nameKey(name)] = id
	}
	if err := r.read(ctx); err != nil {
		return nil, 0, err
	}
	r.plan.MatrixEdited = matrixEdited(book)
	if match == "" || len(r.plan.Problems) > 0 {
		return r.plan, 0, nil
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		now, err := contentIn(ctx, tx, program)
		if err != nil {
			return err
		}
		if now.mark() != match {
			return fault.New(fault.CodeConflict, "The register changed since the file was looked at. Look at it again.").Keyed("register.changed")
		}
		return s.apply(ctx, tx, program, r, remove)
	})
	if err != nil {
		return nil, 0, err
	}
	r.plan.Applied = true
	return r.plan, position, nil
}

// finder finds people by their names, each once.
func (s *Service) finder() func(context.Context, string) (string, error) {
	known := map[string]string{}
	return func(ctx context.Context, name string) (string, error) {
		if id, met := known[nameKey(name)]; met {
			return id, nil
		}
		list, err := s.People.Colleagues(ctx, name, 50)
		if err != nil {
			return "", err
		}
		var same []access.Colleague
		for _, c := range list {
			if nameKey(c.Name) == nameKey(name) {
				same = append(same, c)
			}
		}
		switch len(same) {
		case 0:
			return "", fault.Invalid("owner", "There is nobody of this name who signs in.").Keyed("register.name_unknown")
		case 1:
			known[nameKey(name)] = same[0].ID
			return same[0].ID, nil
		}
		return "", fault.Invalid("owner", "Several people have this name. Choose the person on the page.").Keyed("register.name_several")
	}
}

// apply writes a plan: channels and stages first, then each touchpoint.
func (s *Service) apply(ctx context.Context, tx *record.Tx, program string, r *reader, remove bool) error {
	channels, stages, err := s.frame(ctx, tx, program, r)
	if err != nil {
		return err
	}
	if remove { // first, so that keys and names are free
		now := s.Now()
		for _, p := range r.plan.Removed {
			tx.Log(TouchpointChanged, p.id)
			if err := setRemoved(ctx, tx, p.id, &now); err != nil {
				return err
			}
		}
	}
	for _, rows := range [][]PlannedRow{r.plan.Changed, r.plan.New} {
		for _, p := range rows {
			w := r.targets[p.Key]
			w.touchpoint.ProgramID, w.touchpoint.ChannelID, w.touchpoint.StageIDs = program, channels[nameKey(w.channel)], []string{}
			for _, name := range w.stages {
				w.touchpoint.StageIDs = append(w.touchpoint.StageIDs, stages[nameKey(name)])
			}
			if err := s.put(ctx, tx, p, w); err != nil {
				return inRow(err, r.sheet, p)
			}
		}
	}
	return nil
}

// inRow says in which row of the sheet something cannot be.
func inRow(err error, sheet readSheet, p PlannedRow) error {
	if fault.CodeOf(err) == fault.CodeInternal {
		return err
	}
	key, text := says(err)
	return fault.Newf(fault.CodeInvalid, "%s (%s, row %d)", strings.TrimSuffix(text, "."), sheet.name, p.Row).With("file", "row").Keyed(key)
}

// frame adds the channels and stages that a plan needs and gives the ids of all
// by name.
func (s *Service) frame(ctx context.Context, tx *record.Tx, program string, r *reader) (channels, stages map[string]string, err error) {
	channels, stages = map[string]string{}, map[string]string{}
	for _, c := range r.content.channels {
		channels[nameKey(c.Name)] = c.ID
	}
	for _, stage := range r.content.stages {
		stages[nameKey(stage.Name)] = stage.ID
	}
	for _, name := range r.plan.Channels {
		c, err := s.createChannelIn(ctx, tx, Channel{ProgramID: program, Name: name, Nature: r.nature(name)})
		if err != nil {
			return nil, nil, err
		}
		channels[nameKey(name)] = c.ID
	}
	for _, name := range r.plan.Stages {
		stage, err := s.createStageIn(ctx, tx, Stage{ProgramID: program, Name: name})
		if err != nil {
			return nil, nil, err
		}
		stages[nameKey(name)] = stage.ID
	}
	return channels, stages, nil
}

// nature is what the sheet says of a channel's; "" where it says nothing.
func (r *reader) nature(channel string) Nature {
	for _, row := range r.sheet.rows {
		if nameKey(row.cells["channel"]) == nameKey(channel) && row.cells["nature"] != "" {
			found, _ := code(row.cells["nature"])
			return Nature(found)
		}
	}
	return ""
}

// put writes one touchpoint of a plan with its expectation.
func (s *Service) put(ctx context.Context, tx *record.Tx, p PlannedRow, w wanted) error {
	t := w.touchpoint
	if p.id == "" {
		made, err := s.createIn(ctx, tx, t)
		if err != nil {
			return err
		}
		t = made
	} else {
		before, err := getTouchpoint(ctx, tx, p.id, false)
		if err != nil {
			return err
		}
		t.ID, t.Position, t.CreatedAt, t.Version = before.ID, before.Position, before.CreatedAt, before.Version
		all, fitted, err := fit(ctx, tx, t)
		if err != nil {
			return err
		}
		if t = fitted; nameKey(t.Name) != nameKey(before.Name) {
			t.Position = placeOf(t.Name, all)
		}
		if err := s.save(ctx, tx, &t); err != nil {
			return err
		}
	}
	if w.expectation != nil {
		_, err := s.expectIn(ctx, tx, &t, *w.expectation)
		return err
	}
	_, there, err := currentOf(ctx, tx, t.ID)
	if err != nil || !there {
		return err
	}
	tx.Log(ExpectationChanged, t.ID)
	return endExpectation(ctx, tx, t.ID, s.Now())
}
