package capture

import (
	"bytes"
	"encoding/base64"
	"errors"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// commands reads shell lines that call curl. What else stands in a script is passed over as long as no body comes from it.
func (r *reading) commands(s *source) error {
	for !r.done() {
		s.begin()
		if next := s.peek(3); s.line == 1 && string(next) == "\xef\xbb\xbf" {
			s.skip(3)
		}
		line := s.line
		list, err := s.pipeline()
		if failed(err) {
			err = r.badCommand(s, line, err)
		} else if err != nil {
			return nil
		} else if at := slices.IndexFunc(list, isCurl); at >= 0 {
			err = r.curl(s, list[:at], list[at])
		} else if first := bare(list[0]); len(first) > 0 && !isHarmless(first[0].text) {
			err = r.bad(first[0].begin.Line, badTextf("got the command %q, want curl", first[0].shown()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// badCommand goes on with the next line that begins a command.
func (r *reading) badCommand(s *source, line int, err error) error {
	bad := (*badText)(nil)
	if !errors.As(err, &bad) {
		return err
	}
	if err := r.bad(line, bad.err); err != nil {
		return err
	}
	for {
		next := s.peek(8)
		if len(next) == 0 || s.column == 1 && (bytes.HasPrefix(next, []byte("curl ")) || bytes.HasPrefix(next, []byte("printf "))) {
			return nil
		}
		s.begin()
		if _, err := s.next(); failed(err) {
			return err
		}
	}
}

// bare is a command without a prompt, variables that are set for it, and words that only say how to run it.
func bare(c command) command {
	for len(c) > 0 {
		name, _, set := strings.Cut(c[0].text, "=")
		isName := name != "" && strings.IndexFunc(name, func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) }) < 0
		if !(set && isName) && !slices.Contains([]string{"$", "%", "time", "sudo", "exec", "command", "nohup"}, c[0].text) {
			break
		}
		c = c[1:]
	}
	return c
}

func isCurl(c command) bool {
	c = bare(c)
	return len(c) > 0 && isCurlName(c[0].text)
}

func isCurlName(word string) bool { return strings.TrimSuffix(path.Base(word), ".exe") == "curl" }

func isHarmless(name string) bool {
	return slices.Contains([]string{"set", "cd", "export", "sleep", "echo", "printf", "true", "exit", "date", "unset"}, name)
}

// curl makes an entry of a curl line and the commands whose output it reads.
func (r *reading) curl(s *source, before []command, c command) error {
	c = bare(c)
	line := c[0].begin.Line
	if len(before) > 0 && len(before[0]) > 0 {
		line = before[0][0].begin.Line
	}
	call, err := newCurlCall(c[1:], before)
	if err == nil {
		var request Request
		if request, err = call.request(); err == nil {
			r.good(&Entry{Record: Record{Request: request}, Line: line, place: call.place(line)})
			return nil
		}
	}
	return r.bad(line, err)
}

// curlCall is what a curl line asks for.
type curlCall struct {
	stdin    []command
	url      word
	method   string
	header   []webhook.HeaderField
	removed  []string // names of fields that curl is told to leave out
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
func (c *curlCall) request() (Request, error) {
	address, query, err := c.address()
	if err != nil {
		return Request{}, err
	}
	r := Request{Method: c.method, URL: address, Query: query, Proto: c.proto}
	if len(c.data) > 0 {
		r.Body = c.data
	}
	if c.get {
		r.Body = nil
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

// place is known where the body stands in the line as it is.
func (c *curlCall) place(line int) func(bool, int) Place {
	if c.body == nil || !c.body.exact || c.get {
		return func(bool, int) Place { return Place{line, 1} }
	}
	text, begin := []byte(c.body.text), c.body.content
	return func(_ bool, offset int) Place { return textPlace(text, begin, offset) }
}

// address splits the URL. A piece of the query that only the shell knows is left out: in what timhook prints, that is
// the signature.
func (c *curlCall) address() (address, query string, err error) {
	text, _, _ := strings.Cut(c.url.text, "#")
	if c.target != "" {
		base, _, _ := strings.Cut(text, "?")
		if i := strings.Index(base, "://"); i >= 0 {
			host, _, _ := strings.Cut(base[i+3:], "/")
			text = base[:i+3] + host + c.target
		}
	}
	address, query, _ = strings.Cut(text, "?")
	if strings.HasPrefix(address, expandHere) { // $TIMHOOK_URL&SdkAppid=…
		_, query, _ = strings.Cut(strings.Replace(text, "?", "&", 1), "&")
		return "", knownPieces(query), nil
	}
	if strings.Contains(address, expandHere) {
		return "", "", badTextf("the URL holds %s; write what it stands for, no shell is run", short(c.url.expands))
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
	pieces := slices.DeleteFunc(strings.Split(query, "&"), func(p string) bool { return strings.Contains(p, expandHere) })
	return strings.Join(pieces, "&")
}

// fields are Host, those of the line in its order, and what curl adds for a body.
func (c *curlCall) fields(address string, length int) []webhook.HeaderField {
	var list []webhook.HeaderField
	has := func(name string) bool {
		return slices.ContainsFunc(c.removed, func(n string) bool { return strings.EqualFold(n, name) }) ||
			slices.ContainsFunc(c.header, func(f webhook.HeaderField) bool { return strings.EqualFold(f.Name, name) })
	}
	if host := c.host(address); host != "" && !has("Host") {
		list = append(list, webhook.HeaderField{Name: "Host", Value: host})
	}
	list = append(list, c.header...)
	if c.json {
		list = c.added(list, has, "Content-Type", "application/json")
		list = c.added(list, has, "Accept", "application/json")
	}
	if c.hasData && !c.get && !c.json {
		list = c.added(list, has, "Content-Type", "application/x-www-form-urlencoded")
	}
	if c.encoding != "" {
		list = c.added(list, has, "Accept-Encoding", c.encoding)
	}
	if c.hasData && !c.get {
		list = c.added(list, has, "Content-Length", strconv.Itoa(length))
	}
	return list
}

func (c *curlCall) added(list []webhook.HeaderField, has func(string) bool, name, value string) []webhook.HeaderField {
	if has(name) {
		return list
	}
	return append(list, webhook.HeaderField{Name: name, Value: value})
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
