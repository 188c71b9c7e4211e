package capture

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// newMasker finds out what is secret in a record: what it was told, and the request's own Sign and credentials.
func newMasker(hide Redaction, r *Record) *masker {
	m := &masker{hide: hide, masked: slices.Clone(r.Redacted)}
	m.hideAll(hide.Secrets, 0)
	head := r.Request.Wire
	if i := bytes.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	for _, target := range [...]string{r.Request.URL, r.Request.Query, string(head)} {
		m.hideTarget(target)
	}
	for _, f := range r.Request.Header {
		if m.isCredential(f.Name) {
			m.hideAll(credentials(f.Name, f.Value), shortestCredential)
		}
	}
	return m
}

const (
	shortestSign       = 32 // of an MD5 in hexadecimal; what is shorter is no signature, and masked in its place only
	shortestCredential = 8  // what is shorter stands in other texts by chance
)

func (m *masker) hideAll(secrets []string, shortest int) {
	for _, s := range secrets {
		if form, ok := secret.Spelt(s); ok && len(s) >= shortest {
			m.forms = append(m.forms, form)
		}
	}
}

// hideTarget is for what is secret in a URL or a part of one.
func (m *masker) hideTarget(target string) {
	if at := passwordIn(target); at.Start < at.Stop {
		password := target[at.Start:at.Stop]
		m.hideAll(slices.Compact([]string{password, webhook.Unescape(password)}), shortestCredential)
	}
	if m.hide.KeepSign {
		return
	}
	for _, at := range signsIn(target) {
		value, _, _ := strings.Cut(target[at.Start:at.Stop], " ")
		if value = webhook.Unescape(value); len(value) >= shortestSign {
			m.forms = append(m.forms, secret.Exactly(value, strings.ToLower(value), strings.ToUpper(value)))
		}
	}
}

// credentials are the texts in a header field that are worth something on their own.
func credentials(name, value string) []string {
	switch name = strings.TrimSpace(name); {
	case strings.EqualFold(name, "Cookie"):
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
