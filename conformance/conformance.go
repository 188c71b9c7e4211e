// Package conformance sends callbacks to a backend and finds out whether it handles them as Tencent documents.
//
// A [Runner] sends a list of deliveries, each a packet and what a right backend does with it ([Plan]). [RunSuite] runs
// cases, which send several requests each; package cases holds those of the suite. Both send through one engine, which
// judges each answer with package judge, and return results in the order of what they were given.
//
// An answer does not show what has become of an event. With [Options.Effect] a suite also asks what the backend has
// stored, and package effect compares that with the packet.
//
// A [Report] groups the findings of a run by their cause; a [Tally] does so for a run that is too long to keep. What
// a suite is known to fail is a list of [KnownFailures].
package conformance
