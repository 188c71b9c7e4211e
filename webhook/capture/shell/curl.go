package shell

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// curlCall is what a curl line asks for.
type curlCall struct {
	stdin    []command
	url      word
	method   string
	header   []webhook.HeaderField
	removed  []webhook.HeaderField // that curl is told to leave out
	data     []byte
	hasData  bool
	body     *word // that data is, if it is one
	get      bool
	json     bool
	socket   string
	proto    string
	target   string // in the place of the URL's path and query
	encoding string
}

// request is the one that curl would send, without the fields that differ from version to version (User-Agent, Accept).
func (c *curlCall) request() (capture.Request, error) {
	address, query, err := c.address()
	if err != nil {
		return capture.Request{}, err
	}
	r := capture.Request{Method: c.method, URL: address, Query: query, Proto: c.proto}
	if len(c.data) > 0 {
		r.Body = c.data
	}
	if c.get {
		r.Body = nil
	}
	if c.get && c.target == "" {
		r.Query = strings.Trim(r.Query+"&"+string(c.data), "&")
	}
	if r.Method == "" {
		r.Method = "GET"
		if c.hasData && !c.get {
			r.Method = "POST"
		}
	}
	r.Header = c.fields(address, len(r.Body))
	return r, nil
}

// place is [Call.Place] of the call, which begins on the line.
func (c *curlCall) place(line int) func(bool, int) capture.Place {
	if c.body == nil || !c.body.exact || c.get {
		return func(bool, int) capture.Place { return capture.Place{Line: line, Column: 1} }
	}
	text, begin := []byte(c.body.text), c.body.content
	return func(_ bool, offset int) capture.Place { return scan.TextPlace(text, begin, offset) }
}

// address splits the URL. A piece of the query that only the shell knows is left out: in what timhook prints, that is
// the signature.
func (c *curlCall) address() (address, query string, err error) {
	text, _, _ := strings.Cut(c.url.text, "#")
	if c.target != "" && !strings.HasPrefix(text, expandHere) {
		base, _, _ := strings.Cut(text, "?")
		scheme, rest, found := strings.Cut(base, "://")
		if !found {
			scheme, rest = "http", base
		}
		host, _, _ := strings.Cut(rest, "/")
		text = scheme + "://" + host + c.target
	}
	address, query, _ = strings.Cut(text, "?")
	if strings.HasPrefix(address, expandHere) { // $TIMHOOK_URL&SdkAppid=…
		_, query, _ = strings.Cut(strings.Replace(text, "?", "&", 1), "&")
		return "", knownPieces(query), nil
	}
	if strings.Contains(address, expandHere) {
		return "", "", holds("the URL", c.url)
	}
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		scheme, rest = "http", address
	}
	if c.socket != "" {
		_, rest, _ := strings.Cut(rest, "/")
		return "unix:" + c.socket + ":/" + rest, knownPieces(query), nil
	}
	if !strings.Contains(rest, "/") {
		rest += "/"
	}
	return scheme + "://" + rest, knownPieces(query), nil
}

func knownPieces(query string) string {
	if !strings.Contains(query, expandHere) {
		return query
	}
	isUnknown := func(piece string) bool { return strings.Contains(piece, expandHere) }
	return strings.Join(slices.DeleteFunc(strings.Split(query, "&"), isUnknown), "&")
}

// fields are Host, those of the line in its order, and what curl adds for a body.
func (c *curlCall) fields(address string, length int) (list []webhook.HeaderField) {
	add := func(name, value string) {
		if value != "" && webhook.IndexField(c.removed, name) < 0 && webhook.IndexField(c.header, name) < 0 {
			list = append(list, webhook.HeaderField{Name: name, Value: value})
		}
	}
	add("Host", c.host(address))
	list = append(list, c.header...)
	hasBody := c.hasData && !c.get
	switch {
	case c.json:
		add("Content-Type", "application/json")
		add("Accept", "application/json")
	case hasBody:
		add("Content-Type", "application/x-www-form-urlencoded")
	}
	add("Accept-Encoding", c.encoding)
	if hasBody {
		add("Content-Length", strconv.Itoa(length))
	}
	return list
}

func (c *curlCall) host(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		if c.socket != "" {
			return "localhost"
		}
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return host[strings.LastIndexByte(host, '@')+1:]
}

func basicAuth(user string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user))
}
