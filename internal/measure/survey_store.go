package measure

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

type surveyRow struct {
	ID          string `bun:"id"`
	ProgramID   string `bun:"program_id"`
	Name        string
	Slug        string
	State       string
	Languages   string
	Unpublished bool
	Published   int64
	Anonymous   int64
	MadeBy      string
	CreatedAt   int64
	ChangedAt   int64
	Version     int64
}

const surveyColumns = "id, program_id, name, slug, state, languages, unpublished, published, anonymous, made_by, created_at, changed_at, version"

func (r surveyRow) survey() Survey {
	return Survey{
		ID: r.ID, ProgramID: r.ProgramID, Name: r.Name, Slug: r.Slug, State: SurveyState(r.State), Languages: strings.Split(r.Languages, ","),
		Published: r.Published, Unpublished: r.Unpublished, Anonymous: r.Anonymous, MadeBy: r.MadeBy, CreatedAt: record.Time(r.CreatedAt), ChangedAt: record.Time(r.ChangedAt), Version: r.Version,
	}
}

// listSurveys lists by id, the newest first, those before the id given.
func listSurveys(ctx context.Context, q record.Querier, where string, args []any, before string, limit int) ([]Survey, error) {
	if before != "" {
		where, args = where+" AND id < ?", append(args, before)
	}
	var rows []surveyRow
	if err := q.NewRaw("SELECT "+surveyColumns+" FROM survey WHERE "+where+" ORDER BY id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list surveys")
	}
	out := make([]Survey, len(rows))
	for i, r := range rows {
		out[i] = r.survey()
	}
	return out, nil
}

// seenSurvey is a survey that whoever asks may see; others are not found.
func seenSurvey(ctx context.Context, q record.Querier, id string) (Survey, error) {
	where, args := readable(access.From(ctx))
	found, err := listSurveys(ctx, q, where+" AND id = ?", append(args, id), "", 1)
	if err == nil && len(found) == 0 {
		err = fault.NotFound("survey")
	}
	if err != nil {
		return Survey{}, err
	}
	return found[0], nil
}

// lockSurvey is a survey that nobody else changes until the transaction ends.
func lockSurvey(ctx context.Context, tx *record.Tx, id string) (Survey, error) {
	if tx.Engine() == record.PostgreSQL {
		var found string
		if _, err := tx.Get(ctx, "SELECT id FROM survey WHERE id = ? FOR UPDATE", []any{id}, &found); err != nil {
			return Survey{}, fault.Wrap(err, fault.CodeInternal, "lock survey")
		}
	}
	return seenSurvey(ctx, tx, id)
}

// document reads a document that was written here.
func document(raw string) (*questionnaire.Document, error) {
	var d questionnaire.Document
	if err := json.Unmarshal([]byte(raw), &d); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read a questionnaire")
	}
	return &d, nil
}

func readDraft(ctx context.Context, q record.Querier, id string) (*questionnaire.Document, error) {
	var raw string
	if err := q.NewRaw("SELECT draft FROM survey WHERE id = ?", id).Scan(ctx, &raw); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read a draft")
	}
	return document(raw)
}

// readVersion is a version as it was asked.
func readVersion(ctx context.Context, q record.Querier, id string, number int64) (*questionnaire.Document, error) {
	var raw string
	err := q.NewRaw("SELECT document FROM survey_version WHERE survey_id = ? AND number = ?", id, number).Scan(ctx, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.NotFound("version")
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read a version")
	}
	return document(raw)
}

func surveyTaken(ctx context.Context, q record.Querier, s Survey) error {
	var slugs []string
	err := q.NewRaw("SELECT slug FROM survey WHERE id <> ? AND (program_id = ? AND name_key = ? OR slug = ?)", s.ID, s.ProgramID, nameKey(s.Name), s.Slug).Scan(ctx, &slugs)
	switch {
	case err != nil:
		return fault.Wrap(err, fault.CodeInternal, "look for surveys of the same name")
	case slices.Contains(slugs, s.Slug):
		return slugTaken()
	case len(slugs) > 0:
		return fault.New(fault.CodeConflict, "There is a survey of this name in the program already.").With("name", "Choose another name.").Keyed("survey.name_taken")
	}
	return nil
}

func slugTaken() error {
	return fault.New(fault.CodeConflict, "Another survey has this link already.").With("slug", "Choose another link.").Keyed("survey.slug_taken")
}

// freeSlug is the slug wanted, or it with the next number that nobody has.
func freeSlug(ctx context.Context, q record.Querier, wanted string) (string, error) {
	var taken []string
	if err := q.NewRaw("SELECT slug FROM survey WHERE slug = ? OR slug LIKE ?", wanted, wanted+"-%").Scan(ctx, &taken); err != nil {
		return "", fault.Wrap(err, fault.CodeInternal, "look for links")
	}
	return untaken(wanted, taken), nil
}

