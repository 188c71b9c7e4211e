package why

import (
	"cmp"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// NewCase is one delivery as a case of one exchange, with the bytes of the wire.
func NewCase(r conformance.Result) Case {
	c := newCase(r)
	if x := r.Exchange; x != nil {
		hide := safe.PolicyOf(x.Request)
		c.Exchanges[0].Wire = safe.Message(hide, x.Sent, true, len(x.Sent) == judge.KeptBytes)
		c.Exchanges[0].Answer.Wire = safe.Message(hide, x.Raw, false, isCut(x, x.Raw))
	}
	return c
}

func newCase(r conformance.Result) Case {
	c := Case{
		Name: r.Name(), Callback: r.Packet.Command.Name, ID: cmp.Or(r.Tamper, r.From),
		Level: r.Level.String(), Expect: r.Expect.String(), ExpectDoc: Expected(r.Expect, r.Packet.Command),
		Outcome: CaseOutcome(r.Outcome()), Skipped: r.Skip, Notes: notesOf(r),
	}
	if v := r.Packet.Variant; v != nil {
		c.ID, c.Section, c.Doc, c.Source = v.ID, v.Section, v.Doc, v.Source
	}
	if r.Exchange != nil || r.Judgement.Err != nil {
		x := newExchange(r)
		c.Seconds = x.Answer.WholeMS / 1000
		c.Exchanges = []Exchange{x}
	}
	return c
}

// NewSuiteCase is a case of the suite with all its exchanges.
func NewSuiteCase(s conformance.SuiteResult) Case {
	c := Case{
		Name: s.Case.Name(), Callback: s.Case.Command.Name, ID: s.Case.ID,
		Section: s.Case.Section, Doc: s.Case.Doc, Source: s.Case.Source,
		Level: s.Case.Level.String(), Expect: s.Case.Expect.String(),
		ExpectDoc: Expected(s.Case.Expect, s.Case.Command),
		Outcome:   CaseOutcome(s.Outcome()), Skipped: s.Skip, Notes: notesOf(s.Results...), Seconds: s.Took.Seconds(),
	}
	if s.Panic != nil {
		c.Bug = s.Panic.Error()
	}
	if tags := s.Case.Tags.String(); tags != "" {
		c.Tags = strings.Split(tags, ",")
	}
	switch s.Outcome() {
	case judge.Known:
		c.Known = cmp.Or(s.Listed.Reason, "listed as "+s.Listed.Pattern)
	case judge.Fixed:
		c.Known = s.Fixed.Pattern + " (" + s.Fixed.From + ")"
	}
	for _, r := range s.Results {
		if r.Skip != "" && c.Skipped == "" && s.Outcome() == judge.Skip {
			c.Skipped = r.Skip // the case itself found that it cannot be played
		}
		if r.Exchange != nil || r.Judgement.Err != nil {
			c.Exchanges = append(c.Exchanges, newExchange(r))
		}
	}
	return c
}

// Expected is what a right backend does with a packet, in words.
func Expected(e payloads.Expect, c *payloads.Command) string {
	switch {
	case !e.Accepts() || !c.Answer.Decides():
		return e.Doc()
	case e == payloads.ExpectSame:
		return "decide as on the baseline's packet: HTTP 200 within 2 s"
	case c.Answer.FieldThat(payloads.Reply) != nil:
		return "reply as you like: HTTP 200 within 2 s, and an answer as the callback's page has it"
	}
	return "decide as you like: HTTP 200 within 2 s, and an answer as the callback's page has it"
}

func newExchange(r conformance.Result) Exchange {
	x := Exchange{
		Label: cmp.Or(r.Label, r.Packet.Label), Delivery: r.Redelivery, Expect: Expected(r.Expect, r.Packet.Command),
		Outcome: CaseOutcome(r.Outcome()), Note: r.Note, Reaction: r.Judgement.Reaction.String(),
		Decision: newDecision(r),
	}
	hide := policyIn(r)
	if r.Judgement.Err != nil {
		x.Error = hide.Mask(r.Judgement.Err.Error())
	}
	for _, f := range r.Judgement.Findings {
		x.Checks = append(x.Checks, f.Check.ID)
		found := newFound(f, hide)
		found.Outcome = words.Outcome(r.OutcomeOf(f))
		x.Found = append(x.Found, found)
	}
	if r.Exchange != nil {
		x.Request, x.Answer = newSent(r.Exchange.Request, r.Packet.Body, hide), newAnswer(r.Exchange, hide)
		if !r.Exchange.Start.IsZero() {
			x.Start = r.Exchange.Start.UTC()
		}
	}
	return x
}

// policyIn goes by what was sent, if anything was.
func policyIn(r conformance.Result) *secret.Policy {
	if r.Exchange == nil {
		return &secret.Policy{}
	}
	return safe.PolicyOf(r.Exchange.Request)
}

func newFound(f judge.Finding, hide *secret.Policy) Found {
	return Found{
		Check: f.Check.ID, Level: f.Level.String(), Path: hide.Mask(f.Path), Offset: f.Offset, Length: f.Length,
		Got: hide.Mask(f.Got), Want: hide.Mask(f.Want), Message: hide.Mask(f.Message()),
	}
}

func newSent(r *webhook.Request, packet []byte, hide *secret.Policy) Sent {
	endpoint := *r.Endpoint
	endpoint.RawQuery = ""
	_, query, _ := strings.Cut(r.RequestTarget(), "?")
	sent := Sent{
		Method: r.Method, URL: hide.URL(endpoint.String(), ""), Query: hide.Query(query, ""),
		Header: publicHeader(r.Header, hide), Content: maskedContent(packet, hide, false),
	}
	if r.Endpoint.RawQuery != "" {
		sent.Given = hide.URL(r.Endpoint.String(), "")
	}
	return sent
}

func publicHeader(fields []webhook.HeaderField, hide *secret.Policy) (list [][2]string) {
	for _, h := range fields {
		list = append(list, [2]string{hide.Mask(h.Name), hide.Field(h.Name, h.Value)})
	}
	return list
}

func newAnswer(x *webhook.Exchange, hide *secret.Policy) Answer {
	a := Answer{
		Status: x.Status, Proto: x.Proto, Reason: hide.Mask(x.Reason),
		Content:   maskedContent(x.Body, hide, isCut(x, x.Body)),
		Truncated: x.Truncated, Reused: x.Reused, Redialed: x.Redialed,
		ConnectMS: words.MS(x.Timing.Connect), FirstByteMS: words.MS(x.Timing.FirstByte),
		WholeMS: words.MS(x.Timing.Total), Header: publicHeader(x.Header, hide),
	}
	if x.Failure != nil {
		a.Failure = hide.Mask(x.Failure.Error())
	}
	return a
}

// isCut reports whether a part of an answer may lack its end: more of it was not read, or was not kept.
func isCut(x *webhook.Exchange, part []byte) bool {
	return x.Truncated || x.Failure != nil || len(part) == judge.KeptBytes
}

// maskedContent is a body without secrets, and how long it was with them. isCut is set where only its beginning is
// there.
func maskedContent(body []byte, hide *secret.Policy, isCut bool) safe.Content {
	shown := body
	if isCut {
		shown = hide.Begun(body)
	}
	c := safe.NewContent([]byte(hide.Mask(string(shown))))
	if c.Bytes = len(body); isCut {
		c = c.Begun()
	}
	return c
}
