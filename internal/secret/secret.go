// Package secret decides what is shown and kept of secrets: one list of names, one mask, and one answer for each place.
// Whatever prints, writes or saves asks here.
//
// # What is secret
//
// The token is. So is what others take for a key or a session:
//
//   - the value of a header field or of a parameter with such a name, see [Named]: X-Api-Key, Authorization, Cookie,
//     access_token;
//   - the password of a URL, and a segment of its path that nobody would make up: /hook/9f8e7d6c5b4a3f2e1d0c;
//   - Sign, for the minute in which it is good.
//
// Such a value is masked in its place, however short it is. A value of eight bytes or more is looked for in every other
// text as well, in every spelling, since a backend may quote it in its answer. Members of packets are never masked by
// their name.
//
// # Who sees it
//
// Nobody sees the token. The others are sent, and they are in an output that is a request, since the user asks for that
// request with these values: generate, --print, --dry-run. There, and in the output of sign, Sign is in clear too.
// Results, reports of every kind, notes, lines that repeat a case and captures hold the mask. replay leaves a masked
// field or parameter out, unless the command line gives it. record --keep-sign keeps Sign in a capture, and
// --mask-header names further fields.
//
// # How to ask
//
// [Known] are the values that a run was given; every writer hides them. A [Policy] masks one request and its answer, by
// names and places and by the values of that request.
package secret

// Mask replaces a secret. It is legal in a query and in a header field, so a masked request can be sent.
const Mask = "masked"
