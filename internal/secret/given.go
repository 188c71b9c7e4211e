package secret

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// InGivenField are the secrets in a header field that the user gives on purpose. Its name is the user's own, so its
// value may be a key whatever the name is: the whole value and each word of it count that look like a credential. The
// fields that say what is sent and where from hold none.
func (n Names) InGivenField(name, value string) []string {
	if list := n.InField(name, value); list != nil || isOrdinary(name) {
		return list
	}
	list := credentialsIn(value)
	if value = strings.TrimSpace(value); isCredential(value) {
		list = append(list, value)
	}
	return list
}

// credentialsIn are the words of a value, where it has several, that look like credentials: behind a scheme, or of a
// list of parameters.
func credentialsIn(value string) []string {
	list, whole := inBasic(value), strings.TrimSpace(value)
	for word := range strings.FieldsFuncSeq(value, func(r rune) bool { return strings.ContainsRune(" \t,;\"'", r) }) {
		name, text, isParameter := strings.Cut(word, "=")
		if isParameter && name != "" && strings.Trim(text, "=") != "" { // base64 ends with it
			word = text
		}
		if word != whole && isCredential(word) {
			list = append(list, word)
		}
	}
	return list
}

// isCredential reports whether a text looks like a key, and not like a word, a number, a date, a path, or anything
// else that texts have: it is made of letters and digits mostly, with a digit among them unless it is long.
func isCredential(text string) bool {
	if len(text) < shortestCredential || isWord(text) || isNumber(text) || strings.HasPrefix(text, "/") {
		return false
	}
	plain := 0
	for i := range len(text) {
		if isPlain(text[i]) {
			plain++
		}
	}
	return 2*plain > len(text)
}

// isNumber reports whether a text is rather a number, a date, a time or a version than a secret.
func isNumber(text string) bool {
	const longest = 24 // 2026-01-02T03:04:05+08:00
	return len(text) <= longest+1 && strings.Trim(text, "0123456789.:+-TZv") == ""
}

// isOrdinary reports whether a header field is one of HTTP's own or of a proxy's, and holds no credential.
func isOrdinary(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, begun := range []string{"accept", "content-", "x-forwarded-", "sec-", "if-"} {
		if strings.HasPrefix(name, begun) {
			return true
		}
	}
	switch name {
	case "host", "user-agent", "connection", "expect", "te", "trailer", "transfer-encoding", "upgrade", "cache-control",
		"pragma", "date", "via", "forwarded", "x-real-ip", "origin", "referer", "traceparent", "tracestate",
		"x-request-id", "range", "from", "keep-alive", "x-requested-with":
		return true
	}
	return false
}

// InProxy are the secrets in the URL of a proxy: the password, and the Basic credentials that are made of it. A user
// without a password may be a key.
func InProxy(proxy string) []string {
	if proxy != "" && !strings.Contains(proxy, "://") {
		proxy = "http://" + proxy // as proxies may be written
	}
	user := userIn(proxy)
	given := proxy[user.Start:user.Stop]
	plain := pathUnescaped(given)
	name, password, _ := strings.Cut(given, ":")
	if password == "" && !isCredential(name) {
		return nil
	}
	basic := base64.StdEncoding.EncodeToString([]byte(pathUnescaped(name) + ":" + pathUnescaped(password)))
	if password == "" {
		return []string{name, pathUnescaped(name), basic}
	}
	return []string{password, pathUnescaped(password), given, plain, basic}
}

// pathUnescaped undoes %XX, and leaves a plus sign as it is.
func pathUnescaped(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		return text
	}
	return s
}
