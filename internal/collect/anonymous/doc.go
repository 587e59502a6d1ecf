// Package anonymous keeps the answers to anonymous surveys and lets out of them
// what leads to nobody. It owns the tables anonymous_waiting, anonymous_sum,
// anonymous_text and anonymous_closing. No other table holds an anonymous answer,
// so no other list, figure, export or search can tell of one.
//
// Invariants:
//   - An answer is taken apart by question. Each part waits under a random id with
//     the day, the classes that the survey declared, and the hash of its receipt.
//     Nothing of it stands in the change log.
//   - Parts leave in packs: Least or more answers to one question of one version
//     that are alike in all that is told of them. A pack is added to the sums and its
//     parts are removed. A pack is never divided, and nobody is in two packs of a
//     question: whatever sums are set against each other, at whatever times, the
//     difference is made of whole packs.
//   - Texts come out LeastTexts or more at once, in an order of chance, with no class.
//   - A receipt takes back parts that wait, and texts. A sum stands.
//   - Invitations are told closed Least at once, later than the answers, without a time.
package anonymous
