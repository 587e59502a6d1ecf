// Package stat makes figures out of additive moments: estimates with honest
// intervals, differences with p and q values.
//
// It is pure: no database, no clock, no randomness, no HTTP. Every function
// says its formula, what must hold beforehand, its special cases and its
// source. Trouble in the data (no answers, too few clusters, no variance) is a
// value that the screen must show (see Trouble); panics are for programmers'
// errors only.
//
// Words. A party is the customer, or the response itself where no customer is
// known. A cluster is the party's account where it has one, else the party. A
// bucket is a hash of the cluster modulo 64. Answers of one cluster resemble
// each other, so intervals are taken over clusters or buckets of clusters as
// soon as a cluster holds more than one answer.
//
// Three kinds of metric are known, and each is the mean of a contribution y of
// an answer: NPS (y is 100, 0 or -100), a share (y is 1 or 0) and a mean (y is
// the score). That is why five sums are enough for all of them.
package stat
