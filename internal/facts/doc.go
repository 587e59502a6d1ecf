// Package facts is the column store: a DuckDB file beside the record, and the
// projector that fills it from the record's change log.
//
// It owns the tables answer, event, response_wide, party, account, party_trait,
// score_slot, trait, trait_value, reject and meta of its file, and knows positions and rows, not their meaning: what a change means
// is told by the feeds (package row), which belong to the rooms.
//
// Invariants:
//   - The position in the change log is stored in the transaction that writes
//     the rows, so no row is lost or doubled whatever is killed when.
//   - The file can always be made anew from the record: one that is missing,
//     damaged or of another schema is rebuilt in the background, and until
//     then queries get an unavailable fault that tells the progress.
//   - No text of a user becomes an identifier; no table has a primary key;
//     external access is off and the settings are locked.
//   - Readers finish on the file they began with.
package facts
