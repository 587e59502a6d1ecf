// Package understand makes every figure that leaves the house: metrics by
// period and cut, what changed since the last period, and the saved views that
// show them.
//
// It owns the tables saved_view and weighting and no facts; it reads the fact tables
// in the four shapes of question that docs/methods.md describes and hands
// their sums to package stat.
//
// Invariants: a figure carries its interval, number of answers, unit, method
// and as-of; every aggregate, count and list of values is narrowed to the rows
// that the one who asks may see; a cell always says how to list the answers
// behind it; the SQL is one text for DuckDB and PostgreSQL, and no user's text
// becomes part of it.
package understand
