package listen

import (
	"context"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// MemoChanged is the kind of the change log of memos; it names what they are about.
const MemoChanged = "memo.changed"

// MemoAbout is what a memo is about. Those on a passage stand with the passage.
type MemoAbout string

// What memos are about.
const (
	AboutStudy    MemoAbout = "study"
	AboutDocument MemoAbout = "document"
	AboutCode     MemoAbout = "code"
)

// Memo is what a researcher thought. Only researchers read it: of the study, or
// for a code of any study that is coded by its codebook.
type Memo struct {
	ID        string    `json:"id" format:"uuid"`
	About     MemoAbout `json:"about" enum:"study,document,code"`
	AboutID   string    `json:"about_id" format:"uuid"`
	Body      string    `json:"body"`
	ByUser    string    `json:"by_user"`
	ByName    string    `json:"by_name,omitempty"`
	At        time.Time `json:"at"`
	ChangedAt time.Time `json:"changed_at"`
	Version   int64     `json:"version"`

	programID, studyID string
}

const maxMemos = 500 // about one thing

// checked cleans m and says what is wrong with it.
func (m Memo) checked() (Memo, error) {
	m.Body = strings.TrimSpace(m.Body)
	switch {
	case m.Body == "":
		return m, fault.Invalid("body", "Write something.").Keyed("memo.empty")
	case len([]rune(m.Body)) > maxMemo:
		return m, fault.Invalid("body", "A memo has at most 8,000 characters.").Keyed("coding.memo_long")
	}
	return m, nil
}

// about finds what a memo is about, as a researcher of it; writes says whether
// the asker is to change something.
func (s *Service) about(ctx context.Context, q record.Querier, m Memo, writes bool) (Memo, error) {
	var err error
	switch m.About {
	case AboutStudy:
		var st Study
		if writes {
			st, err = researching(ctx, q, m.AboutID)
		} else {
			st, err = studyFor(ctx, q, m.AboutID)
		}
		m.programID, m.studyID = st.ProgramID, st.ID
	case AboutDocument:
		var d codable
		if writes {
			d, err = s.codable(ctx, q, m.AboutID)
		} else {
			d, err = s.readable(ctx, q, m.AboutID)
		}
		m.programID, m.studyID = d.ProgramID, d.StudyID
	case AboutCode:
		m.programID, err = s.aboutCode(ctx, q, m.AboutID, writes)
	default:
		err = oneOf("about", m.About, AboutStudy, AboutDocument, AboutCode)
	}
	return m, err
}

// aboutCode is the program of a code about whose uses the asker may read.
func (s *Service) aboutCode(ctx context.Context, q record.Querier, id string, writes bool) (string, error) {
	codes, err := codesOf(ctx, q, []string{id})
	if err != nil {
		return "", err
	}
	code, there := codes[id]
	if !there {
		return "", fault.NotFound("code")
	}
	book, err := s.bookToRead(ctx, q, code.CodebookID)
	if err != nil {
		return "", err
	}
	if open, err := codesFor(ctx, q, book.ID); err != nil || !open {
		return "", cause(err, fault.NotFound("code"))
	}
	if writes {
		return book.ProgramID, writing(ctx, book.ProgramID)
	}
	return book.ProgramID, nil
}

// Memos are those about one thing, oldest first.
func (s *Service) Memos(ctx context.Context, about MemoAbout, id string) (out []Memo, err error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.about(ctx, q, Memo{About: about, AboutID: id}, false); err != nil {
			return err
		}
		out, err = listMemos(ctx, q, "about = ? AND about_id = ?", string(about), id)
		return err
	})
	for i, m := range out {
		out[i].ByName = s.names(ctx, m.ByUser)[m.ByUser]
	}
	return out, err
}

