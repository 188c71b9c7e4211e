package capture

import (
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook"
)

// quick reads a line that stands exactly as AppendLine writes it. It gives up at the first byte that does not, and is
// never laxer than [reader], which says what is wrong with the line, if anything is.
type quick struct {
	text string
	at   int
	bad  bool // it has given up
}

// record reports whether the line was read.
func (q *quick) record(r *Record) bool {
	if !utf8.ValidString(q.text) {
		return false
	}
	q.want(`{"timhook":"` + Version + `","start":`)
	start := q.string()
	var err error
	if r.Start, err = parseStart(start); q.bad || err != nil {
		return false
	}
	q.want(`,"request":{`)
	q.request(&r.Request)
	if q.skip(`,"answer":{`) {
		r.Answer = new(Answer)
		q.answer(r.Answer)
	}
	q.timing(&r.Timing)
	r.Failure = q.optional(`,"failure":`)
	r.FailureClass = q.optional(`,"failureClass":`)
	r.Redacted = q.redacted()
	r.Verdict = q.optional(`,"verdict":`)
	r.Findings = q.findings()
	q.want("}")
	return !q.bad && q.at == len(q.text)
}

// parseStart reads RFC 3339.
func parseStart(s string) (t time.Time, err error) {
	err = t.UnmarshalText([]byte(s))
	return zoned(t), err
}

func (q *quick) request(r *Request) {
	q.want(`"method":`)
	r.Method = q.string()
	q.want(`,"url":`)
	r.URL = q.string()
	r.Query = q.optional(`,"query":`)
	r.Proto = q.optional(`,"proto":`)
	r.Header = q.header()
	r.Truncated, r.Wire, r.Body = q.content()
}

func (q *quick) answer(a *Answer) {
	q.want(`"proto":`)
	a.Proto = q.string()
	q.want(`,"status":`)
	a.Status = int(q.number())
	a.Reason = q.optional(`,"reason":`)
	a.Header = q.header()
	a.Truncated, a.Wire, a.Body = q.content()
}

func (q *quick) timing(t *Timing) {
	q.want(`,"timing":{"connectUs":`)
	t.Connect = q.microseconds()
	q.want(`,"firstByteUs":`)
	t.FirstByte = q.microseconds()
	q.want(`,"wholeUs":`)
	t.Total = q.microseconds()
	if q.skip(`,"addedUs":`) {
		t.Added = q.microseconds()
	}
	q.want("}")
}

func (q *quick) header() (fields []webhook.HeaderField) {
	q.want(`,"header":[`)
	if q.skip("]") {
		return nil
	}
	fields = make([]webhook.HeaderField, 0, 8)
	for more := true; more && !q.bad; more = q.skip(",") {
		q.want("[")
		name := q.string()
		q.want(",")
		fields = append(fields, webhook.HeaderField{Name: name, Value: q.string()})
		q.want("]")
	}
	q.want("]")
	return fields
}

// content reads what stands at the end of a message.
func (q *quick) content() (truncated bool, wire, body []byte) {
	truncated = q.skip(`,"truncated":true`)
	if q.skip(`,"wireBase64":`) {
		wire = q.base64()
	}
	if q.skip(`,"body":`) {
		body = q.bytes()
	} else {
		q.want(`,"bodyBase64":`)
		body = q.base64()
	}
	q.want("}")
	return truncated, wire, body
}

func (q *quick) redacted() (names []string) {
	if !q.skip(`,"redacted":[`) {
		return nil
	}
	for more := true; more && !q.bad; more = q.skip(",") {
		names = append(names, q.string())
	}
	q.want("]")
	return names
}

func (q *quick) findings() (list []Finding) {
	if !q.skip(`,"findings":[`) {
		return nil
	}
	for more := true; more && !q.bad; more = q.skip(",") {
		q.want(`{"check":`)
		f := Finding{Check: q.string()}
		f.Path = q.optional(`,"path":`)
		f.Want = q.optional(`,"want":`)
		q.want("}")
		list = append(list, f)
	}
	q.want("]")
	return list
}

// skip moves behind a literal if that is what comes.
func (q *quick) skip(literal string) bool {
	if q.bad || !strings.HasPrefix(q.text[q.at:], literal) {
		return false
	}
	q.at += len(literal)
	return true
}

// want moves behind a literal that has to come.
func (q *quick) want(literal string) { q.bad = !q.skip(literal) }

func (q *quick) optional(name string) string {
	if q.skip(name) {
		return q.string()
	}
	return ""
}

// raw moves behind a string and returns what stands between its quotes, and how many escapes do at least.
func (q *quick) raw() (inner string, escapes int) {
	if q.want(`"`); q.bad {
		return "", 0
	}
	for i := q.at; ; {
		i = special(q.text, i)
		switch {
		case i < len(q.text) && q.text[i] == '"':
			inner = q.text[q.at:i]
			q.at = i + 1
			return inner, escapes
		case i+1 < len(q.text) && q.text[i] == '\\':
			escapes++
			i += 2
		default:
			q.bad = true
			return "", 0
		}
	}
}

func (q *quick) string() string {
	inner, escapes := q.raw()
	if escapes == 0 {
		return inner
	}
	return string(q.unescaped(inner, escapes))
}

// bytes is a string that the caller may write to.
func (q *quick) bytes() []byte {
	inner, escapes := q.raw()
	if inner == "" {
		return nil
	}
	return q.unescaped(inner, escapes)
}

func (q *quick) unescaped(inner string, escapes int) []byte {
	text, ok := appendUnescaped(make([]byte, 0, len(inner)-escapes), inner)
	q.bad = q.bad || !ok
	return text
}

func (q *quick) base64() []byte {
	inner, _ := q.raw()
	data, err := decode64(inner) // an escape is no base64
	q.bad = q.bad || err != nil
	return data
}

func decode64(s string) ([]byte, error) {
	if s == "" {
		return nil, nil
	}
	return base64.StdEncoding.DecodeString(s)
}

// number reads an integer that needs no look at its size.
func (q *quick) number() int64 {
	const longest = 18
	negative := q.skip("-")
	start, n := q.at, int64(0)
	for q.at < len(q.text) && '0' <= q.text[q.at] && q.text[q.at] <= '9' && q.at-start < longest {
		n = n*10 + int64(q.text[q.at]-'0')
		q.at++
	}
	if q.at == start || q.text[start] == '0' && q.at > start+1 {
		q.bad = true
	}
	if negative {
		return -n
	}
	return n
}

func (q *quick) microseconds() time.Duration {
	n := q.number()
	q.bad = q.bad || n > mostMicroseconds || n < -mostMicroseconds
	return time.Duration(n) * time.Microsecond
}

// mostMicroseconds fit a [time.Duration].
const mostMicroseconds = int64(1<<63-1) / int64(time.Microsecond)
