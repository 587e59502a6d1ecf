package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// keptDeleted is how long a note that was deleted can be put back.
const keptDeleted = 30 * 24 * time.Hour

// NoteAbout is what a note is about.
type NoteAbout string

// What a note is about.
const (
	AboutCustomer NoteAbout = "customer"
	AboutAccount  NoteAbout = "account"
)

// Note is what somebody wrote down about a customer or an account.
type Note struct {
	ID         string     `json:"id" format:"uuid"`
	Subject    NoteAbout  `json:"subject" enum:"customer,account"`
	SubjectID  string     `json:"subject_id" format:"uuid"`
	Text       string     `json:"text"`
	AuthorID   string     `json:"author_id,omitempty"`
	AuthorName string     `json:"author_name"`
	At         time.Time  `json:"at"`
	EditedAt   *time.Time `json:"edited_at,omitempty"`
	Deleted    bool       `json:"deleted,omitempty" doc:"It can be put back for 30 days."`
	MayEdit    bool       `json:"may_edit" doc:"The caller wrote it, or leads."`
	Version    int64      `json:"version"`
}

// printableLines leaves out control characters but for lines and tabs, and
// bytes that are no UTF-8.
func printableLines(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// checkedNote is the text of a note as it is kept.
func checkedNote(text string) (string, error) {
	text = strings.TrimSpace(printableLines(text))
	if n := utf8.RuneCountInString(text); n == 0 || n > 10_000 {
		return "", fault.Invalid("text", "Write something, at most 10,000 characters.").Keyed("note.text")
	}
	return text, nil
}

// reached makes sure that who asks may use p on the subject of a note, and gives
// those whose notes stand there: with those merged into it.
func reached(ctx context.Context, q record.Querier, p access.Permission, of NoteAbout, id string) ([]string, error) {
	reach := personReach(ctx, p)
	if of == AboutAccount {
		if _, err := getAccount(ctx, q, reach, id); err != nil {
			return nil, err
		}
		return firmIDs(ctx, q, id)
	}
	row, err := getCustomer(ctx, q, reach, id)
	if err != nil {
		return nil, err
	}
	if row.RestrictedAt != nil {
		return nil, errRestricted()
	}
	members, err := membersOf(ctx, q, id)
	return append(idsOf(members), id), err
}

// ListNotes gives the notes about a customer, or about an account, with those
// merged into it, newest first, those before an id, limit+1 at most.
func (s *Service) ListNotes(ctx context.Context, of NoteAbout, id, before string, limit int) (notes []Note, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		subjects, err := reached(ctx, q, access.PersonRead, of, id)
		if err == nil {
			notes, err = listNotes(ctx, q, subjects, before, limit+1)
		}
		return err
	})
	for i := range notes {
		notes[i].MayEdit = mayEdit(ctx, notes[i])
	}
	if err != nil {
		return nil, err
	}
	return notes, s.saw(ctx, "notes.read", id, nil)
}

// mayEdit tells whether who asks wrote a note, or leads.
func mayEdit(ctx context.Context, n Note) bool {
	who := access.From(ctx)
	return who.IsSystem() || who.UserID != "" && who.UserID == n.AuthorID || who.Any(access.UnitWrite) == nil
}

// AddNote writes a note about a customer or an account.
func (s *Service) AddNote(ctx context.Context, of NoteAbout, id, text string) (Note, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.PersonWrite); err != nil {
		return Note{}, 0, err
	}
	text, err := checkedNote(text)
	if err != nil {
		return Note{}, 0, err
	}
	n := Note{ID: s.newID(), Subject: of, SubjectID: id, Text: text, AuthorID: who.UserID, AuthorName: who.Name, At: s.now().UTC(), MayEdit: true, Version: 1}
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := reached(ctx, tx, access.PersonWrite, of, id); err != nil {
			return err
		}
		if err := purgeNotes(ctx, tx, n.At.Add(-keptDeleted)); err != nil {
			return err
		}
		return insertNote(ctx, tx, n)
	})
	return n, position, err
}

// EditNote changes the text of a note that has the version of ifMatch: its
// author may, and who leads.
func (s *Service) EditNote(ctx context.Context, id, ifMatch, text string) (Note, log.Position, error) {
	text, err := checkedNote(text)
	if err != nil {
		return Note{}, 0, err
	}
	return s.changeNote(ctx, id, func(n *Note) error {
		if n.Deleted {
			return fault.NotFound("note")
		}
		if err := web.MatchVersion(ifMatch, n.Version); err != nil {
			return err
		}
		n.Text, n.EditedAt = text, new(s.now().UTC())
		return nil
	})
}

// DeleteNote deletes a note; it can be put back for 30 days, then it is gone.
func (s *Service) DeleteNote(ctx context.Context, id string) (log.Position, error) {
	_, position, err := s.changeNote(ctx, id, func(n *Note) error {
		if n.Deleted {
			return fault.NotFound("note")
		}
		n.Deleted = true
		return nil
	})
	return position, err
}

// RestoreNote puts back a note that was deleted.
func (s *Service) RestoreNote(ctx context.Context, id string) (Note, log.Position, error) {
	return s.changeNote(ctx, id, func(n *Note) error {
		n.Deleted = false
		return nil
	})
}

// changeNote changes a note within reach that the caller may edit.
func (s *Service) changeNote(ctx context.Context, id string, change func(*Note) error) (Note, log.Position, error) {
	if err := access.From(ctx).Any(access.PersonWrite); err != nil {
		return Note{}, 0, err
	}
	var n Note
	position, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if err := purgeNotes(ctx, tx, s.now().Add(-keptDeleted)); err != nil {
			return err
		}
		if n, err = getNote(ctx, tx, id); err != nil {
			return err
		}
		if _, err := reached(ctx, tx, access.PersonWrite, n.Subject, n.SubjectID); fault.Is(err, fault.CodeNotFound) {
			return fault.NotFound("note")
		} else if err != nil {
			return err
		}
		if n.MayEdit = mayEdit(ctx, n); !n.MayEdit {
			return fault.New(fault.CodeForbidden, "Only the author of a note or somebody who leads may change it.").Keyed("note.not_yours")
		}
		if err := change(&n); err != nil {
			return err
		}
		n.Version++
		return updateNote(ctx, tx, n, s.now())
	})
	return n, position, err
}
