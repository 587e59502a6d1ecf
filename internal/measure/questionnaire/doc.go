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
//   - CompileExpressions reads conditions, rules and calculations, says with both
//     ends what they speak of that is not there, or not yet, and makes them ready.
//     An expression has no loops and a bounded length, so it always ends.
//   - Of what is not answered nothing holds but that it is not.
//   - Compile makes a document ready; Flow.Walk shows what one person sees of it,
//     Flow.Accept takes what they send with a page. The same state gives the same
//     view. What is not shown is never required, and no answer to it is kept.
//   - Check is the list that is gone through before publishing: refusals and
//     warnings, each with its path.
package questionnaire
