package webhook

import (
	"net/url"
	"strings"
)

// ParseQuery splits a query at its ampersands, with the text of each parameter in Raw, so that joining the result gives
// the same bytes. An empty query has no parameters.
func ParseQuery(raw string) []Param {
	if raw == "" {
		return nil
	}
	pieces := strings.Split(raw, "&")
	params := make([]Param, len(pieces))
	for i, piece := range pieces {
		name, value, _ := strings.Cut(piece, "=")
		params[i] = Param{Name: Unescape(name), Value: Unescape(value), Raw: piece}
	}
	return params
}

// Unescape takes the escapes off a name or value of a query. With a broken escape it returns the text as it is.
func Unescape(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}

// appendQuery appends params joined by ampersands.
func appendQuery(dst []byte, params []Param) []byte {
	for i := range params {
		if i > 0 {
			dst = append(dst, '&')
		}
		dst = appendParam(dst, &params[i])
	}
	return dst
}

func appendParam(dst []byte, p *Param) []byte {
	if p.Raw != "" || p.Name == "" && p.Value == "" {
		return append(dst, p.Raw...)
	}
	dst = appendEscaped(dst, p.Name)
	dst = append(dst, '=')
	return appendEscaped(dst, p.Value)
}

// appendEscaped appends s with everything but unreserved characters and ':' as %XX. The colon is
// legal in a query, and Chat's only values that hold one are IPv6 addresses.
func appendEscaped(dst []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	plain := 0 // s up to here is appended
	for i := range len(s) {
		if c := s[i]; !unreserved(c) && c != ':' {
			dst = append(dst, s[plain:i]...)
			dst = append(dst, '%', hex[c>>4], hex[c&15])
			plain = i + 1
		}
	}
	return append(dst, s[plain:]...)
}

// unreserved reports whether c never needs escaping in a URL (RFC 3986, 2.3).
func unreserved(c byte) bool {
	const (
		low  = (1<<10-1)<<'0' | 1<<'-' | 1<<'.'
		high = (1<<26-1)<<('A'-64) | (1<<26-1)<<('a'-64) | 1<<('_'-64) | 1<<('~'-64)
	)
	return uint64(1)<<c&low|uint64(1)<<(c-64)&high != 0 // shifts of 64 and more give 0
}
