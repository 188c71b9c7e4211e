package cause

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

func itoa(n int) string { return strconv.Itoa(n) }

// varied is what the case varies, with the field where its words leave that open: "null in CloudCustomData".
func (s Shown) varied() string {
	if s.IsOrdinary() {
		return "the ordinary packet"
	}
	text, _, _ := strings.Cut(s.Varied, ";")
	if Kind(s.Command, s.Case, s.Label) == Wide && s.Label != "" {
		return s.Label
	}
	if matches(quotedCases, s.Case) && text != "" {
		text = "“" + text + "”"
	}
	for _, f := range families() {
		subject := f.subjectOf(s.Command)
		if subject != "" && matches(f.cases, s.Case) && !strings.Contains(text, subject) {
			text += " in " + subject
			break
		}
	}
	if s.Label != "" && text != s.Label {
		text += " (" + s.Label + ")"
	}
	if text == "" {
		return s.Case
	}
	return text
}

// quotedCases are cases whose words are sentences or headings, and no thing.
const quotedCases = "neg-* edge-* delivery-* http-* url-* query-order-* body-* attr-* recall-* at-*"

// shortGot is a mismatch without the parser's words behind it.
func shortGot(got string) string {
	short, _, _ := strings.Cut(got, " (invalid character")
	return short
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
	if said := said(x, s.Secrets); said != "" {
		text += " “" + said + "”"
	}
	return text
}

const shownSaid = 160 // bytes of what an answer says

var blanks = pattern.Of(`\s+`) //nolint:gochecknoglobals // compiled once

// said is what an answer says: its message, where it is an object that has one, or a short body of one line. The text
// is whole and not escaped, since the writer hides secrets in it first and recognizes whole ones only.
func said(x *webhook.Exchange, secrets []string) string {
	text := string(x.Body)
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return page(text, secrets)
	}
	if v, err := jsontree.Parse(x.Body); err == nil && v.Kind() == jsontree.KindObject {
		for _, name := range []string{errorInfo, "error", "message", "msg", "detail", "errmsg", "title", "reason"} {
			if m := v.Get(name); m.Kind() == jsontree.KindString && m.Text() != "" {
				text = m.Text()
				break
			}
		}
	}
	text = strings.TrimSpace(text)
	isOdd := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	if len(text) > shownSaid || strings.ContainsFunc(text, isOdd) || strings.HasPrefix(text, "<") {
		return ""
	}
	return text
}

// page is the most telling line of a page of HTML: what an exception says, otherwise its heading or title. A page that
// may hold a secret tells nothing.
func page(html string, secrets []string) string {
	for _, secret := range secrets {
		if len(secret) > 3 && strings.Contains(html, secret[:4]) {
			return ""
		}
	}
	for _, tag := range []string{"pre", "h1", "title"} {
		_, rest, found := strings.Cut(html, "<"+tag+">")
		line := strings.TrimSpace(rest[:max(0, strings.IndexAny(rest, "<\r\n"))])
		isOdd := func(r rune) bool { return !unicode.IsPrint(r) }
		if found && line != "" && len(line) <= shownSaid && !strings.ContainsFunc(line, isOdd) {
			return strings.NewReplacer("&#39;", "'", "&quot;", "'", "&gt;", ">", "&nbsp;", " ", "&amp;",
				"&").Replace(line)
		}
	}
	return ""
}
