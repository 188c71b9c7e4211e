package secret

import (
	"encoding/base64"
	"strings"
)

// shortestCredential is the length from which the value of a header field or a parameter is looked for in other texts,
// in bytes. A shorter one, such as "debug", is in them by chance.
const shortestCredential = 8

// InField are the secrets in a header field that holds one: of Basic, the password too; of Bearer, the token without the
// word; of a Cookie, its longer values too.
func InField(name, value string) []string {
	switch name = strings.TrimSpace(name); {
	case strings.EqualFold(name, "Cookie"), strings.EqualFold(name, "Set-Cookie"):
		list := []string{value}
		for pair := range strings.SplitSeq(value, ";") {
			// A setting such as lang=zh is shorter than the id of a session.
			if _, text, _ := strings.Cut(strings.TrimSpace(pair), "="); len(text) >= 2*shortestCredential {
				list = append(list, text)
			}
		}
		return list
	case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"):
		scheme, rest, found := strings.Cut(value, " ")
		if rest = strings.TrimSpace(rest); !found || len(rest) < shortestCredential {
			return []string{value}
		}
		if strings.EqualFold(scheme, "Basic") {
			if text, err := base64.StdEncoding.DecodeString(rest); err == nil {
				_, password, _ := strings.Cut(string(text), ":")
				return []string{rest, string(text), password}
			}
		}
		return []string{rest}
	}
	return []string{value}
}
