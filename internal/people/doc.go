// Package people is the room of customers, the accounts they belong to, and
// the units of the organisation. It owns the tables unit, account and customer,
// customer_text and account_text with their words, party_merge, party_note,
// party_consent and consent_text, party_apart, trait_definition and trait_value,
// right_request, erasure_left and segment.
//
// Invariants:
//   - Units are a tree: no unit lies under itself, and a unit that has others
//     below it or is in use is not deleted.
//   - A customer and an account are known by a key that comes from outside and
//     never changes; a customer belongs to one account at most, the last named.
//   - Customers and accounts come into being with the answers and events that
//     name them, in the same transaction, or by being sent in.
//   - The words by which a party is found are those of its row, written with it.
//   - An erasure goes in pieces, each found anew; the customer rows go last, in the
//     transaction that finds nothing else, and are in the log of erasures then.
//   - Merging changes no key and moves no answer: customer.party_id names the
//     customer that stands for the whole party, and that one is not merged itself.
//     So does account.party_id; what reads an account reads all that stand in it.
//   - What is known of a customer or an account by a trait has a history: an
//     entry holds until the next one. Of merged customers it is the union of
//     their histories, so that a merge moves nothing and its undo is exact.
//   - Who is in a segment is not stored: it follows from the facts of an instant.
package people
