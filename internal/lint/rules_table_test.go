package lint_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

func trippedTable() []tripped {
	rows := slices.Concat(trippedRequests(), trippedSigns(), trippedPackets(), trippedGroups(), trippedPeople(),
		trippedServices(), trippedAnswers())
	for i := range rows {
		if rows[i].packet == "" {
			rows[i].packet = sendPacket
		}
	}
	return rows
}

func trippedRequests() []tripped {
	is := func(ids ...string) []string { return ids }
	header := func(name, value string) func(*read.Entry) {
		return func(e *read.Entry) { e.Request.Header[1] = webhook.HeaderField{Name: name, Value: value} }
	}
	return []tripped{
		{want: is("input-odd"), change: func(e *read.Entry) { e.Notes = []string{"read as UTF-8 (not as " + token + ")"} }},
		{want: is("request-method"), change: func(e *read.Entry) { e.Request.Method = "PUT" }},
		{want: is("request-method"), change: func(e *read.Entry) { e.Request.Method, e.Request.Body = "GET", nil }},
		{want: is("request-content-type"), change: header("Content-Type", "text/plain")},
		{want: is("request-content-type"), change: header("X-Other", "")},
		{want: is("request-content-length"), change: func(e *read.Entry) {
			e.Request.Header = append(e.Request.Header, webhook.HeaderField{Name: "content-length", Value: "7"})
		}},
		{want: is("query-escape"), change: query("&contenttype", "&a=%zz&contenttype")},
		{want: is("query-spelling"), change: query("SdkAppid", "SDKAppID")},
		{want: is("query-spelling"), change: query("ClientIP", "clientip")},
		{want: is("query-repeated"), change: query("&contenttype=json", "&contenttype=json&contenttype=json")},
		{want: is("query-unknown"), change: query("SdkAppid", "RequestId=1-2-Login-Register&SdkAppid")},
		{want: is("query-unknown"), change: query("SdkAppid", "sdkappid=7&SdkAppid")},
		{want: is("query-sdkappid-missing"), change: query("SdkAppid=1400187352&", "")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "im")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "0")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "01400187352")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "%2B1400187352")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "0x53751A98")},
		{want: is("query-sdkappid-form"), change: query("1400187352", "1.4e9")},
		{want: is("query-sdkappid-other"), change: query("1400187352", "1400187353")},
		{want: is("query-command-missing"), change: query("CallbackCommand=Group.CallbackAfterSendMsg&", "")},
		{want: is("query-command-mismatch"), change: query("Group.CallbackAfterSendMsg", "Group.CallbackAfterRecallMsg")},
		{want: is("query-command-mismatch"), change: query("Group.CallbackAfterSendMsg", "group.callbackaftersendmsg")},
		{want: is("query-command-mismatch"), change: body("Group.CallbackAfterSendMsg", "group.callbackaftersendmsg")},
		{want: is("query-contenttype"), change: query("contenttype=json", "contenttype=JSON")},
		{want: is("query-contenttype"), change: query("&contenttype=json", "")},
		{want: is("query-clientip-missing"), change: query("&ClientIP=203.0.113.24", "")},
		{want: is("query-clientip-form"), change: query("203.0.113.24", "localhost")},
		{want: is("query-optplatform-missing"), change: query("&OptPlatform=Android", "")},
		{want: is("query-optplatform-unlisted"), change: query("Android", "IOS")},
		{want: is("query-optplatform-unlisted"), change: query("Android", "miniProgram")},
	}
}

func trippedSigns() []tripped {
	is := func(ids ...string) []string { return ids }
	right := signer.Sign(token, second)
	at := func(text, sign string) func(*read.Entry) {
		return func(e *read.Entry) {
			e.Request.Query = replaced(replaced(e.Request.Query, "1741000000", text), right, sign)
		}
	}
	return []tripped{
		{want: is("sign-missing"), change: query("Sign="+right+"&", "")},
		{want: is("sign-missing"), change: query("&Sign="+right+"&RequestTime=1741000000", "")},
		{want: is("sign-form"), change: query(right, strings.ToUpper(right)), hide: true},
		{want: is("sign-form"), change: query(right, right[:63]), hide: true},
		{want: is("sign-mismatch"), change: query(right, strings.ToUpper(right))},
		{want: is("sign-mismatch"), change: query(right, signer.Sign("another", second))},
		{want: is("sign-masked"), change: query(right, capture.Masked)},
		{want: is("requesttime-missing"), change: query("&RequestTime=1741000000", "")},
		{want: is("requesttime-form"), change: at("1741000000123", signer.SignText(token, "1741000000123"))},
		{want: is("requesttime-form"), change: at("noon", right)},
		{want: is("requesttime-window"), change: at("1740999939", signer.Sign(token, 1740999939))},
		{want: is("requesttime-window"), change: at("1741000061", signer.Sign(token, 1741000061))},
	}
}

