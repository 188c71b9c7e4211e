package secret

import (
	"bytes"
	"slices"
	"strings"
)

const (
	shortestSign  = 32 // of an MD5 in hexadecimal; a shorter value of Sign is masked in its place only
	shortestPiece = 12 // of what a cut has left of it
)

// sign is the signature of one request.
type sign struct {
	text   string
	begins [][]byte // its first bytes as they are, in small letters and in capitals
	coded  [][]byte // all of it in base64
}

func newSign(text string) sign {
	begun := text[:shortestPiece]
	begins := slices.Compact([]string{begun, strings.ToLower(begun), strings.ToUpper(begun)})
	return sign{text, toBytes(begins), toBytes(encodings(text))}
}

// appendSpans finds the signature, or what a cut has left of it, up to where the text goes on otherwise.
func (s sign) appendSpans(found []Span, text []byte) []Span {
	found = appendSpans(found, text, s.coded)
	for _, begun := range s.begins {
		for at := 0; ; {
			i := bytes.Index(text[at:], begun)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(begun)
			for at < len(text) && at-start < len(s.text) && text[at]|0x20 == s.text[at-start]|0x20 {
				at++
			}
			found = append(found, Span{start, at})
		}
	}
	return found
}
