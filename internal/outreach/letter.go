package outreach

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/outreach/letter"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// Letter is what waves of a program may mail.
type Letter struct {
	ID        string         `json:"id" format:"uuid"`
	ProgramID string         `json:"program_id" format:"uuid"`
	Name      string         `json:"name"`
	Document  letter.Content `json:"document"`
	Missing   []string       `json:"missing" nullable:"false" doc:"Parts without words yet, as subject.fr."`
	MadeBy    string         `json:"made_by"`
	CreatedAt time.Time      `json:"created_at"`
	ChangedAt time.Time      `json:"changed_at"`
	Version   int64          `json:"version"`
}

// Letters gives those the caller may see, the newest first, limit+1 at most.
func (s *Service) Letters(ctx context.Context, program, before string, limit int) (out []Letter, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachRead); err != nil {
		return nil, err
	}
	where, args := readable(who)
	if program != "" {
		where, args = where+" AND program_id = ?", append(args, program)
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		out, err = listLetters(ctx, q, where, args, before, limit+1)
		return err
	})
	return out, err
}

// LetterBy is one that the caller may see.
func (s *Service) LetterBy(ctx context.Context, id string) (l Letter, err error) {
	if err := access.From(ctx).Any(access.OutreachRead); err != nil {
		return l, err
	}
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		l, err = seenLetter(ctx, q, id)
		return err
	})
	return l, err
}

// checked cleans a letter and says what is wrong with it.
func (s *Service) checked(ctx context.Context, l Letter) (Letter, error) {
	l.Name = strings.Join(strings.Fields(strings.ToValidUTF8(l.Name, "")), " ")
	switch {
	case l.Name == "":
		return l, fault.Invalid("name", "Give the letter a name.").Keyed("letter.no_name")
	case utf8.RuneCountInString(l.Name) > maxName:
		return l, fault.Invalid("name", "A letter's name has at most 300 characters.").Keyed("letter.long_name")
	}
	traits, err := s.traitNames(ctx)
	if err != nil {
		return l, err
	}
	l.Missing = l.Document.Missing()
	return l, l.Document.Check(traits)
}

func (s *Service) traitNames(ctx context.Context) (names []string, err error) {
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		names, err = traitNames(ctx, q)
		return err
	})
	return names, err
}

// CreateLetter keeps a new letter of a program.
func (s *Service) CreateLetter(ctx context.Context, program, name string, document letter.Content) (Letter, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return Letter{}, 0, err
	}
	if err := mayWrite(who, program); err != nil {
		return Letter{}, 0, err
	}
	now := s.Now().UTC().Truncate(time.Microsecond)
	l, err := s.checked(ctx, Letter{ID: s.NewID(), ProgramID: program, Name: name, Document: document, MadeBy: who.UserID, CreatedAt: now, ChangedAt: now, Version: 1})
	if err != nil {
		return l, 0, err
	}
	position, err := s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if there, err := hasProgram(ctx, tx, program); err != nil || !there {
			if err == nil {
				err = fault.Invalid("program_id", "There is no such program.").Keyed("letter.program")
			}
			return err
		}
		tx.Log(LetterChanged, l.ID)
		return writeLetter(ctx, tx, l)
	})
	return l, position, err
}

// LetterChange is what may be changed of a letter; nil leaves as it is.
type LetterChange struct {
	Name     *string
	Document *letter.Content
}

// ChangeLetter changes a letter that has the version of ifMatch. One that a wave
// mails says the same to all: it is copied, not changed.
func (s *Service) ChangeLetter(ctx context.Context, id, ifMatch string, c LetterChange) (out Letter, position log.Position, err error) {
	return s.changingLetter(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, l Letter) (Letter, error) {
		if c.Name != nil {
			l.Name = *c.Name
		}
		if c.Document != nil {
			if err := idle(ctx, tx, l); err != nil {
				return l, err
			}
			l.Document = *c.Document
		}
		traits, err := traitNames(ctx, tx)
		if err == nil {
			err = l.Document.Check(traits)
		}
		if err != nil {
			return l, err
		}
		l.Missing = l.Document.Missing()
		l.Version, l.ChangedAt = l.Version+1, s.Now().UTC().Truncate(time.Microsecond)
		tx.Log(LetterChanged, id)
		return l, writeLetter(ctx, tx, l)
	})
}

// RemoveLetter forgets a letter that no wave mails.
func (s *Service) RemoveLetter(ctx context.Context, id, ifMatch string) (log.Position, error) {
	_, position, err := s.changingLetter(ctx, id, ifMatch, func(ctx context.Context, tx *record.Tx, l Letter) (Letter, error) {
		if err := idle(ctx, tx, l); err != nil {
			return l, err
		}
		tx.Log(LetterRemoved, id)
		return l, dropLetter(ctx, tx, id)
	})
	return position, err
}

func idle(ctx context.Context, q record.Querier, l Letter) error {
	waves, err := mailing(ctx, q, l.ProgramID, l.ID)
	if err != nil || len(waves) == 0 {
		return err
	}
	return fault.Newf(fault.CodeConflict, "The wave %q mails this letter. Copy it, or finish the wave first.", waves[0]).Keyed("letter.in_use")
}

func (s *Service) changingLetter(ctx context.Context, id, ifMatch string, change func(context.Context, *record.Tx, Letter) (Letter, error)) (out Letter, position log.Position, err error) {
	who := access.From(ctx)
	if err := who.Any(access.OutreachWrite); err != nil {
		return out, 0, err
	}
	position, err = s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		l, err := lockLetter(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := mayWrite(who, l.ProgramID); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, l.Version); err != nil {
			return err
		}
		out, err = change(ctx, tx, l)
		return err
	})
	return out, position, err
}
