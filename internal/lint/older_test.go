package lint_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Captures of earlier years lack what Chat sends today (spec of the quirks: Q02); that is no reason to fail anybody.
func TestWhatOlderCapturesLackIsANote(t *testing.T) {
	const (
		of2019 = `"Random":2804799576,"MsgSeq":123,"MsgTime":1558000000,`
		of2022 = `"Random":2804799576,"MsgSeq":123,"MsgTime":1657612269,"OnlineOnlyFlag":0,"EventTime":1657612269059,`
		now    = `"Random":2804799576,"MsgSeq":123,"MsgTime":1741000000,"OnlineOnlyFlag":0,"EventTime":1741000000417,`
	)
	for _, tc := range []struct {
		members, kind string
		must, may     string
	}{
		{of2019, "Public", "", "MsgId OnlineOnlyFlag EventTime"},
		{of2022, "Public", "", "MsgId"},
		{now, "Public", "MsgId", ""},
		{strings.Replace(of2022, `"OnlineOnlyFlag":0,`, "", 1), "Public", "OnlineOnlyFlag", "MsgId"},
		{strings.Replace(now, `"OnlineOnlyFlag":0,`, "", 1), "Live", "MsgId", "OnlineOnlyFlag"},
		{strings.Replace(of2019, `"MsgTime":1558000000,`, "", 1), "Public", "MsgId MsgTime OnlineOnlyFlag EventTime", ""},
		{strings.Replace(of2019, `"MsgSeq":123,`, "", 1), "Public", "MsgSeq", "MsgId OnlineOnlyFlag EventTime"},
	} {
		t.Run(tc.kind+" "+tc.members, func(t *testing.T) {
			packet := `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"g","Type":"` + tc.kind + `","From_Account":"a","Operator_Account":"a",` +
				tc.members + `"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]}`
			e := &read.Entry{Kind: read.KindPacket, Record: capture.Record{Request: capture.Request{Body: []byte(packet)}}}
			var must, may []string
			for _, p := range lint.Entry(e, lint.Options{}) {
				name := strings.TrimPrefix(p.Path, "/")
				switch {
				case p.Rule != "packet-missing-field":
					t.Errorf("got %s %s", p.Rule, p.Text())
				case p.Level == payloads.May:
					may = append(may, name)
				default:
					must = append(must, name)
				}
			}
			if strings.Join(must, " ") != tc.must || strings.Join(may, " ") != tc.may {
				t.Errorf("%s %s: got %v that must and %v that may be there, want %s and %s", tc.kind, tc.members, must, may, tc.must, tc.may)
			}
		})
	}
}

func TestWhatOlderSamplesLackIsAWarning(t *testing.T) {
	const video = `{"MsgType":"TIMVideoFileElem","MsgContent":{"VideoUrl":"u","VideoSize":1,"VideoSecond":0,"VideoFormat":"mp4",` +
		`"ThumbUrl":"t","ThumbSize":1,"ThumbWidth":7,"ThumbHeight":1,"ThumbFormat":"JPG"}}`
	e := captured(sendPacket)
	body(`{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`, video)(e)
	got := lint.Entry(e, lint.Options{})
	if len(got) != 2 || got[0].Level != payloads.Should || got[1].Level != payloads.Should {
		t.Errorf("got %v, want two warnings", got)
	}
}
