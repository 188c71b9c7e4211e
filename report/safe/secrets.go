package safe

import (
	"io"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// SecretsOf are the secrets that a writer of this package hides.
//
// The Redactor at the end sees only what is written, and there a secret that was cut, wrapped or encoded along
// with the text around it cannot be recognised. So texts are masked before that is done to them.
func SecretsOf(w io.Writer) secret.Patterns {
	switch w := w.(type) {
	case *Redactor:
		return w.hidden()
	case *StickyWriter:
		return SecretsOf(w.W)
	}
	return nil
}

// PolicyOf masks a request and what came of it. There may be none, where nothing was sent.
func PolicyOf(r *webhook.Request) *secret.Policy {
	p := &secret.Policy{}
	if r == nil || r.Endpoint == nil {
		return p
	}
	p.LearnURL(r.RequestTarget())
	for _, h := range r.Header {
		p.LearnField(h.Name, h.Value)
	}
	p.LearnMembers(r.Body)
	return p
}

// Message is a message as it went over the wire, without its secrets. An answer may begin with interim ones. isCut is
// set where only its beginning is there.
func Message(p *secret.Policy, message []byte, isRequest, isCut bool) Content {
	if isCut {
		return Message(p, p.Begun(message), isRequest, false).Begun()
	}
	head, rest, _ := p.Head(message, isRequest)
	return NewContent([]byte(string(head) + p.Mask(string(rest))))
}
