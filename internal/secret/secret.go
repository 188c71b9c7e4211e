// Package secret decides what is shown and kept of secrets: one list of names, one mask, and one answer for each place.
// Whatever prints, writes or saves asks here.
//
// # What is secret
//
// The token is. So is what others take for a key or a session:
//
//   - the value of a header field or of a parameter with such a name, see [Named]: X-Api-Key, Authorization, Cookie,
//     access_token;
//   - the password of a URL, and that of a proxy;
//   - of a header field that the user gives, a value or a word that looks like a key, see [Names.InGivenField];
//   - Sign, for the minute in which it is good;
//   - whatever stands behind a name that the user tells with --mask, see [Names]: a header field, a parameter, a member
//     of a packet, a segment of a path.
//
// Such a value is masked in its place, however short it is. A longer one is also looked for in every other text, in
// every spelling, since a backend may quote it in its answer: from eight bytes on, or from six behind a name given with
// --mask. Without being told no member of a packet is masked, since their names are Tencent's, and no segment of a
// path: the id of a tenant looks as random as a key.
//
// # Who sees it
//
// Nobody sees the token, nor what is told. The others are sent, and they are in an output that is a request, since the
// user asks for that request with these values: generate, --print, --dry-run. There, and in the output of sign, Sign is
// in clear too. Results, reports of every kind, notes, lines that repeat a case and captures hold the mask. replay
// leaves a masked field or parameter out, unless the command line gives it. record --keep-sign keeps Sign in a capture.
//
// # How to ask
//
// [Known] are the values that a run was given; every writer hides them. A [Policy] masks one request and its answer, by
// names and places and by the values of that request.
package secret

// Mask replaces a secret. It is legal in a query and in a header field, so a masked request can be sent.
const Mask = "masked"
