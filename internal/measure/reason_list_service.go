package measure

import (
	"context"
	"maps"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Kinds of the change log for lists of reasons.
const (
	ReasonListCreated = "reason_list.created"
	ReasonListChanged = "reason_list.changed"
)

// ReasonLists gives the lists of reasons the caller may see, oldest first, of one
// program or ("") of all, limit+1 at most, those after the id given.
func (s *Service) ReasonLists(ctx context.Context, program, after string, limit int) (out []ReasonList, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureRead); err != nil {
		return nil, err
	}
	where, args := Filter{Program: program}.where(who)
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if out, err = listReasonLists(ctx, q, where, args, after, limit+1); err != nil {
			return err
		}
		return withReasonBreaks(ctx, q, out)
	})
	return out, err
}

func withReasonBreaks(ctx context.Context, q record.Querier, all []ReasonList) error {
	ids := make([]string, len(all))
	for i, l := range all {
		ids[i] = l.ID
	}
	found := map[string][]Break{}
	err := surveyBreaks(ctx, q, found, ids...)
	for i := range all {
		all[i].Breaks = append(all[i].Breaks, found[all[i].ID]...)
	}
	return err
}

// ReasonList is one that the caller may see.
func (s *Service) ReasonList(ctx context.Context, id string) (out ReasonList, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return out, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if out, err = seenReasonList(ctx, q, id); err != nil {
			return err
		}
		one := []ReasonList{out}
		err = withReasonBreaks(ctx, q, one)
		out = one[0]
		return err
	})
	return out, err
}

func seenReasonList(ctx context.Context, q record.Querier, id string) (ReasonList, error) {
	where, args := readable(access.From(ctx))
	found, err := listReasonLists(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("reason list")
	}
	if err != nil {
		return ReasonList{}, err
	}
	return found[0], nil
}

// CreateReasonList makes the list of main reasons that stands ready, in a program,
// by its name in a language unless another is given.
func (s *Service) CreateReasonList(ctx context.Context, program, name, lang string) (l ReasonList, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Require(access.MeasureWrite, access.Program(program)); err != nil {
		return l, 0, err
	}
	l = readyReasons()
	if l.Name = name; cleanName(name) == "" {
		l.Name = readyReasonsName(lang)
	}
	if l, err = l.checked(); err != nil {
		return l, 0, err
	}
	now := s.now().UTC()
	l.ID, l.ProgramID, l.Breaks, l.MadeBy, l.CreatedAt, l.ChangedAt, l.Version = s.newID(), program, []Break{}, who.Name, now, now, 1
	for i := range l.Reasons {
		l.Reasons[i].AddedAt, l.Reasons[i].AddedBy = now, who.Name
	}
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := purpose.GetIn(ctx, tx, program); err != nil {
			return err
		}
		if err := reasonListTaken(ctx, tx, &l); err != nil {
			return err
		}
		tx.Log(ReasonListCreated, l.ID)
		return writeReasonList(ctx, tx, &l)
	})
	return l, position, err
}

// changing is a list that is being changed, with what becomes of it.
type changing struct {
	*ReasonList
	tx  *record.Tx
	did []ReasonEvent
}

func (c *changing) note(what, code, label string, persons int64) {
	c.did = append(c.did, ReasonEvent{What: what, Code: code, Label: label, Persons: persons})
}

// changeReasonList changes a list that has the version of ifMatch ("" for any), writes
// its history and brings the drafts that ask it to its reasons.
func (s *Service) changeReasonList(ctx context.Context, id, ifMatch string, change func(ctx context.Context, c *changing) error) (l ReasonList, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.MeasureWrite); err != nil {
		return l, 0, err
	}
	defer s.surveyChanges.Add(1)
	position, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if err := lockReasonList(ctx, tx, id); err != nil {
			return err
		}
		if l, err = seenReasonList(ctx, tx, id); err != nil {
			return err
		}
		if err := who.Require(access.MeasureWrite, access.Program(l.ProgramID)); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, l.Version); err != nil {
			return err
		}
		c := &changing{ReasonList: &l, tx: tx}
		if err := change(ctx, c); err != nil {
			return err
		}
		if l, err = l.checked(); err != nil {
			return err
		}
		if err := reasonListTaken(ctx, tx, &l); err != nil {
			return err
		}
		return s.keepReasonList(ctx, c, who.Name)
	})
	return l, position, err
}

func (s *Service) keepReasonList(ctx context.Context, c *changing, by string) error {
	l := c.ReasonList
	l.Version, l.ChangedAt = l.Version+1, s.now().UTC()
	if err := writeReasonList(ctx, c.tx, l); err != nil {
		return err
	}
	for _, e := range c.did {
		e.ID, e.ByName, e.At = s.newID(), by, l.ChangedAt
		if err := insertReasonEvent(ctx, c.tx, l.ID, e); err != nil {
			return err
		}
	}
	c.tx.Log(ReasonListChanged, l.ID)
	if err := s.draftsFollow(ctx, c.tx, l); err != nil {
		return err
	}
	one := []ReasonList{*l}
	err := withReasonBreaks(ctx, c.tx, one)
	*l = one[0]
	return err
}

