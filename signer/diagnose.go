package signer

import (
	"crypto/hmac"
	"crypto/md5"  //nolint:gosec // a mistake to be recognised
	"crypto/sha1" //nolint:gosec // a mistake to be recognised
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// searched is how far from RequestTime Diagnose looks for the time that was signed, in seconds.
const searched = 120

// Diagnose names the mistake behind a Sign that [Verify] takes for a mismatch, for the author of the sender or the
// backend, for instance "it is the MD5; want the plain SHA-256 of the token followed by RequestTime". sign and
// requestTime are as for Verify. The text is empty when the Sign matches or no known mistake explains it. An
// untrusted sender must not see it, since it confirms guesses.
func Diagnose(token, sign, requestTime string) string {
	if sign == SignText(token, requestTime) {
		return ""
	}
	for _, m := range misspellings(sign) {
		if m.text != sign && m.text == SignText(token, requestTime) {
			return m.what
		}
	}
	if what := lostZeros(token, sign, requestTime); what != "" {
		return what
	}
	given := strings.TrimSpace(sign)
	sign = strings.ToLower(given)
	for _, m := range otherTexts(token, requestTime) {
		if sign == SignText("", m.text) {
			return "it is the hash of " + m.what
		}
	}
	for _, m := range otherHashes(token, requestTime) {
		if sign == m.text || isBase64Of(given, m.text) {
			return "it is " + m.what + "; want the plain SHA-256 of the token followed by RequestTime"
		}
	}
	if what := otherTime(token, sign, requestTime); what != "" {
		return what
	}
	return shape(sign)
}

// mistake is a text that may have been hashed or sent, and what it is.
type mistake struct{ what, text string }

// misspellings are the signatures that sign may be another spelling of.
func misspellings(sign string) []mistake {
	list := []mistake{
		{"it is right but for its capitals: Chat writes the digits a to f in lower case", strings.ToLower(sign)},
		{"it is right but for the blanks around it", strings.TrimSpace(sign)},
	}
	for _, coding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		if sum, err := coding.DecodeString(sign); err == nil {
			list = append(list, mistake{"it is the right hash in base64; want hexadecimal", hex.EncodeToString(sum)})
		}
	}
	return list
}

// lostZeros names a Sign without leading zeros: of the whole hash, as a big integer in hexadecimal has it, or of single
// bytes, as %x of each byte has it.
func lostZeros(token, sign, requestTime string) string {
	right := SignText(token, requestTime)
	var bytewise strings.Builder
	for i := 0; i < len(right); i += 2 {
		bytewise.WriteString(strings.TrimPrefix(right[i:i+1], "0"))
		bytewise.WriteString(right[i+1 : i+2])
	}
	const want = "; want all 64 digits"
	switch strings.ToLower(strings.TrimSpace(sign)) {
	case right: // another mistake has the cause
		return ""
	case strings.TrimLeft(right, "0"):
		return "it is right but for its leading zeros, which a number in hexadecimal does not have" + want
	case bytewise.String():
		return "it is right but for the zero before each byte below 16, which %x of a byte does not write" + want
	}
	return ""
}

// isBase64Of reports whether sign is the hash in base64. sum is the hash in hexadecimal.
func isBase64Of(sign, sum string) bool {
	raw, err := hex.DecodeString(sum)
	return err == nil && (sign == base64.StdEncoding.EncodeToString(raw) ||
		sign == base64.URLEncoding.EncodeToString(raw))
}

