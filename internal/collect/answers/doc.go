// Package answers is what came back to one survey: the list of those who answered
// it, one of them as it was asked and given, and all of them as a file. It owns no
// table; it reads answering (package respond) beside the responses.
//
// Invariants:
//   - Of a version that promised that answers lead back to nobody, nothing is told
//     here: those answers have sums (package anonymous).
//   - What is not sent yet is told as begun, without what was said so far.
//   - What was withdrawn or erased is gone from here too, and who is shown follows
//     consent, as in all lists of answers.
//   - A question is told by the version that asked it, also when later ones do not.
package answers
