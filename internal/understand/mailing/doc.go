// Package mailing has saved views mailed to those who asked for it, day by day,
// week by week or month by month.
//
// It owns the table view_mail. Invariants: whoever gets a mail asked for it
// themselves, and reads in it only what the page would show them at that
// moment; a view that no longer opens to somebody is no longer mailed to them;
// the next date and the queued mail are one transaction, so a mail is neither
// lost nor sent twice by two processes.
package mailing
