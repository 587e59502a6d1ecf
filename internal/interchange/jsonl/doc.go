// Package jsonl reads JSON Lines as a table: an object a line, its members the
// columns. Members of members get dotted names; an array of plain values
// becomes one cell, a deeper one stays JSON.
//
// The columns are the names of all lines, found by reading the file once. When
// there are more than a table may have, the first ones stand and a line with
// another name is rejected with that name.
package jsonl
