package listen

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CreateCode adds a code behind those of its family; without a family it goes
// into the first, which is made where there is none.
func (s *Service) CreateCode(ctx context.Context, c Code) (Code, log.Position, error) {
	_, position, err := s.inBook(ctx, c.CodebookID, func(ctx context.Context, _ *record.Tx, book *openBook) (err error) {
		c, err = book.addCode(ctx, c)
		return err
	})
	return c, position, err
}

func (b *openBook) addCode(ctx context.Context, c Code) (Code, error) {
	c, err := c.checked()
	if err != nil {
		return c, err
	}
	if len(b.Codes) >= maxCodes {
		return c, fault.New(fault.CodeConflict, "A codebook has at most 2,000 codes.").Keyed("codebook.too_many")
	}
	if c.FamilyID == "" {
		if len(b.Families) == 0 {
			if _, err := b.addFamily(ctx, Family{Name: b.Name}); err != nil {
				return c, err
			}
		}
		c.FamilyID = b.Families[0].ID
	}
	if _, err := b.family(c.FamilyID); err != nil {
		return c, err
	}
	if b.named(c) {
		return c, codeTaken()
	}
	c.ID, c.CodebookID, c.Position, c.State, c.IntoID = b.s.NewID(), b.ID, len(b.inFamily(c.FamilyID))+1, CodeActive, ""
	c.StandsID, c.CreatedBy, c.CreatedAt, c.ChangedAt, c.Version = c.ID, access.From(ctx).UserID, b.s.Now().UTC(), b.s.Now().UTC(), 1
	b.Codes = append(b.Codes, c)
	if err := insertCode(ctx, b.tx, c); err != nil {
		return c, err
	}
	return c, b.note(ctx, "created", c.ID, nil, nil)
}

// named tells whether another active code has the name of c.
func (b *openBook) named(c Code) bool {
	return slices.ContainsFunc(b.Codes, func(o Code) bool {
		return o.ID != c.ID && o.State == CodeActive && nameKey(o.Name) == nameKey(c.Name)
	})
}

// inFamily are the codes of a family in their order.
func (b *openBook) inFamily(family string) []Code {
	out := slices.DeleteFunc(slices.Clone(b.Codes), func(c Code) bool { return c.FamilyID != family })
	slices.SortStableFunc(out, func(x, y Code) int { return x.Position - y.Position })
	return out
}

// code is a code of the book that an address names.
func (b *openBook) code(id string) (*Code, error) {
	at := slices.IndexFunc(b.Codes, func(c Code) bool { return c.ID == id })
	if at < 0 {
		return nil, fault.NotFound("code")
	}
	return &b.Codes[at], nil
}

// changeable is a code of the asked state and version.
func (b *openBook) changeable(id, ifMatch string, state CodeState) (*Code, error) {
	c, err := b.code(id)
	if err != nil {
		return nil, err
	}
	if err := web.MatchVersion(ifMatch, c.Version); err != nil {
		return nil, err
	}
	if c.State != state {
		return nil, fault.New(fault.CodeConflict, "This code was merged, retired or brought back meanwhile. Load it again.").Keyed("codebook.state")
	}
	return c, nil
}

// CodeTexts is what may be changed of a code; nil leaves as it is. A Position
// moves it there in its family.
type CodeTexts struct {
	FamilyID, Name, Definition, UseWhen, NotWhen, Example *string
	Position                                              *int
}

// UpdateCode changes an active code that has the version of ifMatch ("" for any).
func (s *Service) UpdateCode(ctx context.Context, codebook, id, ifMatch string, change CodeTexts) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeActive, "changed", func(ctx context.Context, book *openBook, c *Code) (map[string]string, error) {
		family := c.FamilyID
		set(&c.FamilyID, change.FamilyID)
		set(&c.Name, change.Name)
		set(&c.Definition, change.Definition)
		set(&c.UseWhen, change.UseWhen)
		set(&c.NotWhen, change.NotWhen)
		set(&c.Example, change.Example)
		clean, err := c.checked()
		if err != nil {
			return nil, err
		}
		if *c = clean; book.named(*c) {
			return nil, codeTaken()
		}
		if _, err := book.family(c.FamilyID); err != nil {
			return nil, err
		}
		if c.FamilyID != family {
			c.Position = len(book.inFamily(c.FamilyID))
		}
		if change.Position != nil {
			c.Position = *change.Position
		}
		return nil, book.order(ctx, c)
	})
}

