package cause

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// Contrast is a request that differs in one thing from an ordinary one that failed, sent to find out whether that thing
// is the cause.
type Contrast struct {
	Kind    string // as rows name it: "sign-order", "query", "field"
	Varied  string // what it differs in, in words
	Helps   bool   // it was accepted, or it was found where the ordinary one was not
	Request *webhook.Request
}

// Contrasts are the requests that tell why an ordinary packet was refused, the likeliest first. They are signed at the
// time now where a token is given.
func Contrasts(x *webhook.Exchange, command *payloads.Command, token string, now time.Time) []Contrast {
	c := contrasting{request: x.Request, command: command, token: token, at: strconv.FormatInt(now.Unix(), 10)}
	switch x.Status {
	case 404, 405, 410, 501:
		c.routes()
		return c.list
	case 200, 401, 403:
		c.signatures()
	}
	c.packets()
	c.heads()
	if x.Status != 200 && x.Status != 401 && x.Status != 403 {
		c.signatures()
	}
	return c.list
}

type contrasting struct {
	request   *webhook.Request
	command   *payloads.Command
	token, at string
	list      []Contrast
}

// add adds the request with a change. It is signed anew, so that it is no copy of the first.
func (c *contrasting) add(kind, varied string, change func(*webhook.Request)) {
	r := *c.request
	r.Query, r.Header = slices.Clone(r.Query), slices.Clone(r.Header)
	if c.token != "" {
		setQuery(&r, "Sign", signer.SignText(c.token, c.at))
		setQuery(&r, "RequestTime", c.at)
	}
	change(&r)
	c.list = append(c.list, Contrast{Kind: kind, Varied: varied, Request: &r})
}

// signatures are what backends take for Sign by mistake.
func (c *contrasting) signatures() {
	if c.token == "" {
		return
	}
	for _, m := range signer.Mistakes(c.token, c.at) {
		c.add(signKind(m.What), m.What, func(r *webhook.Request) { setQuery(r, "Sign", m.Sign) })
	}
	inMS := c.at + "000"
	c.add("time", "RequestTime in milliseconds", func(r *webhook.Request) {
		setQuery(r, "RequestTime", inMS)
		setQuery(r, "Sign", signer.SignText(c.token, inMS))
	})
	c.add("time-text", "RequestTime as a date and not as seconds", func(r *webhook.Request) {
		seconds, _ := strconv.ParseInt(c.at, 10, 64)
		text := time.Unix(seconds, 0).UTC().Format(time.RFC3339)
		setQuery(r, "RequestTime", text)
		setQuery(r, "Sign", signer.SignText(c.token, text))
	})
	c.add("unsigned", "without Sign and RequestTime", func(r *webhook.Request) {
		r.Query = slices.DeleteFunc(r.Query, func(p webhook.Param) bool {
			return p.Name == "Sign" || p.Name == "RequestTime"
		})
	})
}

// signKind is the kind of a wrong formula that has a cause of its own.
func signKind(what string) string {
	for _, k := range [...][2]string{
		{"HMAC", "sign-hmac"},
		{"MD5", "sign-md5"},
		{"RequestTime followed by the token", "sign-order"},
		{"upper case", "sign-case"},
	} {
		if strings.Contains(what, k[0]) {
			return k[1]
		}
	}
	return "sign-other"
}

// routes are where the backend may have its route instead.
func (c *contrasting) routes() {
	c.add("query", "the same URL without its query", func(r *webhook.Request) { r.Query = nil })
	path := c.request.Endpoint.Path
	slash, what := path+"/", "the path with a slash at its end"
	if rest, has := strings.CutSuffix(path, "/"); has {
		slash, what = cmp.Or(rest, "/"), "the path without the slash at its end"
	}
	if slash != path {
		c.add("path", what, func(r *webhook.Request) { r.Endpoint = at(r.Endpoint, slash) })
	}
	if path != "/" {
		c.add("root", "the path /", func(r *webhook.Request) { r.Endpoint = at(r.Endpoint, "/") })
	}
	c.add("get", "GET instead of POST", func(r *webhook.Request) { r.Method = "GET" })
}

