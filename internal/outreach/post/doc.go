// Package post mails the letters of waves: a row a mail (table mail_message),
// sent in batches by a job, with what became of each; addresses that mail came
// back from (mail_bounce); reports of bounces and complaints; and the page on
// which somebody ends mails.
//
// Invariants:
//   - A mail is queued in the transaction that makes its invitation.
//   - A mail goes out at most once: it is marked before it is sent. What was
//     being sent when the process died counts as sent, with the reason unsure.
//   - Whether it may go out still is asked again right before (outreach.Allowed).
//   - What it says is not kept, and neither address nor link is in a log.
package post
