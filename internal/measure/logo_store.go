package measure

import (
	"context"
	"database/sql"
	"errors"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

func insertLogo(ctx context.Context, tx *record.Tx, survey string, l Logo, content []byte) error {
	_, err := tx.Exec(ctx, "INSERT INTO survey_logo (id, survey_id, type, width, height, ink, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
		l.ID, survey, l.Type, l.Width, l.Height, l.Ink, content)
	return fault.Wrap(err, fault.CodeInternal, "keep a logo")
}

// readLogo is the one logo that a condition chooses.
func readLogo(ctx context.Context, q record.Querier, where string, args ...any) (Logo, []byte, error) {
	var row struct {
		ID, Type, Ink string
		Width, Height int
		Content       []byte
	}
	err := q.NewRaw("SELECT id, type, ink, width, height, content FROM survey_logo WHERE "+where, args...).Scan(ctx, &row)
	if errors.Is(err, sql.ErrNoRows) {
		return Logo{}, nil, fault.NotFound("logo")
	}
	return Logo{ID: row.ID, Type: row.Type, Width: row.Width, Height: row.Height, Ink: row.Ink}, row.Content, fault.Wrap(err, fault.CodeInternal, "read a logo")
}

// surveyOfLogo is the survey that has a logo, "" for none.
func surveyOfLogo(ctx context.Context, tx *record.Tx, id string) (survey string, err error) {
	_, err = tx.Get(ctx, "SELECT survey_id FROM survey_logo WHERE id = ?", []any{id}, &survey)
	return survey, fault.Wrap(err, fault.CodeInternal, "find a logo")
}

func copyLogo(ctx context.Context, tx *record.Tx, from, to, survey string) error {
	_, err := tx.Exec(ctx, "INSERT INTO survey_logo (id, survey_id, type, width, height, ink, content) SELECT ?, ?, type, width, height, ink, content FROM survey_logo WHERE id = ?", to, survey, from)
	return fault.Wrap(err, fault.CodeInternal, "copy a logo")
}

// showLogo notes that a version shows a logo from now on.
func showLogo(ctx context.Context, tx *record.Tx, survey, id string, number int64) error {
	_, err := tx.Exec(ctx, "UPDATE survey_logo SET number = ? WHERE survey_id = ? AND id = ? AND number = 0", number, survey, uuidOf(id))
	return fault.Wrap(err, fault.CodeInternal, "show a logo")
}

// pruneLogos forgets the oldest of those that no version showed, but the one in use.
func pruneLogos(ctx context.Context, tx *record.Tx, survey, used string) error {
	_, err := tx.Exec(ctx, `DELETE FROM survey_logo WHERE survey_id = ? AND number = 0 AND id <> ?
		AND id NOT IN (SELECT id FROM survey_logo WHERE survey_id = ? AND number = 0 ORDER BY id DESC LIMIT ?)`, survey, uuidOf(used), survey, mostLogos)
	return fault.Wrap(err, fault.CodeInternal, "forget logos")
}
