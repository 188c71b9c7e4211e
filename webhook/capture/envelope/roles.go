package envelope

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// role is what a member of an object is in a request.
type role int

const (
	none    role = iota
	inside       // an object that holds the request
	context      // an object that holds more about the request, for instance its method
	method       // POST
	address      // a URL, or the path of one, perhaps with the query
	query
	header
	body
	encoding // of the body
	answer
	moment
	cut // whether the body is only the beginning
	roles
)

// names are the members that have a role, in the order in which they count: small letters, without - and _. What keeps
// the bytes goes before what was read into an object.
var names = [roles][]string{
	inside:  {"request", "httprequest", "req"},
	context: {"requestcontext", "http"},
	method:  {"method", "httpmethod", "requestmethod", "verb"},
	address: {
		"url", "rawurl", "fullurl", "originalurl", "absoluteurl", "requesturl", "uri", "requesturi", "rawpath",
		"endpoint", "path", "requestpath",
	},
	query: {
		"rawquerystring", "querystring", "multivaluequerystringparameters", "querystringparameters",
		"queryparameters", "queryparams", "query", "rawquery", "parsedquery", "args", "params", "parameters",
	},
	header: {
		"multivalueheaders", "headers", "header", "requestheaders", "rawheaders", "httpheaders", "headerparameters",
	},
	body: {
		"rawbody", "bodybase64", "bodyasbase64", "database64", "base64", "raw", "rawmodedata", "body", "requestbody",
		"postdata", "content", "payload", "data", "text", "string", "json", "bodyparsed", "parsedbody", "event",
		"stream",
	},
	encoding: {"isbase64encoded", "base64encoded", "bodyencoding", "encoding"},
	answer:   {"response", "httpresponse", "res"},
	moment:   {"starteddatetime", "start", "timeepoch", "requesttimeepoch"},
	cut:      {"truncated", "bodycut"},
}

// roleOf is the role of a member, and where it stands among those of the same role.
func roleOf(name string) (role, int) {
	const longest = 40
	if len(name) > longest {
		return none, 0
	}
	name = strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "_", ""), "-", "")
	for r, list := range names {
		if i := slices.Index(list, name); i >= 0 {
			return role(r), i
		}
	}
	return none, 0
}

// object is a JSON object with its members in their roles.
type object struct {
	value scan.Piece
	of    [roles]candidates
}

// candidate is a member that may have a role.
type candidate struct {
	name  string
	rank  int
	value scan.Piece
}

type candidates []candidate

// objectOf sorts the members of an object. Those that are null have no role.
func objectOf(v scan.Piece) *object {
	o := &object{value: v}
	for name, value := range values(v) {
		if r, rank := roleOf(name); r != none && kind(value) != 'n' {
			o.of[r] = append(o.of[r], candidate{name, rank, value})
		}
	}
	for r := range o.of {
		slices.SortStableFunc(o.of[r], func(a, b candidate) int { return a.rank - b.rank })
	}
	return o
}

// has reports whether a member has the role.
func (o *object) has(r role) bool { return len(o.of[r]) > 0 }

// first is the member that counts most in its role.
func (o *object) first(r role) scan.Piece {
	if !o.has(r) {
		return scan.Piece{}
	}
	return o.of[r][0].value
}

// isRequest reports whether the object is one: it has a method, or a body that is a packet, and something else of a
// request.
func (o *object) isRequest() bool {
	around := o.has(address) || o.has(query) || o.has(header)
	if isMethod(plainText(o.first(method))) {
		return around || o.has(body)
	}
	return around && slices.ContainsFunc(o.of[body], func(c candidate) bool { return holdsPacket(c.value) })
}

// isMethod knows the methods of HTTP. Other calls have a method, too: {"jsonrpc": "2.0", "method": "send"}.
func isMethod(s string) bool {
	switch strings.ToUpper(s) {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return true
	}
	return false
}
