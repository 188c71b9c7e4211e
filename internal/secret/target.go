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
	var found []place
	for _, s := range p.Told.segments(path) {
		found = append(found, place{Span: s})
	}
	found = append(found, p.parameters(path)...)
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

// InURL are the secrets in a URL, or in a path with its query, as they are and unescaped. Sign is none of them, since
// it is the secret of one request.
func (n Names) InURL(url string) []string {
	p := Policy{KeepSign: true, Told: n}
	return inPlaces(url, p.places(url))
}

// InQuery are those in a query.
func (n Names) InQuery(query string) []string {
	p := Policy{KeepSign: true, Told: n}
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
		if at += i + 1; p.Told == nil && !Named(name) && !strings.Contains(name, "%") { // most are none
			continue
		}
		if name = nameBefore(name); !p.Told.isSecret(name) || p.KeepSign && IsSign(name) {
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

// segments finds the secret parts of a path, which has its host in front or not. No look of them decides: the id of a
// tenant is as random as a key.
func (n Names) segments(path string) []Span {
	if len(n) == 0 {
		return nil
	}
	start := 0
	if i := strings.Index(path, "://"); i >= 0 {
		start = i + len("://")
		if i = strings.IndexByte(path[start:], '/'); i < 0 {
			return nil
		}
		start += i
	}
	var found []Span
	before := "\x00" // a path that begins with / has an empty segment in front of the first
	for start < len(path) {
		stop := len(path)
		if i := strings.IndexByte(path[start:], '/'); i >= 0 {
			stop = start + i
		}
		segment, _, _ := strings.Cut(path[start:stop], ";")
		if segment != "" && segment != Mask && n.hides(before, unescaped(segment), stop == len(path)) {
			found = append(found, Span{start, start + len(segment)})
		}
		before = unescaped(segment)
		start = stop + 1
	}
	return found
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// userIn is the place of the user and the password in an absolute URL; empty where there is none.
func userIn(url string) Span {
	start := strings.Index(url, "://")
	if start < 0 {
		return Span{}
	}
	start += len("://")
	authority := url[start:]
	if i := strings.IndexAny(authority, "/?# "); i >= 0 {
		authority = authority[:i]
	}
	return Span{start, start + max(0, strings.LastIndexByte(authority, '@'))}
}

// passwordIn is the place of the password in an absolute URL; empty where there is none.
func passwordIn(url string) Span {
	user := userIn(url)
	if i := strings.IndexByte(url[user.Start:user.Stop], ':'); i >= 0 {
		return Span{user.Start + i + 1, user.Stop}
	}
	return Span{}
}

func unescaped(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}
