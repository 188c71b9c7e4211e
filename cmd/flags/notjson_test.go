package flags

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

func TestAMistakeInAPacketIsShownWithACaret(t *testing.T) {
	for _, tt := range []struct {
		name, text, message string
		want                []string
	}{
		{"in a later line", "{\n  \"a\": 1,\n  \"b\": x\n}\n", "line 3: ", []string{"   3 |   \"b\": x", "     |        ^"}},
		{"behind Chinese", `{"a": "收到" 1}`, "line 1: ", []string{`   1 | {"a": "收到" 1}`, "     |              ^"}},
		{"at the end", "{\r\n \"a\": \r\n", "line 2: ", []string{`   2 |  "a": `, "     |       ^"}},
		{
			"in a long line", `[` + strings.Repeat("1,", 100) + `x]`, "line 1: ",
			nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jsontree.ParseLoose([]byte(tt.text))
			e := NotJSON("--body x", []byte(tt.text), err)
			if !strings.HasPrefix(e.Error(), "--body x: not JSON: "+tt.message) {
				t.Errorf("got %q", e)
			}
			if tt.want == nil {
				if got := e.Place(); len(got) != 2 || !strings.HasSuffix(got[1], "^") || got[0][len(got[1])-1] != 'x' {
					t.Errorf("got %q, want the caret under the x", got)
				}
				return
			}
			if diff := cmp.Diff(tt.want, e.Place()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheCaretStandsBelowItsLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		if _, err := jsontree.ParseLoose(text); err != nil {
			e := NotJSON("x", text, err)
			if e.line < 1 || len(e.Place()) != 2 || e.column > len(e.text) {
				t.Errorf("got line %d, column %d of %q", e.line, e.column, e.text)
			}
		}
	})
}
