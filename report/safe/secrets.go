package safe

import (
	"io"
	"strings"

	"github.com/timhook/timhook/internal/secret"
)

// Secrets are what has to be hidden, in all spellings.
type Secrets secret.Forms

// SecretsOf are the secrets that a writer of this package hides.
//
// The Redactor at the end sees only what is written, and there a secret that was cut, wrapped or encoded along
// with what stands around it is not to be recognised. So texts are masked before that is done to them.
func SecretsOf(w io.Writer) Secrets {
	switch w := w.(type) {
	case *Redactor:
		return w.known()
	case *StickyWriter:
		return SecretsOf(w.W)
	}
	return nil
}

func (s Secrets) spans(text []byte) []secret.Span { return secret.Forms(s).Spans(text) }

// begun is how many bytes at the end of a text may be the beginning of a secret.
func (s Secrets) begun(text []byte) int { return secret.Forms(s).Begun(text) }

// Mask puts [Masked] in the place of each secret.
func (s Secrets) Mask(text string) string {
	if len(s) == 0 {
		return text
	}
	return secret.Cover(text, s.spans([]byte(text)), Masked)
}

// Parts masks a text in three parts: before, from and behind a place in it, which is widened to hold whole secrets.
func (s Secrets) Parts(text string, place secret.Span) (lead, under, rest string) {
	place = place.Widened(s.spans([]byte(text)))
	return s.Mask(text[:place.Start]), s.Mask(text[place.Start:place.Stop]), s.Mask(text[place.Stop:])
}

// PublicField is the value of a header field, unless the field is there to hold a secret.
func PublicField(name, value string) string {
	if SecretField(name) {
		return "…"
	}
	return MaskSign(value)
}

// SecretField says that a header field, by its name, is there to hold a secret: it may be named and not shown.
func SecretField(name string) bool {
	lower := strings.ToLower(name)
	for _, word := range [...]string{"auth", "cookie", "token", "secret", "api-key", "passw", "session"} {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
