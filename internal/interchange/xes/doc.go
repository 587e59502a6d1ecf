// Package xes reads event logs in XES (IEEE 1849) as a table: an event a row.
// Attributes of an event are columns by their key, attributes of its trace
// columns by "case:" and their key, as tools for process mining write logs as
// tables. Attributes inside others get dotted names. What the log says of
// itself (extensions, globals, classifiers, its own attributes) is passed over,
// and so are attributes of a trace that stand after its first event.
//
// A log may be packed with gzip. It is read as a stream, with bounds on what it
// unpacks to, on the length of one element, on levels and on columns. Document
// types, and with them entities of the file's own, are refused.
package xes
