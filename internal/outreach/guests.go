package outreach

import (
	"context"
	"maps"

	"github.com/balcony-cx/balcony/internal/people"
	"github.com/balcony-cx/balcony/internal/record"
)

// Guests are whom invitations invite, by invitation, at most 1,000; those who are
// gone are left out.
func (s *Service) Guests(ctx context.Context, invitations []string) (out map[string]Guest, err error) {
	out = make(map[string]Guest, len(invitations))
	err = s.Store.View(ctx, func(ctx context.Context, q record.Querier) error {
		found, err := invitationsOf(ctx, q, invitations)
		if err != nil || len(found) == 0 {
			return err
		}
		ids := make([]string, len(found))
		for i, r := range found {
			ids[i] = r.CustomerID
		}
		standing, err := standsFor(ctx, q, ids)
		if err != nil {
			return err
		}
		rows, err := crowdRows(ctx, q, ids)
		if err != nil {
			return err
		}
		contacts, err := s.contacts(ctx, q, rows)
		if err != nil {
			return err
		}
		byID := make(map[string]int, len(rows))
		for i, r := range rows {
			byID[r.ID] = i
		}
		for _, r := range found {
			i, there := byID[standing[r.CustomerID]]
			if !there {
				continue
			}
			out[r.ID] = Guest{InvitationID: r.ID, SurveyID: r.SurveyID, Number: r.Number, CustomerID: rows[i].ID, CustomerKey: rows[i].Key, Language: rows[i].Language, Contact: contacts[i]}
		}
		return nil
	})
	return out, err
}

// contacts is what is known of customers now, and of their accounts where the
// trait is not known of themselves; nothing of those who are restricted.
func (s *Service) contacts(ctx context.Context, q record.Querier, rows []crowdRow) ([]map[string]any, error) {
	out := make([]map[string]any, len(rows))
	for i, r := range rows {
		out[i] = map[string]any{}
		if r.Name != "" {
			out[i]["name"] = r.Name
		}
	}
	definitions, err := people.DefinitionsIn(ctx, q)
	if err != nil {
		return out, err
	}
	traits, err := s.traitsOf(ctx, q, rows, definitions)
	for i := range traits {
		if traits[i] == nil { // restricted: not even the name
			out[i] = map[string]any{}
		}
		maps.Copy(out[i], traits[i])
	}
	return out, err
}

// traitsOf is what is known of customers by some traits, by name, and of their
// accounts where it is not known of themselves; nil of those who are restricted.
func (s *Service) traitsOf(ctx context.Context, q record.Querier, rows []crowdRow, definitions []people.TraitDefinition) ([]map[string]any, error) {
	out := make([]map[string]any, len(rows))
	subjects := make([]people.Subject, len(rows))
	for i, r := range rows {
		out[i] = map[string]any{}
		subjects[i] = people.Subject{Customer: r.ID, Account: r.AccountID, At: record.Micros(s.Now())}
	}
	if len(definitions) == 0 || len(rows) == 0 {
		return out, nil
	}
	known, err := people.Followed{Definitions: definitions, Merged: true, Firms: true}.KnownIn(ctx, q, subjects)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		if known[i].Restricted {
			out[i] = nil
			continue
		}
		for _, of := range []people.TraitOf{people.OfAccount, people.OfCustomer} { // the customer's own stands
			for _, d := range definitions {
				v, is := known[i].Values[d.ID]
				switch {
				case d.Of != of || !is:
				case v.Number != nil && d.Kind != people.TraitDate:
					out[i][d.Name] = *v.Number
				default:
					out[i][d.Name] = v.Value
				}
			}
		}
	}
	return out, nil
}
