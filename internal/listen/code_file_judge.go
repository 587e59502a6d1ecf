package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// PreviewCodes says what each row of a file of codes, named as it is stored,
// would come to in a codebook that the asker may change; nothing is kept.
func (s *Service) PreviewCodes(ctx context.Context, codebook, name string, data []byte) (CodeFile, error) {
	var out CodeFile
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return out, err
	}
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		book, err := s.bookToRead(ctx, q, codebook)
		if err != nil {
			return err
		}
		if err := writing(ctx, book.ProgramID); err != nil {
			return err
		}
		out, err = book.judged(name, data)
		return err
	})
	return out, err
}

// TakeCodes adds the new codes of a file, and their families, to a codebook. The
// rows that are wrong, or there already, change nothing; the same file twice
// adds nothing.
func (s *Service) TakeCodes(ctx context.Context, codebook, name string, data []byte) (CodeFile, log.Position, error) {
	var out CodeFile
	_, position, err := s.inBook(ctx, codebook, func(ctx context.Context, _ *record.Tx, book *openBook) (err error) {
		if out, err = book.judged(name, data); err != nil {
			return err
		}
		if out.New == 0 {
			return fault.Invalid("file", "It holds no code that is new.").Keyed("codebook.file_nothing")
		}
		for _, row := range out.Rows {
			if row.State == CodeRowNew {
				if err := book.take(ctx, row); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, position, err
}

// take adds the code of a row, with its family where there is none of its name.
func (b *openBook) take(ctx context.Context, row CodeRow) error {
	code := Code{Name: row.Name, Definition: row.Definition, UseWhen: row.useWhen, NotWhen: row.notWhen, Example: row.example}
	if row.Family != "" {
		family, err := b.familyNamed(ctx, row.Family)
		if err != nil {
			return err
		}
		code.FamilyID = family.ID
	}
	_, err := b.addCode(ctx, code)
	return err
}

func (b *openBook) familyNamed(ctx context.Context, name string) (Family, error) {
	at := slices.IndexFunc(b.Families, func(f Family) bool { return nameKey(f.Name) == nameKey(name) })
	if at >= 0 {
		return b.Families[at], nil
	}
	return b.addFamily(ctx, Family{Name: name})
}

// judged reads a file and says what each row comes to.
func (b Book) judged(name string, data []byte) (CodeFile, error) {
	out := CodeFile{Families: []string{}}
	rows, more, err := readCodeFile(name, data)
	if err != nil {
		return out, err
	}
	if out.Rows, out.More = rows, more; out.Rows == nil {
		out.Rows = []CodeRow{}
	}
	judge := newCodeJudge(b)
	for i := range out.Rows {
		row := &out.Rows[i]
		switch judge.row(row); row.State {
		case CodeRowNew:
			out.New++
		case CodeRowThere:
			out.There++
		case CodeRowWrong:
			out.Wrong++
		}
	}
	out.Families = append(out.Families, judge.fresh...)
	return out, nil
}

// codeJudge knows the names that a codebook has and those that a file brought
// so far.
type codeJudge struct {
	there, brought, families map[string]bool // by name keys
	fresh                    []string        // families that are new
	book                     string          // the name of a first family that is made
	codes                    int
}

func newCodeJudge(b Book) *codeJudge {
	j := &codeJudge{there: map[string]bool{}, brought: map[string]bool{}, families: map[string]bool{}, book: b.Name, codes: len(b.Codes)}
	for _, c := range b.Codes {
		if c.State == CodeActive {
			j.there[nameKey(c.Name)] = true
		}
	}
	for _, f := range b.Families {
		j.families[nameKey(f.Name)] = true
	}
	return j
}

// row says what a row comes to, and why where it is wrong.
func (j *codeJudge) row(row *CodeRow) {
	if row.State == CodeRowWrong {
		return
	}
	row.Name, row.Family, row.State = cleanName(row.Name), cleanName(row.Family), CodeRowWrong
	key := nameKey(row.Name)
	switch {
	case row.Name == "":
		row.Why = "no_name"
	case len([]rune(row.Name)) > maxCodeName:
		row.Why = "name_long"
	case len([]rune(row.Family)) > maxCodeName:
		row.Why = "family_long"
	case slices.ContainsFunc([]string{row.Definition, row.useWhen, row.notWhen, row.example}, func(text string) bool { return len([]rune(text)) > maxCodeText }):
		row.Why = "text_long"
	case j.brought[key]:
		row.Why = "twice"
	case j.there[key]:
		row.State = CodeRowThere
		j.brought[key] = true
	case j.codes >= maxCodes:
		row.Why = "too_many_codes"
	case !j.room(row.Family):
		row.Why = "too_many_families"
	default:
		row.State = CodeRowNew
		j.brought[key] = true
		j.codes++
	}
}

// room tells whether there is the family of a code, or may be, and has it be.
func (j *codeJudge) room(family string) bool {
	if family == "" {
		if len(j.families) > 0 {
			return true
		}
		family = j.book
	}
	key := nameKey(family)
	if j.families[key] {
		return true
	}
	if len(j.families) >= maxFamilies {
		return false
	}
	j.families[key] = true
	j.fresh = append(j.fresh, family)
	return true
}
