// Package notify sends mail: its settings, the outbox, and the words of each
// message in English and French.
//
// It owns the tables mail_settings and mail_outbox.
//
// Invariants: a message is queued in the transaction of what it tells of, and
// sent at least once afterwards, or shown as failed; what a message says (it
// may hold a link that opens something) is encrypted while it waits and erased
// once it is sent; the password of the mail server is encrypted and never
// given back.
package notify
