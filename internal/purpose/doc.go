// Package purpose is the room of why: the programs, each a customer-experience
// effort with a purpose. It owns the table program.
//
// Invariants: a program's name is unique (upper and lower case alike) and not
// empty; a synthetic program holds invented data only and is labelled so
// wherever it is shown; the version grows with each change.
package purpose
