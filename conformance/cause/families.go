package cause

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
)

// Kind is what a case varies, for telling causes apart that have drawn the same answer. Under failures of the same kind
// one change cures all of them: an emoji in a text and in CloudCustomData, for example.
func Kind(c *payloads.Command, id, label string) string {
	if isUnknownField(c, id) {
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

// isUnknownField reports whether a case is an edge case with a field that its callback does not have and that a backend
// has to take.
func isUnknownField(c *payloads.Command, id string) bool {
	if isShared := matches("field-unknown-*", id); isShared || c == nil {
		return isShared
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
	if field := c.FieldOf(kind); field != nil {
		return field.Name
	}
	return ""
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
