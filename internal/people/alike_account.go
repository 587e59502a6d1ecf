package people

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
	"github.com/balcony-cx/balcony/internal/record"
)

// SameDomain says that contacts of two accounts have their mail at one domain,
// which is not one at which everybody may have a mail.
const SameDomain Reason = "same_domain"

// AlikeAccounts are two accounts that may be one firm.
type AlikeAccounts struct {
	A      Account `json:"a"`
	B      Account `json:"b"`
	Reason Reason  `json:"reason" enum:"same_name,same_domain"`
	Shared string  `json:"shared,omitempty" doc:"The domain of mail that both have."`
}

// DuplicateAccount is an account that may be the same firm as another one.
type DuplicateAccount struct {
	Account Account `json:"account"`
	Reason  Reason  `json:"reason" enum:"same_name,same_domain"`
	Shared  string  `json:"shared,omitempty" doc:"The domain of mail that both have."`
}

// Bounds of what is looked at for one account: how many contacts, how many of
// their domains, and from how many firms on a domain says nothing.
const (
	domainContacts = 1_000
	domainsLooked  = 10
	domainFirms    = 8
)

// mailDomain is the domain of the mail of a customer c, as its index has it.
func mailDomain(engine record.Engine) string {
	if engine == record.PostgreSQL {
		return "substr(c.email, strpos(c.email, '@') + 1)"
	}
	return "substr(c.email, instr(c.email, '@') + 1)"
}

const withDomain = "c.email <> '' AND c.account_id IS NOT NULL"

// accountLooks are the ways in which accounts are alike, the surest first.
func accountLooks(engine record.Engine) []alikeLook {
	return []alikeLook{
		{SameName, "account c", "c.firm_key", "?", "c.firm_key <> ''", "c.party_id IS NULL", "count(*) > 1"},
		{SameDomain, "customer c", mailDomain(engine), "?", withDomain, "c.restricted_at IS NULL", "min(c.account_id) <> max(c.account_id)"},
	}
}

// AlikeAccounts goes through all accounts for those that may be one firm: the
// same name without case, accents and legal form, then contacts with mail at the
// same domain. It gives up to limit groups as Alike does.
func (s *Service) AlikeAccounts(ctx context.Context, after alikePlace, limit int) (list []AlikeAccounts, next *alikePlace, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, nil, err
	}
	list = []AlikeAccounts{}
	next, err = s.goThrough(ctx, accountLooks(s.store.Engine()), after, limit, func(ctx context.Context, q record.Querier, look alikeLook, g alikePlace) (int, error) {
		pairs, err := s.firmsIn(ctx, q, look, g)
		list = append(list, pairs...)
		return len(list), err
	})
	if err != nil {
		return nil, nil, err
	}
	return list, next, s.saw(ctx, "account.compared", "", nil)
}

// firmsIn are the pairs of a group.
func (s *Service) firmsIn(ctx context.Context, q record.Querier, look alikeLook, g alikePlace) (out []AlikeAccounts, err error) {
	var found []Account
	shared := ""
	if look.reason == SameDomain {
		shared = g.First
		found, err = s.accountsAt(ctx, q, g.First)
	} else {
		found, err = accountsWhere(ctx, q, "a.firm_key <> '' AND a.firm_key = ?", g.First)
	}
	if err != nil {
		return nil, err
	}
	apart, err := apartAmong(ctx, q, idsOfAccounts(found))
	if err != nil {
		return nil, err
	}
	for i, a := range found {
		for _, b := range found[i+1:] {
			named := look.reason == SameDomain && firmKey(a.Name) == firmKey(b.Name)
			if !named && !apart[[2]string{a.ID, b.ID}] {
				out = append(out, AlikeAccounts{a, b, look.reason, shared})
			}
		}
	}
	return out, nil
}

func idsOfAccounts(all []Account) []string {
	ids := make([]string, len(all))
	for i, a := range all {
		ids[i] = a.ID
	}
	return ids
}

// accountsWhere are the accounts within reach that meet a condition and were not
// merged, by id, at most so many as are set beside each other.
func accountsWhere(ctx context.Context, q record.Querier, where string, args ...any) ([]Account, error) {
	within, with := personReach(ctx, access.PersonRead).Where(accountColumnsReached())
	var rows []accountRow
	err := q.NewRaw("SELECT "+accountColumns+" FROM (SELECT a.* FROM account a WHERE "+where+" AND a.party_id IS NULL AND "+within+" ORDER BY a.id LIMIT ?) a"+accountJoins+" ORDER BY a.id",
		slices.Concat(args, with, []any{alikeMembers})...).Scan(ctx, &rows)
	out := make([]Account, len(rows))
	for i, r := range rows {
		out[i] = r.account()
	}
	return out, fault.Wrap(err, fault.CodeInternal, "find accounts that may be one")
}

