package lint

import (
	"cmp"
	"net/url"
	"strings"
)

const overview = "Webhook Overview (1047/34354)"

// parameter is one of those that Chat sends.
type parameter int

const (
	sdkAppID parameter = iota
	callbackCommand
	contentType
	clientIP
	optPlatform
	signParam
	requestTime
	parameters // how many there are
)

// String is the name as Chat spells it.
func (p parameter) String() string {
	return [...]string{"SdkAppid", commandField, "contenttype", "ClientIP", "OptPlatform", "Sign", "RequestTime"}[p]
}

// commandField is the member of the packet that repeats the parameter.
const commandField = "CallbackCommand"

// param is a parameter of the query, unescaped.
type param struct {
	name, value string
	broken      bool // an escape that is none
}

// readQuery splits the query at its ampersands. An empty piece is no parameter.
func (x *inspection) readQuery(query string) {
	x.query = x.room[:0]
	for rest := query; rest != ""; {
		var piece string
		piece, rest, _ = strings.Cut(rest, "&")
		if piece == "" {
			continue
		}
		name, value, _ := strings.Cut(piece, "=")
		p := param{name: name, value: value}
		if strings.ContainsAny(piece, "%+") {
			p.unescape()
		}
		x.query = append(x.query, p)
		x.sort(len(x.query))
	}
}

// sort finds out which documented parameter the n-th of the query is or misspells. Only the first one counts.
func (x *inspection) sort(n int) {
	name := x.query[n-1].name
	for k := range parameters {
		switch known := k.String(); {
		case len(name) != len(known):
		case name == known:
			x.exact[k] = cmp.Or(x.exact[k], n)
		case strings.EqualFold(name, known):
			x.folded[k] = cmp.Or(x.folded[k], n)
		}
	}
}

func (p *param) unescape() {
	name, err := url.QueryUnescape(p.name)
	value, alsoErr := url.QueryUnescape(p.value)
	if p.broken = err != nil || alsoErr != nil; !p.broken {
		p.name, p.value = name, value
	}
}

// get is the value of the parameter in its right spelling. A value that the input hides is not found.
func (x *inspection) get(k parameter) (value string, found bool) {
	if n := x.exact[k]; n > 0 && !x.hides(hiddenParam+k.String()) {
		return x.query[n-1].value, true
	}
	return "", false
}

// misspelt is the spelling of the parameter in the query where it is not Chat's. Beside the right one, it is another
// parameter.
func (x *inspection) misspelt(k parameter) string {
	if n := x.folded[k]; n > 0 && x.exact[k] == 0 {
		return x.query[n-1].name
	}
	return ""
}

// lacks reports whether the query has no spelling of the parameter. Of a query that was not captured, or only in part,
// nobody can tell.
func (x *inspection) lacks(k parameter) bool {
	return x.exact[k] == 0 && x.folded[k] == 0 && !x.bare && !x.hidesQuery() && !x.hides(hiddenParam+k.String())
}

// isDocumented reports whether a name is that of a parameter, or its misspelling.
func (x *inspection) isDocumented(name string) bool {
	for k := range parameters {
		if known := k.String(); len(name) == len(known) && (name == known || x.misspelt(k) == name) {
			return true
		}
	}
	return false
}
