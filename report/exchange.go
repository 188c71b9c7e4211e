package report

import (
	"cmp"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// NewCase is one delivery as a case of one exchange, with the bytes of the wire.
func NewCase(r conformance.Result) Case {
	c := newCase(r)
	if x := r.Exchange; x != nil {
		signs := safe.SignaturesOf(x.Request)
		c.Exchanges[0].Wire = safe.NewContent([]byte(signs.Public(x.Sent)))
		c.Exchanges[0].Answer.Wire = safe.NewContent([]byte(signs.Public(x.Raw)))
	}
	return c
}

func newCase(r conformance.Result) Case {
	c := Case{
		Name: r.Name(), Callback: r.Packet.Command.Name, ID: cmp.Or(r.Tamper, r.From),
		Level: r.Level.String(), Expect: r.Expect.String(), ExpectDoc: r.Expect.Doc(),
		Outcome: words.Outcome(r.Outcome()), Skipped: r.Skip,
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
		Level: s.Case.Level.String(), Expect: s.Case.Expect.String(), ExpectDoc: s.Case.Expect.Doc(),
		Outcome: words.Outcome(s.Outcome()), Skipped: s.Skip, Seconds: s.Took.Seconds(),
	}
	if s.Panic != nil {
		c.Bug = s.Panic.Error()
	}
	if tags := s.Case.Tags.String(); tags != "" {
		c.Tags = strings.Split(tags, ",")
	}
	if s.Listed != nil {
		c.Known = cmp.Or(s.Listed.Reason, "listed as "+s.Listed.Pattern)
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

func newExchange(r conformance.Result) Exchange {
	x := Exchange{
		Label: cmp.Or(r.Label, r.Packet.Label), Delivery: r.Redelivery, Expect: r.Expect.Doc(),
		Outcome: words.Outcome(r.Outcome()), Note: r.Note, Reaction: r.Judgement.Reaction.String(),
	}
	signs := safe.SignaturesIn(r)
	if r.Judgement.Err != nil {
		x.Error = signs.Mask(r.Judgement.Err.Error())
	}
	for _, f := range r.Judgement.Findings {
		x.Checks = append(x.Checks, f.Check.ID)
		x.Found = append(x.Found, newFound(f, signs))
	}
	if r.Exchange != nil {
		x.Request, x.Answer = newSent(r.Exchange.Request, r.Packet.Body), newAnswer(r.Exchange)
		if !r.Exchange.Start.IsZero() {
			x.Start = r.Exchange.Start.UTC()
		}
	}
	return x
}

func newFound(f judge.Finding, signs safe.Signatures) Found {
	return Found{
		Check: f.Check.ID, Level: f.Level.String(), Path: signs.Mask(f.Path), Offset: f.Offset, Length: f.Length,
		Got: signs.Mask(f.Got), Want: signs.Mask(f.Want), Message: signs.Mask(f.Message()),
	}
}

func newSent(r *webhook.Request, packet []byte) Sent {
	endpoint := *r.Endpoint
	endpoint.RawQuery = ""
	s := Sent{Method: r.Method, URL: endpoint.String(), Query: publicQuery(r), Content: safe.NewContent(packet)}
	for _, h := range r.Header {
		s.Header = append(s.Header, [2]string{h.Name, safe.PublicField(h.Name, h.Value)})
	}
	return s
}

// publicQuery is the query with Sign masked and with "…" for the parameters of the backend's own URL.
func publicQuery(r *webhook.Request) string {
	_, query, _ := strings.Cut(r.RequestTarget(), "?")
	if own := r.Endpoint.RawQuery; own != "" {
		query = strings.Replace(query, own, "…", 1)
	}
	return safe.SignaturesOf(r).Mask(query)
}

func newAnswer(x *webhook.Exchange) Answer {
	signs := safe.SignaturesOf(x.Request)
	body := safe.NewContent([]byte(signs.Mask(string(x.Body))))
	body.Bytes = len(x.Body)
	a := Answer{
		Status: x.Status, Proto: x.Proto, Reason: signs.Mask(x.Reason), Content: body,
		Truncated: x.Truncated, Reused: x.Reused, Redialed: x.Redialed,
		ConnectMS: words.MS(x.Timing.Connect), FirstByteMS: words.MS(x.Timing.FirstByte),
		WholeMS: words.MS(x.Timing.Total),
	}
	for _, h := range x.Header {
		a.Header = append(a.Header, [2]string{signs.Mask(h.Name), signs.Mask(safe.PublicField(h.Name, h.Value))})
	}
	if x.Failure != nil {
		a.Failure = signs.Mask(x.Failure.Error())
	}
	return a
}
