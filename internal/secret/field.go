package secret

import (
	"encoding/base64"
	"slices"
	"strings"
)

// shortestCredential is the length from which the value of a header field or a parameter is looked for in other texts,
// in bytes. A shorter one, such as "debug", is in them by chance.
const shortestCredential = 8

// InField are the secrets in a header field, if it holds any: of Basic, the password too; of Bearer, the token without
// the word; of a Cookie, its longer values too; of a URL, those in it.
func (n Names) InField(name, value string) []string {
	switch {
	case n.isSecret(name):
		return inField(strings.TrimSpace(name), value)
	case isTarget(value):
		return n.InURL(value)
	}
	return nil
}

// isTarget reports whether the value of a header field is a URL, or a path with its query.
func isTarget(value string) bool {
	return strings.Contains(value, "://") || strings.HasPrefix(value, "/") && strings.Contains(value, "?")
}

func inField(name, value string) []string {
	switch {
	case strings.EqualFold(name, "Cookie"), strings.EqualFold(name, "Set-Cookie"):
		list := []string{value}
		for pair := range strings.SplitSeq(value, ";") {
			name, text, _ := strings.Cut(strings.TrimSpace(pair), "=")
			if len(text) >= shortestCredential && (Named(name) || !isWord(text)) { // lang=zh is a setting
				list = append(list, text)
			}
		}
		return list
	case strings.EqualFold(name, "Authorization"), strings.EqualFold(name, "Proxy-Authorization"):
		_, rest, _ := strings.Cut(value, " ")
		if rest = strings.TrimSpace(rest); len(rest) < shortestCredential {
			return []string{value}
		}
		list := credentialsIn(value)
		if slices.Contains(list, rest) {
			return list
		}
		return append(list, rest)
	}
	return append(credentialsIn(value), value)
}

// inBasic are the user with the password, and the password, of Basic credentials.
func inBasic(value string) []string {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(value), " ")
	if text, ok := fromBase64(strings.TrimSpace(rest)); ok && strings.EqualFold(scheme, "Basic") {
		_, password, _ := strings.Cut(text, ":")
		return []string{text, password}
	}
	return nil
}

// fromBase64 decodes either alphabet, padded or not.
func fromBase64(text string) (plain string, ok bool) {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	data, err := base64.RawStdEncoding.DecodeString(text)
	return string(data), err == nil
}
