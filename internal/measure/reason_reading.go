package measure

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/text"
)

// ReasonsRead is the kind of the change log that says that own words to lists of
// reasons are read otherwise from now on; ids are lists.
const ReasonsRead = "reason_list.read"

// ReasonReading says as which reason own words are read, since when and by whose
// decision. What was written stays as it is.
type ReasonReading struct {
	Code   string    `json:"code" doc:"Of the reason."`
	ByName string    `json:"by_name" doc:"Who decided so."`
	At     time.Time `json:"at"`
	stems  []string
}

// ReasonReadings are the readings that stand, by list.
type ReasonReadings map[string][]ReasonReading

// ReasonReadingsIn reads how own words are read now.
func ReasonReadingsIn(ctx context.Context, q record.Querier) (ReasonReadings, error) {
	var rows []struct {
		ListID string `bun:"list_id"`
		Stems  string
		Code   string
		ByName string
		At     int64
	}
	err := q.NewRaw("SELECT list_id, stems, code, by_name, at FROM reason_decision WHERE verdict IN (?, ?) ORDER BY list_id, at, stems", string(ReasonAccepted), string(ReasonMerged)).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, fault.Wrap(err, fault.CodeInternal, "read how own words are read")
	}
	out := ReasonReadings{}
	for _, r := range rows {
		out[r.ListID] = append(out[r.ListID], ReasonReading{r.Code, r.ByName, record.Time(r.At), strings.Fields(r.Stems)})
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b ReasonReading) int { return cmp.Compare(len(b.stems), len(a.stems)) })
	}
	return out, nil
}

// Of is how own words under "other" are read, nil for as they are: as the decision
// whose stems they all have; the one of most stems goes first, then the oldest.
func (r ReasonReadings) Of(list, language, own string) *ReasonReading {
	all := r[list]
	if len(all) == 0 || own == "" {
		return nil
	}
	stems := text.ContentStems(language, own)
	said := saying{stems: stems[:min(len(stems), mostStems)]}
	for i := range all {
		if len(all[i].stems) > 0 && said.has(all[i].stems) {
			return &all[i]
		}
	}
	return nil
}

// OtherReason is the code of the answer that is none of the reasons of a list.
const OtherReason = otherCode

// SurveysAskingIn are the ids of the surveys of which a version asked a list.
func SurveysAskingIn(ctx context.Context, q record.Querier, list string) (ids []string, err error) {
	err = q.NewRaw("SELECT DISTINCT survey_id FROM survey_version WHERE document LIKE ? ORDER BY survey_id", `%"reason_list_id":"`+list+`"%`).Scan(ctx, &ids)
	return ids, fault.Wrap(err, fault.CodeUnavailable, "find surveys that asked a list of reasons")
}

// ListedReasons is a list, whoever asks; one that is not there is a not_found fault.
func (s *Service) ListedReasons(ctx context.Context, id string) (out ReasonList, err error) {
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := listReasonLists(ctx, q, "id = ?", []any{id}, "", 1)
		if err == nil && len(found) == 0 {
			err = fault.NotFound("reason list")
		}
		if err == nil {
			out = found[0]
		}
		return err
	})
	return out, err
}
