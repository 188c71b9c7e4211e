// Package signer signs callbacks and verifies signatures: Sign is the lower-case hexadecimal
// SHA-256 of the authentication token followed by RequestTime, with nothing between them (Webhook
// Overview, 1047/34354, Webhook Authentication).
//
// The signature covers neither the body nor any other query parameter, so whoever sees a signed
// URL can send any body under it for a minute.
package signer

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Size is the length of a signature in hexadecimal digits.
const Size = 2 * sha256.Size

// Sign returns the signature for requestTime, in seconds since 1970-01-01 UTC.
func Sign(token string, requestTime int64) string {
	return string(AppendSign(make([]byte, 0, Size), token, requestTime))
}

// SignText returns the signature for requestTime as it stands in the query. The text is hashed
// whatever it holds; a sender that means to send an ordinary signature uses [Sign].
func SignText(token, requestTime string) string {
	var buf [stackBytes]byte
	return string(appendSum(make([]byte, 0, Size), append(append(buf[:0], token...), requestTime...)))
}

// AppendSign appends the signature for requestTime to dst. It allocates nothing when dst has room
// for [Size] bytes and the token is no longer than the 128 characters that Tencent allows.
func AppendSign(dst []byte, token string, requestTime int64) []byte {
	var buf [stackBytes]byte
	return appendSum(dst, strconv.AppendInt(append(buf[:0], token...), requestTime, 10))
}

// stackBytes holds the longest token known, of 128 characters (647/118333), and the longest time.
const stackBytes = 128 + 20

func appendSum(dst, text []byte) []byte {
	sum := sha256.Sum256(text)
	return hex.AppendEncode(dst, sum[:])
}
