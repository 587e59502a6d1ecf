// Package parquet reads Apache Parquet files as tables, row group by row
// group. Dates, times, timestamps, decimals, whole numbers without sign and
// UUIDs come out in the text that the reader of tables understands; members of
// structures get dotted names; a list of plain values becomes one cell.
//
// What the library panics on in a damaged file is told as damage: the schema
// and the pages are other people's bytes.
package parquet
