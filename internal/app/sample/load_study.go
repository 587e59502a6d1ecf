package sample

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/listen"
)

// studyPieces are what is to be done for what was heard.
func (l *loading) studyPieces() []func(context.Context) error {
	all := []func(context.Context) error{l.loadStudy, l.loadCodebook, l.loadAsked}
	for n := range talks() {
		all = append(all, func(ctx context.Context) error { return l.loadTalk(ctx, n) })
	}
	for n := range findingPlans() {
		all = append(all, func(ctx context.Context) error { return l.loadFinding(ctx, n) })
	}
	return append(all, l.loadReason)
}

func studyName() Text {
	return Text{"Why they stay, why they leave (invented)", "Pourquoi ils restent, pourquoi ils partent (inventé)"}
}

// study is the study, with who asks: the first researcher.
func (l *loading) study(ctx context.Context) (context.Context, listen.Study, error) {
	ctx = as(ctx, firstCoder)
	all, err := l.s.Listen.Studies(ctx, firmProgram, "", 100)
	if err != nil {
		return ctx, listen.Study{}, err
	}
	i := slices.IndexFunc(all, func(st listen.Study) bool { return st.Name == l.text(studyName()) })
	if i < 0 {
		return ctx, listen.Study{}, fault.NotFound("study")
	}
	return ctx, all[i], nil
}

// loadStudy makes the study with its guide; whoever loads the sample is a
// researcher too, and sees all of it.
func (l *loading) loadStudy(ctx context.Context) error {
	asking, st, err := l.study(ctx)
	if fault.Is(err, fault.CodeNotFound) {
		st, _, err = l.s.Listen.CreateStudy(asking, listen.Study{
			ProgramID: firmProgram, Name: l.text(studyName()), Saturation: 3,
			Purpose:  l.text(Text{"Invented conversations, to show how a study is led.", "Des conversations inventées, pour montrer comment une étude est menée."}),
			Question: l.text(Text{"What makes an account stay that was let down, and what makes a content one go?", "Qu’est-ce qui fait rester un client déçu, et partir un client content\u202f?"}),
			Wanted: []listen.Wanted{
				{Role: l.text(does("decides")), Side: "against", Count: 4}, {Role: l.text(does("uses")), Side: "for", Count: 4}, {Role: l.text(does("influences")), Side: "any", Count: 4},
			},
		})
	}
	if err != nil {
		return err
	}
	if _, _, err := l.s.Listen.UpdateStudy(asking, st.ID, "", listen.StudyChange{State: new(listen.StudyRunning)}); err != nil {
		return err
	}
	for _, user := range []string{secondCoder, l.row.OwnerID} {
		if user == "" {
			continue
		}
		if _, err := l.s.Listen.PutMember(asking, st.ID, user, listen.Researcher); err != nil {
			return err
		}
	}
	guides, err := l.s.Listen.Guides(asking, st.ID)
	if err != nil || len(guides) > 0 {
		return err
	}
	_, _, err = l.s.Listen.WriteGuide(asking, st.ID, "", l.guide())
	return err
}

// adoptStudy makes somebody a researcher of the study.
func (l *loading) adoptStudy(ctx context.Context, user string) error {
	ctx, st, err := l.study(ctx)
	if fault.Is(err, fault.CodeNotFound) {
		return nil // a sample of an older version has none
	}
	if err != nil {
		return err
	}
	_, err = l.s.Listen.PutMember(ctx, st.ID, user, listen.Researcher)
	return err
}

func (l *loading) guide() listen.StudyGuide {
	section := func(minutes int, title, prompt, probe Text) listen.GuideSection {
		return listen.GuideSection{Title: l.text(title), Minutes: minutes, Prompts: []string{l.text(prompt)}, Probes: []string{l.text(probe)}}
	}
	return listen.StudyGuide{Sections: []listen.GuideSection{
		section(5, Text{"How it began", "Les débuts"}, Text{"How did you come to work with us?", "Comment en êtes-vous venus à travailler avec nous\u202f?"}, Text{"Who else was asked?", "Qui d’autre aviez-vous consulté\u202f?"}),
		section(20, Text{"The last time it went wrong", "La dernière fois que cela s’est mal passé"}, Text{"Tell me of the last time something did not go as agreed.", "Racontez-moi la dernière fois que quelque chose ne s’est pas passé comme convenu."},
			Text{"When did you know? From whom?", "Quand l’avez-vous su\u202f? Par qui\u202f?"}),
		section(15, Text{"Staying or leaving", "Rester ou partir"}, Text{"What would have to happen for you to leave?", "Que faudrait-il pour que vous partiez\u202f?"}, Text{"Has it happened with another supplier?", "Est-ce arrivé avec un autre fournisseur\u202f?"}),
	}}
}

