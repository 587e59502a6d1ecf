package listen

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// GuideSection is a part of a conversation.
type GuideSection struct {
	Title   string   `json:"title" maxLength:"200"`
	Minutes int      `json:"minutes" minimum:"0" maximum:"240" doc:"How long it is to take."`
	Prompts []string `json:"prompts" nullable:"false" maxItems:"40" doc:"What is asked of everybody."`
	Probes  []string `json:"probes" nullable:"false" maxItems:"40" doc:"What is asked where somebody touches on it."`
}

// StudyGuide is a guide as it was written once; the newest is in force.
type StudyGuide struct {
	Version  int64          `json:"version" doc:"0: none was written yet."`
	Sections []GuideSection `json:"sections" nullable:"false"`
	Note     string         `json:"note" doc:"What was changed, and why."`
	ByUserID string         `json:"by_user_id,omitempty"`
	ByName   string         `json:"by_name,omitempty"`
	At       *time.Time     `json:"at,omitempty"`
}

const maxGuides = 100

func (g StudyGuide) checked() (StudyGuide, error) {
	g.Note = strings.TrimSpace(g.Note)
	if len(g.Sections) > 40 || len([]rune(g.Note)) > maxStudyText {
		return g, fault.Invalid("sections", "A guide has at most 40 sections.")
	}
	for n := range g.Sections {
		sec := &g.Sections[n]
		sec.Title = cleanName(sec.Title)
		if sec.Title == "" {
			return g, fault.Invalid(fmt.Sprintf("sections[%d].title", n), "Give the section a title.").Keyed("listen.section_title")
		}
		for _, list := range []*[]string{&sec.Prompts, &sec.Probes} {
			kept := []string{}
			for _, line := range *list {
				if line = strings.TrimSpace(line); line != "" {
					kept = append(kept, line)
				}
				if len([]rune(line)) > 1000 {
					return g, fault.Invalid(fmt.Sprintf("sections[%d].prompts", n), "A question has at most 1,000 characters.")
				}
			}
			*list = kept
		}
	}
	return g, nil
}

// Guides lists those of a study, the one in force first, at most 100.
func (s *Service) Guides(ctx context.Context, study string) ([]StudyGuide, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return nil, err
	}
	var rows []struct {
		Version  int64
		Sections string
		Note     string
		ByUser   string
		At       int64
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := opened(ctx, q, study); err != nil {
			return err
		}
		err := q.NewRaw("SELECT version, sections, note, by_user, at FROM study_guide WHERE study_id = ? ORDER BY version DESC LIMIT ?", study, maxGuides).Scan(ctx, &rows)
		return fault.Wrap(err, fault.CodeInternal, "list guides")
	})
	out := make([]StudyGuide, len(rows))
	for n, r := range rows {
		at := record.Time(r.At)
		out[n] = StudyGuide{Version: r.Version, Note: r.Note, ByUserID: r.ByUser, ByName: s.names(ctx, r.ByUser)[r.ByUser], At: &at}
		if err := json.Unmarshal([]byte(r.Sections), &out[n].Sections); err != nil {
			return nil, fault.Wrap(err, fault.CodeInternal, "read guide")
		}
	}
	return out, err
}

// WriteGuide adds a guide, which is in force from then on. ifMatch is the
// version of the one it follows.
func (s *Service) WriteGuide(ctx context.Context, study, ifMatch string, g StudyGuide) (StudyGuide, log.Position, error) {
	who := access.From(ctx)
	if err := who.Any(access.ListenWrite); err != nil {
		return g, 0, err
	}
	g, err := g.checked()
	if err != nil {
		return g, 0, err
	}
	sections, err := json.Marshal(g.Sections)
	if err != nil {
		return g, 0, fault.Wrap(err, fault.CodeInternal, "write guide")
	}
	now := s.Now().UTC()
	g.At, g.ByUserID = &now, who.UserID
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		if _, err := researching(ctx, tx, study); err != nil {
			return err
		}
		var last int64
		if err := tx.NewRaw("SELECT COALESCE(max(version), 0) FROM study_guide WHERE study_id = ?", study).Scan(ctx, &last); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "find guide")
		}
		if err := web.MatchVersion(ifMatch, last); err != nil {
			return err
		}
		g.Version = last + 1
		tx.Log(StudyChanged, study)
		_, err := tx.Exec(ctx, "INSERT INTO study_guide (study_id, version, sections, note, by_user, at) VALUES (?, ?, ?, ?, ?, ?)", study, g.Version, string(sections), g.Note, g.ByUserID, record.Micros(now))
		return fault.Wrap(err, fault.CodeInternal, "insert guide")
	})
	g.ByName = s.names(ctx, g.ByUserID)[g.ByUserID]
	return g, position, err
}
