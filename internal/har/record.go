package har

import (
	"cmp"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Read gives the exchange of an entry, as whatever tool wrote it. What is odd in a member costs a note, and never the
// entry. Files that the archive names are read by beside, which may be nil.
func Read(text []byte, beside func(name string) ([]byte, error)) scan.Found {
	e := &entry{beside: beside}
	if err := e.read(text); err != nil {
		return scan.Found{Err: err}
	}
	return e.found
}

func (e *entry) read(text []byte) error {
	whole, _, err := objectOf(text)
	if err != nil && !errors.Is(err, errNoObject) {
		if whole, _, err = objectOf(strict(text)); err == nil {
			e.note("the entry holds what JSON does not know, NaN or a control character; it is read nevertheless")
		}
	}
	switch {
	case errors.Is(err, errNoObject):
		return errors.New("got " + kindOf(text) + ", want an object")
	case err != nil:
		return err
	}
	request := e.object(whole, "request", "request")
	if request == nil {
		return errors.New("there is no request in it")
	}
	r := &e.found.Record
	if r.Request, err = e.request(request); err != nil {
		return err
	}
	r.Start = e.date(whole)
	timings := e.object(whole, "timings", "timings")
	r.Timing = timing(timings, number(whole, "time"))
	if response := e.object(whole, "response", "response"); response != nil {
		r.Failure = e.text(response, "response._error", "_error")
		r.Answer = e.answer(response)
	}
	return nil
}

func (e *entry) request(o object) (capture.Request, error) {
	r := capture.Request{
		Method: e.text(o, "request.method", "method"),
		Header: fieldsOf(e.pairs(o, "request.headers", "headers")), Proto: protoOf(o),
	}
	address, _, _ := strings.Cut(e.text(o, "request.url", "url"), "#")
	r.URL, r.Query, _ = strings.Cut(address, "?")
	if r.Query == "" {
		r.Query = e.query(o)
	}
	return r, e.body(o, &r)
}

// body reads postData.
func (e *entry) body(o object, r *capture.Request) (err error) {
	post := o["postData"]
	if len(post) > 0 && post[0] == '"' { // a tool's short form
		r.Body = orNil(unquoted(post))
	} else if data := e.object(o, "postData", "postData"); data != nil {
		if r.Body, err = e.content(data, "postData"); err != nil {
			return err
		}
		if params := e.pairs(data, "postData.params", "params"); r.Body == nil && len(params) > 0 {
			r.Body = e.fromFields(params)
		}
	}
	if r.Method == "" && r.Body != nil {
		r.Method = "POST"
		e.note("request.method is missing; POST is taken, since there is a body")
	}
	if size := max(number(o, "bodySize"), contentLength(r.Header)); r.Body == nil && size > 0 {
		e.found.Hidden = append(e.found.Hidden, "body")
		e.note("its body was not saved with the archive")
	}
	return nil
}

// fromFields is the body of a form. JSON that was sent as one is a field whose name it is, cut at its first = or &.
func (e *entry) fromFields(params []Pair) []byte {
	if !strings.HasPrefix(strings.TrimSpace(params[0].Name), "{") {
		return []byte(form(params))
	}
	e.note("the body is put together from the fields of a form, since it is JSON")
	var pieces []string
	for _, p := range params {
		piece := p.Name
		if p.Value != "" {
			piece += "=" + p.Value
		}
		pieces = append(pieces, piece)
	}
	return []byte(strings.Join(pieces, "&"))
}

func contentLength(fields []webhook.HeaderField) float64 {
	if i := webhook.IndexField(fields, "Content-Length"); i >= 0 {
		n, _ := strconv.ParseFloat(fields[i].Value, 64) // what is no number is none
		return n
	}
	return 0
}

// query is the one of queryString, for tools that leave it out of the URL. Browsers write the values as they were sent,
// others unescape them.
func (e *entry) query(o object) string {
	if raw := o["queryString"]; len(raw) > 2 && raw[0] == '"' {
		e.note("the URL has no query; the text of queryString is taken")
		return strings.TrimPrefix(string(unquoted(raw)), "?")
	}
	pairs := e.pairs(o, "request.queryString", "queryString")
	if len(pairs) == 0 {
		return ""
	}
	e.note("the URL has no query; the one of queryString is taken")
	return form(pairs)
}

// form are names and values as a query or the body of a form. What is escaped already stays so.
func form(pairs []Pair) string {
	var pieces []string
	for _, p := range pairs {
		pieces = append(pieces, escaped(p.Name)+"="+escaped(p.Value))
	}
	return strings.Join(pieces, "&")
}

func escaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil && plain != text && strings.Contains(text, "%") {
		return text
	}
	return url.QueryEscape(text)
}

