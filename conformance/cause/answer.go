package cause

import (
	"net/http"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Answer is what answers to different requests have in common when one cause has drawn them: the class of the failure,
// the status, and the body without its ids, numbers, times and texts of the request. Two answers of one cause have the
// same Answer; nothing else may be read from it.
func Answer(x *webhook.Exchange) string {
	if x == nil {
		return ""
	}
	text := itoa(x.Status)
	if x.Failure != nil {
		text += " " + x.Failure.Class.String()
	}
	if x.Failure != nil && (x.Failure.Class == webhook.Timeout || x.Status == 0) {
		return text // how much came before is chance
	}
	return text + " " + normal(x)
}

// compared is how much of a body tells answers apart.
const compared = 4 << 10

var word = pattern.Of(`[0-9A-Za-z_]*[0-9][0-9A-Za-z_]*`) //nolint:gochecknoglobals // compiled once

// normal is a body without what differs between two requests of one kind.
func normal(x *webhook.Exchange) string {
	body := string(x.Body[:min(len(x.Body), compared)])
	for _, text := range requestTexts(x) {
		body = strings.ReplaceAll(body, text, "#")
	}
	return blanks().ReplaceAllString(word().ReplaceAllString(body, "#"), " ")
}

// Plain is a text up to its first colon without its numbers: what is said, and not of what.
func Plain(text string) string {
	what, _, _ := strings.Cut(text, ":")
	return word().ReplaceAllString(what, "#")
}

// LeftBody reports whether the answer takes the packet of the request before for a request line: servers quote such a
// line in the reason or on the page.
func LeftBody(x *webhook.Exchange) bool {
	const packet = `{"CallbackCommand":`
	isBad := x != nil && (x.Status == http.StatusBadRequest || x.Status >= 500)
	return isBad && x.Reused && (strings.Contains(x.Reason, packet) || strings.Contains(string(x.Body), packet))
}

var quoted = pattern.Of("\"[^\"]*\"|'[^']*'|`[^`]*`") //nolint:gochecknoglobals // compiled once

// Words is a text without its numbers and without what it quotes: what an exception says, and not of which value.
func Words(text string) string {
	return word().ReplaceAllString(quoted().ReplaceAllString(text, "#"), "#")
}

// shortestEcho is how long a text of the request has to be to be recognized in the answer: "OK" or "set" may be there
// by chance.
const shortestEcho = 4

// requestTexts are the texts of the request, the longest first, as an answer may repeat them.
func requestTexts(x *webhook.Exchange) []string {
	if x.Request == nil || len(x.Body) < shortestEcho || string(x.Body) == judge.Canonical {
		return nil
	}
	var texts []string
	add := func(text string) {
		if len(text) >= shortestEcho {
			texts = append(texts, text)
		}
	}
	for _, p := range x.Request.Query {
		add(p.Value)
	}
	if packet, err := jsontree.ParseLoose(x.Request.Body); err == nil {
		for _, path := range packet.Paths() {
			if v := packet.At(path); v.Kind() == jsontree.KindString {
				add(v.Text())
			}
		}
	}
	slices.SortStableFunc(texts, func(a, b string) int { return len(b) - len(a) })
	return texts[:min(len(texts), 64)]
}

// Flaw is the [Kind] of a request that was refused in an odd form: a crash has another cure in the check of the sender
// and in the parser, and everything else has one.
func Flaw(id string, reaction judge.Reaction) string {
	switch {
	case reaction != judge.Broke:
		return ""
	case matches("neg-method-*", id):
		return "method"
	case matches("neg-json-* neg-body-* neg-encoding-*", id):
		return "body"
	}
	return "sender"
}

// IsTelling reports whether an answer says something of its own. "Internal Server Error" tells nothing: two such
// answers may have two causes.
func IsTelling(x *webhook.Exchange, secrets []string) bool {
	if x == nil || x.Failure != nil {
		return false
	}
	switch x.Status {
	case 401, 407, 429, 502, 503, 504:
		return true
	}
	text := strings.ToLower(strings.Trim(said(x, secrets), " .!{}[]\"'"))
	switch text {
	case "", "error", "err", "bad request", "internal server error", "internal error", "internal", "server error",
		"fail", "failed", "invalid", "invalid request", "exception", "forbidden", "not found", "unprocessable entity",
		"unprocessable content", "something went wrong", "unknown error", "busy":
		return false
	}
	names := containsAny(text, "type", "platform", "duplicate", "required", "column", "unknown", "too many", "rate",
		"field",
		"string value") || strings.Count(text, " ") > 2
	return names && !strings.EqualFold(text, http.StatusText(x.Status)) && x.Status != 413
}
