package safe

import (
	"encoding/base64"
	"fmt"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/secret"
)

// TextOrBase64 is a text for JSON: as it is, or in base64 where it is not valid UTF-8.
func TextOrBase64(s string) (text, encoded string) {
	if utf8.ValidString(s) {
		return s, ""
	}
	return "", base64.StdEncoding.EncodeToString([]byte(s))
}

// Caret is a place in a body.
type Caret struct {
	Offset int `json:"offset"`
	Length int `json:"length"` // at least 1
}

// Moved is the caret under the same bytes of a body once these spans are masked.
func (c Caret) Moved(body string, hidden []secret.Span) *Caret {
	at := secret.Span{Start: c.Offset, Stop: c.Offset + max(0, min(c.Length, len(body)-c.Offset))}.Moved(hidden)
	return &Caret{Offset: at.Start, Length: max(1, at.Stop-at.Start)}
}

// KeptBody is how much of a body a document holds.
const KeptBody = 64 << 10

// Content is a body: text where it is valid UTF-8, base64 otherwise.
type Content struct {
	Body   string `json:"body,omitempty"`
	Base64 string `json:"bodyBase64,omitempty"`
	Bytes  int    `json:"bytes"`             // of the whole body, as it came
	Cut    bool   `json:"bodyCut,omitempty"` // only its first 64 KiB are here

	begun bool // it may lack its end, so that a secret may be cut there
}

// Begun is the content as one that may lack its end.
func (c Content) Begun() Content {
	c.begun = true
	return c
}

// WholeContent keeps a whole body.
func WholeContent(body []byte) Content { return Content{Bytes: len(body)}.holding(string(body)) }

// NewContent keeps a body up to [KeptBody].
func NewContent(body []byte) Content {
	c := Content{Bytes: len(body)}
	if len(body) > KeptBody {
		c.Cut, body = true, body[:RuneStart(string(body[:min(len(body), KeptBody+utf8.UTFMax)]), KeptBody)]
	}
	return c.holding(string(body))
}

// holding is the same content with another text.
func (c Content) holding(text string) Content {
	c.Body, c.Base64 = TextOrBase64(text)
	return c
}

// Text is the body itself, from text or base64.
func (c Content) Text() string {
	if c.Base64 == "" {
		return c.Body
	}
	text, err := base64.StdEncoding.DecodeString(c.Base64)
	if err != nil {
		return c.Base64 // not ours: another program has changed the document
	}
	return string(text)
}

// Masked masks a body. From one that may lack its end it also takes what may be the beginning of a secret there.
func (c Content) Masked(hide secret.Patterns) Content {
	text := c.Text()
	if c.Cut || c.begun {
		text = text[:len(text)-hide.PartialSuffix([]byte(text))]
	}
	return c.holding(hide.Mask(text))
}

// Remainder is how much of a text follows a position: "… (12 more bytes)". It is empty at the end.
func Remainder(body string, to int) string {
	if rest := len(body) - to; rest > 0 {
		return moreBytes(rest)
	}
	return ""
}

func moreBytes(n int) string {
	if n == 1 {
		return "… (1 more byte)"
	}
	return fmt.Sprintf("… (%d more bytes)", n)
}

// Remainder is [Remainder] for a body, of which it also counts what is not kept.
func (c Content) Remainder(body string, to int) string {
	if rest := c.Bytes - to; c.Cut && rest > 0 {
		return moreBytes(rest)
	}
	return Remainder(body, to)
}

// Hardly is how many bytes a text may be longer than is shown: "… (2 more bytes)" would take more room than they.
const Hardly = 40

// Excerpt is the visible beginning of a text, and how much follows. A text that is hardly longer is not cut.
func Excerpt(s string, length int) string {
	if len(s) <= length+Hardly {
		length = len(s)
	}
	to := RuneStart(s, length)
	return Visible(s[:to]) + Remainder(s, to)
}
