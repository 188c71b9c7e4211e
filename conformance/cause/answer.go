package cause

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
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

var word = regexp.MustCompile(`[0-9A-Za-z_]*[0-9][0-9A-Za-z_]*`) //nolint:gochecknoglobals // compiled once

// normal is a body without what differs between two requests of one kind.
func normal(x *webhook.Exchange) string {
	body := string(x.Body[:min(len(x.Body), compared)])
	for _, text := range requestTexts(x) {
		body = strings.ReplaceAll(body, text, "#")
	}
	return blanks.ReplaceAllString(word.ReplaceAllString(body, "#"), " ")
}

// Plain is a text up to its first colon without its numbers: what is said, and not of what.
func Plain(text string) string {
	what, _, _ := strings.Cut(text, ":")
	return word.ReplaceAllString(what, "#")
}

// LeftBody reports whether the answer takes the packet of the request before for a request line: servers quote such a
// line in the reason or on the page.
func LeftBody(x *webhook.Exchange) bool {
	const packet = `{"CallbackCommand":`
	isBad := x != nil && (x.Status == http.StatusBadRequest || x.Status >= 500)
	return isBad && x.Reused && (strings.Contains(x.Reason, packet) || strings.Contains(string(x.Body), packet))
}

var quoted = regexp.MustCompile("\"[^\"]*\"|'[^']*'|`[^`]*`") //nolint:gochecknoglobals // compiled once

// Words is a text without its numbers and without what it quotes: what an exception says, and not of which value.
func Words(text string) string { return word.ReplaceAllString(quoted.ReplaceAllString(text, "#"), "#") }

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

// Kind is what a case varies, for telling causes apart that have drawn the same answer. Under failures of the same kind
// one change cures all of them: an emoji in a text and in CloudCustomData, for example.
func Kind(c *payloads.Command, id, label string) string {
	if addsField(c, id) {
		return unknownField
	}
	for _, f := range families() {
		if matches(f.cases, id) && (f.label == "" || f.label == label) {
			return f.name
		}
	}
	start, _, _ := strings.Cut(id, "-")
	return start
}

const unknownField = "unknown"

// addsField reports whether a case is an edge case with a field that its callback does not have, and that a backend has
// to take.
func addsField(c *payloads.Command, id string) bool {
	if c == nil {
		return false
	}
	v := c.FindVariant(id)
	return v != nil && v.Expect.Accepts() &&
		slices.ContainsFunc(v.Set, func(c payloads.Change) bool { return c.Beside })
}

// Family is the [Kind] of a case's family as a whole, where it has one: "elem" of elem-file-size-big.
func Family(id string) string {
	start, _, isOne := strings.Cut(id, "-")
	if !isOne || !matches("elem topic account groupid group ccd at attr recall text query platform", start) {
		return ""
	}
	return Kind(nil, start+"-", "")
}

// family are the cases that one kind of mistake fails.
type family struct {
	name, cases string
	subject     string // what is varied, or "kind " and its kind; where the cases' own words leave it out
	label       string // of the request; empty: any
}

// Wide is the [Kind] of cases that vary many things at once: what they show is better told by another one.
const Wide = "wide"

// subjectOf is the subject, for a kind the callback's field of it. Of a callback that is not known it is empty.
func (f *family) subjectOf(c *payloads.Command) string {
	kind, isKind := strings.CutPrefix(f.subject, "kind ")
	switch {
	case !isKind:
		return f.subject
	case c == nil:
		return ""
	}
	i := slices.IndexFunc(c.Request, func(field payloads.Field) bool { return field.Kind.Name == kind })
	if i < 0 {
		return ""
	}
	return c.Request[i].Name
}