// order gives the codes of a family their places round c, which is not written.
func (b *openBook) order(ctx context.Context, c *Code) error {
	rest := slices.DeleteFunc(b.inFamily(c.FamilyID), func(o Code) bool { return o.ID == c.ID })
	c.Position = min(max(c.Position, 1), len(rest)+1)
	for i, o := range slices.Insert(rest, c.Position-1, *c) {
		if o.ID != c.ID && o.Position != i+1 {
			o.Position = i + 1
			if err := updateCode(ctx, b.tx, o); err != nil {
				return err
			}
		}
	}
	return nil
}

// inCode changes one code of a state, and notes how it was before and what fn
// tells of the change.
func (s *Service) inCode(ctx context.Context, codebook, id, ifMatch string, state CodeState, what string,
	fn func(ctx context.Context, book *openBook, c *Code) (map[string]string, error),
) (Code, log.Position, error) {
	var out Code
	_, position, err := s.inBook(ctx, codebook, func(ctx context.Context, tx *record.Tx, book *openBook) error {
		c, err := book.changeable(id, ifMatch, state)
		if err != nil {
			return err
		}
		before := *c
		details, err := fn(ctx, book, c)
		if err != nil {
			return err
		}
		c.Version, c.ChangedAt = c.Version+1, s.Now().UTC()
		if err := updateCode(ctx, tx, *c); err != nil {
			return err
		}
		out = *c
		// People's words are told to those who read them, whoever changed the code.
		if open, err := codesFor(ctx, tx, codebook); err != nil || !open {
			out.Example = ""
			if err != nil {
				return err
			}
		}
		return book.note(ctx, what, id, &before, details)
	})
	return out, position, err
}

// RetireCode takes a code out of use. Passages that carry it keep it.
func (s *Service) RetireCode(ctx context.Context, codebook, id, ifMatch string) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeActive, "retired", func(_ context.Context, _ *openBook, c *Code) (map[string]string, error) {
		c.State = CodeRetired
		return nil, nil
	})
}

// RestoreCode brings a retired code back while no other took its name.
func (s *Service) RestoreCode(ctx context.Context, codebook, id, ifMatch string) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeRetired, "restored", func(_ context.Context, book *openBook, c *Code) (map[string]string, error) {
		if book.named(*c) {
			return nil, codeTaken()
		}
		c.State = CodeActive
		return nil, nil
	})
}

// MergeCode has the passages of a code count under another from now on. They
// keep the code they were given, so UnmergeCode gives back what was.
func (s *Service) MergeCode(ctx context.Context, codebook, id, ifMatch, into string) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeActive, "merged", func(ctx context.Context, book *openBook, c *Code) (map[string]string, error) {
		target, err := book.code(into)
		if err != nil || target.State != CodeActive || into == id {
			return nil, fault.Invalid("into_id", "Choose another code of this codebook that is in use.").Keyed("codebook.into")
		}
		c.State, c.IntoID = CodeMerged, into
		return map[string]string{"into": into}, book.standAgain(ctx, c)
	})
}

// UnmergeCode undoes a merge while no other code took its name.
func (s *Service) UnmergeCode(ctx context.Context, codebook, id, ifMatch string) (Code, log.Position, error) {
	return s.inCode(ctx, codebook, id, ifMatch, CodeMerged, "unmerged", func(ctx context.Context, book *openBook, c *Code) (map[string]string, error) {
		if book.named(*c) {
			return nil, codeTaken()
		}
		details := map[string]string{"from": c.IntoID}
		c.State, c.IntoID = CodeActive, ""
		return details, book.standAgain(ctx, c)
	})
}

// standAgain says anew which code stands for which; c, which is not written yet,
// is changed in place.
func (b *openBook) standAgain(ctx context.Context, c *Code) error {
	for i, now := range stood(b.Codes) {
		if now.ID == c.ID {
			c.StandsID = now.StandsID
		} else if now.StandsID != b.Codes[i].StandsID {
			if err := standUnder(ctx, b.tx, now.ID, now.StandsID); err != nil {
				return err
			}
		}
	}
	return nil
}
