package secret

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// InGivenField are the secrets in a header field that the user gives on purpose. Its name is the user's own, so its
// value may be a key whatever the name is, but for the fields that say what is sent and where from, and for words.
func (n Names) InGivenField(name, value string) []string {
	if list := n.InField(name, value); list != nil || isOrdinary(name) || isWord(value) {
		return list
	}
	return []string{value}
}

// isOrdinary reports whether a header field is one of HTTP's own or of a proxy's, and holds no credential.
func isOrdinary(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, begun := range []string{"accept", "content-", "x-forwarded-", "sec-"} {
		if strings.HasPrefix(name, begun) {
			return true
		}
	}
	switch name {
	case "host", "user-agent", "connection", "expect", "te", "trailer", "transfer-encoding", "upgrade", "cache-control",
		"pragma", "date", "via", "forwarded", "x-real-ip", "origin", "referer", "traceparent", "tracestate",
		"x-request-id", "range", "from":
		return true
	}
	return false
}

// InProxy are the secrets in the URL of a proxy: the password, and the Basic credentials that are made of it.
func InProxy(proxy string) []string {
	if proxy != "" && !strings.Contains(proxy, "://") {
		proxy = "http://" + proxy // as proxies may be written
	}
	at := passwordIn(proxy)
	if at.Start == at.Stop {
		return nil
	}
	user := proxy[strings.Index(proxy, "://")+len("://") : at.Stop]
	plain := pathUnescaped(user)
	list := []string{proxy[at.Start:at.Stop], pathUnescaped(proxy[at.Start:at.Stop])}
	return append(list, plain, base64.StdEncoding.EncodeToString([]byte(plain)))
}

// pathUnescaped undoes %XX, and leaves a plus sign as it is.
func pathUnescaped(s string) string {
	if text, err := url.PathUnescape(s); err == nil {
		return text
	}
	return s
}
