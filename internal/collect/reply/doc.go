// Package reply keeps what a team writes back to who answered a survey, and what comes
// back to that, behind the receipt code that the answer was given.
//
// Table: reply.
//
// Invariants:
//   - Nobody's address is needed or known: a reply waits until somebody comes with the
//     code. Codes are known as hashes, and tries are counted (package respond).
//   - About an anonymous survey a reply is about one text that was let out. What else the
//     same person wrote is not told, times are days, ids are of chance, and nothing of it
//     stands in the change log.
//   - A thread goes with what it is about: with the response, or with the text.
//   - Who answered writes back, and never first; at most mostInARow times before they are
//     written to again.
package reply
