package charset

import (
	"strings"
	"unicode/utf8"
)

// isGB18030 reports whether a text that is no UTF-8 is Chinese in GB18030, or in its parts GBK and GB2312: every byte
// beyond ASCII is of a pair of it, and at least two pairs are of its common characters.
func isGB18030(text []byte) bool {
	if isMostlyUTF8(text) {
		return false
	}
	common := 0
	for i := 0; i < len(text); {
		first := text[i]
		if first < 0x80 {
			i++
			continue
		}
		if i+1 == len(text) {
			return common > 1 // the last character is cut
		}
		switch second := text[i+1]; {
		case first == 0x80 || first == 0xff:
			return false
		case second >= '0' && second <= '9':
			i += 4
			continue
		case second < 0x40 || second == 0x7f || second == 0xff:
			return false
		case first >= 0xb0 && first <= 0xf7 && second >= 0xa1:
			common++
		}
		i += 2
	}
	return common > 1
}

// isMostlyUTF8 reports whether more bytes beyond ASCII are of whole characters than not: UTF-8 with a fault, whose
// bytes can be taken for pairs, too.
func isMostlyUTF8(text []byte) bool {
	whole, broken := 0, 0
	for i := 0; i < len(text); {
		switch _, size := utf8.DecodeRune(text[i:]); {
		case size > 1:
			whole += size
			i += size
		case text[i] < 0x80:
			i++
		default:
			broken++
			i++
		}
	}
	return whole > broken
}

// Garbled finds characters that were read in a wrong encoding and saved: UTF-8 that was taken for Latin-1 or for
// Windows-1252. It gives the first of them and what they were before, or nothing.
func Garbled(text string) (shown, meant string) {
	var b []byte
	begin := 0
	for i, char := range text + "." {
		one, fits := latin(char)
		if fits && one >= 0x80 {
			if len(b) == 0 {
				begin = i
			}
			b = append(b, one)
			continue
		}
		if len(b) > 2 && utf8.Valid(b) && strings.ContainsFunc(string(b), func(r rune) bool { return r >= 0x800 }) {
			return text[begin:i], string(b)
		}
		b = b[:0]
	}
	return "", ""
}

// latin is the byte that Windows-1252, or Latin-1, has for a character.
func latin(char rune) (byte, bool) {
	if char < 0x100 {
		return byte(char), true
	}
	if i := strings.IndexRune(windows1252, char); i >= 0 {
		return 0x80 + byte(utf8.RuneCountInString(windows1252[:i])), true
	}
	return 0, false
}

// windows1252 has the characters of the bytes from 0x80 on. U+0081 and the like stand for bytes that have none.
const windows1252 = "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
	"\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178"
