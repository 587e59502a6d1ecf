// Package purpose is the room of why: the programs, each a customer-experience
// effort with a purpose, a population and an owner, and their objectives, which
// say what is to be reached, from where, by when. It owns the tables program and
// objective.
//
// Invariants: a program's name is unique (upper and lower case alike) and not
// empty; a program that was started names its reason and at least one outcome
// for customers, business returns stand second; a synthetic program holds
// invented data only and is labelled so wherever it is shown; the version grows
// with each change. An objective keeps the baseline as it was when it was taken;
// the objectives of a program form a tree.
package purpose
