package report

import (
	"bytes"
	"io"
	"strings"
)

// secrets are all spellings of what has to be hidden.
type secrets [][]byte

// span is a part of a text, from its first byte to behind its last.
type span struct{ start, stop int }

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

// spans finds the secrets in a text, in order. Those that overlap are one span, so that no piece of any is left over.
func (s secrets) spans(text []byte) []span {
	var found []span
	for _, form := range s {
		for at := 0; ; at++ {
			i := bytes.Index(text[at:], form)
			if i < 0 {
				break
			}
			at += i
			found = append(found, span{at, at + len(form)})
		}
	}
	return merged(found)
}

// begun is how many bytes at the end of a text may be the beginning of a secret.
func (s secrets) begun(text []byte) int {
	longest := 0
	for _, form := range s {
		for n := min(len(form)-1, len(text)); n > longest; n-- {
			if bytes.HasSuffix(text, form[:n]) {
				longest = n
			}
		}
	}
	return longest
}

// mask puts [Masked] in the place of each secret.
func (s secrets) mask(text string) string {
	if len(s) == 0 {
		return text
	}
	return cover(text, s.spans([]byte(text)))
}

func cover(text string, hidden []span) string {
	var b strings.Builder
	at := 0
	for _, h := range hidden {
		b.WriteString(text[at:h.start])
		b.WriteString(Masked)
		at = h.stop
	}
	b.WriteString(text[at:])
	return b.String()
}

// parts masks a text in three parts: before, from and behind a place in it, which is widened to hold whole secrets.
func (s secrets) parts(text string, place span) (lead, under, rest string) {
	place = widened(place, s.spans([]byte(text)))
	return s.mask(text[:place.start]), s.mask(text[place.start:place.stop]), s.mask(text[place.stop:])
}

// widened is a place that holds whole what it holds a part of.
func widened(place span, whole []span) span {
	for _, h := range whole {
		if h.start < place.start && place.start < h.stop {
			place.start = h.start
		}
		if h.start < place.stop && place.stop < h.stop {
			place.stop = h.stop
		}
	}
	return place
}
