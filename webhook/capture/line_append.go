package capture

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// suffix64 ends the name of a member whose text is not UTF-8, and in base64 therefore: "query" becomes
// "queryBase64". A header field of that kind has "base64" as its third item.
const (
	suffix64 = "Base64"
	mark64   = "base64"
)

// AppendLine appends the record as one line. The error is about a Start outside the years 0 to 9999, or an Extra that
// is no JSON; nothing is appended then.
func (r *Record) AppendLine(dst []byte) ([]byte, error) {
	begin := len(dst)
	line, err := zoned(r.Start).AppendText(append(dst, `{"timhook":"`+Version+`","start":"`...))
	if err != nil {
		return dst, fmt.Errorf("start: %w", err)
	}
	line = r.Request.append(append(line, `","request":{`...))
	if r.Answer != nil {
		line = r.Answer.append(append(line, `},"answer":{`...))
	}
	line = r.Timing.append(append(line, `},"timing":{`...))
	line = append(line, '}')
	line = appendOptional(line, "failure", r.Failure)
	line = appendOptional(line, "failureClass", r.FailureClass)
	line = appendRedacted(line, r.Redacted)
	line = appendOptional(line, "shadow", r.Shadow)
	line = appendOptional(line, "verdict", r.Verdict)
	line = appendFindings(line, r.Findings)
	line = append(appendExtra(line, r.Extra), "}\n"...)
	if err := r.checkExtra(line[begin:]); err != nil {
		return dst, err
	}
	return line, nil
}

// zoned is t in a zone that can be written, which has whole minutes and less than a day. One without an offset is
// written as Z.
func zoned(t time.Time) time.Time {
	if _, offset := t.Zone(); offset == 0 || offset%60 != 0 || offset <= -86400 || offset >= 86400 {
		return t.UTC()
	}
	return t
}

func (r *Request) append(dst []byte) []byte {
	dst = appendMember(dst, "method", r.Method)
	dst = appendMember(append(dst, ','), "url", r.URL)
	dst = appendOptional(dst, "query", r.Query)
	dst = appendOptional(dst, "proto", r.Proto)
	dst = appendHeader(dst, r.Header)
	dst = appendContent(dst, r.Truncated, r.Wire, r.Body)
	return appendExtra(dst, r.Extra)
}

func (a *Answer) append(dst []byte) []byte {
	dst = appendMember(dst, "proto", a.Proto)
	dst = strconv.AppendInt(append(dst, `,"status":`...), int64(a.Status), 10)
	dst = appendOptional(dst, "reason", a.Reason)
	dst = appendHeader(dst, a.Header)
	dst = appendContent(dst, a.Truncated, a.Wire, a.Body)
	return appendExtra(dst, a.Extra)
}

func (t *Timing) append(dst []byte) []byte {
	dst = strconv.AppendInt(append(dst, `"connectUs":`...), t.Connect.Microseconds(), 10)
	dst = strconv.AppendInt(append(dst, `,"firstByteUs":`...), t.FirstByte.Microseconds(), 10)
	dst = strconv.AppendInt(append(dst, `,"wholeUs":`...), t.Total.Microseconds(), 10)
	if added := t.Added.Microseconds(); added != 0 {
		dst = strconv.AppendInt(append(dst, `,"addedUs":`...), added, 10)
	}
	return appendExtra(dst, t.Extra)
}

func appendHeader(dst []byte, fields []webhook.HeaderField) []byte {
	dst = append(dst, `,"header":[`...)
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		if utf8.ValidString(f.Name) && utf8.ValidString(f.Value) {
			dst = appendText(append(dst, '['), f.Name)
			dst = append(appendText(append(dst, ','), f.Value), ']')
			continue
		}
		dst = append64(append(dst, '['), []byte(f.Name))
		dst = append(append64(append(dst, ','), []byte(f.Value)), `,"`+mark64+`"]`...)
	}
	return append(dst, ']')
}

// appendContent appends the last members of a message.
func appendContent(dst []byte, truncated bool, wire, body []byte) []byte {
	if truncated {
		dst = append(dst, `,"truncated":true`...)
	}
	if len(wire) > 0 {
		dst = append64(append(dst, `,"wire`+suffix64+`":`...), wire)
	}
	if utf8.Valid(body) {
		return appendText(append(dst, `,"body":`...), body)
	}
	return append64(append(dst, `,"body`+suffix64+`":`...), body)
}

func appendRedacted(dst []byte, names []string) []byte {
	if len(names) == 0 {
		return dst
	}
	if slices.ContainsFunc(names, func(name string) bool { return !utf8.ValidString(name) }) {
		dst = append(dst, `,"redacted`+suffix64+`":`...)
		for i, name := range names {
			dst = append64(append(dst, "[,"[min(i, 1)]), []byte(name))
		}
		return append(dst, ']')
	}
	dst = append(dst, `,"redacted":`...)
	for i, name := range names {
		dst = appendText(append(dst, "[,"[min(i, 1)]), name)
	}
	return append(dst, ']')
}

func appendFindings(dst []byte, list []Finding) []byte {
	if len(list) == 0 {
		return dst
	}
	dst = append(dst, `,"findings":`...)
	for i, f := range list {
		dst = append(dst, "[,"[min(i, 1)])
		dst = appendMember(append(dst, '{'), "check", f.Check)
		dst = appendOptional(dst, "path", f.Path)
		dst = appendOptional(dst, "want", f.Want)
		dst = append(appendExtra(dst, f.Extra), '}')
	}
	return append(dst, ']')
}

// appendOptional appends a comma and the member, unless it is empty.
func appendOptional(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return appendMember(append(dst, ','), name, value)
}

func appendMember(dst []byte, name, value string) []byte {
	dst = append(append(dst, '"'), name...)
	if utf8.ValidString(value) {
		return appendText(append(dst, `":`...), value)
	}
	return append64(append(dst, suffix64+`":`...), []byte(value))
}

func append64(dst, data []byte) []byte {
	return append(base64.StdEncoding.AppendEncode(append(dst, '"'), data), '"')
}

func appendExtra(dst []byte, extra string) []byte {
	if extra == "" {
		return dst
	}
	return append(append(dst, ','), extra...)
}

// checkExtra refuses an Extra that would spoil the line. Most records have none.
func (r *Record) checkExtra(line []byte) error {
	extras := r.extras()
	if len(extras) == 0 {
		return nil
	}
	for _, extra := range extras {
		if _, err := jsontree.Parse([]byte("{" + extra + "}")); err != nil || strings.ContainsAny(extra, "\r\n") {
			return fmt.Errorf("extra members: got %q, want pairs of JSON on one line", extra)
		}
	}
	if _, err := ParseLine(line); err != nil {
		return fmt.Errorf("extra members: %w", err)
	}
	return nil
}

// extras are those that hold something.
func (r *Record) extras() (list []string) {
	add := func(extra string) {
		if extra != "" {
			list = append(list, extra)
		}
	}
	add(r.Extra)
	add(r.Request.Extra)
	add(r.Timing.Extra)
	if r.Answer != nil {
		add(r.Answer.Extra)
	}
	for _, f := range r.Findings {
		add(f.Extra)
	}
	return list
}
