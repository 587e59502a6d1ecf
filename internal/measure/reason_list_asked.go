package measure

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// AskReasons puts a list into the draft of a survey of its program, at the end of its
// last page: the choice, and the free text after it. A draft that asks it has it already.
func (s *Service) AskReasons(ctx context.Context, list, survey string) (out Survey, position log.Position, err error) {
	return s.changeSurvey(ctx, survey, "", SurveyChanged, func(ctx context.Context, tx *record.Tx, survey *Survey) error {
		l, err := seenReasonList(ctx, tx, list)
		if err != nil {
			return err
		}
		if l.ProgramID != survey.ProgramID {
			return fault.Invalid("survey_id", "Choose a survey of the list's program.").Keyed("reasons.other_program")
		}
		if survey.State == SurveyArchived {
			return archived()
		}
		d, err := readDraft(ctx, tx, survey.ID)
		if err != nil {
			return err
		}
		if slices.Contains(d.ReasonLists(), l.ID) {
			return fault.New(fault.CodeConflict, "This survey asks the list already.").Keyed("reasons.asked_already")
		}
		if len(d.Pages) == 0 {
			return fault.Invalid("survey_id", "Give the survey a page first.").Keyed("reasons.no_page")
		}
		used, err := usedCodes(ctx, tx, survey.ID)
		if err != nil {
			return err
		}
		l.askIn(d, used)
		raw, err := survey.take(d)
		if err != nil {
			return err
		}
		survey.Unpublished = true
		return writeDraft(ctx, tx, survey.ID, raw)
	})
}

// askIn adds the two questions of a list to the last page of a document, by codes
// that no other question has or had.
func (l *ReasonList) askIn(d *questionnaire.Document, used map[string]questionnaire.Kind) {
	taken := slices.Collect(maps.Keys(used))
	for _, p := range d.Pages {
		for _, q := range p.Questions {
			taken = append(taken, q.Code)
		}
	}
	free := func(wanted string) string {
		code := wanted
		for n := 2; slices.Contains(taken, code); n++ {
			code = wanted + "_" + strconv.Itoa(n)
		}
		return code
	}
	last := &d.Pages[len(d.Pages)-1]
	last.Questions = append(last.Questions, l.question(free("main_reason"), d),
		questionnaire.Question{Code: free("main_reason_why"), Kind: questionnaire.KindLongText, Text: wordsFor(l.Why, d), ReasonListID: l.ID})
}

// reasonLists looks whether the lists that a document asks are of its program, are
// asked once, and as they are now.
func (l looking) reasonLists(all []ReasonList) {
	met := map[string]bool{}
	l.each(func(path string, q *questionnaire.Question) {
		if q.ReasonListID == "" {
			return
		}
		i := slices.IndexFunc(all, func(r ReasonList) bool { return r.ID == q.ReasonListID })
		switch {
		case i < 0:
			l.say(questionnaire.Refuse, path+".reason_list_id", "reasons_unknown", "the program has no such list of reasons", q.ReasonListID)
		case q.Kind == questionnaire.KindChoice && met[q.ReasonListID]:
			l.say(questionnaire.Refuse, path+".reason_list_id", "reasons_twice", "this list of reasons is asked before", all[i].Name)
		case q.Kind == questionnaire.KindChoice && all[i].followIn(copied(q), l.doc):
			l.say(questionnaire.Warn, path+".options", "reasons_differ", "the list asks other reasons than these", all[i].Name)
		}
		met[q.ReasonListID] = met[q.ReasonListID] || q.Kind == questionnaire.KindChoice
	})
}

func copied(q *questionnaire.Question) *questionnaire.Question {
	c := *q
	return &c
}

func reasonListsIn(ctx context.Context, q record.Querier, program string, l looking) error {
	if len(l.doc.ReasonLists()) == 0 {
		return nil
	}
	all, err := listReasonLists(ctx, q, "program_id = ?", []any{program}, "", mostMeasures)
	if err == nil {
		l.reasonLists(all)
	}
	return err
}
