package listen

import (
	"context"
	"strconv"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
	"github.com/balcony-cx/balcony/internal/web"
)

// CodingChanged is the kind of the change log of coded passages. It names
// documents, or the code whose passages were split.
const CodingChanged = "coding.changed"

// Codings are the passages of a document as its researchers may see them: their
// own, and those of others that are not sealed.
func (s *Service) Codings(ctx context.Context, document string) (out []Coding, err error) {
	err = s.view(ctx, func(ctx context.Context, q record.Querier) error {
		if _, err := s.readable(ctx, q, document); err != nil {
			return err
		}
		out, err = listCodings(ctx, q, access.From(ctx), document)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.nameCoders(ctx, out)
	return out, nil
}

// nameCoders says what coders are called, people and others.
func (s *Service) nameCoders(ctx context.Context, codings []Coding) {
	ids := make([]string, len(codings))
	for i, c := range codings {
		ids[i] = c.Coder.ID
	}
	names := s.names(ctx, ids...)
	s.nameOutside(ctx, names)
	for i, c := range codings {
		codings[i].Coder.Name = names[c.Coder.ID]
	}
}

// CodePassages gives passages of one study's documents their codes, all or none,
// at most 1,000 at once. Every item has an id made by the caller; sending it
// again changes nothing.
func (s *Service) CodePassages(ctx context.Context, items []Coding) ([]Coding, log.Position, error) {
	if len(items) == 0 || len(items) > maxAtOnce {
		return nil, 0, fault.Invalid("items", "Send one to 1,000 passages.").Keyed("coding.at_once")
	}
	var out []Coding
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		in := &coder{Service: s, tx: tx, documents: map[string]codable{}, lengths: map[string]map[int]int{}}
		if err := in.load(ctx, items); err != nil {
			return err
		}
		if err := in.begin(ctx, items); err != nil {
			return err
		}
		out = make([]Coding, len(items))
		for i, item := range items {
			made, err := in.give(ctx, item)
			if err != nil {
				return fault.Under(err, "items["+strconv.Itoa(i)+"].")
			}
			out[i] = made
		}
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	s.nameCoders(ctx, out)
	return out, position, nil
}

// coder gives codes in a transaction.
type coder struct {
	*Service
	tx        *record.Tx
	documents map[string]codable
	codes     map[string]Code
	lengths   map[string]map[int]int // of sentences, by document
	blind     map[string]bool        // the documents where what is given now is sealed
}

// load reads what the items name: documents, codes, and the lengths of the
// sentences in which passages begin and end.
func (c *coder) load(ctx context.Context, items []Coding) error {
	ns, codes := map[string][]int{}, []string{}
	for _, item := range items {
		ns[item.DocumentID] = append(ns[item.DocumentID], item.FromN, item.ToN)
		codes = append(codes, item.CodeID)
	}
	for document, of := range ns {
		d, err := c.codable(ctx, c.tx, document)
		if err != nil {
			return err
		}
		c.documents[document] = d
		if c.lengths[document], err = lengthsOf(ctx, c.tx, document, of); err != nil {
			return err
		}
	}
	var err error
	c.codes, err = codesOf(ctx, c.tx, codes)
	return err
}

// begin makes the asker's passes on the documents of the items, and refuses more
// passages than a document shows.
func (c *coder) begin(ctx context.Context, items []Coding) error {
	more := map[string]int{}
	for _, item := range items {
		more[item.DocumentID]++
	}
	c.blind = map[string]bool{}
	for document, n := range more {
		var there int
		if _, err := c.tx.Get(ctx, "SELECT COUNT(*) FROM coding WHERE document_id = ? AND removed_at IS NULL", []any{document}, &there); err != nil {
			return fault.Wrap(err, fault.CodeInternal, "count codings")
		}
		if there+n > maxCodings {
			return fault.New(fault.CodeConflict, "A document carries at most 20,000 coded passages.").Keyed("coding.too_many")
		}
		var err error
		if c.blind[document], err = c.beginPass(ctx, c.tx, c.documents[document], access.From(ctx).UserID); err != nil {
			return err
		}
	}
	return nil
}

// give writes one passage.
func (c *coder) give(ctx context.Context, item Coding) (Coding, error) {
	d := c.documents[item.DocumentID]
	item, err := item.checked()
	if err != nil {
		return item, err
	}
	if err := c.fits(item); err != nil {
		return item, err
	}
	if err := c.usable(ctx, d, item.CodeID); err != nil {
		return item, err
	}
	if err := c.touches(ctx, d, item.TouchpointID); err != nil {
		return item, err
	}
	item.StudyID, item.Coder, item.Version = d.StudyID, Coder{Kind: ByPerson, ID: access.From(ctx).UserID}, 1
	item.Sealed = c.blind[d.ID]
	item.MadeAt, item.ChangedAt = c.Now().UTC(), c.Now().UTC()
	fresh, err := insertCoding(ctx, c.tx, item)
	if err != nil || fresh {
		c.tx.Log(CodingChanged, d.ID)
		return item, err
	}
	before, err := getCoding(ctx, c.tx, item.ID, false)
	if fault.Is(err, fault.CodeNotFound) || err == nil && before.Coder != item.Coder {
		return item, fault.New(fault.CodeConflict, "This id was used before. Make another.").With("id", "taken").Keyed("coding.id_taken")
	}
	return before, err
}

// fits checks the place of a passage.
func (c *coder) fits(item Coding) error {
	return item.fits(func(n int) int {
		if length, there := c.lengths[item.DocumentID][n]; there {
			return length
		}
		return -1
	})
}

// usable refuses a code that is not one of the study's codebook or not in use. A
// study that has no codebook yet is coded by that of its first code.
func (c *coder) usable(ctx context.Context, d codable, id string) error {
	code, there := c.codes[id]
	if there && d.CodebookID == "" {
		book, err := getCodebook(ctx, c.tx, code.CodebookID)
		if err != nil {
			return err
		}
		if there = book.ProgramID == d.ProgramID; there {
			if err := setStudyCodebook(ctx, c.tx, d.StudyID, code.CodebookID); err != nil {
				return err
			}
			for k, o := range c.documents {
				if o.StudyID == d.StudyID {
					o.CodebookID = code.CodebookID
					c.documents[k] = o
				}
			}
			d.CodebookID = code.CodebookID
		}
	}
	if !there || code.CodebookID != d.CodebookID {
		return fault.Invalid("code_id", "The study's codebook has no such code.").Keyed("coding.code")
	}
	if code.State != CodeActive {
		return fault.Invalid("code_id", "This code is not in use any more.").Keyed("coding.code_gone")
	}
	return nil
}

// touches refuses a touchpoint that is not one of the program; "" is none.
func (c *coder) touches(ctx context.Context, d codable, id string) error {
	if id == "" {
		return nil
	}
	if there, err := journey.HasTouchpointIn(ctx, c.tx, d.ProgramID, id); err != nil || there {
		return err
	}
	return fault.Invalid("touchpoint_id", "There is no such touchpoint in the program.").Keyed("coding.touchpoint")
}

// CodingChange is what its coder may change of a passage; nil leaves as it is.
type CodingChange struct {
	CodeID, TouchpointID, Memo *string
	Mode                       *Mode
	Passage                    *Passage
}

// UpdateCoding changes a passage of the asker's that has the version of ifMatch
// ("" for any).
func (s *Service) UpdateCoding(ctx context.Context, id, ifMatch string, change CodingChange) (Coding, log.Position, error) {
	var c Coding
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		in, before, err := s.own(ctx, tx, id, false)
		if err != nil {
			return err
		}
		if err := web.MatchVersion(ifMatch, before.Version); err != nil {
			return err
		}
		c = before
		set(&c.CodeID, change.CodeID)
		set(&c.TouchpointID, change.TouchpointID)
		set(&c.Memo, change.Memo)
		set(&c.Mode, change.Mode)
		set(&c.Passage, change.Passage)
		if c, err = c.checked(); err != nil {
			return err
		}
		if err := in.load(ctx, []Coding{c}); err != nil {
			return err
		}
		if err := in.fits(c); err != nil {
			return err
		}
		if err := s.stillOpen(ctx, tx, before, c); err != nil {
			return err
		}
		if c.CodeID != before.CodeID {
			if err := in.usable(ctx, in.documents[c.DocumentID], c.CodeID); err != nil {
				return err
			}
		}
		if c.TouchpointID != before.TouchpointID {
			if err := in.touches(ctx, in.documents[c.DocumentID], c.TouchpointID); err != nil {
				return err
			}
		}
		c.Version, c.ChangedAt = c.Version+1, s.Now().UTC()
		tx.Log(CodingChanged, c.DocumentID)
		return updateCoding(ctx, tx, c)
	})
	c.Coder.Name = access.From(ctx).Name
	return c, position, err
}

