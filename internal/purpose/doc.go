// Package purpose is the room of why: the programs, each a customer-experience
// effort with a purpose, a population and an owner; their objectives, which say
// what is to be reached, from where, by when; what the team knows of five
// questions about its customers; and indicators, the business series that stand
// second. It owns the tables program, objective, program_question, indicator,
// indicator_value and indicator_former.
//
// Invariants: a program's name is unique (upper and lower case alike) and not
// empty; a program that was started names its reason and at least one outcome
// for customers, business returns stand second; a synthetic program holds
// invented data only and is labelled so wherever it is shown; the version grows
// with each change. An objective keeps the baseline as it was when it was taken;
// the objectives of a program form a tree. A question is answered, said to be
// unknown, or open. An indicator has one number a unit and period; a number that
// was corrected is kept.
package purpose
