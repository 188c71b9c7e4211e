package capture

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// Redact returns the record as it may be kept. r itself stays as it is and shares with the result what needs no mask.
//
// Sign is masked in the query however its name is spelt, and wherever else in the record the same signature stands.
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
	forms  [][]byte // in which the secrets may be spelt
	masked []string // names of what was masked
}

// shortestSecret is how long a text is that does not stand in others by chance.
const shortestSecret = 6

// shortestSign is that of an MD5 in hexadecimal. What is shorter is no signature, and masked in the query only.
const shortestSign = 32

func newMasker(hide Redaction, r *Record) *masker {
	m := &masker{hide: hide, masked: slices.Clone(r.Redacted)}
	for _, secret := range hide.Secrets {
		if len(secret) >= shortestSecret {
			m.forms = append(m.forms, spellings(secret)...)
		}
	}
	if hide.KeepSign {
		return m
	}
	line, _, _ := bytes.Cut(r.Request.Wire, []byte("\n"))
	_, sent, _ := strings.Cut(string(line), "?")
	sent, _, _ = strings.Cut(sent, " ")
	for _, p := range append(params(r.Request.Query), params(sent)...) {
		if strings.EqualFold(p.Name, "Sign") && len(p.Value) >= shortestSign {
			m.forms = append(m.forms, []byte(p.Value), []byte(strings.ToLower(p.Value)), []byte(strings.ToUpper(p.Value)))
		}
	}
	return m
}

func (m *masker) request(r Request) Request {
	body := r.Body
	r.Method = m.text(r.Method, "method")
	r.URL = m.text(r.URL, "url")
	r.Query = m.query(r.Query)
	r.Proto = m.text(r.Proto, "proto")
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

// query masks Sign and what is secret in other parameters.
func (m *masker) query(query string) string {
	if query == "" {
		return ""
	}
	pieces := strings.Split(query, "&")
	for i, piece := range pieces {
		name, value, _ := strings.Cut(piece, "=")
		if !m.hide.KeepSign && value != "" && value != Masked && strings.EqualFold(unescaped(name), "Sign") {
			pieces[i] = name + "=" + Masked
			m.note("Sign")
		}
	}
	return m.text(strings.Join(pieces, "&"), "query")
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

func (m *masker) covered(s string, found []span) string {
	if len(found) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, f := range found {
		b.WriteString(s[at:f.start])
		b.WriteString(Masked)
		at = f.stop
	}
	b.WriteString(s[at:])
	return b.String()
}

// body puts a mask of the same length in the place of each secret.
func (m *masker) body(body []byte, name string) []byte {
	found := m.spans(body)
	if len(found) == 0 {
		return body
	}
	m.note(name)
	out := bytes.Clone(body)
	for _, f := range found {
		n := copy(out[f.start:f.stop], Masked)
		for i := f.start + n; i < f.stop; i++ {
			out[i] = 'x'
		}
	}
	return out
}

// span is a part of a text, from its first byte to behind its last.
type span struct{ start, stop int }

// spans finds the secrets, in order. Those that overlap or touch are one span, so that no piece of any is left over.
func (m *masker) spans(text []byte) []span {
	var found []span
	for _, form := range m.forms {
		for at := 0; ; {
			i := bytes.Index(text[at:], form)
			if i < 0 {
				break
			}
			found = append(found, span{at + i, at + i + len(form)})
			at += i + 1
		}
	}
	if len(found) < 2 {
		return found
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Or(a.start-b.start, b.stop-a.stop) })
	merged := found[:1]
	for _, f := range found[1:] {
		if last := &merged[len(merged)-1]; f.start <= last.stop {
			last.stop = max(last.stop, f.stop)
		} else {
			merged = append(merged, f)
		}
	}
	return merged
}
