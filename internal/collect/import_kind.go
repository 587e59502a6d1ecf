package collect

import (
	"context"
	"slices"

	"github.com/balcony-cx/balcony/internal/access"
	"github.com/balcony-cx/balcony/internal/fault"
)

// ImportKind is what the rows of a file are.
type ImportKind string

// The kinds of imports.
const (
	KindAnswers   ImportKind = "answers"
	KindCustomers ImportKind = "customers"
	KindAccounts  ImportKind = "accounts"
	KindEvents    ImportKind = "events"
)

// importKinds are all kinds, in the order in which they are offered.
func importKinds() []ImportKind {
	return []ImportKind{KindAnswers, KindCustomers, KindAccounts, KindEvents}
}

// kindOf is the kind that a mapping of any version says.
func kindOf(k ImportKind) ImportKind {
	if k == "" {
		return KindAnswers
	}
	return k
}

// roles are those that columns of such a file may have.
func (k ImportKind) roles() []Role {
	switch k {
	case KindCustomers:
		return []Role{RoleCustomer, RoleName, RoleEmail, RolePhone, RoleTitle, RoleLanguage, RoleAccount, RoleAccountName, RoleUnit, RoleRoles, RoleTie, RoleOptOut, RoleValue, RoleCurrency, RoleTrait, RoleTime, RoleIgnore}
	case KindAccounts:
		return []Role{RoleAccount, RoleName, RoleOwner, RoleUnit, RoleValue, RoleCurrency, RoleTrait, RoleTime, RoleIgnore}
	case KindEvents:
		return []Role{RoleEvent, RoleTime, RoleCustomer, RoleAccount, RoleUnit, RoleTouchpoint, RoleProperty, RoleKey, RoleIgnore}
	default:
		return []Role{RoleScore, RoleText, RoleTime, RoleCustomer, RoleAccount, RoleUnit, RoleSegment, RoleValue, RoleOutcome, RoleWeight, RoleChannel, RoleLanguage, RoleKey, RoleIgnore}
	}
}

// single are the roles that one column at most may have.
func (k ImportKind) single() []Role {
	switch k {
	case KindCustomers:
		return []Role{RoleCustomer, RoleEmail, RolePhone, RoleTitle, RoleLanguage, RoleAccount, RoleAccountName, RoleUnit, RoleRoles, RoleTie, RoleOptOut, RoleValue, RoleCurrency, RoleTime}
	case KindAccounts:
		return []Role{RoleAccount, RoleName, RoleOwner, RoleUnit, RoleValue, RoleCurrency, RoleTime}
	case KindEvents:
		return []Role{RoleEvent, RoleCustomer, RoleAccount, RoleUnit, RoleTouchpoint, RoleKey}
	default:
		return []Role{RoleCustomer, RoleAccount, RoleUnit, RoleValue, RoleWeight, RoleChannel, RoleLanguage, RoleKey}
	}
}

// ofProgram tells whether the rows belong to a program.
func (k ImportKind) ofProgram() bool { return k == KindAnswers }

// ofParties tells whether the rows are customers or accounts.
func (k ImportKind) ofParties() bool { return k == KindCustomers || k == KindAccounts }

// mayTakeIn says whether the caller may take in files of a kind; those of
// answers for the program, "" for one that is not there yet.
func mayTakeIn(ctx context.Context, k ImportKind, program string) error {
	if k.ofProgram() {
		return mayImport(ctx, program)
	}
	if err := access.From(ctx).Require(access.ImportRun, access.Whole()); err != nil || !k.ofParties() {
		return err
	}
	return access.From(ctx).Require(access.PersonWrite, access.Whole())
}

// checkKind refuses a kind that is none.
func checkKind(k ImportKind) error {
	if k != "" && !slices.Contains(importKinds(), k) {
		return fault.Invalid("kind", "Choose one of the kinds of files.").Keyed("import.kind")
	}
	return nil
}
