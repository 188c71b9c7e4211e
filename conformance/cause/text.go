package cause

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

func itoa(n int) string { return strconv.Itoa(n) }

// capital is a text that begins a sentence.
func capital(text string) string {
	r, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[size:]
}

// varied is what the case varies, with the field where its words leave that open: "null in CloudCustomData".
func (s Shown) varied() string {
	if s.IsOrdinary() {
		return "the ordinary packet"
	}
	text := s.Varied
	for _, f := range families() {
		if f.subject != "" && matches(f.cases, s.Case) && !strings.Contains(text, f.subject) {
			text += " in " + f.subject
			break
		}
	}
	if s.Label != "" && !strings.Contains(text, s.Label) {
		text += " (" + s.Label + ")"
	}
	if text == "" {
		return s.Case
	}
	return text
}

// answered is the answer in a few words: `HTTP 400 "Random is out of range"`.
func (s Shown) answered() string {
	x := s.Exchange
	switch {
	case x == nil:
		return "nothing"
	case s.Reaction == judge.Hung:
		return "no answer in time"
	case x.Failure != nil && x.Status == 0:
		return "a connection that is closed without an answer"
	}
	text := fmt.Sprintf("HTTP %d", x.Status)
	if said := said(x); said != "" {
		text += " " + strconv.Quote(said)
	}
	return text
}

const shownSaid = 100 // bytes of what an answer says

var ( //nolint:gochecknoglobals // compiled once
	htmlTag = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>|<[^>]*>`)
	blanks  = regexp.MustCompile(`\s+`)
)

// said is what an answer says in words, on one line: tags of HTML are left out. A secret of the request is no part of it.
func said(x *webhook.Exchange) string {
	body := string(x.Body[:min(len(x.Body), searched)])
	if strings.HasPrefix(strings.TrimSpace(body), "<") {
		body = htmlTag.ReplaceAllString(body, " ")
	}
	for _, p := range queryOf(x) {
		if p.Name == "Sign" && len(p.Value) > 4 {
			body = strings.ReplaceAll(body, p.Value, "[secret]")
		}
	}
	body = strings.TrimSpace(blanks.ReplaceAllString(strings.ToValidUTF8(body, "\uFFFD"), " "))
	if len(body) <= shownSaid {
		return body
	}
	end := shownSaid
	for !utf8.RuneStart(body[end]) {
		end--
	}
	return body[:end] + "…"
}

func queryOf(x *webhook.Exchange) []webhook.Param {
	if x.Request == nil {
		return nil
	}
	return x.Request.Query
}
