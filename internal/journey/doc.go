// Package journey is the room of where customers meet us: the register of
// touchpoints. A touchpoint is one kind of interaction on one channel; the
// register says who looks after it, what customers may expect there, which
// measure follows it and how often it happens. It owns the tables channel,
// stage, touchpoint and expectation.
//
// Invariants: channels, stages and touchpoints belong to one program, and names
// and keys are unique in it; a touchpoint that was removed gives its key and
// name free and may come back while nobody took them. A touchpoint stands on one
// channel and in any number of stages of its program. A name that is that of a
// channel ("Phone") stands as a touchpoint only with a written reason. One
// expectation of a touchpoint is in force at most; what was expected before is
// kept as it was written. The version of a touchpoint grows with each change of
// it or of its expectation.
package journey
