// Package archive reads the zip archives that documents of office programs are
// (workbooks, texts): entries by name, the relations between parts, and small
// parts of XML.
//
// Everything is read as if it were made to do harm: the list of entries, the
// number of entries and the bytes they unpack to are bounded, names are brought
// to one way of writing and never become paths of this machine, and relations
// that lead outside are dropped.
package archive
