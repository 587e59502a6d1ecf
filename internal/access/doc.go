// Package access knows who signs in and what each may do: people with access,
// their roles and scopes, sessions, API tokens, the audit log, and the
// organisation's settings.
//
// It owns the tables access_user, access_grant, access_session, access_link,
// access_token, access_recovery, access_audit, access_guard, access_try and organisation.
//
// Invariants: one permission table (permission.go) decides what a role may do;
// whoever has no grant may do nothing; at least one enabled owner of the whole
// organisation remains once there was one; a token never gives more than its
// maker holds at that moment; passwords, link tokens, session tokens and API
// tokens are stored as hashes only; the audit log is only ever added to and
// holds ids and kinds, never contents or secrets.
package access
