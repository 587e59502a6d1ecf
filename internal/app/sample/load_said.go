package sample

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/collect"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// loadConsents keeps the wording, then what contacts said of it.
func (l *loading) loadConsents(ctx context.Context) error {
	known, err := l.s.People.ConsentTexts(ctx, "", 1000)
	if err != nil {
		return err
	}
	there := slices.ContainsFunc(known, func(t people.ConsentText) bool { return t.Version == consentVersion })
	if err := l.intend(ctx, madeText, []string{consentVersion}, map[string]bool{consentVersion: there}); err != nil {
		return err
	}
	for language, text := range map[string]string{"en": consentWording().EN, "fr": consentWording().FR} {
		if _, err := l.s.People.AddConsentText(ctx, consentVersion, language, text); err != nil {
			return err
		}
	}
	return l.withContacts(ctx, func(ctx context.Context, tx *record.Tx, ids []string) error {
		var all []people.Said
		for i, c := range l.firm.Contacts {
			for _, said := range c.Consents {
				all = append(all, people.Said{CustomerID: ids[i], Purpose: people.Purpose(said.Purpose), State: people.ConsentState(said.State), TextVersion: consentVersion, Channel: "mail", At: said.At})
			}
		}
		return l.s.People.RecordSaidIn(ctx, tx, all)
	})
}

// loadNotes writes the notes of accounts that are not there yet.
func (l *loading) loadNotes(ctx context.Context) error {
	var known map[string]people.AsIs
	err := l.s.Store.View(ctx, func(ctx context.Context, q record.Querier) (err error) {
		keys := make([]string, len(l.firm.Accounts))
		for i, a := range l.firm.Accounts {
			keys[i] = a.Key
		}
		known, err = people.AccountsAsIs(ctx, q, keys)
		return err
	})
	for _, a := range l.firm.Accounts {
		if err != nil {
			return err
		}
		if a.Note == (Text{}) {
			continue
		}
		err = l.loadNote(as(ctx, firstCoder), known[a.Key].ID, l.text(a.Note))
	}
	return err
}

func (l *loading) loadNote(ctx context.Context, account, text string) error {
	notes, err := l.s.People.ListNotes(ctx, people.AboutAccount, account, "", 100)
	if err != nil || slices.ContainsFunc(notes, func(n people.Note) bool { return n.Text == text }) {
		return err
	}
	_, _, err = l.s.People.AddNote(ctx, people.AboutAccount, account, text)
	return err
}

// loadEvents takes in the events from the n-th on that are of one piece.
func (l *loading) loadEvents(ctx context.Context, from int) error {
	var in []collect.EventInput
	for i, e := range l.firm.Events[from:min(from+takenApiece, len(l.firm.Events))] {
		account := l.firm.Accounts[e.Account]
		one := collect.EventInput{ID: l.id(eventID, from+i), Name: e.Name, At: &e.At, AccountKey: account.Key, UnitKey: account.Unit, TouchpointKey: e.Touchpoint, Properties: e.Properties}
		if e.Contact >= 0 {
			one.CustomerKey = l.firm.Contacts[e.Contact].Key
		}
		in = append(in, one)
	}
	return taken(l.s.Collect.RecordEvents(ctx, in))
}

// loadAnswers takes in the answers from the n-th on that are of one piece.
func (l *loading) loadAnswers(ctx context.Context, from int) error {
	var in []collect.ResponseInput
	for i, a := range l.firm.Answers[from:min(from+takenApiece, len(l.firm.Answers))] {
		contact := l.firm.Contacts[a.Contact]
		account := l.firm.Accounts[contact.Account]
		one := collect.ResponseInput{ID: l.id(answerID, from+i), ProgramID: firmProgram, At: &a.At, CustomerKey: contact.Key, AccountKey: account.Key, UnitKey: account.Unit,
			TouchpointKey: a.Touchpoint, Channel: a.Channel, Language: contact.Language, Consent: "person"}
		if a.Firm {
			one.Consent = "firm"
		}
		for _, p := range measurePlans() {
			score, there := a.Scores[p.key]
			if !there {
				continue
			}
			id, err := l.measure(ctx, p.key)
			if err != nil {
				return err
			}
			one.Answers = append(one.Answers, collect.AnswerInput{MeasureID: id, Score: &score})
		}
		if a.Words != "" {
			one.Answers = append(one.Answers, collect.AnswerInput{Question: Text{"Why?", "Pourquoi ?"}.in(contact.Language), Text: a.Words})
		}
		in = append(in, one)
	}
	return taken(l.s.Collect.RecordResponses(ctx, in))
}

// taken ends the load where something was left out.
func taken(r collect.Receipt, err error) error {
	if err != nil || len(r.Rejected) == 0 {
		return err
	}
	return fault.Newf(fault.CodeInternal, "%d rows of the sample were left out; the first: %+v", len(r.Rejected), r.Rejected[0])
}
