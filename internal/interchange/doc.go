// Package interchange reads tables out of files of any kind that is known: it
// finds out by content what a file is, and hands it to the package of its
// format. Names of files count for nothing.
//
// Use it in passes over the same file: Detect finds out how it is written,
// Scan profiles its columns, Open streams its rows. Each begins at the first
// byte by itself.
package interchange
