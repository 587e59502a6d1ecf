// Package row holds the plain rows that rooms hand to the column store, and
// the shape of the functions that make them. It links no database, so that a
// room may import it cheaply; package facts does the storing.
package row
