package report

import (
	"io"

	"github.com/timhook/timhook/internal/secret"
)

// secrets are what has to be hidden, in all spellings.
type secrets secret.Forms

// secretsOf are the secrets that a writer of this package hides.
//
// The Redactor at the end sees only what is written, and there a secret that was cut, wrapped or encoded along
// with what stands around it is not to be recognised. So texts are masked before that is done to them.
func secretsOf(w io.Writer) secrets {
	switch w := w.(type) {
	case *Redactor:
		return w.known()
	case *errorWriter:
		return secretsOf(w.w)
	}
	return nil
}

func (s secrets) spans(text []byte) []secret.Span { return secret.Forms(s).Spans(text) }

// begun is how many bytes at the end of a text may be the beginning of a secret.
func (s secrets) begun(text []byte) int { return secret.Forms(s).Begun(text) }

// mask puts [Masked] in the place of each secret.
func (s secrets) mask(text string) string {
	if len(s) == 0 {
		return text
	}
	return secret.Cover(text, s.spans([]byte(text)), Masked)
}

// parts masks a text in three parts: before, from and behind a place in it, which is widened to hold whole secrets.
func (s secrets) parts(text string, place secret.Span) (lead, under, rest string) {
	place = place.Widened(s.spans([]byte(text)))
	return s.mask(text[:place.Start]), s.mask(text[place.Start:place.Stop]), s.mask(text[place.Stop:])
}
