package shell

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// address is where a call of curl goes.
type address struct {
	url   string // without the query; empty where only a shell knows it
	query string
	host  string // with its port
	user  string // "name:password" of the URL
}

// address splits the URL. A piece of the query that only the shell knows is left out: in what timhook prints, that is
// the signature.
func (c *curlCall) address() (address, error) {
	w, err := c.script.resolved(*c.url)
	if err != nil {
		return address{}, err
	}
	text, _, _ := strings.Cut(w.text, "#")
	front, _, hasQuery := strings.Cut(text, "?")
	if strings.Contains(front, holeByte) {
		return c.openAddress(text, front, hasQuery, w.holes)
	}
	if err := c.checkURL(w.text, front); err != nil {
		return address{}, err
	}
	if !c.globs {
		text = strings.NewReplacer(`\{`, "{", `\}`, "}", `\[`, "[", `\]`, "]").Replace(text)
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found || strings.Contains(scheme, "?") {
		scheme, rest = "http", text
	}
	to := address{}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	to.host, rest = rest[:end], rest[end:]
	if at := strings.LastIndexByte(to.host, '@'); at >= 0 {
		to.user, to.host = userOf(to.host[:at]), to.host[at+1:]
	}
	if c.target != "" {
		rest = c.target
	}
	path, query, _ := strings.Cut(rest, "?")
	if c.target == "" {
		path = c.path(path)
	}
	if to.url = strings.ToLower(scheme) + "://" + to.host + path; c.socket != "" {
		to.url = "unix:" + c.socket + ":" + path
	}
	to.query = c.wholeQuery(query, w.holes)
	if strings.Contains(to.query, "&amp;") {
		c.notes = append(c.notes, "the query holds &amp;, which is how a page of HTML spells &")
	}
	return to, nil
}

// openAddress is an address of which only a shell knows the beginning.
func (c *curlCall) openAddress(text, front string, hasQuery bool, holes []hole) (address, error) {
	_, query, _ := strings.Cut(text, "?")
	if !hasQuery { // $TIMHOOK_URL&SdkAppid=…
		front, query, _ = strings.Cut(front, "&")
	}
	own := holes[:strings.Count(front, holeByte)]
	isOurs := len(own) > 0 && own[0].name == "$TIMHOOK_URL" && strings.HasPrefix(front, holeByte)
	query = c.wholeQuery(query, holes[strings.Count(text[:len(text)-len(query)], holeByte):])
	switch {
	case isOurs:
		c.hidden = append(c.hidden, "url")
	default:
		c.hide("url", "the URL", own)
		if !hasQuery && strings.HasSuffix(front, holeByte) {
			c.hidden = append(c.hidden, "query")
		}
	}
	to := address{query: query}
	if c.socket != "" {
		to.host = "localhost"
	}
	return to, nil
}

// checkURL refuses a URL that curl refuses, and one of which it makes several.
func (c *curlCall) checkURL(text, front string) error {
	text = strings.ReplaceAll(text, holeByte, "")
	if at := strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }); at >= 0 {
		return scan.BadTextf("curl refuses the URL for %q in it (%s); write %%20 for a blank", rune(text[at]), masked(text))
	}
	scheme, rest, found := strings.Cut(front, "://")
	if s := strings.ToLower(scheme); found && s != "http" && s != "https" {
		return scan.BadTextf("the URL is one of %s, and callbacks go over http or https", scheme)
	}
	if !found {
		rest = front
	}
	if rest == "" || rest[0] == '/' {
		return scan.BadTextf("the URL %s has no host", masked(text))
	}
	if _, isSocket := strings.CutPrefix(rest, "["); isSocket {
		text = text[strings.IndexByte(text, ']')+1:]
	}
	for i := range len(text) {
		if strings.IndexByte("{}[]", text[i]) >= 0 && !c.globs && (i == 0 || text[i-1] != '\\') {
			return scan.BadTextf("curl takes %s in a URL for a pattern and sends something else; "+
				"write it as %s, or add -g", text[i:i+1], fmt.Sprintf("%%%02X", text[i]))
		}
	}
	return nil
}

// path is a URL's path as curl sends it: without the steps . and .., and in ASCII.
func (c *curlCall) path(path string) string {
	if path == "" {
		path = "/"
	}
	if !c.asIs {
		path = withoutSteps(path)
	}
	var b strings.Builder
	for i := range len(path) {
		if path[i] < 0x80 {
			b.WriteByte(path[i])
		} else {
			fmt.Fprintf(&b, "%%%02x", path[i])
		}
	}
	return b.String()
}

// withoutSteps removes the segments . and .. (RFC 3986, 5.2.4).
func withoutSteps(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	var list []string
	segments := strings.Split(path[1:], "/")
	for i, segment := range segments {
		isLast := i == len(segments)-1
		switch segment {
		case ".", "..":
			if segment == ".." && len(list) > 0 {
				list = list[:len(list)-1]
			}
			if isLast {
				list = append(list, "")
			}
		default:
			list = append(list, segment)
		}
	}
	return "/" + strings.Join(list, "/")
}

func userOf(text string) string {
	name, password, _ := strings.Cut(text, ":")
	plain := func(s string) string {
		if t, err := url.PathUnescape(s); err == nil {
			return t
		}
		return s
	}
	return plain(name) + ":" + plain(password)
}

// wholeQuery is the URL's query with what options add to it.
func (c *curlCall) wholeQuery(query string, holes []hole) string {
	query = c.knownPieces(query, holes)
	add := func(more string) { query = strings.TrimPrefix(query+"&"+more, "&") }
	if c.get && c.hasData {
		if len(c.dataOpen) > 0 {
			c.hide("query", "the query", c.dataOpen)
		} else if c.target == "" && len(c.data) > 0 {
			add(string(c.data))
		}
		return query
	}
	for _, w := range c.query {
		if more := c.knownPieces(w.text, w.holes); more != "" && c.target == "" {
			add(more)
		}
	}
	return query
}

// signing are parameters that lines of timhook, and of scripts that sign, compute as they run.
var signing = []string{"Sign", "RequestTime"}

// knownPieces leaves out of a query what only a shell knows, and names it.
func (c *curlCall) knownPieces(query string, holes []hole) string {
	if !strings.Contains(query, holeByte) {
		return query
	}
	var known []string
	for piece := range strings.SplitSeq(query, "&") {
		n := strings.Count(piece, holeByte)
		if n == 0 {
			known = append(known, piece)
			continue
		}
		open := holes[:min(n, len(holes))]
		holes = holes[len(open):]
		name, _, found := strings.Cut(piece, "=")
		switch {
		case found && slices.Contains(signing, name):
			c.hidden = append(c.hidden, "query "+name)
		case len(open) > 0 && strings.HasPrefix(open[0].name, "$(timhook sign"):
			c.hidden = append(c.hidden, "query "+signing[0], "query "+signing[1])
		case !found, strings.Contains(name, holeByte):
			c.hide("query", "the query", open)
		default:
			c.hide("query "+name, "the query's "+name, open)
		}
	}
	return strings.Join(known, "&")
}
