// Package respond is the page on which a customer answers a survey: HTML made
// here, complete without JavaScript, in one request.
//
// Invariants:
//   - An answering is one row of the table answering, found by the hash of the 128
//     random bits in its address; there is no cookie. What a page sends is in the
//     record before the next page is shown, and coming back by the address goes on
//     where one was.
//   - It is asked the version with which it began. What is not shown is neither
//     required nor kept (package questionnaire decides).
//   - With the last page it becomes a response, once, in the transaction that ends
//     it. Whoever is screened out or meets a full quota becomes none.
//   - What a page leads to is decided before its transaction, which writes all of it or,
//     where another tab or a quota came between, nothing; then it is decided again.
//   - What each page took is kept with the answering; and what makes it
//     doubtful (package quality); of an anonymous one nothing is.
//   - The receipt code, 60 bits, finds the answer to take it back. It is shown with the
//     last page, and again for minutes to who sends that twice. It comes of the secret of
//     the address, but of an anonymous answer, to which nothing leads, it is random.
//     Address and code are kept as hashes, and stand in no log.
package respond
