// Package collect is the room where answers come in: by file, by API, and
// later by surveys and hooks. All of them end in the same checks and the same
// table. It owns the tables response, response_history, response_text, event,
// trait, import_source, import_file, import_join and import_reject.
//
// Invariants:
//   - A response is one row with its answers as a document. Its id is made by
//     the client; sending it again with the same content changes nothing, with
//     other content is a conflict.
//   - A row of a file is recognised in its source by its key column, or by the
//     hash of its cells with its occurrence number among equal rows; taking the
//     same file in again changes nothing.
//   - A changed response keeps what it was in response_history.
//   - Consent person shows the person, firm shows the firm only.
//   - The change log carries ids; what facts make of a response is the pure
//     function Facts.
package collect
