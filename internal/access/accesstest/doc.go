// Package accesstest makes people of every role and scope for tests.
package accesstest
