package listen

import (
	"context"
	"errors"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// BroughtRefusal is one passage that was not taken, and why.
type BroughtRefusal struct {
	Index   int    `json:"index" doc:"Its place in the request, from 0."`
	ID      string `json:"id,omitempty"`
	Field   string `json:"field"`
	Message string `json:"message"`
	Key     string `json:"key,omitempty"`
}

// BroughtCodings says what came of passages that a rule or model brought.
type BroughtCodings struct {
	Coder    OutsideCoder     `json:"coder"`
	Added    int              `json:"added"`
	There    int              `json:"there" doc:"That it had given already."`
	Rejected []BroughtRefusal `json:"rejected" nullable:"false"`
}

// BringCodings takes passages in that a coder gave who does not sign in: at most
// 1,000 at once, in documents of one study. The coder is known by its name in the
// study; it is made where there is none. Each item has an id made by the caller:
// sent again it changes nothing. Items that are wrong are named, and the others
// are taken. Judged names documents that it looked through besides those of its
// passages.
func (s *Service) BringCodings(ctx context.Context, study string, from OutsideCoder, items []Coding, judged []string) (BroughtCodings, log.Position, error) {
	out := BroughtCodings{Rejected: []BroughtRefusal{}}
	if err := access.From(ctx).Any(access.ListenWrite); err != nil {
		return out, 0, err
	}
	from.StudyID, from.Source, from.Words, from.CodeID = study, FromAPI, "", ""
	from, err := from.checked()
	if err != nil {
		return out, 0, err
	}
	if len(items)+len(judged) == 0 || len(items) > maxAtOnce || len(judged) > maxAtOnce {
		return out, 0, fault.Invalid("items", "Send one to 1,000 passages.").Keyed("coding.at_once")
	}
	position, err := s.write(ctx, func(ctx context.Context, tx *record.Tx) error {
		st, err := researching(ctx, tx, study)
		if err != nil {
			return err
		}
		if out.Coder, err = s.outsideNamed(ctx, tx, from); err != nil {
			return err
		}
		b := &bringing{coder: &coder{Service: s, tx: tx, documents: map[string]codable{}, lengths: map[string]map[int]int{}}, st: st, by: out.Coder, out: &out}
		if err := b.load(ctx, items, judged); err != nil {
			return err
		}
		for i, item := range items {
			if err := b.take(ctx, i, item); err != nil {
				return err
			}
		}
		out.Coder.RanAt = new(s.Now().UTC())
		if err := markOutside(ctx, tx, out.Coder); err != nil {
			return err
		}
		out.Coder, err = getOutside(ctx, tx, out.Coder.ID)
		return err
	})
	return out, position, err
}

// outsideNamed is the coder of a study who has a name, made where there is none.
func (s *Service) outsideNamed(ctx context.Context, tx *record.Tx, from OutsideCoder) (OutsideCoder, error) {
	all, err := listOutside(ctx, tx, from.StudyID)
	if err != nil {
		return from, err
	}
	at := slices.IndexFunc(all, func(o OutsideCoder) bool { return o.RemovedAt == nil && nameKey(o.Name) == nameKey(from.Name) })
	switch {
	case at < 0:
		return s.addOutside(ctx, tx, from)
	case all[at].Kind != from.Kind || all[at].Source != from.Source:
		return from, fault.New(fault.CodeConflict, "Another coder of the study has this name. Choose another.").With("name", "taken").Keyed("listen.taken")
	}
	return all[at], nil
}

// bringing takes the passages of one coder in a transaction.
type bringing struct {
	*coder
	st     Study
	by     OutsideCoder
	sealed map[string]bool // by document of the study
	out    *BroughtCodings
}

// load reads what the items name; documents of other studies are not there.
func (b *bringing) load(ctx context.Context, items []Coding, judged []string) error {
	ns, codes := map[string][]int{}, []string{""}
	for _, id := range judged {
		ns[id] = []int{1}
	}
	for _, item := range items {
		ns[item.DocumentID] = append(ns[item.DocumentID], item.FromN, item.ToN)
		codes = append(codes, item.CodeID)
	}
	b.sealed = map[string]bool{}
	for document, of := range ns {
		d, err := b.codable(ctx, b.tx, document)
		if fault.Is(err, fault.CodeNotFound) || err == nil && d.StudyID != b.st.ID {
			continue // told item by item
		}
		if err != nil {
			return err
		}
		b.documents[document] = d
		if b.lengths[document], err = lengthsOf(ctx, b.tx, document, of); err != nil {
			return err
		}
		if b.sealed[document], err = sealing(ctx, b.tx, b.st, document); err != nil {
			return err
		}
		if err := judgedBy(ctx, b.tx, b.by.ID, document, b.st.ID, b.Now()); err != nil {
			return err
		}
	}
	var err error
	b.codes, err = codesOf(ctx, b.tx, codes)
	return err
}

// take writes one passage, or says why it is not taken.
func (b *bringing) take(ctx context.Context, index int, item Coding) error {
	clean, err := b.wrong(ctx, item)
	var refused *fault.Error
	if errors.As(err, &refused) && refused.Code == fault.CodeInvalid {
		r := BroughtRefusal{Index: index, ID: item.ID, Message: refused.Message, Key: refused.Key}
		if len(refused.Fields) > 0 {
			r.Field = refused.Fields[0].Field
		}
		b.out.Rejected = append(b.out.Rejected, r)
		return nil
	}
	if err != nil {
		return err
	}
	clean.StudyID, clean.Coder, clean.Version = b.st.ID, Coder{Kind: b.by.Kind, ID: b.by.ID}, 1
	clean.Sealed, clean.MadeAt, clean.ChangedAt = b.sealed[item.DocumentID], b.Now().UTC(), b.Now().UTC()
	fresh, err := insertCoding(ctx, b.tx, clean)
	if err != nil {
		return err
	}
	if fresh {
		b.out.Added++
		b.tx.Log(CodingChanged, item.DocumentID)
		return nil
	}
	var whose string
	if _, err := b.tx.Get(ctx, "SELECT coder_id FROM coding WHERE id = ?", []any{item.ID}, &whose); err != nil {
		return fault.Wrap(err, fault.CodeInternal, "find a passage")
	}
	if whose != b.by.ID {
		b.out.Rejected = append(b.out.Rejected, BroughtRefusal{Index: index, ID: item.ID, Field: "id", Message: "This id was used before. Make another.", Key: "coding.id_taken"})
		return nil
	}
	b.out.There++
	return nil
}

// wrong cleans a passage and says what is wrong with it.
func (b *bringing) wrong(ctx context.Context, item Coding) (Coding, error) {
	d, there := b.documents[item.DocumentID]
	if !there {
		return item, fault.Invalid("document_id", "The study has no such document.").Keyed("coding.document")
	}
	item, err := item.checked()
	if err != nil {
		return item, err
	}
	if err := b.fits(item); err != nil {
		return item, err
	}
	if err := b.usable(ctx, d, item.CodeID); err != nil {
		return item, err
	}
	return item, b.touches(ctx, d, item.TouchpointID)
}
