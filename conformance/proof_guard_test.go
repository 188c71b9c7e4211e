package conformance_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
)

// guards names, for each fault that shows on an occasion only, a case that is there to give the occasion.
func guards() map[string]string {
	list := map[string]string{
		"refuses-with-500": "neg-json-malformed", "refusal-length": "neg-sign-wrong", "refuses-by-closing": "neg-sign-wrong",
		"hangs-on-refusal": "neg-sdkappid-wrong",

		"int32-random": "random-uint32-max", "int32-msgtime": "msgtime-2038", "eventtime-int-only": "eventtime-string",
		"eventtime-digits-only": "eventtime-float-form", "needs-eventtime": "eventtime-absent",
		"needs-msgid":    "msgid-absent",
		"needs-operator": "operator-absent", "needs-onlineonly": "onlineonly-absent",
		"recall-needs-msgid": "recall-no-msgid",
		"attr-needs-list":    "attr-clear-absent", "attr-needs-value": "attr-delete-key-only",
		"topic-null-only":  "topic-empty",
		"custom-elem-json": "elem-custom-data-text", "attr-template": "attr-value-odd-text",
		"custom-data-template": "ccd-odd-text", "text-as-format": "text-url-percent", "refuses-trial": "console-trial",
		"custom-data-json": "ccd-plain", "utf8-3-bytes": "ccd-unicode", "nul-500": "text-nul",
		"column-64":     "topic-max-96",
		"rejects-at-31": "at-thirty-one", "rejects-unknown-fields": "field-unknown-scalar",
		"whitelist-type": "group-type-unlisted",
		"shallow-stack":  "neg-json-depth-1000", "needs-array": "neg-field-wrong-container",

		"query-order": "query-order-sorted", "query-whitelist": "query-extra-unknown",
		"whitelist-platform": "platform-unlisted",
		"needs-platform":     "platform-absent", "needs-clientip": "query-clientip-absent",
		"ipv4-only":         "query-clientip-ipv6",
		"needs-contenttype": "query-contenttype-upper", "content-type-strict": "http-content-type-form",
		"needs-user-agent": "http-no-user-agent", "no-chunked": "http-chunked", "no-expect": "http-expect-continue",
		"command-from-packet": "neg-command-body-missing", "command-from-query": "neg-command-query-missing",
		"rejects-unknown-command": "neg-command-unknown", "fails-unknown-command": "neg-command-unknown", "lacks-bot": "baseline-minimal",
		"slow-attributes": "delivery-latency", "two-segments": "delivery-latency",
		"slow-upload-timeout": "http-slow-body",

		"method-blind": "neg-method-get", "method-404": "neg-method-put", "slash-redirect": "neg-path-trailing-slash",
		"any-path": "neg-path-wrong", "closes-always": "http-keepalive-reuse",

		"no-window": "neg-time-expired-hour", "window-5m": "neg-time-expired-65",
		"no-future-check": "neg-time-future-hour",
		"window-10s":      "edge-time-55-old", "sign-if-present": "neg-sign-missing", "sign-presence": "neg-sign-other-time",
		"accepts-empty-token": "neg-sign-empty-token", "sign-uppercase": "baseline-signed",
		"sign-drops-zeros": "edge-sign-zero",
		"ignores-sdkappid": "neg-sdkappid-wrong",
		"last-sdkappid":    "neg-sdkappid-twice", "json-with-comments": "neg-json-comments",
		"json-any-root": "neg-json-array-root",
		"takes-forms":   "neg-body-form", "empty-500": "neg-body-empty", "bad-json-500": "neg-json-truncated",

		"unique-index": "delivery-duplicate-now", "locked-message": "delivery-duplicate-later",
		"remembers-sign":      "delivery-same-sign-other-body",
		"index-without-topic": "delivery-same-seq-topics", "small-pool": "delivery-concurrent-mixed", "upload-lock": "upload-stalled",
		"dies-after-forged": "delivery-resume",
		"flaky-third":       "platform-unlisted",

		"exits-on-null": "neg-json-string-root", "exits-after-answer": "neg-type-int-for-string",
		"takes-turns":     "delivery-concurrent-mixed",
		"few-connections": "delivery-concurrent-mixed",
	}
	for _, f := range backend.Faults() {
		if f.Case != "" {
			list[f.Name] = f.Case
		}
	}
	return list
}

func TestEachFaultIsFoundByTheCaseThatIsThereForIt(t *testing.T) {
	for name, id := range guards() {
		t.Run(name+" by "+id, func(t *testing.T) {
			t.Parallel()
			fault, err := backend.LookupFault(name)
			if err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				store := backend.NewStore()
				o := suiteOptions(t, servingOn(t, fault.Break(storing(store)), fault))
				o.NoShrink = true
				if fault.Store != nil {
					fault.Store(store)
					o.Effect = store.Stored
				}
				results := conformance.RunSuite(t.Context(), casesFor(t, fault, "baseline-minimal", id), o)
				for _, check := range fault.Trips {
					// Where the ordinary packet fails too, its case is counted under that.
					if blamed(results, check)[id] || slices.ContainsFunc(results, func(r conformance.SuiteResult) bool {
						return r.Case.ID == id && r.Repeats != nil && r.Repeats.ID == check
					}) {
						return
					}
				}
				lines, count := complaints(results)
				t.Errorf("got %v %v, want a finding of %v", count, lines, fault.Trips)
			})
		})
	}
}
