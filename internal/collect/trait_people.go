package collect

import (
	"context"
	"slices"
	"strconv"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
	"github.com/balcony-cx/balcony/internal/record/log"
)

// fedTrait is a declared trait that an answer has from what people know of its
// customer or account, unless it says so itself.
type fedTrait struct {
	Trait
	from []string // definitions, those of customers first
}

// factKind is how facts keep a kind of trait.
func factKind(k people.TraitKind) string {
	switch k {
	case people.TraitNumber, people.TraitMoney:
		return "number"
	case people.TraitDate:
		return "date"
	}
	return "text"
}

// isValue tells whether it is what somebody is worth, for which facts have a
// column of their own.
func isValue(definition string) bool {
	return definition == people.CustomerValue || definition == people.AccountValue
}

// traitNames are declared traits by program and folded name; of several that
// fold to one name that with the lowest slot.
type traitNames struct {
	by   map[[2]string]Trait
	full bool // no slot is left
}

func nameTraits(all []Trait) traitNames {
	out := traitNames{by: make(map[[2]string]Trait, len(all)), full: len(all) >= maxTraits}
	for _, t := range all {
		key := [2]string{t.ProgramID, foldName(t.Name)}
		if have, there := out.by[key]; !there || t.Slot < have.Slot {
			out.by[key] = t
		}
	}
	return out
}

// of finds the declared trait of a program that holds what people know under a
// name. found is true, and ok false, where it is of another kind: what the
// answers say then stands alone.
func (n traitNames) of(program string, d people.TraitDefinition) (t Trait, found, ok bool) {
	t, found = n.by[[2]string{program, foldName(d.Name)}]
	return t, found, found && t.Kind == factKind(d.Kind)
}

// fedBy tells which declared traits people feed, by program; definitions of
// customers come first.
func fedBy(all []Trait, definitions []people.TraitDefinition) map[string][]fedTrait {
	out, names, places := map[string][]fedTrait{}, nameTraits(all), map[int]int{}
	programs := map[string]bool{}
	for _, t := range all {
		programs[t.ProgramID] = true
	}
	for program := range programs {
		for _, d := range definitions {
			t, _, ok := names.of(program, d)
			if !ok || isValue(d.ID) {
				continue
			}
			if _, there := places[t.Slot]; !there {
				places[t.Slot] = len(out[program])
				out[program] = append(out[program], fedTrait{Trait: t})
			}
			at := &out[program][places[t.Slot]]
			at.from = append(at.from, d.ID)
		}
	}
	return out
}

// ChoiceLabels are what the values of choices are called, by the slot of the
// trait that holds them and by the value, whoever asks. What an answer says
// itself under the same name is called the same.
func (s *Service) ChoiceLabels(ctx context.Context) (map[int]map[string]string, error) {
	var all []Trait
	var definitions []people.TraitDefinition
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		if all, err = listTraits(ctx, q); err != nil {
			return err
		}
		definitions, err = people.DefinitionsIn(ctx, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	byID := map[string]people.TraitDefinition{}
	for _, d := range definitions {
		byID[d.ID] = d
	}
	out := map[int]map[string]string{}
	for _, fed := range fedBy(all, definitions) {
		for _, t := range fed {
			for _, id := range slices.Backward(t.from) { // of customers and accounts alike, customers say it
				for _, c := range byID[id].Choices {
					if out[t.Slot] == nil {
						out[t.Slot] = map[string]string{}
					}
					out[t.Slot][c.Key] = c.Label
				}
			}
		}
	}
	return out, nil
}

// roomless are the definitions that figures are cut by and that have no slot in
// a program yet; none where all slots are taken.
func (n traitNames) roomless(program string, definitions []people.TraitDefinition) (out []people.TraitDefinition) {
	if n.full {
		return nil
	}
	for _, d := range definitions {
		if _, found, _ := n.of(program, d); d.InAnalysis && !isValue(d.ID) && !found {
			out = append(out, d)
		}
	}
	return out
}

// UseTrait gives a trait of people a slot in every program that has answers;
// a program that has none yet gives it one when the first comes. Where no slot
// is left it is a conflict.
func (s *Service) UseTrait(ctx context.Context, tx *record.Tx, d people.TraitDefinition) error {
	var programs []string
	err := tx.NewRaw("SELECT p.id FROM program p WHERE EXISTS (SELECT 1 FROM response r WHERE r.program_id = p.id) ORDER BY p.id LIMIT ?", maxTraits+1).Scan(ctx, &programs)
	if err != nil {
		return fault.Wrap(err, fault.CodeInternal, "list programs with answers")
	}
	for _, program := range programs {
		left, err := takeSlots(ctx, tx, program, []people.TraitDefinition{d})
		if err != nil {
			return err
		}
		if left > 0 {
			return fault.New(fault.CodeConflict, "Figures can be cut by 200 traits at most, in all programs together, and every place is taken. A place that was taken stays taken.").
				With("in_analysis", "no place left").Keyed("people_trait.no_room")
		}
	}
	return nil
}

// takeSlots gives traits of people slots in a program; left is how many found
// none.
func takeSlots(ctx context.Context, tx *record.Tx, program string, definitions []people.TraitDefinition) (left int, err error) {
	all, err := listTraits(ctx, tx)
	if err != nil {
		return 0, err
	}
	names := nameTraits(all)
	for _, d := range definitions {
		if _, found, _ := names.of(program, d); found || isValue(d.ID) {
			continue
		}
		t, added, ok, err := declare(ctx, tx, all, Trait{ProgramID: program, Name: d.Name, Label: d.Label, Kind: factKind(d.Kind), Role: string(RoleSegment)})
		if err != nil {
			return left, err
		}
		if !ok {
			left++
			continue
		}
		if added {
			all = append(all, t)
			tx.Log(TraitDeclared, strconv.Itoa(t.Slot))
		}
	}
	return left, nil
}

// takeSlotsOf gives all traits of people that figures are cut by slots in a
// program, inside a caller's transaction.
func takeSlotsOf(ctx context.Context, tx *record.Tx, program string) error {
	definitions, err := people.DefinitionsIn(ctx, tx)
	if err != nil {
		return err
	}
	all, err := listTraits(ctx, tx)
	if err != nil {
		return err
	}
	_, err = takeSlots(ctx, tx, program, nameTraits(all).roomless(program, definitions))
	return err
}

// makeRoom gives traits of people slots in a program before an answer of
// somebody known comes into it. Where all have theirs, which the directory
// knows, it costs nothing.
func (t *taking) makeRoom(ctx context.Context, e *entry) error {
	if e.customer == "" && e.account == "" || len(t.directory.roomless[e.program]) == 0 || t.roomy[e.program] {
		return nil
	}
	_, err := retried(ctx, func() (log.Position, error) {
		return t.s.Store.Write(ctx, func(ctx context.Context, tx *record.Tx) error { return takeSlotsOf(ctx, tx, e.program) })
	})
	t.s.traitChanges.Add(1)
	if t.roomy == nil {
		t.roomy = map[string]bool{}
	}
	t.roomy[e.program] = true
	return err
}

// FedTraits are the definitions of people's traits that feed a declared trait,
// by its slot, those of customers before those of accounts.
func (s *Service) FedTraits(ctx context.Context) (map[int][]string, error) {
	out := map[int][]string{}
	err := s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		all, err := listTraits(ctx, q)
		if err != nil {
			return err
		}
		definitions, err := people.DefinitionsIn(ctx, q)
		for _, fed := range fedBy(all, definitions) {
			for _, t := range fed {
				out[t.Slot] = t.from
			}
		}
		return err
	})
	return out, err
}
