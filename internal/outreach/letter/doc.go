// Package letter is what a mail to somebody invited says: its words by language,
// what is put into them, and the mail as HTML and text. It is pure: it knows no
// store, no clock and no network.
package letter
