package signer

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// Mistake is a text that backends compute in place of Sign, and what it is, as [Diagnose] words it.
type Mistake struct{ What, Sign string }

// Mistakes are wrong signatures of a RequestTime, the likeliest first. A backend that takes one of them, and not the
// right one, computes that one itself. They are for testing one's own backend: who sends them needs the token.
func Mistakes(token, requestTime string) []Mistake {
	right := SignText(token, requestTime)
	list := []Mistake{
		{"the SHA-256 of RequestTime followed by the token", SignText("", requestTime+token)},
		{"the right hash in upper case", strings.ToUpper(right)},
		{"the right hash in base64", base64Sum(right)},
		{"the SHA-256 of the token with a line end after it", SignText(token+"\n", requestTime)},
		{"the SHA-256 of the token, & and RequestTime", SignText(token+"&", requestTime)},
		{"the SHA-256 of the token and the time in milliseconds", SignText(token, requestTime+"000")},
		{"the SHA-256 of the token alone", SignText(token, "")},
		{"the SHA-256 of RequestTime alone, with an empty token", SignText("", requestTime)},
	}
	var hashes []Mistake
	for _, m := range otherHashes(token, requestTime) {
		hashes = append(hashes, Mistake{m.what, m.text})
	}
	return append(append(list[:1:1], hashes...), list[1:]...)
}

func base64Sum(sum string) string {
	raw, err := hex.DecodeString(sum)
	if err != nil {
		return sum
	}
	return base64.StdEncoding.EncodeToString(raw)
}
