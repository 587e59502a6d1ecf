// Package trial keeps the tests of surveys: the links by which colleagues try a draft
// or a version out, what they answered, and what came of filling a survey by chance.
//
// Tables: test_link, test_document, test_answer, test_fill.
//
// Invariants:
//   - A test is no answer. It stands in tables that nothing else reads, so it is in no
//     fact, figure, quota, count, wave or hook, and beside no median.
//   - A test keeps what it was asked, also when the draft has changed since.
//   - Tests are forgotten after 30 days, and with their survey. There are at most
//     5,000 of a survey.
//   - Tests of an anonymous survey are read one by one too: the page says so to whoever
//     tests, and no answer of the survey itself is among them.
package trial
