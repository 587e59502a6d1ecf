// Package outreach is the room of reaching people: waves of a survey, whom each
// asks and why not the others, invitations with personal links, and the rules of
// contact that keep people from being worn out. It owns the tables
// contact_rules, contact_rest, program_opt_out, wave, considered, invitation,
// invitation_link, contact_asked, survey_measure, ask_trigger, trigger_due and trigger_heard.
//
// Invariants:
//   - Whoever a wave considers has exactly one reason (package plan decides).
//   - The rules hold again in the transaction that invites and when a mail goes
//     out: somebody is not asked by two waves at once, nor who opted out since.
//   - Each asking, by whatever channel, reminders too, is one row of
//     contact_asked, written with the invitation and taken out if it never went.
//   - Somebody restricted counts as opted out; somebody erased leaves no row.
//   - The secret of a personal link is made of the invitation's id and the key of
//     the vault, so that a reminder carries the same link; only its hash is kept. Where the
//     key was changed the reminder's link is another, and both open (link_key.go).
package outreach
