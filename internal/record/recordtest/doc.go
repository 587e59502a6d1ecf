// Package recordtest gives tests a real record: SQLite in a folder of their
// own, and PostgreSQL from a server that is started once for each test process
// and stopped with it.
package recordtest
