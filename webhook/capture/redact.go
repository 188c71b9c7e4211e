package capture

import (
	"bytes"
	"slices"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// Redact returns the record as it may be kept. r itself stays as it is and shares with the result what needs no mask.
//
// Sign is masked in the query in any spelling of its name, and the same signature in every other place of the record.
// So is what the request's credentials are, since a backend may quote them in its answer. Bodies keep their length:
// what was announced of them stays true.
func (r *Record) Redact(hide Redaction) *Record {
	p := policyOf(r, hide)
	out := *r
	out.Request = maskedRequest(p, r.Request)
	if r.Answer != nil {
		out.Answer = maskedAnswer(p, *r.Answer)
	}
	out.Failure = p.Text(r.Failure, "failure")
	out.Shadow = p.URL(r.Shadow, "url")
	out.Extra = p.Text(r.Extra, "extra")
	if len(r.Findings) > 0 {
		out.Findings = slices.Clone(r.Findings)
		for i, f := range r.Findings {
			text := func(s string) string { return p.Text(s, "findings") }
			out.Findings[i] = Finding{f.Check, text(f.Path), text(f.Want), text(f.Extra)}
		}
	}
	out.Redacted = p.Masked
	return &out
}

// Secrets are the values in a request that go by the names of secrets, or by names as [Redaction.Mask] has them. Sign
// is none of them.
func (r *Request) Secrets(names []string) []string {
	told := secret.Names(names)
	list := slices.Concat(told.InURL(r.URL), told.InQuery(r.Query), told.InMembers(r.Body))
	for _, f := range r.Header {
		list = append(list, told.InField(f.Name, f.Value)...)
	}
	return list
}

// Named is Secrets where there are such names, and nothing otherwise.
func (r *Request) Named(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	return r.Secrets(names)
}

// policyOf knows what is secret in a record: what it is told, and the request's own Sign and credentials.
func policyOf(r *Record, hide Redaction) *secret.Policy {
	p := &secret.Policy{Told: hide.Mask, KeepSign: hide.KeepSign, Masked: slices.Clone(r.Redacted)}
	for _, s := range hide.Secrets {
		p.Hide(s)
	}
	p.LearnURL(r.Request.URL)
	p.LearnQuery(r.Request.Query)
	line, _, _ := bytes.Cut(r.Request.Wire, []byte("\n"))
	p.LearnQuery(string(line))
	for _, f := range r.Request.Header {
		p.LearnField(f.Name, f.Value)
	}
	p.LearnMembers(r.Request.Body)
	return p
}

func maskedRequest(p *secret.Policy, r Request) Request {
	body := r.Body
	r.Method = p.Query(r.Method, "method")
	r.URL = p.URL(r.URL, "url")
	r.Query = p.Query(r.Query, "query")
	r.Proto = p.Query(r.Proto, "proto")
	r.Header = maskedFields(p, r.Header)
	r.Body = p.Body(r.Body, "body")
	r.Wire = maskedWire(p, wire{r.Wire, body, r.Body, "body", true})
	r.Extra = p.Text(r.Extra, "extra")
	return r
}

func maskedAnswer(p *secret.Policy, a Answer) *Answer {
	body := a.Body
	a.Proto = p.Text(a.Proto, "proto")
	a.Reason = p.Text(a.Reason, "reason")
	a.Header = maskedFields(p, a.Header)
	a.Body = p.Body(a.Body, "answer body")
	a.Wire = maskedWire(p, wire{a.Wire, body, a.Body, "answer body", false})
	a.Extra = p.Text(a.Extra, "extra")
	return &a
}

// maskedFields keeps order and spelling.
func maskedFields(p *secret.Policy, list []webhook.HeaderField) []webhook.HeaderField {
	out := slices.Clone(list)
	for i, f := range out {
		out[i] = webhook.HeaderField{Name: p.Text(f.Name, "header"), Value: p.Field(f.Name, f.Value)}
	}
	return out
}
