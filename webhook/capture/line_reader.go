package capture

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// reader reads a line as JSON, however it is spelt, and says what is wrong with it.
type reader struct {
	text string
	into *Record
}

// member takes the value of a member, or says that it does not know the name.
type member func(name string, v jsontree.Value) (known bool, err error)

func (r *reader) read() error {
	if r.text == "" {
		return &LineError{1, "the line is empty"}
	}
	v, err := jsontree.Parse([]byte(r.text))
	if err != nil {
		if other := otherVersion(r.text); other != nil {
			return other
		}
		return syntaxError(err)
	}
	if version := v.Get("timhook"); version.Kind() == jsontree.KindString && version.Text() != Version {
		return versionError(version.Text(), version.Start()+1)
	}
	r.into.Extra, err = r.object(v, "", r.record, "timhook", "start", "request", "timing")
	return err
}

func syntaxError(err error) error {
	var syntax *jsontree.SyntaxError
	if !errors.As(err, &syntax) {
		return &LineError{1, err.Error()}
	}
	problem := syntax.Problem
	if syntax.Pointer != "" {
		problem = syntax.Pointer + ": " + problem
	}
	return &LineError{syntax.Offset + 1, problem}
}

// object reads the members of an object and returns those that take does not know.
func (r *reader) object(v jsontree.Value, path string, take member, required ...string) (extra string, err error) {
	if v.Kind() != jsontree.KindObject {
		return "", wrong(v, path, "an object")
	}
	var unknown []string
	seen := map[string]bool{}
	for _, m := range v.Members() {
		known, err := take(m.Name, m.Value)
		if err != nil {
			return "", err
		}
		name := m.Name
		if known {
			name = strings.TrimSuffix(name, suffix64)
		} else {
			pair := r.text[m.Offset():m.Value.End()]
			unknown = append(unknown, strings.NewReplacer("\r", " ", "\n", " ").Replace(pair)) // between tokens, where else
		}
		if seen[name] {
			return "", &LineError{m.Offset() + 1, fmt.Sprintf("%s/%s stands there twice", path, name)}
		}
		seen[name] = true
	}
	for _, name := range required {
		if !seen[name] {
			return "", &LineError{v.Start() + 1, fmt.Sprintf("%s/%s is missing", path, name)}
		}
	}
	return strings.Join(unknown, ","), nil
}

func wrong(v jsontree.Value, path, want string) error {
	got := v.Kind().String()
	if v.Kind() == jsontree.KindString || v.Kind() == jsontree.KindNumber {
		got += " " + shortened(v.JSON())
	}
	if path == "" {
		return &LineError{v.Start() + 1, fmt.Sprintf("got %s, want %s", got, want)}
	}
	return &LineError{v.Start() + 1, fmt.Sprintf("%s: got %s, want %s", path, got, want)}
}

// shortened is the beginning of a long literal.
func shortened(literal string) string {
	const most = 40
	if len(literal) <= most {
		return literal
	}
	return strings.ToValidUTF8(literal[:most], "") + "…"
}

func (r *reader) record(name string, v jsontree.Value) (known bool, err error) {
	into := r.into
	switch name {
	case "timhook":
		_, err = text(v, "/timhook") // which is right, or it would have been refused
	case "start":
		var start string
		if start, err = text(v, "/start"); err == nil {
			into.Start, err = parseStart(start)
			if err != nil {
				err = wrong(v, "/start", "a time such as 2026-01-02T03:04:05.678901234+08:00")
			}
		}
	case "request":
		into.Request.Extra, err = r.object(v, "/request", r.request, "method", "url", "header", "body")
	case "answer":
		into.Answer = new(Answer)
		into.Answer.Extra, err = r.object(v, "/answer", r.answer, "proto", "status", "header", "body")
	case "timing":
		into.Timing.Extra, err = r.object(v, "/timing", r.timing, "connectUs", "firstByteUs", "wholeUs")
	case "redacted":
		into.Redacted, err = list(v, "/redacted", text)
	case "redactedBase64":
		into.Redacted, err = list(v, "/redactedBase64", text64)
	case "findings":
		into.Findings, err = list(v, "/findings", r.finding)
	default:
		return texts(name, "", v, textMembers{{"failure", &into.Failure}, {"failureClass", &into.FailureClass}, {"verdict", &into.Verdict}})
	}
	return true, err
}

