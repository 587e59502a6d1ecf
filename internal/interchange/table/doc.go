// Package table reads tables of text as people have them: CSV, TSV and
// semicolon files in UTF-8 (with or without a mark), UTF-16 or Windows-1252,
// with or without a header, with decimal points or commas and dates in any
// usual order.
//
// Use it in two passes over the same bytes. Detect finds out how the file is
// written, Scan reads all of it once and profiles each column; then NewReader
// streams the rows. A row that cannot be read is handed on with its Reject
// (row number as a spreadsheet counts, column, reason) and the rows after it
// are still read.
//
// The package keeps nothing in memory beyond one row, the lines of one open
// quote, and the capped profile. It knows nothing of what the columns mean.
package table
