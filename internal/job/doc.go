// Package job runs background work on River: on PostgreSQL in the record's
// database, without it in a SQLite file of its own (jobs.db).
//
// A job is a batch or a cursor, never one mail or one contact. Handlers are
// idempotent: a job is run again after a failure, a restart or a kill, and a
// handler that has more to do than fits its time slice returns ErrAgain. Jobs are
// made from the change log after the commit (Maker), so a job exists exactly
// when the change that asks for it does.
package job
