package webhook

import (
	"cmp"
	"net/url"
	"slices"
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

// QueryOrder is the order of the query parameters. No source promises one, so a backend must take them in any order.
type QueryOrder uint8

const (
	// OrderDocumented keeps the parameters of the configured URL in front, followed by Chat's in the order of its pages
	// (Webhook Overview, 1047/34354), then Extra, then Sign and RequestTime.
	OrderDocumented QueryOrder = iota
	// OrderSorted merges all parameters and sorts them by the bytes of their names, as captured requests have them
	// (observed).
	OrderSorted
)

// QueryOrders lists the orders; the first is the default.
func QueryOrders() []QueryOrder { return []QueryOrder{OrderDocumented, OrderSorted} }

// ParseQueryOrder returns the order with that name. The error lists the names.
func ParseQueryOrder(name string) (QueryOrder, error) {
	return named("query order", name, QueryOrders())
}

// String returns the name that ParseQueryOrder reads.
func (o QueryOrder) String() string { return nameOf("QueryOrder", uint8(o), "documented", "sorted") }

// Doc describes the order for help.
func (o QueryOrder) Doc() string {
	return [...]string{
		"as on Tencent's pages, after the parameters of the URL",
		"all parameters sorted by name, as in captured requests",
	}[o]
}

// arrange brings params, given in the documented order, into the order o.
func (o QueryOrder) arrange(params []Param) []Param {
	if o != OrderSorted {
		return params
	}
	params = slices.DeleteFunc(params, func(p Param) bool { return p == Param{} })
	slices.SortStableFunc(params, func(a, b Param) int { return cmp.Compare(a.Name, b.Name) })
	return params
}