func trippedPackets() []tripped {
	is := func(ids ...string) []string { return ids }
	const community = `"GroupId":"@TGS#_lobby","Type":"Community"`
	long := strings.Repeat("x", 13<<10)
	return []tripped{
		{want: is("command-unknown"), change: func(e *read.Entry) {
			body("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
			query("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
		}},
		{want: is("command-unknown", "command-spelling"), change: func(e *read.Entry) {
			body("Group.CallbackAfterSendMsg", "Group.CallbackAfterSendMessage")(e)
			query("Group.CallbackAfterSendMsg", "Group.CallbackAfterSendMessage")(e)
		}},
		{want: is("packet-truncated"), change: func(e *read.Entry) {
			e.Request.Body, e.Request.Truncated = e.Request.Body[:50], true
		}},
		{want: is("msgid-time"), change: body("-1740999999-", "-1740990000-")},
		{want: is("msgid-time"), packet: recallPacket, change: body("-1740999900-", "-1741003601-")},
		{want: is("recall-msgid-structure"), packet: recallPacket, change: body("144115213033478435-1740999900-7", "144115213033478435")},
		{want: is("msgkey-structure"), packet: directPacket, change: body("48374_2837546_1557481126", "48374_2837546")},
		{want: is("account-not-found"), change: body(`"jared"`, `"@TLS#NOT_FOUND"`)},
		{want: is("packet-json"), change: body(`"Random":123456`, `"Random":`)},
		{want: is("packet-json"), change: func(e *read.Entry) { e.Request.Body = nil }},
		{want: is("packet-duplicate-name"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"MsgSeq":123`)},
		{want: is("packet-missing-field"), change: body(`"MsgSeq":123,`, ``)},
		{want: is("packet-sample-field"), packet: attrPacket, change: body(`"OptionType":"set",`, ``)},
		{want: is("packet-unknown-field"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"MsgPriority":"Normal"`)},
		{want: is("packet-unknown-field"), packet: botPacket, change: body(`"MsgSeq":1`, `"MsgSeq":1,"MsgPriority":"Normal"`)},
		{want: is("packet-wrong-type"), change: body(`"MsgSeq":123`, `"MsgSeq":"123"`)},
		{want: is("packet-wrong-value"), packet: botPacket, change: body(`@RBT#001`, `RBT#001`)},
		{want: is("packet-missing-field"), change: body(`{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`, `{"MsgType":"TIMRelayElem","MsgContent":{"Title":"t","MsgNum":1,"CompatibleText":"c","AbstractList":[]}}`)},
		{want: is("packet-out-of-bounds"), change: body(`"MsgSeq":123`, `"MsgSeq":-1`)},
		{want: is("packet-inferred-bounds"), change: body(`"MsgSeq":123`, `"MsgSeq":4294967296`)},
		{want: is("packet-inferred-bounds"), packet: recallPacket, change: body(`"MsgSeqList":[`, `"MsgSeqList":[`+recalls(10))},
		{want: is("packet-inferred-bounds"), packet: botPacket, change: body(`"AtRobots_Account":[`, `"AtRobots_Account":[`+robots(20))},
		{want: is("packet-value-spelling"), packet: attrPacket, change: body(`"OptionType":"set"`, `"OptionType":"Set"`)},
		{want: is("packet-unlisted-value"), change: body(`"Public"`, `"Channel"`)},
		{want: is("community-group-id"), change: body(`"Public"`, `"Community"`)},
		{want: is("topic-in-community"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"TopicId":"@TGS#2J4SZEAEL@TOPIC#_a"`)},
		{want: is("topic-of-group"), change: func(e *read.Entry) {
			body(`"GroupId":"@TGS#2J4SZEAEL","Type":"Public"`, community+`,"TopicId":"@TGS#_other@TOPIC#_a"`)(e)
		}},
		{want: is("topic-empty"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"TopicId":""`)},
		{want: is("message-time-seconds"), change: body(`"MsgTime":1741000000`, `"MsgTime":1741000000000`)},
		{want: is("query-merged"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"SdkAppid":"1400187352","Sign":"x"`)},
		{want: is("msgid-time"), change: body("-1740999999-", "-1740999999000-")},
		{want: is("event-time-milliseconds"), packet: recallPacket, change: body(`1741000000417`, `1741000000`)},
		{want: is("ascii-group-id"), change: body(`"@TGS#2J4SZEAEL"`, `"群"`)},
		{want: is("ascii-accounts"), change: body(`"jared"`, `"小明"`)},
		{want: is("ascii-accounts"), change: body(`"jared"`, `""`)},
		{want: is("ascii-accounts"), packet: recallPacket, change: body(`"admin"`, `""`)},
		{want: is("event-after-message"), change: body(`1741000000417`, `1740999998417`)},
		{want: is("no-online-only-in-live-groups"), change: body(`"Public"`, `"AVChatRoom"`, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":1`)},
		{want: is("one-custom-element"), change: body(`"MsgBody":[`, `"MsgBody":[`+strings.Repeat(`{"MsgType":"TIMCustomElem","MsgContent":{"Data":"","Desc":"","Ext":"","Sound":""}},`, 2))},
		{want: is("message-size"), change: body(`"Text":"hi"`, `"Text":"`+long+`"`)},
		{want: is("msgid-structure"), change: body(`-123456"`, `-654321"`)},
		{want: is("mentioned-account"), change: body(`"MsgSeq":123`, `"MsgSeq":123,"GroupAtInfo":[{"GroupAtAllFlag":0}]`)},
		{want: is("no-mentions-in-live-groups"), change: body(`"Public"`, `"AVChatRoom"`, `"MsgSeq":123`, `"MsgSeq":123,"GroupAtInfo":[{"GroupAtAllFlag":1}]`)},
		{want: is("unique-robots"), packet: botPacket, change: body(`["@RBT#001"]`, `["@RBT#001","@RBT#001"]`)},
		{want: is("unique-recalls"), packet: recallPacket, change: body(`"MsgSeqList":[`, `"MsgSeqList":[{"MsgSeq":130},`)},
		{want: is("unique-attributes"), packet: attrPacket, change: body(`"GroupAttr":[`, `"GroupAttr":[{"key":"k","value":""},`)},
		{want: is("attribute-total"), packet: attrPacket, change: body(`"GroupAttr":[`, `"GroupAttr":[`+manyAttributes())},
		{want: is("attributes-given"), packet: attrPacket, change: body(`,"value":"v"`, ``)},
	}
}

// robots and recalls are entries in front of the one that a list has.
func robots(n int) string  { return numbered(n, `"@RBT#x%d",`) }
func recalls(n int) string { return numbered(n, `{"MsgSeq":%d},`) }

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1)
	}
	return b.String()
}

