// Package join adds the columns of one table to another by a key, in memory
// that does not grow with either: the right table is sorted on disk (runs of
// bounded size, merged), its keys are found through a sparse index, the left
// one is streamed past it in its own order.
//
// The right table may be wide, a row a key, or long: several rows a key, where
// one column names columns and another holds their values (a pivot). What does
// not come together one to one is counted and shown by example, never dropped
// without a word.
package join
