package secret

import (
	"net/url"
	"slices"
	"strings"
)

// place is where a secret is in a URL.
type place struct {
	Span
	name string // of the parameter; empty: a password or a part of the path
}

// places finds the secrets in a URL or in a path with its query, in order and without those that are masked already.
func (p *Policy) places(url string) []place {
	path, query, _ := strings.Cut(url, "?")
	found := append(segments(path), p.parameters(path)...)
	if at := passwordIn(path); at.Start < at.Stop && path[at.Start:at.Stop] != Mask {
		found = append(found, place{Span: at})
	}
	for _, f := range p.parameters(query) {
		f.Start, f.Stop = f.Start+len(path)+1, f.Stop+len(path)+1
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b place) int { return a.Start - b.Start })
	return found
}

// InURL are the secrets in a URL, or in a path with its query, as they are and unescaped. Sign is none of them, since it is the secret of one request.
func InURL(url string) []string {
	p := Policy{KeepSign: true}
	return inPlaces(url, p.places(url))
}

// InQuery are those in a query.
func InQuery(query string) []string {
	p := Policy{KeepSign: true}
	return inPlaces(query, p.parameters(query))
}

func inPlaces(text string, found []place) []string {
	var list []string
	for _, at := range found {
		list = append(list, at.values(text)...)
	}
	return list
}

// values are the secret as it is and, where that is another text, unescaped.
func (p place) values(text string) []string {
	value := text[p.Start:p.Stop]
	if plain := unescaped(value); plain != value {
		return []string{value, plain}
	}
	return []string{value}
}

// parameters finds the values of names of secrets, in any spelling and anywhere in the target: servers differ on what
// separates parameters. Such a value ends at the next ampersand.
func (p *Policy) parameters(target string) []place {
	var found []place
	for at := 0; ; {
		i := strings.IndexByte(target[at:], '=')
		if i < 0 {
			return found
		}
		name := target[at : at+i]
		if at += i + 1; !Named(name) && !strings.Contains(name, "%") { // most are none
			continue
		}
		if name = nameBefore(name); !Named(name) || p.KeepSign && IsSign(name) {
			continue
		}
		stop := len(target)
		if end := strings.IndexByte(target[at:], '&'); end >= 0 {
			stop = at + end
		}
		if value := target[at:stop]; value != "" && value != Mask {
			found = append(found, place{Span{at, stop}, name})
		}
		at = stop
	}
}

// nameBefore is the name at the end of a text in front of a =. What separates it may be escaped, too.
func nameBefore(text string) string {
	const separators = "&;#/?+ ,"
	name := unescaped(text[strings.LastIndexAny(text, separators)+1:])
	return name[strings.LastIndexAny(name, separators)+1:]
}

// segments finds the parts of a path that nobody would make up: 16 letters and digits or more that change between the
// two, as in /hook/9f8e7d6c5b4a3f2e1d0c, and behind the name of a secret eight or more, as in /token/abc12345. An
// ordinary path such as /im/callback/v2 or /webhooks/tencent-im-2026 has none, nor has a host.
func segments(path string) []place {
	var found []place
	start := 0
	if i := strings.Index(path, "://"); i >= 0 {
		start = i + len("://")
		if i = strings.IndexByte(path[start:], '/'); i < 0 {
			return nil
		}
		start += i
	}
	named := false
	for start < len(path) {
		stop := len(path)
		if i := strings.IndexByte(path[start:], '/'); i >= 0 {
			stop = start + i
		}
		text, _, _ := strings.Cut(path[start:stop], ";")
		unmasked := strings.ReplaceAll(text, Mask, " ") // what was masked is random no more
		if (isRandom(unmasked) || named && isOdd(unmasked)) && !strings.Contains(text, "=") {
			found = append(found, place{Span: Span{start, start + len(text)}})
		}
		named = Named(text)
		start = stop + 1
	}
	return found
}

// shortestRandom is how many letters and digits in a row look like no word.
const shortestRandom = 16

// isRandom reports whether a segment holds so many letters and digits in a row that it changes between the two at least
// twice, which words with a number behind them do not. The hyphens of a UUID count as nothing.
func isRandom(segment string) bool {
	if strings.Trim(segment, "0123456789abcdefABCDEF-") == "" {
		segment = strings.ReplaceAll(segment, "-", "")
	}
	length, changes := 0, 0
	for i := range len(segment) {
		switch {
		case !isPlain(segment[i]):
			length, changes = 0, 0
			continue
		case length > 0 && isDigit(segment[i]) != isDigit(segment[i-1]):
			changes++
		}
		if length++; length >= shortestRandom && changes >= 2 {
			return true
		}
	}
	return false
}

// isOdd reports whether a segment is rather a secret than a word: eight bytes or more, three of them digits.
func isOdd(segment string) bool {
	digits := 0
	for i := range len(segment) {
		if isDigit(segment[i]) {
			digits++
		}
	}
	return len(segment) >= shortestCredential && digits >= 3 && digits < len(segment)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// passwordIn is the place of the password in an absolute URL; empty where there is none.
func passwordIn(url string) Span {
	start := strings.Index(url, "://")
	if start < 0 {
		return Span{}
	}
	start += len("://")
	authority := url[start:]
	if i := strings.IndexAny(authority, "/?# "); i >= 0 {
		authority = authority[:i]
	}
	user := authority[:max(0, strings.LastIndexByte(authority, '@'))]
	if i := strings.IndexByte(user, ':'); i >= 0 {
		return Span{start + i + 1, start + len(user)}
	}
	return Span{}
}

func unescaped(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}
