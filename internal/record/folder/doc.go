// Package folder guards a data folder: one process owns it (Take), and
// commands beside a running server talk to it over a socket in it (Listen,
// Dial).
package folder
