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
// Such a value is masked where it stands, however short it is. One of eight bytes or more is looked for in every
// other text as well and in every spelling: a backend may quote it in its answer. Members of packets are never masked
// by their name.
//
// # Who sees it
//
// Nobody sees the token. The others are in what is sent, and in an output that is a request, since the user has asked
// for that request with these values: generate, --print, --dry-run. There, and in what sign prints, Sign is in clear
// too. Results, reports of every kind, notes, lines that repeat a case and captures hold the mask. A capture that was
// written with one is sent again without that field or parameter, unless the command line gives it; record
// --keep-sign leaves Sign in it, and --mask-header names further fields.
//
// # How to ask
//
// [Known] are the values that a run was given; writers look them up. A [Policy] masks one request and what came of it.
package secret

// Mask stands where a secret stood. It is legal in a query and in a header field, so a masked request can be sent.
const Mask = "masked"
