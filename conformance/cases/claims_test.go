package cases

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// claim says what is wrong with the bodies that a tamper sends for a callback; empty: nothing.
type claim func(c *payloads.Command, bodies [][]byte) string

// claims are what the tampers say of the bodies that they send, by id; empty of those that are about something else.
func claims() map[string]claim {
	none := func(*payloads.Command, [][]byte) string { return "" }
	return map[string]claim{
		"body-compact-sorted": isJSON, "body-pretty": isJSON, "body-key-order-random": isJSON,
		"body-trailing-newline": isJSON, "body-bom": isNoJSON,
		"body-escaped-unicode": holds(`\u662f\u7684`, `\ud83d\ude00`), "body-raw-utf8": holds("是的", "😀"),
		"body-escaped-slash": holds(`\/a\/b`),

		"neg-command-mismatch": isJSON, "neg-command-query-missing": isJSON, "neg-command-body-missing": isJSON,
		"neg-command-case": isJSON, "neg-command-space": isJSON,
		"neg-command-unknown": holds(`{"CallbackCommand":"Group.CallbackAfterTeleport"`, `"GroupId":"`, `"Type":"`),
		"neg-command-unhandled": holds(`{"CallbackCommand":"Group.CallbackAfterNewMemberJoin"`, `"GroupId":"`,
			`"NewMemberList":[`),

		"neg-json-malformed": isNoJSON, "neg-json-truncated": isNoJSON, "neg-json-trailing": isNoJSON,
		"neg-json-comments":   isCommented,
		"neg-json-array-root": isJSON, "neg-json-string-root": isJSON,
		"neg-json-duplicate-keys": hasOneTwice,
		"neg-json-depth-1000":     holds(strings.Repeat("[", 1000) + "]"), "neg-json-depth-100000": none,
		"neg-json-nan": isNoNumber, "neg-json-huge-number": isHuge, "neg-json-big-array": isLong,
		"neg-encoding-utf16": isNoJSON, "neg-encoding-gbk": isGBK,

		"neg-body-empty": none, "neg-body-whitespace": none, "neg-body-empty-object": isJSON, "console-trial": isJSON,
		"neg-body-form": isNoJSON, "neg-body-1mb": isJSON, "neg-body-16mb": none, "neg-body-content-length-lie": none,

		"neg-type-string-for-int": changesKind(jsontree.KindNumber, jsontree.KindString),
		"neg-type-int-for-string": changesKind(jsontree.KindString, jsontree.KindNumber),
		"neg-field-null":          everyField(func(v jsontree.Value) bool { return v.Kind() == jsontree.KindNull }),
		"neg-field-missing":       someField(func(v jsontree.Value) bool { return v.IsAbsent() }),
		"neg-field-case":          isLower, "neg-field-wrong-container": isOtherContainer,
	}
}

// A tamper that changes nothing, or that breaks what it says it keeps, would blame right backends.
func TestBodyTampersSendWhatTheyClaim(t *testing.T) {
	serial(t)
	known := claims()
	for _, c := range append(chat.All(), oddities(t)...) {
		t.Run(c.Short, func(t *testing.T) {
			for _, one := range Suite(c) {
				claim, isBody := known[one.ID]
				if !isBody || one.Tags&conformance.TagStress != 0 {
					continue
				}
				bodies := sentBy(t, one)
				if !one.Expect.Accepts() {
					bodies = bodies[:max(0, len(bodies)-1)] // the last is the valid one afterwards
				}
				if len(bodies) == 0 {
					t.Errorf("%s: nothing was sent", one.ID)
				} else if problem := claim(c, bodies); problem != "" {
					t.Errorf("%s: %.600s", one.ID, problem)
				}
			}
		})
	}
}

func TestEveryTamperOfABodyHasAClaim(t *testing.T) {
	known := claims()
	for _, tamper := range slices.Concat(bodyTampers(), layoutTampers()) {
		if known[tamper.ID] == nil && !tamper.Endpoint {
			t.Errorf("%s: nothing holds its bodies to what it says", tamper.ID)
		}
	}
}

// A callback that becomes one of those here needs another in its place.
func TestTheUnhandledCommandsAreOfNoUsualCallback(t *testing.T) {
	if _, err := chat.Lookup(unknownCommand); err == nil {
		t.Errorf("%s is declared: want another command that nobody knows", unknownCommand)
	}
	if c, err := chat.Lookup(unhandledCommand); err != nil || chat.IsUsual(c) {
		t.Errorf("%s: want a callback that is none of the usual ones (%v)", unhandledCommand, err)
	}
}

// serial skips a test that one goroutine works in for seconds, with -short, as CI looks for races.
func serial(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine does all of it, for seconds; CI leaves it out where it looks for races")
	}
}