// CreateMemo writes a memo.
func (s *Service) CreateMemo(ctx context.Context, m Memo) (Memo, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return m, 0, err
	}
	m, err := m.checked()
	if err != nil {
		return m, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if m, err = s.about(ctx, tx, m, true); err != nil {
			return err
		}
		var there int
		if _, err := tx.Get(ctx, "SELECT COUNT(*) FROM memo WHERE about = ? AND about_id = ?", []any{string(m.About), m.AboutID}, &there); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count memos")
		}
		if there >= maxMemos {
			return fault.New(fault.CodeConflict, "There are 500 memos about it already.").Keyed("memo.too_many")
		}
		m.ID, m.ByUser, m.At, m.ChangedAt, m.Version = s.NewID(), access.From(ctx).UserID, s.Now().UTC(), s.Now().UTC(), 1
		tx.Log(MemoChanged, m.AboutID)
		_, err = tx.Exec(ctx, "INSERT INTO memo (id, program_id, study_id, about, about_id, body, by_user, at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			m.ID, m.programID, m.studyID, string(m.About), m.AboutID, m.Body, m.ByUser, record.Micros(m.At), record.Micros(m.ChangedAt), m.Version)
		return fault.Wrap(err, fault.CodeInternal, "write a memo")
	})
	m.ByName = access.From(ctx).Name
	return m, position, err
}

// UpdateMemo changes the words of an own memo that has the version of ifMatch
// ("" for any).
func (s *Service) UpdateMemo(ctx context.Context, id, ifMatch, body string) (Memo, log.Position, error) {
	var m Memo
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		if m, err = s.ownMemo(ctx, tx, id); err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, m.Version); err != nil {
			return err
		}
		m.Body = body
		if m, err = m.checked(); err != nil {
			return err
		}
		m.Version, m.ChangedAt = m.Version+1, s.Now().UTC()
		tx.Log(MemoChanged, m.AboutID)
		_, err = tx.Exec(ctx, "UPDATE memo SET body = ?, changed_at = ?, version = ? WHERE id = ?", m.Body, record.Micros(m.ChangedAt), m.Version, id)
		return fault.Wrap(err, fault.CodeInternal, "change a memo")
	})
	m.ByName = access.From(ctx).Name
	return m, position, err
}

// RemoveMemo takes an own memo away.
func (s *Service) RemoveMemo(ctx context.Context, id string) (log.Position, error) {
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		m, err := s.ownMemo(ctx, tx, id)
		if err != nil {
			return err
		}
		tx.Log(MemoChanged, m.AboutID)
		_, err = tx.Exec(ctx, "DELETE FROM memo WHERE id = ?", id)
		return fault.Wrap(err, fault.CodeInternal, "remove a memo")
	})
}

// ownMemo is a memo that the asker wrote, about something that he still reads.
func (s *Service) ownMemo(ctx context.Context, tx *record.Tx, id string) (Memo, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Memo{}, err
	}
	found, err := listMemos(ctx, tx, "id = ?", id)
	if err != nil || len(found) == 0 {
		return Memo{}, cause(err, fault.NotFound("memo"))
	}
	m, err := s.about(ctx, tx, found[0], true)
	if err != nil {
		return Memo{}, fault.NotFound("memo")
	}
	if m.ByUser != access.From(ctx).UserID {
		return Memo{}, fault.New(fault.CodeForbidden, "Somebody else wrote this memo.").Keyed("memo.not_yours")
	}
	return m, nil
}

type memoRow struct {
	ID        string `bun:"id"`
	About     string
	AboutID   string `bun:"about_id"`
	Body      string
	ByUser    string
	At        int64
	ChangedAt int64
	Version   int64
}

// openMemo leaves out what was written about a document of somebody whose data
// are restricted, as its quotes are left out.
const openMemo = "(about <> 'document' OR about_id IN (SELECT d.id FROM document d WHERE " + unrestrictedDocument + "))"

// listMemos gives the memos that may be read for which a condition holds, oldest
// first.
func listMemos(ctx context.Context, q record.Querier, where string, args ...any) ([]Memo, error) {
	var rows []memoRow
	if err := q.NewRaw("SELECT id, about, about_id, body, by_user, at, changed_at, version FROM memo WHERE ("+where+") AND "+openMemo+" ORDER BY id", args...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list memos")
	}
	out := make([]Memo, len(rows))
	for i, r := range rows {
		out[i] = Memo{ID: r.ID, About: MemoAbout(r.About), AboutID: r.AboutID, Body: r.Body, ByUser: r.ByUser, At: record.Time(r.At), ChangedAt: record.Time(r.ChangedAt), Version: r.Version}
	}
	return out, nil
}