// otherTexts are what may have been hashed instead of the token followed by RequestTime.
func otherTexts(token, at string) []mistake {
	const asShown, alone = "; want it as the console shows it", "; want their values alone"
	list := []mistake{
		{"RequestTime followed by the token; want the token first", at + token},
		{"RequestTime alone: the token was empty", at},
		{"the token alone, without RequestTime", token},
		{"RequestTime with a leading zero; want it as it stands in the query", token + "0" + at},
		{"RequestTime without its leading zero; want it as it stands in the query", token + strings.TrimLeft(at, "0")},
		{"RequestTime with a line end after it", token + at + "\n"},
		{"the URL-encoded token" + asShown, url.QueryEscape(token) + at},
		{"the URL-encoded token" + asShown, url.PathEscape(token) + at},
	}
	add := func(text, what string, args ...any) { list = append(list, mistake{fmt.Sprintf(what, args...), text}) }
	add(strings.TrimSpace(token)+at, "the token without the blanks around it: is the token that was given too long?")
	add(`"`+token+`"`+at, "the token in quotes")
	for _, after := range []mistake{
		{"a blank", " "}, {"a line end", "\n"}, {"a line end", "\r\n"}, {"a tab", "\t"}, {"a NUL", "\x00"},
	} {
		add(token+after.text+at, "the token with %s after it", after.what)
	}
	for _, between := range []string{"&", ":", "-", "_", ".", ",", "|", "+", "/", ";", " ", "\n"} {
		add(token+between+at, "the token and RequestTime with %q between them; want nothing there", between)
		add(at+between+token, "RequestTime and the token with %q between them; want the token first, "+
			"and nothing between", between)
	}
	for _, form := range []string{
		"token=%s&RequestTime=%s", "Token=%s&RequestTime=%s", "token=%s&requestTime=%s", "token=%s&timestamp=%s",
		"Token%sRequestTime%s",
	} {
		add(fmt.Sprintf(form, token, at), "the token and RequestTime with their names"+alone)
	}
	add("RequestTime="+at+"&Token="+token, "RequestTime and the token with their names"+alone+", the token first")
	if plain, err := url.QueryUnescape(token); err == nil {
		add(plain+at, "the token after URL-decoding"+asShown)
	}
	return list
}

// otherHashes are what other functions make of the token and RequestTime, in hexadecimal.
func otherHashes(token, at string) []mistake {
	keyed := func(key, message string) string {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(message))
		return hex.EncodeToString(mac.Sum(nil))
	}
	text, swapped := []byte(token+at), []byte(at+token)
	once := sha256.Sum256(text)
	return []mistake{
		{"the HMAC-SHA256 with the token as the key", keyed(token, at)},
		{"the HMAC-SHA256 with RequestTime as the key", keyed(at, token)},
		{"the HMAC-SHA256 of the token followed by RequestTime, with the token as the key", keyed(token, token+at)},
		{"the SHA-256 of the SHA-256", fmt.Sprintf("%x", sha256.Sum256(once[:]))},
		{"the SHA-256 of the SHA-256 in hexadecimal", SignText("", hex.EncodeToString(once[:]))},
		{"the MD5", fmt.Sprintf("%x", md5.Sum(text))},    //nolint:gosec // recognised, not used
		{"the SHA-1", fmt.Sprintf("%x", sha1.Sum(text))}, //nolint:gosec // recognised, not used
		{"the SHA-512", fmt.Sprintf("%x", sha512.Sum512(text))},
		{"the SHA-384", fmt.Sprintf("%x", sha512.Sum384(text))},
		{"the SHA-224", fmt.Sprintf("%x", sha256.Sum224(text))},
		{"the MD5 of RequestTime followed by the token", fmt.Sprintf("%x", md5.Sum(swapped))},
		//nolint:gosec // as above
		{"the SHA-1 of RequestTime followed by the token", fmt.Sprintf("%x", sha1.Sum(swapped))},
		//nolint:gosec // as above
	}
}

// otherTime looks for the time that was signed: within two minutes of RequestTime, or the same time in the other unit.
func otherTime(token, sign, requestTime string) string {
	at, err := strconv.ParseInt(requestTime, 10, 64)
	if err != nil || at < 0 || at > 1<<53 {
		return ""
	}
	if sign == Sign(token, at/1000) {
		return "it is that of seconds and RequestTime is in milliseconds; want both in seconds"
	}
	for ms := range int64(1000) {
		if sign == Sign(token, at*1000+ms) {
			return fmt.Sprintf("it is that of the time in milliseconds, %d; want seconds", at*1000+ms)
		}
	}
	for off := int64(1); off <= searched; off++ {
		for _, other := range []int64{at - off, at + off} {
			if sign == Sign(token, other) {
				const what = "it is that of RequestTime %d, %+d s from the one sent; want the very text of the query"
				return fmt.Sprintf(what, other, other-at)
			}
		}
	}
	return ""
}

// shape names what is wrong with a text that cannot be a signature, whatever the token.
func shape(sign string) string {
	switch bad := strings.Trim(sign, "0123456789abcdef"); {
	case len(sign) != Size:
		return fmt.Sprintf("it has %d characters, want %d hexadecimal digits", len(sign), Size)
	case bad != "":
		return fmt.Sprintf("it holds %.8q, want hexadecimal digits alone", bad)
	}
	return ""
}
