package listen

import (
	"context"
	"strconv"
	"strings"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// PassagePlace is where a page of a code's passages begins: after this one.
type PassagePlace struct {
	Document string `json:"d"`
	FromN    int    `json:"n"`
	ID       string `json:"i"`
}

// CodePassagesOf are the passages that carry a code itself, not one that was
// merged into it, in the studies of which the asker is a researcher, document by
// document: limit+1 at most, after a place. What was settled as not holding is
// left out.
func (s *Service) CodePassagesOf(ctx context.Context, codebook, code string, after PassagePlace, limit int) ([]Quote, error) {
	var out []Quote
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		book, err := s.bookToRead(ctx, q, codebook)
		if err != nil {
			return err
		}
		if _, err := book.code(code); err != nil {
			return err
		}
		sees, more := seenBy(access.From(ctx))
		args := append([]any{code}, more...)
		args = append(args, access.From(ctx).UserID)
		where := "g.code_id = ? AND g.dropped = 0 AND " + sees + " AND g.study_id IN (" + researchedBy + ")"
		if after.ID != "" {
			where += " AND (g.document_id, g.from_n, g.id) > (?, ?, ?)"
			args = append(args, after.Document, after.FromN, after.ID)
		}
		var rows []quoteRow
		if err := q.NewRaw(selectQuotes+where+" ORDER BY g.document_id, g.from_n, g.id LIMIT ?", append(args, limit+1)...).Scan(ctx, &rows); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "list the passages of a code")
		}
		out, err = quotesOf(ctx, q, rows)
		return err
	})
	s.nameQuotes(ctx, out)
	return out, err
}

// Piece is a code that a split makes, with the passages that it takes.
type Piece struct {
	Name       string   `json:"name" maxLength:"400"`
	Definition string   `json:"definition,omitempty" maxLength:"8000"`
	CodingIDs  []string `json:"coding_ids,omitempty" maxItems:"20000" doc:"Passages of the code that is split which this one takes."`
}

// SplitCode makes further codes of a code, each with some of its passages; what
// none takes stays where it is. Passages are taken of all coders alike, but only
// those the asker sees as a researcher of their studies.
func (s *Service) SplitCode(ctx context.Context, codebook, id, ifMatch string, parts []Piece) ([]Code, log.Position, error) {
	if len(parts) == 0 || len(parts) > 20 {
		return nil, 0, fault.Invalid("parts", "Name one to twenty codes to make of it.").Keyed("codebook.parts")
	}
	var made []Code
	_, position, err := s.inCode(ctx, codebook, id, ifMatch, CodeActive, "split", func(ctx context.Context, book *openBook, c *Code) (map[string]string, error) {
		from, moved := *c, 0
		names := make([]string, len(parts))
		for i, p := range parts {
			part, err := book.addCode(ctx, Code{Name: p.Name, Definition: p.Definition, FamilyID: from.FamilyID, SplitFrom: id})
			if err != nil {
				return nil, atPart(err, i)
			}
			n, err := recode(ctx, book.tx, id, part.ID, p.CodingIDs, access.From(ctx).UserID, record.Micros(s.Now()))
			if err != nil {
				return nil, err
			}
			if n != len(p.CodingIDs) {
				return nil, fault.Invalid("parts["+strconv.Itoa(i)+"].coding_ids", "Some of these passages do not carry the code, or you do not see them.").Keyed("codebook.passages")
			}
			made, moved, names[i] = append(made, part), moved+n, part.Name
		}
		if moved > 0 {
			book.tx.Log(CodingChanged, id)
		}
		return map[string]string{"parts": strconv.Itoa(len(parts)), "passages": strconv.Itoa(moved), "names": strings.Join(names, ", ")}, nil
	})
	return made, position, err
}

// atPart names the part that was wrong.
func atPart(err error, i int) error {
	if fault.Is(err, fault.CodeInvalid) {
		return fault.Invalid("parts["+strconv.Itoa(i)+"].name", "Give each part a name of its own.").Keyed("codebook.part_name")
	}
	return err
}

// UnsplitCode undoes a split: its parts that are named and in use count under
// the code again, as merged ones do. They keep the passages that they took, so
// that unmerging one brings it back.
func (s *Service) UnsplitCode(ctx context.Context, codebook, id, ifMatch string, parts []string) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeActive, "unsplit", func(ctx context.Context, book *openBook, c *Code) (map[string]string, error) {
		for _, part := range parts {
			p, err := book.code(part)
			if err != nil || p.SplitFrom != id || p.State != CodeActive {
				return nil, fault.Invalid("part", "This is no part of the code that is in use.").Keyed("codebook.part")
			}
			before := *p
			p.State, p.IntoID = CodeMerged, id
			p.Version, p.ChangedAt = p.Version+1, s.Now().UTC()
			if err := book.standAgain(ctx, p); err != nil {
				return nil, err
			}
			if err := updateCode(ctx, book.tx, *p); err != nil {
				return nil, err
			}
			if err := book.note(ctx, "merged", part, &before, map[string]string{"into": id}); err != nil {
				return nil, err
			}
		}
		return map[string]string{"parts": strconv.Itoa(len(parts))}, nil
	})
}
