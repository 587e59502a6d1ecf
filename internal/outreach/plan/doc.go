// Package plan decides whom a wave asks: pure, without a database, a clock or
// randomness of its own.
//
// Invariants:
//   - Each candidate gets exactly one verdict: the first that holds of repeated,
//     opted out, no address, known, resting and the rules of contact, in this
//     order; then the caps of an account and a role; then the sample.
//   - The order of candidates does not matter; one seed gives one plan.
//   - A stricter rule invites nobody whom a milder one did not let through.
package plan
