package secret

import "strings"

// Named reports whether a name is one of a secret: of a header field, a parameter or the segment of a path in front
// of one. What every callback carries is none: SdkAppid, CallbackCommand, contenttype, ClientIP, OptPlatform and
// RequestTime. Members of packets are never asked about, since their names are Tencent's: MsgKey holds no key.
func Named(name string) bool {
	for i := range len(name) {
		if beginsSecret(name[i:]) {
			return true
		}
	}
	return false
}

// beginsSecret is the one list of words, by their first letter since each field of each request is asked about. Some
// are words of their own, or the end of one: "key" is in api_key and apikey, and not in keyword.
func beginsSecret(text string) bool {
	switch text[0] | 0x20 {
	case 'b':
		return begins(text, "bearer")
	case 'a':
		isAuthor := begins(text, "author") && !begins(text, "authoriz") // nor is HTTP/2's :authority a secret
		return begins(text, "auth") && !isAuthor
	case 'c':
		return begins(text, "cookie") || begins(text, "credential") || begins(text, "csrf")
	case 'h':
		return begins(text, "hmac")
	case 'j':
		return ends(text, "jwt")
	case 'k':
		return ends(text, "key") || ends(text, "keys") || ends(text, "keyid")
	case 'p':
		return begins(text, "passw") || begins(text, "passphrase") || begins(text, "passcode") ||
			ends(text, "pass") || ends(text, "pwd")
	case 's':
		return begins(text, "secret") || begins(text, "session") || begins(text, "signature") ||
			ends(text, "sid") || ends(text, "sig") || ends(text, "sign")
	case 't':
		return begins(text, "token") || ends(text, "ticket")
	case 'x':
		return begins(text, "xsrf")
	}
	return false
}

func begins(text, word string) bool {
	return len(text) >= len(word) && strings.EqualFold(text[:len(word)], word)
}

// ends reports whether a text begins with a word that ends there: no letter follows, or a capital behind a small one.
func ends(text, word string) bool {
	if !begins(text, word) {
		return false
	}
	if len(text) == len(word) {
		return true
	}
	isSmall := func(c byte) bool { return 'a' <= c && c <= 'z' }
	next := text[len(word)]
	return !isPlain(next) || isDigit(next) || !isSmall(next) && isSmall(text[len(word)-1])
}

// IsSign reports whether a name is that of Chat's signature, however it is spelt.
func IsSign(name string) bool { return strings.EqualFold(name, "Sign") }