// families in the order of looking: the narrower first.
func families() []family {
	return []family{
		{Wide, "baseline-maximal baseline-doc-sample example* delivery-* body-composite* captured", "", ""},
		{"int32", "random-int32-over random-real random-uint32-max msgseq-uint32-max msgtime-2038", "", ""},
		{"int53", "eventtime-max-safe elem-file-size-big", "", ""},
		{"emoji", "text-emoji* text-cjk ccd-unicode attr-value-unicode body-raw-utf8", "", ""},
		{"nul", "text-nul elem-face-control text-control", "", ""},
		{"surrogate", "text-lone-surrogate text-invalid-utf8", "", ""},
		{"length", "text-max* text-long-line ccd-large* attr-value-4000 attr-total-16000 topic-max-96 groupid-max-48 " +
			"account-max-32 attr-key-32 neg-body-1mb neg-body-16mb", "", ""},
		{"absent", "eventtime-absent msgid-absent msgid-empty operator-absent onlineonly-absent " +
			"neg-field-missing field-absent-*", "", ""},
		{"eventtime", "eventtime-string", "", ""},
		{"eventtime-form", "eventtime-*", "", ""},
		{"null", "neg-field-null ccd-null topic-null field-null-*", "", ""},
		{"types", "neg-type-* random-string msgseq-string onlineonly-bool recall-seq-string at-flag-string " +
			"attr-value-number ccd-object neg-field-wrong-container recall-plain-integers field-type-*", "", ""},
		{"bounds", "field-low-* field-high-* field-long-* field-empty-* field-unlisted-*", "", ""},
		{unknownField, "field-unknown-*", "", ""},
		{"account", "account-* operator-*", "a UserID", ""},
		{"groupid", "groupid-*", "kind group-id", ""},
		{"group", "group-*", "kind group-type", ""},
		{"topic", "topic-*", "kind topic-id", ""},
		{"random", "random-*", "kind random", ""},
		{"ccd", "ccd-*", "kind custom-data", ""},
		{"at", "at-*", "kind mentions", ""},
		{"text", "text-*", "a text", ""},
		{"elem", "elem-* body-empty-array body-absent", "kind message-body", ""},
		{"attr-absent", "attr-clear-absent attr-clear-null attr-delete-key-only attr-option-absent", "kind attributes", ""},
		{"attr", "attr-*", "kind attributes", ""},
		{"recall-msgid", "recall-no-msgid recall-mixed-msgid", "", ""},
		{"recall", "recall-*", "kind recalled", ""},
		{"query-ip", "query-clientip-*", "ClientIP", ""},
		{"query-order", "query-order-*", "the query", ""},
		{"query-extra", "query-extra-* query-customer-param", "", ""},
		{"query-contenttype", "query-contenttype-*", "", ""},
		{"platform", "platform-*", "", ""},
		{"content-type", "http-content-type-*", "", ""},
		{"layout", "body-*", "", ""},
		{"appid", "neg-sdkappid-*", "", ""},
		{"sign-formula", "neg-sign-reversed neg-sign-hmac neg-sign-md5", "", ""},
		{"unsigned", "neg-both-missing neg-sign-missing neg-sign-empty baseline-unsigned neg-requesttime-missing " +
			"neg-query-none", "", ""},
		{"sign", "neg-sign-*", "", ""},
		{"time-ahead", "neg-time-future-*", "", ""},
		{"time-old", "neg-time-expired-*", "", ""},
		{"time-form", "neg-time-*", "", ""},
		{"time-window", "edge-time-*", "", ""},
		{"json-null", "neg-json-string-root", "", "null"},
		{"json-roots", "neg-json-array-root neg-json-string-root", "", ""},
		{"json-nan", "neg-json-nan", "", ""},
		{"json-depth", "neg-json-depth-*", "", ""},
		{"json-number", "neg-json-huge-number", "", ""},
		{"json-broken", "neg-json-malformed neg-json-truncated neg-json-comments", "", ""},
		{"body-empty", "neg-body-empty neg-body-whitespace neg-body-empty-object", "", ""},
		{"form", "neg-body-form", "", ""},
		{"encoding", "neg-encoding-*", "", ""},
		{"method", "neg-method-*", "", ""},
	}
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
