package capture

import (
	"strings"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// target masks Sign, a password, and what is secret otherwise in a URL or a part of one.
func (m *masker) target(s, name string) string {
	if at := passwordIn(s); at.Start < at.Stop && s[at.Start:at.Stop] != Masked {
		s = secret.Cover(s, []secret.Span{at}, Masked)
		m.note(name)
	}
	if !m.hide.KeepSign {
		if found := signsIn(s); len(found) > 0 {
			s = secret.Cover(s, found, Masked)
			m.note("Sign")
		}
	}
	return m.text(s, name)
}

// signsIn finds the values of Sign that are not masked, however its name is spelt and wherever in the target it stands:
// servers differ on what stands between parameters. Such a value goes on up to the next ampersand.
func signsIn(target string) []secret.Span {
	var found []secret.Span
	for at := 0; ; {
		i := strings.IndexByte(target[at:], '=')
		if i < 0 {
			return found
		}
		name := target[at : at+i]
		if at += i + 1; !namesSign(name) {
			continue
		}
		stop := len(target)
		if end := strings.IndexByte(target[at:], '&'); end >= 0 {
			stop = at + end
		}
		if value := target[at:stop]; value != "" && value != Masked {
			found = append(found, secret.Span{Start: at, Stop: stop})
		}
		at = stop
	}
}

// namesSign says that a text in front of a = ends in the name of the parameter. What separates it may be escaped, too.
func namesSign(before string) bool {
	const separators = "&;#/?+ ,"
	name := webhook.Unescape(before[strings.LastIndexAny(before, separators)+1:])
	return strings.EqualFold(name[strings.LastIndexAny(name, separators)+1:], "Sign")
}

// passwordIn is where the password stands in an absolute URL; empty where there is none.
func passwordIn(url string) secret.Span {
	start := strings.Index(url, "://")
	if start < 0 {
		return secret.Span{}
	}
	start += len("://")
	authority := url[start:]
	if i := strings.IndexAny(authority, "/?# "); i >= 0 {
		authority = authority[:i]
	}
	user := authority[:max(0, strings.LastIndexByte(authority, '@'))]
	if i := strings.IndexByte(user, ':'); i >= 0 {
		return secret.Span{Start: start + i + 1, Stop: start + len(user)}
	}
	return secret.Span{}
}