// loadCodebook makes the families and codes that are not there yet.
func (l *loading) loadCodebook(ctx context.Context) error {
	ctx, st, err := l.study(ctx)
	if err != nil {
		return err
	}
	id, err := l.s.Listen.StudyCodebook(ctx, st.ID)
	if err != nil {
		return err
	}
	if id == "" {
		if id, err = l.codebook(ctx); err != nil {
			return err
		}
	}
	book, err := l.s.Listen.Book(ctx, id)
	if err != nil {
		return err
	}
	families := map[int]string{}
	for n, name := range familyPlans() {
		i := slices.IndexFunc(book.Families, func(f listen.Family) bool { return f.Name == l.text(name) })
		if i >= 0 {
			families[n] = book.Families[i].ID
			continue
		}
		f, _, err := l.s.Listen.CreateFamily(ctx, listen.Family{CodebookID: id, Name: l.text(name)})
		if err != nil {
			return err
		}
		families[n] = f.ID
	}
	for _, p := range codePlans() {
		if slices.ContainsFunc(book.Codes, func(c listen.Code) bool { return c.Name == l.text(p.name) }) {
			continue
		}
		_, _, err := l.s.Listen.CreateCode(ctx, listen.Code{CodebookID: id, FamilyID: families[p.family], Name: l.text(p.name), Definition: l.text(p.definition), NotWhen: l.text(p.notWhen)})
		if err != nil {
			return err
		}
	}
	_, err = l.s.Listen.ChooseCodebook(ctx, st.ID, id)
	return err
}

// codebook is the sample's codebook, made where there is none.
func (l *loading) codebook(ctx context.Context) (string, error) {
	all, err := l.s.Listen.Codebooks(ctx, firmProgram)
	if err != nil {
		return "", err
	}
	name := l.text(Text{"Staying and leaving (invented)", "Rester et partir (inventé)"})
	if i := slices.IndexFunc(all, func(b listen.Codebook) bool { return b.Name == name }); i >= 0 {
		return all[i].ID, nil
	}
	b, _, err := l.s.Listen.CreateCodebook(ctx, listen.Codebook{ProgramID: firmProgram, Name: name})
	return b.ID, err
}

// codes are the ids of the codebook's codes by their keys.
func (l *loading) codes(ctx context.Context, study string) (map[string]string, error) {
	id, err := l.s.Listen.StudyCodebook(ctx, study)
	if err != nil {
		return nil, err
	}
	book, err := l.s.Listen.Book(ctx, id)
	ids := map[string]string{}
	for _, p := range codePlans() {
		for _, c := range book.Codes {
			if c.Name == l.text(p.name) {
				ids[p.key] = c.ID
			}
		}
	}
	return ids, err
}

// guests are the contacts of all interviews, led and planned, in their order: of
// another account each.
func (l *loading) guests() []Contact {
	var all []Contact
	used := map[int]bool{}
	take := func(language, role string) {
		for _, c := range l.firm.Contacts {
			if c.Language == language && slices.Contains(c.Roles, role) && !used[c.Account] {
				used[c.Account] = true
				all = append(all, c)
				return
			}
		}
	}
	for _, t := range talks() {
		take(t.language, t.role)
	}
	for _, a := range stillAsked() {
		take(a.language, a.role)
	}
	return all
}

// loadAsked plans all interviews at once, then says of those that were not led
// yet how far they are.
func (l *loading) loadAsked(ctx context.Context) error {
	ctx, st, err := l.study(ctx)
	if err != nil {
		return err
	}
	there, err := l.s.Listen.Interviews(ctx, st.ID, listen.InterviewFilter{}, 0, 100)
	if err != nil {
		return err
	}
	if len(there) == 0 {
		if there, _, err = l.s.Listen.PlanInterviews(ctx, st.ID, l.toAsk()); err != nil {
			return err
		}
	}
	for n, a := range stillAsked() {
		change := listen.InterviewChange{State: new(listen.InterviewState(a.state))}
		if a.state == "held" {
			change.HeldAt = new(l.firm.Until.AddDate(0, 0, -1).Add(14 * time.Hour))
		}
		if _, _, err := l.s.Listen.UpdateInterview(ctx, there[len(talks())+n].ID, "", change); err != nil {
			return err
		}
	}
	return nil
}

// does is what somebody of a role does, as the study tells people apart.
func does(role string) Text {
	return map[string]Text{"decides": {"Decides", "Décide"}, "uses": {"Uses", "Utilise"}, "influences": {"Buys", "Achète"}}[role]
}

func (l *loading) toAsk() []listen.ToAsk {
	guests := l.guests()
	owner := l.row.OwnerID
	if owner == "" {
		owner = firstCoder
	}
	var all []listen.ToAsk
	add := func(kind, side, language, role string, due int) {
		all = append(all, listen.ToAsk{CustomerKey: guests[len(all)].Key, Role: l.text(does(role)), Kind: listen.InterviewKind(kind), Side: listen.Side(side), OwnerID: owner, Language: language,
			Due: l.firm.Until.AddDate(0, 0, due).Format(time.DateOnly)})
	}
	for _, t := range talks() {
		add(t.kind, t.side, t.language, t.role, 3-t.daysAgo)
	}
	for _, a := range stillAsked() {
		add(a.kind, a.side, a.language, a.role, a.dueIn)
	}
	return all
}

// place is where words stand in a document: in one turn, over one sentence or
// several.
func place(lines []listen.Line, words string) (listen.Passage, bool) {
	for i := range lines {
		spoken := lines[i].Text
		for k := i; ; {
			if at := strings.Index(spoken, words); at >= 0 && at < len(lines[i].Text) {
				before := []rune(spoken[:at+len(words)])
				last := len([]rune(spoken)) - len([]rune(lines[k].Text)) // where the last sentence begins
				return listen.Passage{FromN: lines[i].N, FromPos: len([]rune(spoken[:at])), ToN: lines[k].N, ToPos: len(before) - last}, true
			}
			if k++; k == len(lines) || lines[k].Turn != lines[i].Turn {
				break
			}
			spoken += " " + lines[k].Text
		}
	}
	return listen.Passage{}, false
}
