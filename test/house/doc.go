// Package house holds the tests that keep the project's layout: who may import
// whom, that packages say what they are, that documents name paths that exist,
// and that the page has the rooms that the server has.
package house
