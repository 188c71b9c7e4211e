package capture

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// Redact returns the record as it may be kept. r itself stays as it is and shares with the result what needs no mask.
//
// Sign is masked in the query however its name is spelt, and wherever else in the record the same signature stands. So is
// what the request's credentials are, since a backend may quote them in its answer.
// Bodies keep their length: what was announced of them stays true.
func (r *Record) Redact(hide Redaction) *Record {
	m := newMasker(hide, r)
	out := *r
	out.Request = m.request(r.Request)
	if r.Answer != nil {
		out.Answer = m.answer(*r.Answer)
	}
	out.Failure = m.text(r.Failure, "failure")
	out.Extra = m.text(r.Extra, "extra")
	if len(r.Findings) > 0 {
		out.Findings = slices.Clone(r.Findings)
		for i, f := range r.Findings {
			out.Findings[i] = Finding{f.Check, m.text(f.Path, "findings"), m.text(f.Want, "findings"), m.text(f.Extra, "findings")}
		}
	}
	out.Redacted = m.masked
	return &out
}

// masker masks one record and notes what.
type masker struct {
	hide   Redaction
	forms  secret.Forms
	masked []string // names of what was masked
}

func (m *masker) request(r Request) Request {
	body := r.Body
	r.Method = m.target(r.Method, "method")
	r.URL = m.target(r.URL, "url")
	r.Query = m.target(r.Query, "query")
	r.Proto = m.target(r.Proto, "proto")
	r.Header = m.header(r.Header)
	r.Body = m.body(r.Body, "body")
	r.Wire = m.wire(wire{r.Wire, body, r.Body, "body", true})
	r.Extra = m.text(r.Extra, "extra")
	return r
}

func (m *masker) answer(a Answer) *Answer {
	body := a.Body
	a.Proto = m.text(a.Proto, "proto")
	a.Reason = m.text(a.Reason, "reason")
	a.Header = m.header(a.Header)
	a.Body = m.body(a.Body, "answer body")
	a.Wire = m.wire(wire{a.Wire, body, a.Body, "answer body", false})
	a.Extra = m.text(a.Extra, "extra")
	return &a
}

// note remembers that what has this name was masked.
func (m *masker) note(name string) {
	if name = m.covered(name, m.spans([]byte(name))); !slices.Contains(m.masked, name) {
		m.masked = append(m.masked, name)
	}
}

// header keeps order and spelling, and masks what carries credentials.
func (m *masker) header(list []webhook.HeaderField) []webhook.HeaderField {
	out := slices.Clone(list)
	for i, f := range out {
		if m.isCredential(f.Name) && f.Value != "" && f.Value != Masked {
			out[i].Value = Masked
			m.note(f.Name)
		}
		out[i].Name = m.text(out[i].Name, "header")
		out[i].Value = m.text(out[i].Value, f.Name)
	}
	return out
}

func (m *masker) isCredential(name string) bool {
	name = strings.TrimSpace(name)
	is := func(other string) bool { return strings.EqualFold(name, other) }
	return is("Authorization") || is("Proxy-Authorization") || is("Cookie") || is("Set-Cookie") || slices.ContainsFunc(m.hide.Header, is)
}

// text puts [Masked] in the place of each secret.
func (m *masker) text(s, name string) string {
	found := m.spans([]byte(s))
	if len(found) == 0 {
		return s
	}
	m.note(name)
	return m.covered(s, found)
}

func (m *masker) covered(s string, found []secret.Span) string { return secret.Cover(s, found, Masked) }

// body puts a mask of the same length in the place of each secret.
func (m *masker) body(body []byte, name string) []byte {
	found := m.spans(body)
	if len(found) == 0 {
		return body
	}
	m.note(name)
	return secret.Overwrite(body, found, Masked)
}

// spans finds the secrets, in order. Those that touch are one, and masked once.
func (m *masker) spans(text []byte) []secret.Span { return secret.Joined(m.forms.Spans(text)) }