func (r *reader) request(name string, v jsontree.Value) (known bool, err error) {
	into := &r.into.Request
	switch name {
	case "header":
		into.Header, err = list(v, "/request/header", field)
	case "truncated":
		into.Truncated, err = boolean(v, "/request/truncated")
	case "wireBase64":
		into.Wire, err = base64ed(v, "/request/wireBase64")
	case "body", "bodyBase64":
		into.Body, err = body(name, v, "/request/")
	default:
		return texts(name, "/request", v, textMembers{{"method", &into.Method}, {"url", &into.URL}, {"query", &into.Query}, {"proto", &into.Proto}})
	}
	return true, err
}

func (r *reader) answer(name string, v jsontree.Value) (known bool, err error) {
	into := r.into.Answer
	switch name {
	case "status":
		var status int64
		status, err = integer(v, "/answer/status")
		into.Status = int(status)
	case "header":
		into.Header, err = list(v, "/answer/header", field)
	case "truncated":
		into.Truncated, err = boolean(v, "/answer/truncated")
	case "wireBase64":
		into.Wire, err = base64ed(v, "/answer/wireBase64")
	case "body", "bodyBase64":
		into.Body, err = body(name, v, "/answer/")
	default:
		return texts(name, "/answer", v, textMembers{{"proto", &into.Proto}, {"reason", &into.Reason}})
	}
	return true, err
}

func (r *reader) timing(name string, v jsontree.Value) (known bool, err error) {
	into := &r.into.Timing
	places := map[string]*time.Duration{"connectUs": &into.Connect, "firstByteUs": &into.FirstByte, "wholeUs": &into.Total, "addedUs": &into.Added}
	place := places[name]
	if place == nil {
		return false, nil
	}
	n, err := integer(v, "/timing/"+name)
	if err == nil && (n > mostMicroseconds || n < -mostMicroseconds) {
		err = wrong(v, "/timing/"+name, "a number of microseconds")
	}
	*place = time.Duration(n) * time.Microsecond
	return true, err
}

func (r *reader) finding(v jsontree.Value, path string) (f Finding, err error) {
	f.Extra, err = r.object(v, path, func(name string, v jsontree.Value) (bool, error) {
		return texts(name, path, v, textMembers{{"check", &f.Check}, {"path", &f.Path}, {"want", &f.Want}})
	}, "check")
	return f, err
}

// list reads an array; an empty one is nil.
func list[T any](v jsontree.Value, path string, item func(jsontree.Value, string) (T, error)) (all []T, err error) {
	if v.Kind() != jsontree.KindArray {
		return nil, wrong(v, path, "an array")
	}
	for i := range v.Len() {
		one, err := item(v.Item(i), fmt.Sprintf("%s/%d", path, i))
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return slices.Clip(all), nil
}

func field(v jsontree.Value, path string) (f webhook.HeaderField, err error) {
	items, err := list(v, path, text)
	switch {
	case err != nil:
		return f, err
	case len(items) == 2:
		return webhook.HeaderField{Name: items[0], Value: items[1]}, nil
	case len(items) != 3 || items[2] != mark64:
		return f, &LineError{v.Start() + 1, fmt.Sprintf("%s: got %d items, want a name and a value", path, len(items))}
	}
	name, err := base64ed(v.Item(0), path+"/0")
	if err != nil {
		return f, err
	}
	value, err := base64ed(v.Item(1), path+"/1")
	return webhook.HeaderField{Name: string(name), Value: string(value)}, err
}
