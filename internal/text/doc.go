// Package text is about words of people, whatever they are kept for: how texts
// are made comparable and which words search knows. It knows no database.
package text
