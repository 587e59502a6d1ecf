// Package record is the system of record: SQLite in a data folder, or
// PostgreSQL, behind one Store.
//
// It owns the tables change_log, change_reader, change_pruned, erasure and (on
// PostgreSQL) file and file_chunk, the forward-only migrations of everybody,
// the folder files/ with uploaded files by content hash, and the lock and
// command socket of a data folder (package folder).
//
// Invariants:
//   - Nobody is told "written" before the commit is on the disk.
//   - What a transaction logs appears in the change log in commit order; a
//     reader at position p never later meets a number below p.
//   - The change log holds ids and kinds, never contents.
//   - A statement inside a write transaction is never interrupted half-way;
//     a cancelled caller is undone between statements.
//   - Inside View, Write and Join only the given querier is used: the context
//     they hand on refuses another View, Write or Join.
package record
