package collect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// GetResponse opens one response that the caller may read, with its history.
// Who opened it is written to the audit log before it is shown.
func (s *Service) GetResponse(ctx context.Context, id string) (Response, error) {
	who := access.From(ctx)
	if err := who.Any(access.AnswerRead); err != nil {
		return Response{}, err
	}
	reach, args := who.Reach(access.AnswerRead).Where(reachColumns())
	var out Response
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		var r listRow
		err := q.NewRaw("SELECT "+listColumns+" FROM response r"+listJoins+" WHERE r.id = ? AND "+notRestricted("r")+" AND "+reach, append([]any{id}, args...)...).Scan(ctx, &r)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.NotFound("response")
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeInternal, "get response")
		}
		out, err = r.opened(ctx, q)
		return err
	})
	if err != nil {
		return Response{}, err
	}
	kind := "response.opened"
	if out.Customer != nil {
		kind = "person.opened"
	}
	return out, s.Audit.Saw(ctx, kind, id, nil)
}

func (r *listRow) opened(ctx context.Context, q record.Querier) (Response, error) {
	l, err := r.listed()
	if err != nil {
		return Response{}, err
	}
	out := Response{
		ListedResponse: l, ReceivedAt: record.Time(r.ReceivedAt), Value: r.Value, Weight: r.Weight,
		TouchpointKey: r.TouchpointKey, Origin: Origin{Kind: "api"}, History: []Version{},
	}
	if r.LastImportID != nil {
		out.Origin = Origin{Kind: "import", ImportID: *r.LastImportID}
		if r.RowNumber != nil {
			out.Origin.Row = *r.RowNumber
		}
		err := q.NewRaw("SELECT file_name FROM import_file WHERE id = ?", *r.LastImportID).Scan(ctx, &out.Origin.File)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return Response{}, fault.Wrap(err, fault.CodeInternal, "find import of a response")
		}
	}
	if r.LastImportID == nil && r.Channel == "survey" {
		if err := out.Origin.ofSurvey(ctx, q, r.ID); err != nil {
			return Response{}, err
		}
	}
	if err := fillQuestions(ctx, q, out.Answers); err != nil {
		return Response{}, err
	}
	if out.Files, err = filesOf(ctx, q, r.ID); err != nil {
		return Response{}, err
	}
	out.History, err = listHistory(ctx, q, r.ID)
	return out, err
}

// ofSurvey says by which survey a response came, if by any.
func (o *Origin) ofSurvey(ctx context.Context, q record.Querier, response string) error {
	var r struct {
		SurveyID             string `bun:"survey_id"`
		Survey, CameBy, Link string
		Number               int64
	}
	err := q.NewRaw(`SELECT a.survey_id, COALESCE(s.name, '') AS survey, a.number, a.came_by, COALESCE(a.invitation_id, '') AS link
		FROM answering a LEFT JOIN survey s ON s.id = a.survey_id WHERE a.response_id = ?`, response).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	o.Kind, o.SurveyID, o.Survey, o.Number = "link", r.SurveyID, r.Survey, r.Number
	switch {
	case r.Link != "":
		o.Kind = "personal"
	case r.CameBy != "":
		o.Kind = r.CameBy
	}
	return fault.Wrap(err, fault.CodeInternal, "find the survey of a response")
}

// fillQuestions gives answers to a measure the measure's name where the
// wording was not kept with the answer.
func fillQuestions(ctx context.Context, q record.Querier, answers []Answer) error {
	for i := range answers {
		a := &answers[i]
		if a.Question != "" || a.MeasureID == "" {
			continue
		}
		err := q.NewRaw("SELECT name FROM measure WHERE id = ?", a.MeasureID).Scan(ctx, &a.Question)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fault.Wrap(err, fault.CodeInternal, "find measure of an answer")
		}
	}
	return nil
}

// snapshot is a response as it stood before an import changed it.
type snapshot struct {
	At         int64    `json:"at"`
	Consent    Consent  `json:"consent"`
	Customer   string   `json:"customer,omitempty"`
	Account    string   `json:"account,omitempty"`
	Unit       string   `json:"unit,omitempty"`
	Touchpoint string   `json:"touchpoint,omitempty"`
	Channel    string   `json:"channel,omitempty"`
	Language   string   `json:"language,omitempty"`
	Value      *float64 `json:"value,omitempty"`
	Weight     *float64 `json:"weight,omitempty"`
	HasText    bool     `json:"has_text,omitempty"`
	Digest     string   `json:"digest"`
	Document   string   `json:"document"`
	LastImport string   `json:"last_import,omitempty"`
	Number     int64    `json:"row,omitempty"`
}

func listHistory(ctx context.Context, q record.Querier, id string) ([]Version, error) {
	var rows []struct {
		ImportID string `bun:"import_id"`
		Until    int64
		Snapshot string
	}
	err := q.NewRaw("SELECT import_id, until, snapshot FROM response_history WHERE response_id = ? ORDER BY until DESC LIMIT 100", id).Scan(ctx, &rows)
	if err != nil {
		return nil, fault.Wrap(err, fault.CodeInternal, "list history of a response")
	}
	out := make([]Version, 0, len(rows))
	for _, r := range rows {
		var s snapshot
		if err := json.Unmarshal([]byte(r.Snapshot), &s); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read history of a response")
		}
		d, err := readDocument(s.Document)
		if err != nil {
			return nil, err
		}
		out = append(out, Version{Until: record.Time(r.Until), ImportID: r.ImportID, At: record.Time(s.At), Answers: d.list(), Traits: d.traits(), Channel: s.Channel})
	}
	return out, nil
}
