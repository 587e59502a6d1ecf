package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// ConsentText is a wording that people are asked to agree to. It never changes:
// another wording is another version. One that nobody agreed to may go.
type ConsentText struct {
	ID        string    `json:"id" format:"uuid"`
	Version   string    `json:"version"`
	Language  string    `json:"language" doc:"BCP 47."`
	Text      string    `json:"text"`
	CreatedAt time.Time `json:"created_at"`
	Used      bool      `json:"used" doc:"Somebody agreed to this version: it stays."`
}

// AddConsentText keeps a wording. A version and language that are there already
// are a conflict, unless the wording is the same.
func (s *Service) AddConsentText(ctx context.Context, version, language, text string) (ConsentText, error) {
	if err := access.From(ctx).Require(access.PersonWrite, access.Whole()); err != nil {
		return ConsentText{}, err
	}
	t := ConsentText{ID: s.newID(), CreatedAt: s.now().UTC(), Text: strings.TrimSpace(printableLines(text))}
	var err error
	if t.Language, err = cleanLanguage(language); err == nil && t.Language == "" {
		err = fault.Invalid("language", "Write a language as fr, en or pt-BR.").Keyed("customer.language")
	}
	if err != nil {
		return t, err
	}
	if t.Version, _ = oneLine(version); t.Version == "" || t.Text == "" || utf8.RuneCountInString(t.Text) > 10_000 || len(t.Version) > 60 {
		return t, fault.Invalid("text", "Give a version and a wording of at most 10,000 characters.").Keyed("consent.text")
	}
	_, err = s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		kept, err := keepConsentText(ctx, tx, t)
		if err == nil && kept.Text != t.Text {
			err = fault.New(fault.CodeConflict, "There is another wording of this version. Choose another version.").Keyed("consent.text_taken")
		}
		t = kept
		if err != nil {
			return err
		}
		return s.journal.Audit(ctx, tx, "consent.text_added", t.ID, map[string]string{"version": t.Version, "language": t.Language})
	})
	return t, err
}

// ConsentTexts gives the wordings, the newest first, those before an id, limit+1
// at most.
func (s *Service) ConsentTexts(ctx context.Context, before string, limit int) (list []ConsentText, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		list, err = listConsentTexts(ctx, q, before, limit+1)
		return err
	})
	return list, err
}

// DeleteConsentText takes a wording out whose version nobody agreed to.
func (s *Service) DeleteConsentText(ctx context.Context, id string) error {
	if err := access.From(ctx).Require(access.PersonWrite, access.Whole()); err != nil {
		return err
	}
	_, err := s.store.Write(ctx, func(ctx context.Context, tx *record.Tx) error {
		t, err := lockConsentText(ctx, tx, id)
		if err != nil {
			return err
		}
		if t.Used {
			return fault.New(fault.CodeConflict, "Somebody agreed to this version, so its wording stays.").Keyed("consent.text_used")
		}
		if _, err := tx.Exec(ctx, "DELETE FROM consent_text WHERE id = ?", id); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "delete consent text")
		}
		return s.journal.Audit(ctx, tx, "consent.text_removed", id, map[string]string{"version": t.Version, "language": t.Language})
	})
	return err
}
