package facts

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/balcony-cx/balcony/internal/facts/row"
)

// appendParties appends what is known of customers and accounts, and says which
// rows it set aside.
func (f *file) appendParties(to place, rows row.Rows) ([]row.Reject, error) {
	var rejects []row.Reject
	refuse := func(u uuid.UUID, why error) {
		rejects = append(rejects, row.Reject{ID: u.String(), Reason: why.Error()})
	}
	if len(rows.Parties) > 0 {
		err := f.append(to, "party", appendAll(rows.Parties, partyValues, func(p *row.Party, why error) { refuse(p.ID, why) }))
		if err != nil {
			return nil, err
		}
	}
	if len(rows.Accounts) > 0 {
		err := f.append(to, "account", appendAll(rows.Accounts, accountValues, func(a *row.Account, why error) { refuse(a.ID, why) }))
		if err != nil {
			return nil, err
		}
	}
	if len(rows.Held) > 0 {
		err := f.append(to, "party_trait", appendAll(rows.Held, heldValues, func(h *row.Held, why error) { refuse(h.Subject, why) }))
		if err != nil {
			return nil, err
		}
	}
	return rejects, nil
}

// RoleList is how the roles of a party stand in its column: each between two
// bars, so that one is found by LIKE '%|decides|%'. None is empty.
func RoleList(roles []string) string {
	if len(roles) == 0 {
		return ""
	}
	return "|" + strings.Join(roles, "|") + "|"
}

func partyValues(buf []driver.Value, p *row.Party) ([]driver.Value, error) {
	if p.ID == uuid.Nil {
		return nil, errors.New("the customer has no id")
	}
	roles := RoleList(p.Roles)
	if err := errors.Join(checkTime(p.Created), checkText("language", p.Language), checkText("roles", roles)); err != nil {
		return nil, err
	}
	var tie driver.Value
	if p.Tie != nil {
		tie = int16(*p.Tie)
	}
	return append(buf, id(p.ID), id(p.Account), id(p.Unit), p.Created.UTC(), text(p.Language), text(roles), tie), nil
}

func accountValues(buf []driver.Value, a *row.Account) ([]driver.Value, error) {
	if a.ID == uuid.Nil {
		return nil, errors.New("the account has no id")
	}
	if err := checkTime(a.Created); err != nil {
		return nil, err
	}
	return append(buf, id(a.ID), id(a.Unit), a.Created.UTC()), nil
}

func heldValues(buf []driver.Value, h *row.Held) ([]driver.Value, error) {
	if h.Trait == uuid.Nil || h.Subject == uuid.Nil {
		return nil, errors.New("the value has no trait or nobody it is of")
	}
	if !h.Until.IsZero() && !h.Until.After(h.Since) {
		return nil, fmt.Errorf("the value ends at %s, not after its beginning", h.Until.UTC().Format(time.RFC3339))
	}
	if err := errors.Join(checkTime(h.Since), checkNumber("number", h.Number), checkText("text", h.Text)); err != nil {
		return nil, err
	}
	var until driver.Value
	if !h.Until.IsZero() {
		if err := checkTime(h.Until); err != nil {
			return nil, err
		}
		until = h.Until.UTC()
	}
	return append(buf, id(h.Trait), id(h.Subject), h.Since.UTC(), until, text(h.Text), number(h.Number)), nil
}
