package secret

import (
	"encoding/base64"
	"strings"
)

// shortestCredential is how long the value of a header field or a parameter is that does not stand in other texts by
// chance.
const shortestCredential = 8

// InField are the texts in a header field for a secret that are worth something on their own.
func InField(name, value string) []string {
	switch name = strings.TrimSpace(name); {
	case strings.EqualFold(name, "Cookie"), strings.EqualFold(name, "Set-Cookie"):
		list := []string{value}
		for pair := range strings.SplitSeq(value, ";") {
			// Settings are shorter than what a session is known by.
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
