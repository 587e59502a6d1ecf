// Package transcript reads interviews that were written down, out of the files
// that people have: texts of office programs (DOCX, ODT), plain text, Markdown,
// subtitles (VTT, SRT), tables (TSV) and songs' lines (LRC).
//
// Whatever the format, what comes out is the same: lines, a sentence each,
// numbered from 1, with who speaks and, where the file says so, when. Fragments
// of speech that subtitles cut apart are joined before sentences are cut, so one
// interview gives the same lines out of each of its formats.
//
// The way: a file becomes fragments (fragment.go, one file a format), a label at
// the beginning of a fragment becomes a speaker (label.go), fragments of one
// speaker become a turn, and turns become lines (turn.go).
//
// Invariants: lines hold every word of what was said, in order; no line is
// empty; times are microseconds from the beginning and -1 where unknown, From is
// never after To; no speaker is guessed from what is said, only from labels.
//
// Everything is read within limits; nothing outside the file is ever opened.
package transcript
