// Package log holds the plain types of the change log, so that anybody may
// hear what changed without knowing the store.
package log
