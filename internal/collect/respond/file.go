package respond

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/measure/questionnaire"
	"github.com/balcony-cx/balcony/internal/record"
)

// ownFiles leaves in a page only such files as are this person's.
func ownFiles(ctx context.Context, q record.Querier, a *Answering, d *questionnaire.Document, p *Post) error {
	kept, err := collect.KeptFiles(ctx, q, a.ResponseID)
	if err != nil {
		return err
	}
	for _, f := range p.files {
		kept = append(kept, f.AnswerFile)
	}
	p.Input = maps.Clone(p.Input)
	for name, ids := range p.Input {
		key, is := strings.CutPrefix(name, questionnaire.FieldName(""))
		if is && fileQuestion(d, key) != nil {
			p.Input[name] = slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
				return !slices.ContainsFunc(kept, func(f collect.AnswerFile) bool { return f.ID == id })
			})
		}
	}
	return nil
}

// keepFiles keeps the files that came with a page under the response to be, and has
// those go that no answer speaks of any more.
func (s *Service) keepFiles(ctx context.Context, tx *record.Tx, d *decided) error {
	if !takesFiles(d.asked.Document) {
		return nil
	}
	for _, f := range d.files {
		if err := s.Collect.KeepFile(ctx, tx, d.ResponseID, f.AnswerFile); err != nil {
			return err
		}
	}
	var in []string
	for _, v := range d.Answers {
		in = append(in, v.Files...)
	}
	return collect.DropFiles(ctx, tx, []string{d.ResponseID}, in)
}

// withFiles are the problems of a page with those of its files; of a file that was
// not taken it is not said that it is missing.
func withFiles(found, files []questionnaire.FieldProblem) []questionnaire.FieldProblem {
	found = slices.DeleteFunc(found, func(p questionnaire.FieldProblem) bool {
		return p.Key == "required" && slices.ContainsFunc(files, func(f questionnaire.FieldProblem) bool { return f.Question == p.Question })
	})
	return append(found, files...)
}

// keptFile is a file as the page shows it.
type keptFile struct{ ID, Name, Size string }

// filesKept are the files of an answering, as the page shows them.
func (s *Service) filesKept(ctx context.Context, a *Answering, d *questionnaire.Document) (out []keptFile, err error) {
	if !takesFiles(d) {
		return nil, nil
	}
	if a.ResponseID == "" { // a preview, which keeps none
		for _, v := range a.Answers {
			for _, id := range v.Files {
				out = append(out, keptFile{id, wordsIn(a.Language).File, "…"})
			}
		}
		return out, nil
	}
	var files []collect.AnswerFile
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		files, err = collect.KeptFiles(ctx, q, a.ResponseID)
		return err
	})
	for _, f := range files {
		out = append(out, keptFile{f.ID, f.Name, megabytes(f.Size)})
	}
	return out, err
}
