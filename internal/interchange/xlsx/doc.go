// Package xlsx reads a sheet of an Office Open XML workbook as a table: the
// row iterator that the reader of tables wants, in memory bounded by the
// workbook's shared texts.
//
// It is written against the format (ECMA-376) and not on a library, for a
// library at hand gives a cell either as it is shown or as the bare number,
// and neither tells a date from a number while streaming. Here a cell that is
// formatted as a date or time becomes one in ISO form, other numbers keep all
// their digits, and truth values become true and false.
//
// Everything is read as if it were made to do harm: entries, unpacked bytes,
// levels, columns and lengths are bounded, document types are refused, and
// nothing outside the file is ever opened.
package xlsx
