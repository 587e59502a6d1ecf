// Package questionnaire is what a survey asks and in which pages: the document
// that the builder writes, and the answers that come back.
//
// It is pure: no database, no HTTP, no clock. What holds of it:
//   - Decode and DecodeAnswers read JSON strictly and within Limits of size;
//     what they return may still break rules.
//   - Structure says which rules of form a document breaks. One without
//     problems has unique codes, known kinds, branches that go only forward
//     and a base wording wherever people read something.
//   - Design makes the sets of best-worst questions from a seed that is handed in.
//   - Conditions, validations and calculations are kept as text here. Nothing
//     in this package compiles or runs them.
package questionnaire
