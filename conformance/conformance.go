// Package conformance judges what a backend answers to a callback.
//
// A [Check] is one requirement with its source, its reason and its remedy; [Checks] lists them, cause before consequence.
// [Judge] holds the checks to one exchange and returns a [Judgement]: the worst [Outcome] and the [Finding] behind it.
//
// One cause draws one finding: a check says what it needs ([Stage]) and is skipped without it, and a check whose subject
// an earlier one has already blamed is skipped too. A backend that answers a plain "OK" trips resp-json and nothing else.
package conformance
