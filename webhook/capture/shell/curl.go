package shell

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// curlCall is what a curl line asks for.
type curlCall struct {
	script   *Script
	stdin    pipeline // in front of it
	input    *input   // that is redirected into it
	dialect  dialect
	url      *word
	method   string
	header   []webhook.HeaderField
	removed  []webhook.HeaderField // that curl is told to leave out
	data     []byte
	dataOpen []hole // parts of data that only a shell knows
	hasData  bool
	body     *word // that data is, if it is one
	query    []word
	get      bool
	head     bool
	json     bool
	globs    bool // {} and [] in the URL are no patterns
	asIs     bool // /../ stays in the URL
	user     *string
	bearer   bool
	socket   string
	proto    string
	target   string // in the place of the URL's path and query
	encoding string
	notes    []string
	hidden   []string
}

// request is the one that curl would send, without the fields that differ from version to version (User-Agent, Accept).
func (c *curlCall) request() (capture.Request, error) {
	to, err := c.address()
	if err != nil {
		return capture.Request{}, err
	}
	if c.head && c.hasData && !c.get {
		return capture.Request{}, scan.BadTextf("curl refuses -I (--head) with a body: it sends nothing")
	}
	r := capture.Request{Method: c.method, URL: to.url, Query: to.query, Proto: c.proto}
	if len(c.data) > 0 && !c.get {
		r.Body = c.data
	}
	if r.Method == "" {
		r.Method = "GET"
		switch {
		case c.head:
			r.Method = "HEAD"
		case c.hasData && !c.get:
			r.Method = "POST"
		}
	}
	if len(c.dataOpen) > 0 && !c.get {
		c.hide("body", "the body", c.dataOpen)
	}
	r.Header = c.fields(to, len(r.Body))
	return r, nil
}

// hide names a part of the request that only a shell knows.
func (c *curlCall) hide(part, where string, open []hole) {
	c.hidden = append(c.hidden, part)
	c.notes = append(c.notes, where+" holds "+names(open)+", which only a shell knows; it is not judged")
}

// place is [scan.Found.Place] of the call, which begins on the line.
func (c *curlCall) place(line int) func(bool, int) capture.Place {
	if c.body == nil || !c.body.exact || c.get {
		return func(bool, int) capture.Place { return capture.Place{Line: line, Column: 1} }
	}
	text, begin := []byte(c.body.text), c.body.content
	places := scan.Places(text, begin)
	return func(_ bool, offset int) capture.Place { return places(offset) }
}

// fields are Host, those of the line in its order, and what curl adds for a body.
func (c *curlCall) fields(to address, length int) (list []webhook.HeaderField) {
	add := func(name, value string) {
		if value != "" && webhook.IndexField(c.removed, name) < 0 && webhook.IndexField(c.header, name) < 0 {
			list = append(list, webhook.HeaderField{Name: name, Value: value})
		}
	}
	add("Host", to.host)
	if c.user == nil && !c.bearer && to.user != "" {
		c.user = &to.user
	}
	if c.user != nil && !c.bearer {
		add("Authorization", basicAuth(*c.user))
	}
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
	if hasBody && len(c.dataOpen) == 0 {
		add("Content-Length", strconv.Itoa(length))
	}
	return list
}

func basicAuth(user string) string {
	if !strings.Contains(user, ":") {
		user += ":"
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user))
}