func insertSurvey(ctx context.Context, tx *record.Tx, s Survey, draft string) error {
	n, err := tx.Exec(ctx, `INSERT INTO survey (id, program_id, name, name_key, slug, state, languages, draft, unpublished, published, made_by, created_at, changed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		s.ID, s.ProgramID, s.Name, nameKey(s.Name), s.Slug, string(s.State), strings.Join(s.Languages, ","), draft, s.Unpublished, s.Published, s.MadeBy,
		record.Micros(s.CreatedAt), record.Micros(s.ChangedAt), s.Version)
	if err == nil && n == 0 {
		return slugTaken()
	}
	return fault.Wrap(err, fault.CodeInternal, "insert survey")
}

// writeSurvey writes all of a survey but its draft.
func writeSurvey(ctx context.Context, tx *record.Tx, s Survey) error {
	_, err := tx.Exec(ctx, "UPDATE survey SET name = ?, name_key = ?, slug = ?, state = ?, languages = ?, unpublished = ?, published = ?, anonymous = ?, changed_at = ?, version = ? WHERE id = ?",
		s.Name, nameKey(s.Name), s.Slug, string(s.State), strings.Join(s.Languages, ","), s.Unpublished, s.Published, s.Anonymous, record.Micros(s.ChangedAt), s.Version, s.ID)
	return fault.Wrap(err, fault.CodeInternal, "update survey")
}

func writeDraft(ctx context.Context, tx *record.Tx, id, draft string) error {
	_, err := tx.Exec(ctx, "UPDATE survey SET draft = ? WHERE id = ?", draft, id)
	return fault.Wrap(err, fault.CodeInternal, "write a draft")
}

// usedCodes are the codes of questions that were published, with their kinds.
func usedCodes(ctx context.Context, q record.Querier, id string) (map[string]questionnaire.Kind, error) {
	var rows []struct{ Code, Kind string }
	if err := q.NewRaw("SELECT code, kind FROM survey_code WHERE survey_id = ?", id).Scan(ctx, &rows); err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "read codes of questions")
	}
	out := make(map[string]questionnaire.Kind, len(rows))
	for _, r := range rows {
		out[r.Code] = questionnaire.Kind(r.Kind)
	}
	return out, nil
}

func insertCodes(ctx context.Context, tx *record.Tx, id string, number int64, d *questionnaire.Document) error {
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			_, err := tx.Exec(ctx, "INSERT INTO survey_code (survey_id, code, kind, number) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", id, q.Code, string(q.Kind), number)
			if err != nil {
				return fault.Wrap(err, fault.CodeInternal, "write codes of questions")
			}
		}
	}
	return nil
}

func insertVersion(ctx context.Context, tx *record.Tx, id string, v SurveyVersion, raw string) error {
	differences, err1 := json.Marshal(v.Differences)
	breaks, err2 := json.Marshal(v.Breaks)
	if err := errors.Join(err1, err2); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "write a version")
	}
	_, err := tx.Exec(ctx, "INSERT INTO survey_version (survey_id, number, document, differences, breaks, note, published_at, published_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		id, v.Number, raw, string(differences), string(breaks), v.Note, record.Micros(v.PublishedAt), v.PublishedBy)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "insert a version")
	}
	for _, b := range v.Breaks {
		what, err := json.Marshal(b.What)
		if err == nil {
			_, err = tx.Exec(ctx, "INSERT INTO survey_break (measure_id, survey_id, number, at, what) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", cmp.Or(b.MeasureID, b.ReasonListID), id, v.Number, record.Micros(v.PublishedAt), string(what))
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "write the break of a series")
		}
	}
	return nil
}

// listVersions gives versions, the newest first, those below a number (0 for all).
func listVersions(ctx context.Context, q record.Querier, id string, below int64, limit int) ([]SurveyVersion, error) {
	where, args := "survey_id = ?", []any{id}
	if below > 0 {
		where, args = where+" AND number < ?", append(args, below)
	}
	var rows []struct {
		Number                    int64
		Note, Differences, Breaks string
		PublishedAt               int64
		PublishedBy               string
	}
	err := q.NewRaw("SELECT number, note, differences, breaks, published_at, published_by FROM survey_version WHERE "+where+" ORDER BY number DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list versions")
	}
	out := make([]SurveyVersion, len(rows))
	for i, r := range rows {
		v := SurveyVersion{Number: r.Number, Note: r.Note, PublishedAt: record.Time(r.PublishedAt), PublishedBy: r.PublishedBy}
		if err := errors.Join(json.Unmarshal([]byte(r.Differences), &v.Differences), json.Unmarshal([]byte(r.Breaks), &v.Breaks)); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read a version")
		}
		out[i] = v
	}
	return out, nil
}

// surveyBreaks adds to breaks by measure those that versions of surveys made.
func surveyBreaks(ctx context.Context, q record.Querier, to map[string][]Break, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	var rows []struct {
		MeasureID, SurveyID, Name, What string
		Number, At                      int64
	}
	err := q.NewRaw(`SELECT b.measure_id, b.survey_id, s.name, b.what, b.number, b.at FROM survey_break b JOIN survey s ON s.id = b.survey_id
		WHERE b.measure_id IN (?) ORDER BY b.measure_id, b.at DESC, b.survey_id`, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "list breaks by surveys")
	}
	for _, r := range rows {
		b := Break{At: record.Time(r.At), SurveyID: r.SurveyID, SurveyName: r.Name, Number: r.Number}
		if err := json.Unmarshal([]byte(r.What), &b.Changed); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "read the break of a series")
		}
		to[r.MeasureID] = append(to[r.MeasureID], b)
	}
	return nil
}

// dropSurveys forgets surveys; where is a condition over the table survey.
func dropSurveys(ctx context.Context, tx *record.Tx, where string, args ...any) error {
	for _, table := range []string{"survey_break", "survey_code", "survey_version", "survey_logo"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE survey_id IN (SELECT id FROM survey WHERE "+where+")", args...); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "forget surveys")
		}
	}
	_, err := tx.Exec(ctx, "DELETE FROM survey WHERE "+where, args...)
	return fault.Wrap(err, fault.CodeInternal, "forget surveys")
}