// draftsFollow brings the drafts that ask a list to its reasons. What was published
// stands; the next version shows the difference.
func (s *Service) draftsFollow(ctx context.Context, tx *record.Tx, l *ReasonList) error {
	ids, err := surveysWithList(ctx, tx, l.ProgramID, l.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		survey, err := lockSurvey(ctx, tx, id)
		if err != nil {
			return err
		}
		d, err := readDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		if !l.follow(d) {
			continue
		}
		if err := s.writeDrafted(ctx, tx, &survey, d); err != nil {
			return err
		}
	}
	return nil
}

// writeDrafted keeps a draft that was changed for a survey.
func (s *Service) writeDrafted(ctx context.Context, tx *record.Tx, survey *Survey, d *questionnaire.Document) error {
	raw, err := survey.take(d)
	if err != nil {
		return err
	}
	survey.Unpublished, survey.Version, survey.ChangedAt = true, survey.Version+1, s.now().UTC()
	if err := writeDraft(ctx, tx, survey.ID, raw); err != nil {
		return err
	}
	tx.Log(SurveyChanged, survey.ID)
	return writeSurvey(ctx, tx, *survey)
}

// ReasonListChange is what may be changed of a list; nil leaves as it is.
type ReasonListChange struct {
	Name                *string
	Wording, Why, Other questionnaire.Words
}

// ChangeReasonList renames a list or words it otherwise. Questions that ask it take
// over the words of its reasons, not those of the question.
func (s *Service) ChangeReasonList(ctx context.Context, id, ifMatch string, change ReasonListChange) (ReasonList, log.Position, error) {
	return s.changeReasonList(ctx, id, ifMatch, func(_ context.Context, c *changing) error {
		if change.Name != nil && cleanName(*change.Name) != c.Name {
			c.note("renamed", "", c.Name, 0) // what it was called
			c.Name = *change.Name
		}
		for _, w := range []struct {
			now  questionnaire.Words
			into *questionnaire.Words
		}{{change.Wording, &c.Wording}, {change.Why, &c.Why}, {change.Other, &c.Other}} {
			if w.now != nil && !maps.Equal(w.now, *w.into) {
				c.note("rephrased", "", wordsBefore(*w.into, w.now), 0)
				*w.into = w.now
			}
		}
		return nil
	})
}

// AddReason adds a reason in words by language; its code is the next that was never used.
func (s *Service) AddReason(ctx context.Context, id, ifMatch string, words questionnaire.Words) (ReasonList, log.Position, error) {
	return s.changeReasonList(ctx, id, ifMatch, func(_ context.Context, c *changing) error {
		r := s.addReason(c, words, access.From(ctx).Name)
		c.note("added", r.Code, anyWords(words), 0)
		return nil
	})
}

func (s *Service) addReason(c *changing, words questionnaire.Words, by string) ListedReason {
	code := ""
	for n := len(c.Reasons) + 1; code == "" || c.reason(code) != nil; n++ {
		code = "r" + strconv.Itoa(n)
	}
	r := ListedReason{Code: code, Text: words, AddedAt: s.now().UTC(), AddedBy: by}
	c.Reasons = append(c.Reasons, r)
	return r
}

// ReasonChange is what may be changed of a reason; nil leaves as it is.
type ReasonChange struct {
	Text questionnaire.Words
	Rest *bool
}

// ChangeReason words a reason otherwise, lets it rest or wakes it.
func (s *Service) ChangeReason(ctx context.Context, id, code, ifMatch string, change ReasonChange) (ReasonList, log.Position, error) {
	return s.changeReasonList(ctx, id, ifMatch, func(_ context.Context, c *changing) error {
		r := c.reason(code)
		if r == nil {
			return fault.NotFound("reason")
		}
		if change.Text != nil && !maps.Equal(change.Text, r.Text) {
			c.note("reworded", code, wordsBefore(r.Text, change.Text), 0)
			r.Text = change.Text
		}
		if change.Rest != nil && *change.Rest != (r.RestedAt != nil) {
			c.note(map[bool]string{true: "rested", false: "woken"}[*change.Rest], code, anyWords(r.Text), 0)
			r.RestedAt = nil
			if *change.Rest {
				now := s.now().UTC()
				r.RestedAt = &now
			}
		}
		return nil
	})
}

// ReasonHistory gives what became of a list, the newest first, limit+1 at most, before
// an id ("" for all).
func (s *Service) ReasonHistory(ctx context.Context, id, before string, limit int) (out []ReasonEvent, err error) {
	if err := access.From(ctx).Any(access.MeasureRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := seenReasonList(ctx, q, id); err != nil {
			return err
		}
		out, err = listReasonEvents(ctx, q, id, before, limit+1)
		return err
	})
	return out, err
}