// stillOpen refuses another code or place for a passage by which coders who were
// blind have been compared: it is taken off and given anew.
func (s *Service) stillOpen(ctx context.Context, tx *record.Tx, before, after Coding) error {
	if before.CodeID == after.CodeID && before.Passage == after.Passage {
		return nil
	}
	passes, err := passesOfDocument(ctx, tx, before.DocumentID)
	if err != nil {
		return err
	}
	for _, p := range passes {
		if p.Coder.ID == before.Coder.ID && p.OpenedAt != nil && !before.MadeAt.After(*p.OpenedAt) {
			return fault.New(fault.CodeConflict, "Coders were compared by this passage. Take it off and give it anew.").Keyed("coding.compared")
		}
	}
	return nil
}

// own is a passage that the asker gave, and who gives codes there.
func (s *Service) own(ctx context.Context, tx *record.Tx, id string, gone bool) (*coder, Coding, error) {
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return nil, Coding{}, err
	}
	c, err := getCoding(ctx, tx, id, gone)
	if err != nil {
		return nil, c, err
	}
	if _, err := s.codable(ctx, tx, c.DocumentID); err != nil {
		return nil, c, fault.NotFound("coding")
	}
	mine := c.Coder.Kind == ByPerson && c.Coder.ID == access.From(ctx).UserID
	switch {
	case mine:
		return &coder{Service: s, tx: tx, documents: map[string]codable{}, lengths: map[string]map[int]int{}}, c, nil
	case c.Sealed:
		return nil, c, fault.NotFound("coding")
	}
	return nil, c, fault.New(fault.CodeForbidden, "Another coder gave this code. Settle it with a reason instead.").Keyed("coding.not_yours")
}

