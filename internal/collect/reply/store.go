package reply

import (
	"context"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// column is what a thread is found by.
func (a About) column() (name, id string) {
	if a.Text != "" {
		return "text_id", a.Text
	}
	return "response_id", a.Response
}

// findSubject finds what a thread of a survey would be about; the program of a text is
// that of its survey, which the caller knows.
func findSubject(ctx context.Context, store *record.Store, survey string, about About) (out subject, err error) {
	out = subject{About: about, survey: survey}
	var found bool
	if about.Text != "" {
		found, err = store.Get(ctx, "SELECT receipt FROM anonymous_text WHERE id = ? AND survey_id = ? AND shown", []any{about.Text, survey}, &out.receipt)
	} else {
		found, err = store.Get(ctx, `SELECT r.program_id, COALESCE(r.unit_id, ''), COALESCE(r.account_id, ''), a.receipt FROM answering a JOIN response r ON r.id = a.response_id
			WHERE a.response_id = ? AND a.survey_id = ?`, []any{about.Response, survey}, &out.program, &out.unit, &out.account, &out.receipt)
	}
	if err == nil && !found {
		err = fault.NotFound("answer")
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find what a reply is about")
}

// lockSubject has what a thread is about stay, and others who write about it wait.
func lockSubject(ctx context.Context, tx *record.Tx, about About) error {
	text, id := "SELECT id FROM response WHERE id = ?", about.Response
	if about.Text != "" {
		text, id = "SELECT id FROM anonymous_text WHERE id = ?", about.Text
	}
	if tx.Engine() == record.PostgreSQL {
		text += " FOR UPDATE"
	}
	var there string
	found, err := tx.Get(ctx, text, []any{id}, &there)
	if err == nil && !found {
		err = fault.NotFound("answer")
	}
	return fault.Wrap(err, fault.CodeInternal, "hold what a reply is about")
}

type messageRow struct {
	ID     string `bun:"id"`
	Team   bool
	ByName string
	Body   string
	At     int64
}

func (r messageRow) message() Message {
	return Message{ID: r.ID, Team: r.Team, By: r.ByName, Text: r.Body, At: record.Time(r.At)}
}

func listMessages(ctx context.Context, q record.Querier, about About) ([]Message, error) {
	var rows []messageRow
	column, id := about.column()
	err := q.NewRaw("SELECT id, team, by_name, body, at FROM reply WHERE "+column+" = ? ORDER BY place", id).Scan(ctx, &rows)
	out := make([]Message, len(rows))
	for i, r := range rows {
		out[i] = r.message()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "read replies")
}

func insertMessage(ctx context.Context, tx *record.Tx, of subject, m Message) error {
	column, id := of.column()
	_, err := tx.Exec(ctx, "INSERT INTO reply (id, program_id, survey_id, "+column+", place, team, by_name, body, at) VALUES (?, ?, ?, ?, (SELECT COALESCE(max(place), 0) + 1 FROM reply WHERE "+column+" = ?), ?, ?, ?, ?)",
		m.ID, of.program, of.survey, id, id, m.Team, m.By, m.Text, record.Micros(m.At))
	return fault.Wrap(err, fault.CodeInternal, "keep a reply")
}

// deleteMessage removes one that somebody of the house wrote.
func deleteMessage(ctx context.Context, tx *record.Tx, about About, id string) (bool, error) {
	column, of := about.column()
	n, err := tx.Exec(ctx, "DELETE FROM reply WHERE id = ? AND "+column+" = ? AND team", id, of)
	return n > 0, fault.Wrap(err, fault.CodeInternal, "take a reply back")
}

// behind is a subject with the text that it is.
type behind struct {
	subject
	said string
}

// subjectsBehind are what a receipt was given for, and whether it was given at all: an
// anonymous answer may wait to be added up and have no text.
func subjectsBehind(ctx context.Context, q record.Querier, receipt string) (out []behind, known bool, err error) {
	var rows []struct {
		ResponseID, TextID, SurveyID, ProgramID, Body string
	}
	err = q.NewRaw(`SELECT response_id, '' AS text_id, survey_id, program_id, '' AS body FROM answering WHERE receipt <> '' AND receipt = ?
		UNION ALL SELECT '', t.id, t.survey_id, s.program_id, t.body FROM anonymous_text t JOIN survey s ON s.id = t.survey_id WHERE t.receipt = ? ORDER BY 2`, receipt, receipt).Scan(ctx, &rows)
	for _, r := range rows {
		out = append(out, behind{subject{About: About{r.ResponseID, r.TextID}, survey: r.SurveyID, program: r.ProgramID, receipt: receipt}, r.Body})
	}
	if err == nil && len(out) == 0 {
		err = q.NewRaw("SELECT EXISTS (SELECT 1 FROM anonymous_waiting WHERE receipt = ?)", receipt).Scan(ctx, &known)
	}
	return out, known || len(out) > 0, fault.Wrap(err, fault.CodeInternal, "find an answer by its receipt")
}

// listThreads are the last messages of threads within reach, the newest first.
func listThreads(ctx context.Context, q record.Querier, survey string, reach access.Reach, after Place, limit int) ([]Listed, error) {
	var rows []struct {
		messageRow
		ResponseID, TextID, Said string
		Place                    int
	}
	within, args := reach.Where(access.Columns{Program: "p.program_id", Unit: "r.unit_id", Account: "r.account_id"})
	text := `SELECT p.id, p.team, p.by_name, p.body, p.at, p.place, COALESCE(p.response_id, '') AS response_id, COALESCE(p.text_id, '') AS text_id, COALESCE(t.body, '') AS said
		FROM reply p LEFT JOIN response r ON r.id = p.response_id LEFT JOIN anonymous_text t ON t.id = p.text_id
		WHERE p.survey_id = ? AND (p.text_id IS NOT NULL OR ` + collect.NotRestricted("r") + `) AND ` + within + `
		AND NOT EXISTS (SELECT 1 FROM reply n WHERE (n.response_id = p.response_id OR n.text_id = p.text_id) AND n.place > p.place)`
	args = append([]any{survey}, args...)
	if after.ID != "" {
		text, args = text+" AND (p.at < ? OR p.at = ? AND p.id < ?)", append(args, after.At, after.At, after.ID)
	}
	err := q.NewRaw(text+" ORDER BY p.at DESC, p.id DESC LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	out := make([]Listed, len(rows))
	for i, r := range rows {
		out[i] = Listed{ResponseID: r.ResponseID, TextID: r.TextID, Said: r.Said, Messages: r.Place, Last: r.message(), Waits: !r.Team}
	}
	return out, fault.Wrap(err, fault.CodeInternal, "list replies")
}
