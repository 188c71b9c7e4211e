// Package signer signs callbacks and verifies signatures. Sign is the SHA-256 of the authentication token followed by
// RequestTime, in lower-case hexadecimal, with nothing between the two (Webhook Overview, 1047/34354, Webhook
// Authentication). A backend verifies both query parameters before it reads the body:
//
//	query := r.URL.Query()
//	err := signer.Verify(token, query.Get("Sign"), query.Get("RequestTime"), time.Now())
//
// The signature covers neither the body nor any other query parameter. With one signed URL anybody can send any body
// for a minute, so a backend needs HTTPS too.
package signer

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Size is the length of a signature in hexadecimal digits.
const Size = 2 * sha256.Size

// Sign returns the signature for requestTime, in seconds since 1970-01-01 UTC. The token is taken as the console
// shows it, in UTF-8 and not URL-encoded.
func Sign(token string, requestTime int64) string {
	return string(AppendSign(make([]byte, 0, Size), token, requestTime))
}

// SignText returns the signature for the text of a RequestTime, whatever it is. It is for signatures that are wrong on
// purpose, and for verifying what a query has. For an ordinary signature use [Sign].
func SignText(token, requestTime string) string {
	var buf [stackBytes]byte
	return string(appendSum(make([]byte, 0, Size), append(append(buf[:0], token...), requestTime...)))
}

// AppendSign appends the signature for requestTime to dst. It allocates nothing when dst has room for [Size] bytes and
// the token has at most 128 characters, which is what Tencent allows (647/118333, of a sister product).
func AppendSign(dst []byte, token string, requestTime int64) []byte {
	var buf [stackBytes]byte
	return appendSum(dst, strconv.AppendInt(append(buf[:0], token...), requestTime, 10))
}

const stackBytes = 128 + 20 // the longest token and the longest time

func appendSum(dst, text []byte) []byte {
	sum := sha256.Sum256(text)
	return hex.AppendEncode(dst, sum[:])
}