// RemoveCoding takes a code off a passage of the asker's; RestoreCoding puts it
// back.
func (s *Service) RemoveCoding(ctx context.Context, id string) (log.Position, error) {
	return s.moveCodings(ctx, []string{id}, false)
}

// RestoreCoding undoes RemoveCoding.
func (s *Service) RestoreCoding(ctx context.Context, id string) (log.Position, error) {
	return s.moveCodings(ctx, []string{id}, true)
}

// RemoveCodings takes codes off passages of the asker's, all or none, at most
// 1,000 at once; RestoreCodings puts them back.
func (s *Service) RemoveCodings(ctx context.Context, ids []string) (log.Position, error) {
	return s.moveCodings(ctx, ids, false)
}

// RestoreCodings undoes RemoveCodings.
func (s *Service) RestoreCodings(ctx context.Context, ids []string) (log.Position, error) {
	return s.moveCodings(ctx, ids, true)
}

func (s *Service) moveCodings(ctx context.Context, ids []string, back bool) (log.Position, error) {
	at := record.Micros(s.Now())
	if back {
		at = 0
	}
	return s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		logged := map[string]bool{}
		for _, id := range ids {
			_, c, err := s.own(ctx, tx, id, back)
			if err != nil {
				return err
			}
			if !logged[c.DocumentID] {
				logged[c.DocumentID] = true
				tx.Log(CodingChanged, c.DocumentID)
			}
			if err := removeCoding(ctx, tx, id, at); err != nil {
				return err
			}
		}
		return nil
	})
}
