package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CreateFamily adds a family behind those of its codebook.
func (s *Service) CreateFamily(ctx context.Context, f Family) (Family, log.Position, error) {
	_, position, err := s.inBook(ctx, f.CodebookID, func(ctx context.Context, _ *record.Tx, book *openBook) (err error) {
		f, err = book.addFamily(ctx, f)
		return err
	})
	return f, position, err
}

func (b *openBook) addFamily(ctx context.Context, f Family) (Family, error) {
	f, err := f.checked(b.Families)
	if err != nil {
		return f, err
	}
	if len(b.Families) >= maxFamilies {
		return f, fault.New(fault.CodeConflict, "A codebook has at most 100 families.").Keyed("family.too_many")
	}
	f.ID, f.CodebookID, f.Position, f.Version = b.s.NewID(), b.ID, len(b.Families)+1, 1
	b.Families = append(b.Families, f)
	return f, insertFamily(ctx, b.tx, f)
}

// FamilyChange is what may be changed of a family; nil leaves as it is. A
// Position moves it there.
type FamilyChange struct {
	Name, Colour *string
	Position     *int
}

// UpdateFamily changes a family that has the version of ifMatch ("" for any).
func (s *Service) UpdateFamily(ctx context.Context, codebook, id, ifMatch string, c FamilyChange) (Family, log.Position, error) {
	var f Family
	_, position, err := s.inBook(ctx, codebook, func(ctx context.Context, tx *record.Tx, book *openBook) error {
		at, err := book.familyOf(id)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, book.Families[at].Version); err != nil {
			return err
		}
		f = book.Families[at]
		set(&f.Name, c.Name)
		set(&f.Colour, c.Colour)
		if f, err = f.checked(book.Families); err != nil {
			return err
		}
		if slices.ContainsFunc(book.Families, func(o Family) bool { return o.ID != id && nameKey(o.Name) == nameKey(f.Name) }) {
			return codeTaken()
		}
		f.Version++
		if c.Position != nil {
			f.Position = min(max(*c.Position, 1), len(book.Families))
		}
		return book.place(ctx, tx, f)
	})
	return f, position, err
}

// familyOf is the place of a family that an address names.
func (b *openBook) familyOf(id string) (int, error) {
	at, err := b.family(id)
	if err != nil {
		return 0, fault.NotFound("family")
	}
	return at, nil
}

// place writes f at its position and gives the others theirs round it.
func (b *openBook) place(ctx context.Context, tx *record.Tx, f Family) error {
	rest := slices.DeleteFunc(slices.Clone(b.Families), func(o Family) bool { return o.ID == f.ID })
	for i, o := range slices.Insert(rest, min(max(f.Position-1, 0), len(rest)), f) {
		if o.ID == f.ID || o.Position != i+1 {
			o.Position = i + 1
			if err := updateFamily(ctx, tx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// RemoveFamily takes out a family in which no code stands, merged and retired
// ones counted.
func (s *Service) RemoveFamily(ctx context.Context, codebook, id string) (log.Position, error) {
	_, position, err := s.inBook(ctx, codebook, func(ctx context.Context, tx *record.Tx, book *openBook) error {
		if _, err := book.familyOf(id); err != nil {
			return err
		}
		if slices.ContainsFunc(book.Codes, func(c Code) bool { return c.FamilyID == id }) {
			return fault.New(fault.CodeConflict, "Codes stand in this family. Move them first.").Keyed("family.in_use")
		}
		return deleteFamily(ctx, tx, id)
	})
	return position, err
}
