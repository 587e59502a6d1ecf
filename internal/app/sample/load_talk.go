package sample

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/journey"
	"github.com/balcony-cx/balcony/internal/listen"
)

// loadTalk takes the n-th talk in: consent, transcript, masks, what both coders
// found, and how far it is.
func (l *loading) loadTalk(ctx context.Context, n int) error {
	ctx, st, err := l.study(ctx)
	if err != nil {
		return err
	}
	t := talks()[n]
	all, err := l.s.Listen.Interviews(ctx, st.ID, listen.InterviewFilter{}, 0, 100)
	if err != nil {
		return err
	}
	guest := l.guests()[n]
	text, passages := t.parsed(guest.Name, l.firm.Accounts[guest.Account].Name)
	i, err := l.heard(ctx, all[n], t, text, guest)
	if err != nil {
		return err
	}
	if t.released {
		if err := l.release(ctx, i.DocumentID, guest); err != nil {
			return err
		}
	}
	if t.state == "transcribed" {
		return nil
	}
	if err := l.code(ctx, st.ID, i.DocumentID, n, passages); err != nil {
		return err
	}
	for _, state := range []listen.InterviewState{listen.Coded, listen.Reported} {
		if _, _, err := l.s.Listen.UpdateInterview(ctx, i.ID, "", listen.InterviewChange{State: &state}); err != nil || string(state) == t.state {
			return err
		}
	}
	return nil
}

// heard is the interview with its transcript, taken in where it is not yet.
func (l *loading) heard(ctx context.Context, i listen.Interview, t talk, text string, guest Contact) (listen.Interview, error) {
	if i.DocumentID != "" {
		return i, nil
	}
	at := l.firm.Until.AddDate(0, 0, -t.daysAgo).Add(10 * time.Hour)
	if _, _, err := l.s.Listen.SetConsent(ctx, i.ID, "", t.consent, consentVersion, &at); err != nil {
		return i, err
	}
	traits := map[string]string{l.text(Text{"role", "rôle"}): l.text(does(t.role))}
	if _, _, err := l.s.Listen.UpdateInterview(ctx, i.ID, "", listen.InterviewChange{HeldAt: &at, Traits: &traits}); err != nil {
		return i, err
	}
	speakers := []listen.Speaks{{Name: "Maud", Interviewer: true}, {Name: "Tom", Interviewer: true}, {Name: guest.Name}}
	d, _, err := l.s.Listen.TakeTranscript(ctx, i.ID, "transcript.txt", t.language, speakers, []byte(text))
	i.DocumentID = d.ID
	return i, err
}

// release masks who might be known by name, and lets others read the rest.
func (l *loading) release(ctx context.Context, document string, guest Contact) error {
	d, lines, err := l.s.Listen.OpenDocument(ctx, document)
	if err != nil || d.ReleasedAt != nil {
		return err
	}
	for _, hide := range []struct {
		words string
		kind  listen.MaskKind
	}{{guest.Name, listen.MaskName}, {l.firm.Accounts[guest.Account].Name, listen.MaskFirm}, {"Duncan", listen.MaskName}} {
		p, there := place(lines, hide.words)
		if !there || slices.ContainsFunc(lines, func(line listen.Line) bool {
			return line.N == p.FromN && slices.ContainsFunc(line.Masks, func(m listen.Mask) bool { return m.Start < p.ToPos && p.FromPos < m.Start+m.Length })
		}) {
			continue
		}
		if _, _, err := l.s.Listen.AddMask(ctx, document, listen.Mask{N: p.FromN, Start: p.FromPos, Length: p.ToPos - p.FromPos, Kind: hide.kind}, true); err != nil {
			return err
		}
	}
	if _, lines, err = l.s.Listen.OpenDocument(ctx, document); err != nil {
		return err
	}
	var masks []string
	for _, line := range lines {
		for _, m := range line.Masks {
			if m.State == listen.MaskProposed {
				masks = append(masks, m.ID)
			}
		}
	}
	if len(masks) > 0 {
		if _, _, err := l.s.Listen.DecideMasks(ctx, document, masks, listen.MaskConfirmed, nil); err != nil {
			return err
		}
	}
	_, _, err = l.s.Listen.ReleaseDocument(ctx, document)
	return err
}

// code gives the passages of a talk their codes, as each coder did, and ends
// both passes; the same again changes nothing.
func (l *loading) code(ctx context.Context, study, document string, n int, passages []marked) error {
	codes, err := l.codes(ctx, study)
	if err != nil {
		return err
	}
	_, lines, err := l.s.Listen.OpenDocument(ctx, document)
	if err != nil {
		return err
	}
	for who, coder := range []string{firstCoder, secondCoder} {
		var items []listen.Coding
		for k, m := range passages {
			p, there := place(lines, m.words)
			if !there {
				return fault.Newf(fault.CodeInternal, "the sample's talk %d does not hold %q", n, m.words)
			}
			for j, given := range m.codes {
				if slices.Contains(given.coders, coder) {
					items = append(items, listen.Coding{ID: l.id(codingID, 1000*n+100*who+10*k+j), DocumentID: document, CodeID: codes[given.key], Passage: p})
				}
			}
		}
		asking := as(ctx, coder)
		if len(items) > 0 {
			if _, _, err := l.s.Listen.CodePassages(asking, items); err != nil {
				return err
			}
		}
		if _, _, err := l.s.Listen.UpdatePass(asking, document, listen.PassChange{Done: new(true)}); err != nil {
			return err
		}
	}
	return nil
}

