// Package report makes one document of what understand says about a table of
// feedback: where it stands, how sure that is, where it differs, what goes
// with it and what to do first; as JSON with a version, as a page that needs
// nothing but itself, and as a few lines of text.
//
// It asks understand for every figure and computes none itself.
package report