// answer is nil where none came. A body that was not saved is a cut one.
func (e *entry) answer(o object) *capture.Answer {
	status := e.status(o)
	if status == 0 {
		return nil
	}
	a := &capture.Answer{
		Proto: cmp.Or(protoOf(o), capture.HTTP11), Status: status,
		Reason: e.text(o, "response.statusText", "statusText"),
		Header: fieldsOf(e.pairs(o, "response.headers", "headers")),
	}
	content := e.object(o, "response.content", "content")
	var err error
	if a.Body, err = e.content(content, "content"); err != nil {
		e.note("the answer's body is left out: %v", err)
		a.Truncated = true
	}
	a.Truncated = a.Truncated || string(content["comment"]) == `"cut"` // timhook's own
	if a.Body == nil && !a.Truncated && !isEmpty(a, content) {
		e.note("the answer's body was not saved with the archive")
		a.Truncated = true
	}
	return a
}

// isEmpty reports whether an answer without a body has none, and not one that was left out of the archive.
func isEmpty(a *capture.Answer, content object) bool {
	_, text := content["text"]
	_, size := content["size"]
	return a.Status == 204 || a.Status == 304 || (text || size) && number(content, "size") <= 0
}

// status is a number, or a text that begins with one.
func (e *entry) status(o object) int {
	text := strings.Trim(string(o["status"]), `" `)
	code, _, _ := strings.Cut(text, " ")
	n, err := strconv.ParseFloat(code, 64)
	switch whole := int(n); {
	case err == nil && whole == 0, isNone(o["status"]):
		return 0
	case err != nil || n < 100 || n > 999:
		e.note("response.status is no status; the answer is left out")
		return 0
	default:
		if o["status"][0] == '"' {
			e.note("response.status is a text and no number; it is taken as the number %d", whole)
		}
		return whole
	}
}

// protoOf keeps what can be written again; what is newer is written as HTTP/1.1, which is "".
func protoOf(o object) string {
	if strings.EqualFold(string(o["httpVersion"]), `"HTTP/1.0"`) {
		return "HTTP/1.0"
	}
	return ""
}

// fieldsOf leaves out HTTP/2's pseudo fields, which are parts of the request line and of the status line, and gives
// their :authority as Host.
func fieldsOf(pairs []Pair) []webhook.HeaderField {
	list := make([]webhook.HeaderField, 0, len(pairs))
	authority, host := "", false
	for _, p := range pairs {
		switch {
		case p.Name == ":authority":
			authority = p.Value
		case !strings.HasPrefix(p.Name, ":"):
			host = host || strings.EqualFold(p.Name, "Host")
			list = append(list, webhook.HeaderField{Name: p.Name, Value: p.Value})
		}
	}
	if authority != "" && !host {
		list = append([]webhook.HeaderField{{Name: "Host", Value: authority}}, list...)
	}
	return list
}

// timing adds up the phases; -1 is a phase that there was not. Connect holds that of TLS already.
func timing(o object, whole float64) capture.Timing {
	phase := func(name string) float64 { return max(0, number(o, name)) }
	before := phase("blocked") + phase("dns")
	first := before + phase("connect") + phase("send") + phase("wait")
	var out capture.Timing
	if connect := phase("connect"); connect > 0 {
		out.Connect = milliseconds(before + connect)
	}
	out.FirstByte = milliseconds(first)
	out.Total = max(milliseconds(whole), milliseconds(first+phase("receive")))
	return out
}

// milliseconds is a time that is given in them. What is no time is 0.
func milliseconds(ms float64) time.Duration {
	const longest = 1e12 // about 30 years
	if !(ms > 0 && ms < longest) {
		return 0
	}
	return time.Duration(ms * float64(time.Millisecond)).Round(time.Microsecond)
}