// loadFinding writes the n-th finding with what was said for it and against it.
func (l *loading) loadFinding(ctx context.Context, n int) error {
	ctx, st, err := l.study(ctx)
	if err != nil {
		return err
	}
	p := findingPlans()[n]
	all, err := l.s.Listen.Findings(ctx, firmProgram, listen.FindingFilter{}, "", 100)
	if err != nil {
		return err
	}
	var f listen.Finding
	if i := slices.IndexFunc(all, func(f listen.Finding) bool { return f.Claim == l.text(p.claim) }); i >= 0 {
		f = all[i]
	}
	if string(f.State) == p.state && (f.PublishedAt != nil) == p.published && f.For+f.Against > 0 && p.state != "proposed" {
		return nil // it came as far as this
	}
	touchpoint, err := l.touchpoint(ctx, p.touchpoint)
	if err != nil {
		return err
	}
	if f.ID == "" {
		f = listen.Finding{ProgramID: firmProgram, StudyID: st.ID, Claim: l.text(p.claim), Why: l.text(p.why), Ends: l.text(p.ends), Kind: listen.Mode(p.kind), TouchpointIDs: []string{touchpoint}}
		if f, _, err = l.s.Listen.CreateFinding(ctx, f); err != nil {
			return err
		}
	}
	if err := l.excerpts(ctx, st.ID, f.ID, n); err != nil {
		return err
	}
	return l.stand(ctx, f.ID, touchpoint, p)
}

// excerpts puts what was said with a finding.
func (l *loading) excerpts(ctx context.Context, study, finding string, n int) error {
	interviews, err := l.s.Listen.Interviews(ctx, study, listen.InterviewFilter{}, 0, 100)
	if err != nil {
		return err
	}
	for i, t := range talks() {
		guest := l.guests()[i]
		_, passages := t.parsed(guest.Name, l.firm.Accounts[guest.Account].Name)
		var lines []listen.Line
		for k, m := range passages {
			at := slices.IndexFunc(m.excerpts, func(e givenExcerpt) bool { return e.finding == n+1 })
			if at < 0 {
				continue
			}
			if lines == nil {
				if _, lines, err = l.s.Listen.OpenDocument(ctx, interviews[i].DocumentID); err != nil {
					return err
				}
			}
			p, there := place(lines, m.words)
			if !there {
				return fault.Newf(fault.CodeInternal, "the sample's talk %d does not hold %q", i, m.words)
			}
			side := map[bool]listen.Side{false: listen.For, true: listen.Against}[m.excerpts[at].against]
			if _, _, err := l.s.Listen.AddExcerpt(ctx, finding, listen.NewExcerpt{ID: l.id(excerptID, 1000*n+100*i+k), DocumentID: interviews[i].DocumentID, Side: side, Passage: p}); err != nil {
				return err
			}
		}
	}
	return nil
}

// stand publishes a finding, has rest on it what does, and last says how it
// stands now.
func (l *loading) stand(ctx context.Context, finding, touchpoint string, p findingPlan) error {
	if p.published {
		if _, _, err := l.s.Listen.PublishFinding(ctx, finding); err != nil {
			return err
		}
	}
	if p.rests != "" {
		id, err := l.measure(ctx, p.rests)
		if err != nil {
			return err
		}
		if _, _, err := l.s.Measure.RestOn(ctx, id, finding); err != nil {
			return err
		}
	}
	if p.expected {
		if _, err := l.s.Measure.ExpectFrom(ctx, finding, touchpoint); err != nil {
			return err
		}
	}
	if p.state == "proposed" {
		return nil
	}
	_, _, err := l.s.Listen.SetFindingState(ctx, finding, "", listen.FindingState(p.state), l.text(p.reason))
	return err
}

func (l *loading) loadReason(ctx context.Context) error {
	id, err := l.measure(ctx, Recommend)
	if err != nil {
		return err
	}
	reason := Text{"Asked since the first year, so that years can be compared; no conversation led to it.", "Posée depuis la première année, pour comparer les années\u202f; aucune conversation n’y a mené."}
	_, _, err = l.s.Measure.GiveReason(as(ctx, firstCoder), id, "", strings.TrimSpace(l.text(reason)))
	return err
}

// touchpoint is the id of one by its key.
func (l *loading) touchpoint(ctx context.Context, key string) (string, error) {
	register, err := l.s.Journey.Register(ctx, firmProgram, journey.Filter{})
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(register.Touchpoints, func(t journey.ListedTouchpoint) bool { return t.Key == key })
	if i < 0 {
		return "", fault.NotFound("touchpoint")
	}
	return register.Touchpoints[i].ID, nil
}
