package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/webhook/capture/read"
)

// A packet can break one rule in any number of places. The first 100 are listed and the others counted, and what other
// rules find is listed all the same.
func TestThePlacesOfOneRuleAreBounded(t *testing.T) {
	const n = 1000
	var unknown strings.Builder
	for i := range n {
		fmt.Fprintf(&unknown, `"Field%d":1,`, i)
	}
	for _, tt := range []struct {
		name   string
		packet string
		change func(*read.Entry)
		rule   string
	}{
		{"unknown members", sendPacket, body(`"MsgSeq":123,`, unknown.String()), "packet-unknown-field"},
		{"a repeated member", sendPacket, body(`"MsgSeq":123,`, strings.Repeat(`"GroupId":"g",`, n)), "packet-duplicate-name"},
		{"wrong elements", sendPacket, body(`"MsgBody":[`, `"MsgBody":[`+strings.Repeat("1,", n), `"MsgSeq":123,`, ``), "packet-wrong-type"},
		{"recalls", recallPacket, body(`"MsgSeqList":[`, `"MsgSeqList":[`+strings.Repeat(`{"MsgSeq":1,"MsgId":"a"},`, n), `"Type":"Public",`, ``), "recall-msgid-structure"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := captured(tt.packet)
			tt.change(e)
			places, more, missing := 0, "", false
			for _, p := range lint.Entry(e, lint.Options{Token: token}) {
				missing = missing || p.Rule == "packet-missing-field"
				switch {
				case p.Rule != tt.rule:
				case strings.HasSuffix(p.Message, " more of this rule in this exchange are not listed"):
					more = p.Message
				default:
					places++
				}
			}
			if places != 100 || !strings.HasPrefix(more, "9") && !strings.HasPrefix(more, "1") || !missing {
				t.Errorf("got %d places, %q; a missing field was found: %t", places, more, missing)
			}
		})
	}
}