// accountsAt are the accounts within reach whose contacts, as far as they are
// within reach, have mail at a domain; none where too many do, so that it says
// nothing of the firm.
func (s *Service) accountsAt(ctx context.Context, q record.Querier, domain string) ([]Account, error) {
	if anybodys(domain) {
		return nil, nil
	}
	within, args := personReach(ctx, access.PersonRead).Where(customerColumnsReached())
	var ids []string
	err := q.NewRaw("SELECT DISTINCT COALESCE(f.party_id, f.id) FROM customer c JOIN account f ON f.id = c.account_id WHERE "+mailDomain(s.store.Engine())+" = ? AND "+withDomain+
		" AND c.restricted_at IS NULL AND "+within+" LIMIT ?", slices.Concat([]any{domain}, args, []any{domainFirms + 1})...).Scan(ctx, &ids)
	if err != nil || len(ids) < 2 || len(ids) > domainFirms {
		return nil, fault.Wrap(err, fault.CodeInternal, "find accounts by the domain of their mail")
	}
	return accountsWhere(ctx, q, "a.id IN (?)", bun.List(ids))
}

// AccountDuplicates gives the accounts that may be the same firm as one, those
// of the same name first, then those with mail at the same domain; at most 20.
func (s *Service) AccountDuplicates(ctx context.Context, id string) (list []DuplicateAccount, err error) {
	if err := access.From(ctx).Any(access.PersonRead); err != nil {
		return nil, err
	}
	list = []DuplicateAccount{}
	err = s.store.View(ctx, func(ctx context.Context, q record.Querier) error {
		of, err := getAccount(ctx, q, personReach(ctx, access.PersonRead), id)
		if err != nil || of.MergedInto != "" {
			return err
		}
		list, err = s.duplicatesOfAccount(ctx, q, of)
		return err
	})
	if err != nil {
		return nil, err
	}
	return list, s.saw(ctx, "account.compared", id, nil)
}

func (s *Service) duplicatesOfAccount(ctx context.Context, q record.Querier, of Account) ([]DuplicateAccount, error) {
	list := []DuplicateAccount{}
	add := func(found []Account, reason Reason, shared string) error {
		apart, err := apartAmong(ctx, q, append(idsOfAccounts(found), of.ID))
		for _, a := range found {
			known := a.ID == of.ID || slices.ContainsFunc(list, func(d DuplicateAccount) bool { return d.Account.ID == a.ID })
			if !known && len(list) < mostDuplicates && !apart[[2]string{min(a.ID, of.ID), max(a.ID, of.ID)}] {
				list = append(list, DuplicateAccount{a, reason, shared})
			}
		}
		return err
	}
	named, err := accountsWhere(ctx, q, "a.firm_key <> '' AND a.firm_key = ?", firmKey(of.Name))
	if err == nil {
		err = add(named, SameName, "")
	}
	if err != nil {
		return nil, err
	}
	domains, err := s.domainsOf(ctx, q, of.ID)
	if err != nil {
		return nil, err
	}
	for _, domain := range domains {
		found, err := s.accountsAt(ctx, q, domain)
		if err == nil {
			err = add(found, SameDomain, domain)
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// domainsOf are the domains of mail of a firm's contacts, as far as a first part
// of them tells.
func (s *Service) domainsOf(ctx context.Context, q record.Querier, account string) (domains []string, err error) {
	firm, err := firmIDs(ctx, q, account)
	if err != nil {
		return nil, err
	}
	within, args := personReach(ctx, access.PersonRead).Where(customerColumnsReached())
	err = q.NewRaw("SELECT DISTINCT domain FROM (SELECT "+mailDomain(s.store.Engine())+" AS domain FROM customer c WHERE c.account_id IN (?) AND c.email <> '' AND c.restricted_at IS NULL AND "+within+
		" LIMIT ?) AS found ORDER BY domain", slices.Concat([]any{bun.List(firm)}, args, []any{domainContacts})...).Scan(ctx, &domains)
	domains = slices.DeleteFunc(domains, anybodys)
	return domains[:min(len(domains), domainsLooked)], fault.Wrap(err, fault.CodeInternal, "list the domains of an account")
}
