// Package app puts the house together: it opens the stores, builds the rooms,
// wires what one room needs of another, and starts the server and the jobs. It
// is the only package that knows everybody.
package app
