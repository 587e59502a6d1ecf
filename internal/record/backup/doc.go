// Package backup copies a record while it is served, and puts it back.
//
// A backup is one tar file: manifest.json, then the record as of one moment,
// the uploaded files by content hash, and what else of the data folder was
// asked for. Facts and jobs are left out: they are made anew from the record.
// Restoring checks every size and checksum beside the folder before anything
// in it is touched, and erases again what was erased since the backup.
package backup
