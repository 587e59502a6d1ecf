package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/purpose"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CodebookChanged is the kind of the change log of codebooks, their families and
// codes; it names codebooks.
const CodebookChanged = "codebook.changed"

// Book is a codebook with all that is in it.
type Book struct {
	Codebook
	Families []Family `json:"families"`
	Codes    []Code   `json:"codes" doc:"Merged and retired ones too, by their place."`
}

// Codebooks are those of a program by name, at most 200.
func (s *Service) Codebooks(ctx context.Context, program string) (out []Codebook, err error) {
	if err := reading(ctx, program); err != nil {
		return nil, err
	}
	err = s.view(ctx, func(ctx context.Context, q record.Querier) (err error) {
		out, err = listCodebooks(ctx, q, program)
		return err
	})
	return out, err
}

// CreateCodebook adds an empty codebook to a program.
func (s *Service) CreateCodebook(ctx context.Context, b Codebook) (Codebook, log.Position, error) {
	if err := writing(ctx, b.ProgramID); err != nil {
		return Codebook{}, 0, err
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) (err error) {
		b, err = s.createCodebookIn(ctx, tx, b)
		return err
	})
	return b, position, err
}

func (s *Service) createCodebookIn(ctx context.Context, tx *record.Tx, b Codebook) (Codebook, error) {
	var err error
	if b.Name, err = codeName(b.Name); err != nil {
		return b, err
	}
	if _, err := purpose.GetIn(ctx, tx, b.ProgramID); err != nil {
		return b, err
	}
	all, err := listCodebooks(ctx, tx, b.ProgramID)
	if err != nil {
		return b, err
	}
	if len(all) >= maxCodebooks {
		return b, fault.New(fault.CodeConflict, "A program has at most 200 codebooks.").Keyed("codebook.too_many_books")
	}
	b.ID, b.CreatedAt, b.ChangedAt, b.Edition, b.Version = s.NewID(), s.Now().UTC(), s.Now().UTC(), 1, 1
	tx.Log(CodebookChanged, b.ID)
	return b, insertCodebook(ctx, tx, b)
}

// Book is a codebook that the asker reads. Examples are people's words: only
// researchers of a study that uses the codebook read them.
func (s *Service) Book(ctx context.Context, id string) (Book, error) {
	var out Book
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		book, err := s.bookToRead(ctx, q, id)
		if err != nil {
			return err
		}
		out = book.Book
		open, err := codesFor(ctx, q, id)
		if err != nil || open {
			return err
		}
		for i := range out.Codes {
			out.Codes[i].Example = ""
		}
		return nil
	})
	return out, err
}

// RenameCodebook changes the name of a codebook that has the version of ifMatch
// ("" for any).
func (s *Service) RenameCodebook(ctx context.Context, id, ifMatch, name string) (Codebook, log.Position, error) {
	book, position, err := s.inBook(ctx, id, func(ctx context.Context, tx *record.Tx, book *openBook) error {
		if err := web.MatchVersion(ifMatch, book.Version); err != nil {
			return err
		}
		var err error
		if book.Name, err = codeName(name); err != nil {
			return err
		}
		all, err := listCodebooks(ctx, tx, book.ProgramID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(all, func(o Codebook) bool { return o.ID != id && nameKey(o.Name) == nameKey(book.Name) }) {
			return codeTaken()
		}
		return nil
	})
	return book, position, err
}

// openBook is a codebook in a transaction that changes it.
type openBook struct {
	Book
	s  *Service
	tx *record.Tx
}

func readBook(ctx context.Context, q record.Querier, id string) (openBook, error) {
	var b openBook
	var err error
	if b.Codebook, err = getCodebook(ctx, q, id); err != nil {
		return b, err
	}
	if b.Families, err = listFamilies(ctx, q, id); err != nil {
		return b, err
	}
	b.Codes, err = listCodes(ctx, q, id)
	return b, err
}

// bookToRead is a codebook that the asker reads; one of a program that he does
// not read is not found.
func (s *Service) bookToRead(ctx context.Context, q record.Querier, id string) (openBook, error) {
	if err := access.From(ctx).Any(access.ListenRead); err != nil {
		return openBook{}, err
	}
	b, err := readBook(ctx, q, id)
	if err != nil {
		return b, err
	}
	if fault.Is(reading(ctx, b.ProgramID), fault.CodeNotFound) {
		return openBook{}, fault.NotFound("codebook")
	}
	return b, reading(ctx, b.ProgramID)
}

// inBook runs fn on a codebook that the asker may change and writes that it
// changed.
func (s *Service) inBook(ctx context.Context, id string, fn func(ctx context.Context, tx *record.Tx, book *openBook) error) (Codebook, log.Position, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return Codebook{}, 0, err
	}
	var out Codebook
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		book, err := s.bookToRead(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := writing(ctx, book.ProgramID); err != nil {
			return err
		}
		book.s, book.tx = s, tx
		book.Edition, book.Version, book.ChangedAt = book.Edition+1, book.Version+1, s.Now().UTC()
		if err := fn(ctx, tx, &book); err != nil {
			return err
		}
		tx.Log(CodebookChanged, id)
		out = book.Codebook
		return updateCodebook(ctx, tx, book.Codebook)
	})
	return out, position, err
}

// note writes what was done to a code.
func (b *openBook) note(ctx context.Context, what, code string, before *Code, details map[string]string) error {
	return insertCodeHistory(ctx, b.tx, b.ID, CodeChange{
		ID: b.s.NewID(), CodeID: code, Edition: b.Edition, What: what, Before: before, Details: details,
		ByUser: access.From(ctx).UserID, At: b.s.Now().UTC(),
	})
}

// family is the place of a family in the book.
func (b *openBook) family(id string) (int, error) {
	at := slices.IndexFunc(b.Families, func(f Family) bool { return f.ID == id })
	if at < 0 {
		return 0, fault.Invalid("family_id", "There is no such family in the codebook.").Keyed("family.unknown")
	}
	return at, nil
}

// CodeHistory is what was done to the codes of a codebook, or to one of them,
// newest first.
func (s *Service) CodeHistory(ctx context.Context, codebook, code string, page web.Page) (web.List[CodeChange], error) {
	var before string
	if err := web.DecodeCursor(page.Cursor, &before); err != nil {
		return web.List[CodeChange]{}, err
	}
	var rows []CodeChange
	limit := page.Limit
	err := s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.bookToRead(ctx, q, codebook); err != nil {
			return err
		}
		open, err := codesFor(ctx, q, codebook)
		if err != nil {
			return err
		}
		rows, err = listCodeHistory(ctx, q, codebook, code, before, limit+1)
		for i := range rows {
			if !open && rows[i].Before != nil {
				rows[i].Before.Example = ""
			}
		}
		return err
	})
	for i, r := range rows {
		rows[i].ByName = s.names(ctx, r.ByUser)[r.ByUser]
	}
	return web.Listed(rows, limit, func(c CodeChange) any { return c.ID }), err
}
