package report

import (
	"cmp"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// NewCase is what came of one delivery, as a case of one exchange, with the bytes of the wire.
func NewCase(r conformance.Result) Case {
	c := newCase(r)
	if x := r.Exchange; x != nil {
		signs := signaturesOf(x.Request)
		c.Exchanges[0].Wire = newContent([]byte(signs.public(x.Sent)))
		c.Exchanges[0].Answer.Wire = newContent([]byte(signs.public(x.Raw)))
	}
	return c
}

func newCase(r conformance.Result) Case {
	c := Case{
		Name: r.Name(), Callback: r.Packet.Command.Name, ID: cmp.Or(r.Tamper, r.From), Level: r.Level.String(), Expect: r.Expect.String(), ExpectDoc: r.Expect.Doc(),
		Outcome: word(r.Outcome()), Skipped: r.Skip,
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

// NewSuiteCase is what came of a case of the suite.
func NewSuiteCase(s conformance.SuiteResult) Case {
	c := Case{
		Name: s.Case.Name(), Callback: s.Case.Command.Name, ID: s.Case.ID, Section: s.Case.Section, Doc: s.Case.Doc, Source: s.Case.Source,
		Level: s.Case.Level.String(), Expect: s.Case.Expect.String(), ExpectDoc: s.Case.Expect.Doc(),
		Outcome: word(s.Outcome()), Skipped: s.Skip, Seconds: s.Took.Seconds(),
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

func word(o judge.Outcome) string { return strings.ToLower(o.String()) }

func newExchange(r conformance.Result) Exchange {
	x := Exchange{Label: r.Label, Delivery: r.Attempt, Expect: r.Expect.Doc(), Outcome: word(r.Outcome()), Note: r.Note, Reaction: r.Judgement.Reaction.String()}
	if x.Label == "" {
		x.Label = r.Packet.Label
	}
	signs := signaturesIn(r)
	if r.Judgement.Err != nil {
		x.Error = signs.mask(r.Judgement.Err.Error())
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

func newFound(f judge.Finding, signs signatures) Found {
	return Found{
		Check: f.Check.ID, Level: f.Level.String(), Path: signs.mask(f.Path), Offset: f.Offset, Length: f.Length,
		Got: signs.mask(f.Got), Want: signs.mask(f.Want), Message: signs.mask(f.Message()),
	}
}

func newSent(r *webhook.Request, packet []byte) Sent {
	endpoint := *r.Endpoint
	endpoint.RawQuery = ""
	s := Sent{Method: r.Method, URL: endpoint.String(), Query: publicQuery(r), Content: newContent(packet)}
	for _, h := range r.Header {
		s.Header = append(s.Header, [2]string{h.Name, publicField(h.Name, h.Value)})
	}
	return s
}

// publicQuery is the query without what the backend's URL had in it, and with Sign masked.
func publicQuery(r *webhook.Request) string {
	_, query, _ := strings.Cut(r.RequestTarget(), "?")
	if own := r.Endpoint.RawQuery; own != "" {
		query = strings.Replace(query, own, "…", 1)
	}
	return signaturesOf(r).mask(query)
}

func newAnswer(x *webhook.Exchange) Answer {
	signs := signaturesOf(x.Request)
	body := newContent([]byte(signs.mask(string(x.Body))))
	body.Bytes = len(x.Body)
	a := Answer{
		Status: x.Status, Proto: x.Proto, Reason: signs.mask(x.Reason), Truncated: x.Truncated, Reused: x.Reused, Redialed: x.Redialed, Content: body,
		ConnectMS: ms(x.Timing.Connect), FirstByteMS: ms(x.Timing.FirstByte), WholeMS: ms(x.Timing.Whole),
	}
	for _, h := range x.Header {
		a.Header = append(a.Header, [2]string{signs.mask(h.Name), signs.mask(publicField(h.Name, h.Value))})
	}
	if x.Failure != nil {
		a.Failure = signs.mask(x.Failure.Error())
	}
	return a
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// keptBody is how much of a body a document holds.
const keptBody = 64 << 10

// Content is a body: text where it is valid UTF-8, base64 otherwise.
type Content struct {
	Body   string `json:"body,omitempty"`
	Base64 string `json:"bodyBase64,omitempty"`
	Bytes  int    `json:"bytes"`             // of the whole body, as it came
	Cut    bool   `json:"bodyCut,omitempty"` // only its first 64 KiB are here
}

func wholeContent(body []byte) Content { return Content{Bytes: len(body)}.holding(string(body)) }

// newContent keeps the beginning of a body.
func newContent(body []byte) Content {
	c := Content{Bytes: len(body)}
	if len(body) > keptBody {
		c.Cut, body = true, body[:runeStart(string(body[:min(len(body), keptBody+utf8.UTFMax)]), keptBody)]
	}
	return c.holding(string(body))
}

// holding is the same content with another text.
func (c Content) holding(text string) Content {
	c.Body, c.Base64 = "", ""
	if utf8.ValidString(text) {
		c.Body = text
	} else {
		c.Base64 = base64.StdEncoding.EncodeToString([]byte(text))
	}
	return c
}

// text is what the body holds, whichever way it is written down.
func (c Content) text() string {
	if c.Base64 == "" {
		return c.Body
	}
	text, err := base64.StdEncoding.DecodeString(c.Base64)
	if err != nil {
		return c.Base64 // of a document that somebody else has written
	}
	return string(text)
}
