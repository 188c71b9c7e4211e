package judge_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance/judge"
)

func TestCharactersThatOnlyLookRightAreNamed(t *testing.T) {
	for _, c := range []struct{ name, answer, check, got string }{
		{
			"curly quotes", `{“ActionStatus”:“OK”,“ErrorInfo”:“”,“ErrorCode”:0}`, "resp-json",
			`the curly quote “ (U+201C), which only looks like '"'`,
		},
		{
			"a curly quote at the end of a value", `{"ActionStatus":"OK”,"ErrorInfo":"","ErrorCode":0}`, "resp-json",
			`the curly quote ” (U+201D), which only looks like '"'`,
		},
		{
			"a full-width colon", `{"ActionStatus"："OK","ErrorInfo":"","ErrorCode":0}`, "resp-json",
			"the full-width character ： (U+FF1A), which only looks like ':'",
		},
		{
			"full-width quotes", `{＂ActionStatus＂:"OK","ErrorInfo":"","ErrorCode":0}`, "resp-json",
			`the full-width character ＂ (U+FF02), which only looks like '"'`,
		},
		{
			"a full-width digit", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":０}`, "resp-json",
			"the full-width character ０ (U+FF10), which only looks like '0'",
		},
		{
			"a no-break space", "{\u00a0\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":0}", "resp-json",
			"the invisible character (U+00A0), which only looks like a space",
		},
		{
			"a byte order mark in the middle", "{\ufeff\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":0}", "resp-json",
			"the invisible character (U+FEFF), which only looks like a space",
		},
		{
			"a Cyrillic name", `{"АctionStatus":"OK","ErrorInfo":"","ErrorCode":0}`, "resp-case",
			`the name "АctionStatus" with the Cyrillic character А (U+0410), which only looks like 'A'`,
		},
		{
			"a Cyrillic value", `{"ActionStatus":"ОК","ErrorInfo":"","ErrorCode":0}`, "resp-actionstatus-present",
			`the string "ОК" with the Cyrillic character О (U+041E), which only looks like 'O'`,
		},
		{
			"a curly quote that is text", `{"ActionStatus":"OK","ErrorInfo":"“a”","ErrorCode":0,}`, "resp-json",
			`{\"ActionStatus\"`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := judge.Judge(send(t, answering(wire(row{answer: c.answer}))), judge.Options{})
				if len(j.Findings) != 1 || j.Findings[0].Check.ID != c.check || !strings.Contains(j.Findings[0].Got, c.got) ||
					strings.Contains(j.Findings[0].Got, "looks like") != strings.Contains(c.got, "looks like") {
					t.Errorf("got %v, want %s: %s", j.Findings, c.check, c.got)
				}
			})
		})
	}
}

// The table of look-alikes has a character for each place.
func TestEveryLookalikeIsOneASCIICharacter(t *testing.T) {
	found := 0
	for r := rune(0x80); r < 0x10000; r++ {
		if ascii, kind, ok := judge.Lookalike(r); ok {
			found++
			if ascii < ' ' || ascii > '~' || kind == "" {
				t.Errorf("U+%04X: got %q, %q", r, ascii, kind)
			}
		}
	}
	if found < 160 {
		t.Errorf("got %d look-alikes, some were lost", found)
	}
}
