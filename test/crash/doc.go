// Package crash kills the whole program with -9 under load, again and again,
// and looks afterwards at what it had acknowledged: each answer is in the
// record once and in the facts once, and a rebuild of the facts agrees. Of an answer that
// its giver changed, each acknowledged change is there with what it was before.
//
// It runs with go test ./test/crash and builds the program itself.
package crash
