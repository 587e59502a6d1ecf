// Package hour finds when a mail goes out that is to come at an hour of the day
// where its reader is: pure, without a clock or a database.
package hour
