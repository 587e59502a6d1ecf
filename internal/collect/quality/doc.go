// Package quality says, of one answered questionnaire, what makes it doubtful. It is
// pure: nothing here is stored, and nothing is ever deleted by it. A flag is a
// reason to look, and to have figures without those answers beside those with.
package quality
