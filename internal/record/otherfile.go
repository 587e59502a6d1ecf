package record

import "database/sql"

// OpenSQLiteFile opens, or makes, another SQLite file beside the record, for
// one connection with the same settings as the record's writer: the job queue
// keeps its jobs in one.
func OpenSQLiteFile(file string) *sql.DB { return openSQLiteFile(file, true) }