func at(e *webhook.Endpoint, path string) *webhook.Endpoint {
	other := *e
	other.Path = path
	return &other
}

// packets are the page's own sample, for each field in which the two differ the ordinary packet with that of the
// sample, and the ordinary packet with what other packets have.
func (c *contrasting) packets() {
	defer c.sample()
	mine, err := jsontree.Parse(c.request.Body)
	theirs, err2 := jsontree.Parse([]byte(c.command.Sample))
	if err != nil || err2 != nil {
		return
	}
	for _, d := range differences(mine, theirs, c.command) {
		c.body(fieldKind, d.what, d.packet)
	}
	c.optional(mine)
	c.foreign(mine)
}

// sample is the last of them: where one field is found that makes the difference, it tells less.
func (c *contrasting) sample() {
	if c.command.Sample == "" {
		return
	}
	what := "the sample of the documentation's page"
	if c.command.Composed {
		what = "a sample composed after the documentation's table"
	}
	c.add("sample", what, func(r *webhook.Request) {
		r.SetBody([]byte(c.command.Sample))
	})
}

// difference is a packet with one field of another.
type difference struct {
	what   string
	packet jsontree.Value
}

const mostDifferences = 8

// differences are mine with each of the members of theirs that mine lacks or has with another type, and with times and
// numbers as texts.
func differences(mine, theirs jsontree.Value, c *payloads.Command) []difference {
	var list []difference
	add := func(name, what string, v jsontree.Value) {
		if changed, err := mine.Add(strings.Split(name, "."), v); err == nil && len(list) < mostDifferences {
			list = append(list, difference{name + ": " + what, changed})
		}
	}
	for _, m := range theirs.Members() {
		own := mine.Get(m.Name)
		switch {
		case own.IsAbsent():
			add(m.Name, "missing is refused, present is accepted", m.Value)
		case own.Kind() != m.Value.Kind():
			add(m.Name, fmt.Sprintf("%s is refused, %s is accepted", own.Kind(), m.Value.Kind()), m.Value)
		}
	}
	for _, role := range []payloads.Role{payloads.IsMilliseconds, payloads.IsSeconds, payloads.IsSequence} {
		for _, path := range c.Where(role) {
			steps := strings.Split(path, ".")
			v, theirs := mine.At(steps), theirs.At(steps)
			if v.Kind() == jsontree.KindNumber && theirs.Kind() != jsontree.KindString {
				add(path, "a number is refused, a string is accepted", jsontree.String(v.Text()))
			}
		}
	}
	return list
}

// heads are header fields that a filter or a framework may be particular about.
func (c *contrasting) heads() {
	field := func(kind, name, value string) {
		c.add(kind, name+": "+value, func(r *webhook.Request) { r.SetHeader(name, value) })
	}
	field("agent", "User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "+
		"Chrome/126.0 Safari/537.36")
	field("accept", "Accept", "application/json")
	field("type", "Content-Type", "application/json; charset=utf-8")
	field("type", "Content-Type", "text/plain")
	c.add("spelling", "SDKAppID, sdkappid, sign, requestTime and others beside the right "+
		"spelling", func(r *webhook.Request) {
		for _, p := range slices.Clone(r.Query) {
			for _, other := range spellings(p.Name) {
				r.Query = append(r.Query, webhook.Param{Name: other, Value: p.Value})
			}
		}
	})
	c.add("order", "the parameters sorted by name", func(r *webhook.Request) {
		slices.SortStableFunc(r.Query, func(a, b webhook.Param) int { return strings.Compare(a.Name, b.Name) })
	})
}

func setQuery(r *webhook.Request, name, value string) {
	for i := range r.Query {
		if r.Query[i].Name == name {
			r.Query[i] = webhook.Param{Name: name, Value: value}
			return
		}
	}
	r.Query = append(r.Query, webhook.Param{Name: name, Value: value})
}
