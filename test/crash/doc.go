// Package crash kills the whole program with -9 under load, again and again,
// and looks afterwards at what it had acknowledged: each answer is in the
// record once and in the facts once, and a rebuild of the facts agrees.
//
// It runs with go test ./test/crash and builds the program itself.
package crash