// manyAttributes are five, each with a value as long as a value may be.
func manyAttributes() string {
	var b strings.Builder
	for i := range 5 {
		b.WriteString(`{"key":"n` + strconv.Itoa(i) + `","value":"` + strings.Repeat("v", 4000) + `"},`)
	}
	return b.String()
}

func trippedAnswers() []tripped {
	is := func(ids ...string) []string { return ids }
	fails := func(class webhook.FailureClass, text string) func(*read.Entry) {
		return func(e *read.Entry) { e.Answer, e.Failure, e.FailureClass = nil, text, class.String() }
	}
	status := func(code int) func(*read.Entry) { return func(e *read.Entry) { e.Answer.Status = code } }
	return []tripped{
		{want: is("answer-missing"), change: fails(webhook.Connect, "connection refused")},
		{want: is("answer-missing"), change: fails(0, "of unknown class")},
		{want: is("answer-truncated"), change: func(e *read.Entry) { e.Answer.Body, e.Answer.Truncated = []byte(`{"Act`), true }},
		{want: is("resp-under-2s"), change: func(e *read.Entry) { e.Timing.Total = 2500 * time.Millisecond }},
		{want: is("resp-answer"), change: fails(webhook.Closed, "the connection was closed")},
		{want: is("resp-framing"), change: fails(webhook.Malformed, "the answer is not HTTP")},
		{want: is("resp-size"), change: fails(webhook.HeaderTooLarge, "the head is too large")},
		{want: is("resp-no-redirect"), change: status(302)},
		{want: is("resp-status-200"), change: status(503)},
		{want: is("resp-json"), change: answer("OK")},
		{want: is("resp-case"), change: answer(`{"actionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)},
		{want: is("resp-actionstatus-present"), change: answer(`{"ErrorInfo":"","ErrorCode":0}`)},
		{want: is("resp-errorcode-present"), change: answer(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`)},
		{want: is("resp-errorinfo-present"), change: answer(`{"ActionStatus":"OK","ErrorCode":0}`)},
		{want: is("resp-errorcode-zero"), change: answer(`{"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":1}`)},
		{want: is("resp-errorcode-zero", "resp-consistent"), change: answer(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`)},
		{want: is("resp-content-type"), change: func(e *read.Entry) { e.Answer.Header[0].Value = "text/html" }},
		{want: is("resp-extra-fields"), change: answer(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"a":1}`)},
		{want: is("resp-not-echo"), change: answer(`{"ActionStatus":"OK","ErrorInfo":"` + token + `","ErrorCode":0}`)},
		{want: is("packet-json", "behave-refusal-form"), change: func(e *read.Entry) {
			e.Request.Body = []byte("null")
			fails(webhook.Closed, "the connection was closed")(e)
		}},
		{want: is("command-unknown", "behave-ignores-unhandled"), change: func(e *read.Entry) {
			body("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
			query("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
			e.Answer.Status = 404
		}},
		{want: is("command-unknown", "behave-survives"), change: func(e *read.Entry) {
			body("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
			query("Group.CallbackAfterSendMsg", "C2C.CallbackAfterNewThing")(e)
			e.Answer.Status = 500
		}},
	}
}
