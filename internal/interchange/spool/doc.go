// Package spool keeps the rows of a table on disk so that they can be read
// again without making them anew: a joined table is made once and then
// profiled, shown and taken in from there. A file that was cut off is told
// from a whole one by its last record.
package spool
