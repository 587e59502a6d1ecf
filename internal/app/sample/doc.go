// Package sample holds what somebody may look around with before there are
// answers of their own: invented firms that are loaded into every room by the
// rooms' own services, and taken out again without a trace. It owns the tables
// sample and sample_made.
//
// Invariants: a sample is the same for the same seed, day and language; what was
// not there before it was loaded is noted before or with its making, and goes
// with it; what was there stays. Loading and removing go in pieces, each of
// which may be done again, so both survive a stop anywhere. The programs of
// samples are marked as synthetic and keep their ids for life, so that loading
// again takes the same slots for traits.
package sample
