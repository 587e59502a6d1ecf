// Package text is about words of people, whatever they are kept for: how texts
// are made comparable, which words search knows and what their stems are, where
// sentences end, and what in them may give somebody away; and how a day is written in
// words. It knows no database.
package text
