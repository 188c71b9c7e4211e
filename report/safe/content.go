package safe

import (
	"encoding/base64"
	"fmt"
	"unicode/utf8"
)

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

// KeptBody is how much of a body a document holds.
const KeptBody = 64 << 10

// Content is a body: text where it is valid UTF-8, base64 otherwise.
type Content struct {
	Body   string `json:"body,omitempty"`
	Base64 string `json:"bodyBase64,omitempty"`
	Bytes  int    `json:"bytes"`             // of the whole body, as it came
	Cut    bool   `json:"bodyCut,omitempty"` // only its first 64 KiB are here
}

func WholeContent(body []byte) Content { return Content{Bytes: len(body)}.holding(string(body)) }

// NewContent keeps the beginning of a body.
func NewContent(body []byte) Content {
	c := Content{Bytes: len(body)}
	if len(body) > KeptBody {
		c.Cut, body = true, body[:RuneStart(string(body[:min(len(body), KeptBody+utf8.UTFMax)]), KeptBody)]
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

// Text is what the body holds, whichever way it is written down.
func (c Content) Text() string {
	if c.Base64 == "" {
		return c.Body
	}
	text, err := base64.StdEncoding.DecodeString(c.Base64)
	if err != nil {
		return c.Base64 // of a document that somebody else has written
	}
	return string(text)
}

// Masked masks a body. Where it was cut, what may be the beginning of a secret goes.
func (c Content) Masked(hide Secrets) Content {
	text := c.Text()
	if c.Cut {
		text = text[:len(text)-hide.begun([]byte(text))]
	}
	return c.holding(hide.Mask(text))
}

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

// Remainder says how much of the body follows, what is not kept included.
func (c Content) Remainder(body string, to int) string {
	if rest := c.Bytes - to; c.Cut && rest > 0 {
		return moreBytes(rest)
	}
	return Remainder(body, to)
}

// Excerpt is the beginning of a text from outside.
func Excerpt(s string, length int) string {
	to := RuneStart(s, length)
	return Visible(s[:to]) + Remainder(s, to)
}
