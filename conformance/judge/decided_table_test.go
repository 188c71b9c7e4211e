package judge_test

import (
	"strings"
)

const (
	onSend, onInvite, onFriend = "before-send", "before-invite", "friend-request"
	onSignal                   = "bot-signal"

	element = `{"MsgType":"TIMTextElem","MsgContent":{"Text":"r** packet"}}`
	item1   = `{"To_Account":"id1","ResultCode":0,"ResultInfo":""}`
	item2   = `{"To_Account":"id2","ResultCode":38001,"ResultInfo":"not now"}`
)

// decided is an answer to the documentation's own packet of a callback, and what it draws.
type decided struct{ name, callback, answer, want string }

func rightDecisions() []decided {
	return []decided{
		{"allow", onSend, packet("0", "", ""), ""},
		{"allow with a text", onSend, packet("0", "success", ""), ""},
		{"refuse", onSend, packet("1", "", ""), ""},
		{"refuse with a text that nobody sees", onSend, packet("1", "no", ""), ""},
		{"refuse with the first code", onSend, packet("10100", "no", ""), ""},
		{"refuse with the last code", onSend, packet("10200", "no", ""), ""},
		{"drop", onSend, packet("2", "", ""), ""},
		{"rewrite the body", onSend, packet("0", "", `,"MsgBody":[`+element+`]`), ""},
		{"rewrite the data", onSend, packet("0", "", `,"CloudCustomData":"{\"rank\":3}"`), ""},
		{"empty the data", onSend, packet("0", "", `,"CloudCustomData":""`), ""},
		{"rewrite both", onSend, packet("0", "", `,"CloudCustomData":"x","MsgBody":[`+element+`,`+element+`]`), ""},
		{"allow an invitation", onInvite, packet("0", "", ""), ""},
		{"refuse an invitation", onInvite, packet("1", "", ""), ""},
		{"refuse an invitation with a code", onInvite, packet("10101", "no", ""), ""},
		{"refuse some", onInvite, packet("0", "", `,"RefusedMembers_Account":["jared"]`), ""},
		{"refuse none", onInvite, packet("0", "", `,"RefusedMembers_Account":[]`), ""},
		{"refuse each", onInvite, packet("0", "", `,"RefusedMembers_Account":["leckie","jared"]`), ""},
		{"some friends", onFriend, packet("0", "", `,"ResultItem":[`+item1+`,`+item2+`]`), ""},
		{"friends in another order", onFriend, packet("0", "", `,"ResultItem":[`+item2+`,`+item1+`]`), ""},
		{
			"all friends refused", onFriend,
			packet("0", "", `,"ResultItem":[`+strings.ReplaceAll(item1, ":0,", ":39000,")+`,`+item2+`]`), "",
		},
		{"a notification", "state", packet("0", "", ""), ""},
		{"a fixed answer", "send-failed", packet("0", "", ""), ""},
		{"a reply", onSignal, packet("0", "", `,"RspData":"hello"`), ""},
		{"an empty reply", onSignal, packet("0", "", `,"RspData":""`), ""},
		{"no reply beside 1", onSignal, packet("1", "later", ""), ""},
		{"no reply beside FAIL and 1", onSignal, withFAIL("1", "later"), ""},
		{"a notification with a result of its own", "c2c-after-send", packet("0", "stored", ""), ""},
	}
}

func wrongDecisions() []decided {
	return []decided{
		{"another family's code", onSend, packet("120001", "no", ""), "FAIL answer-code-documented /ErrorCode @50+6"},
		{"below the range", onSend, packet("10099", "no", ""), "FAIL answer-code-documented /ErrorCode @50+5"},
		{"above the range", onInvite, packet("10201", "no", ""), "FAIL answer-code-documented /ErrorCode @50+5"},
		{"negative", onSend, packet("-1", "", ""), "FAIL answer-code-documented /ErrorCode @48+2"},
		{
			"drop where nothing is dropped", onInvite, packet("2", "", ""),
			"FAIL answer-code-documented /ErrorCode @48+1",
		},
		{"FAIL and 1", onSend, withFAIL("1", ""), "WARN answer-status-ok /ActionStatus @16+6"},
		{"FAIL and a code", onSend, withFAIL("10101", "no"), "WARN answer-status-ok /ActionStatus @16+6"},
		{"FAIL and 0", onSend, withFAIL("0", ""), "WARN resp-consistent /ActionStatus @16+6"},
		{"FAIL and a strange code", onSend, withFAIL("7", ""), "FAIL answer-code-documented /ErrorCode @50+1"},
		{"no text", onSend, packet("10101", "", ""), "WARN answer-code-text /ErrorInfo @33+2"},
		{"blanks", onInvite, packet("10101", "  ", ""), "WARN answer-code-text /ErrorInfo @33+4"},

		{
			"a body beside 1", onSend, packet("1", "", `,"MsgBody":[`+element+`]`),
			"FAIL answer-rewrite-code /MsgBody @50+72",
		},
		{
			"data beside 2", onSend, packet("2", "", `,"CloudCustomData":"x"`),
			"FAIL answer-rewrite-code /CloudCustomData @50+21",
		},
		{
			"empty data beside 1", onSend, packet("1", "", `,"CloudCustomData":""`),
			"WARN answer-rewrite-code /CloudCustomData @50+20",
		},
		{
			"a body that is an element", onSend, packet("0", "", `,"MsgBody":`+element),
			"FAIL answer-rewrite-valid /MsgBody @60+60",
		},
		{
			"a body that is a text", onSend, packet("0", "", `,"MsgBody":"[]"`),
			"FAIL answer-rewrite-valid /MsgBody @60+4",
		},
		{"an empty body", onSend, packet("0", "", `,"MsgBody":[]`), "FAIL answer-rewrite-valid /MsgBody @60+2"},
		{
			"an element without content", onSend, packet("0", "", `,"MsgBody":[{"MsgType":"TIMTextElem"}]`),
			"FAIL answer-rewrite-valid /MsgBody/0/MsgContent @61+25",
		},
		{
			"a type in small letters", onSend,
			packet("0", "", `,"MsgBody":[{"MsgType":"timtextelem","MsgContent":{"Text":"x"}}]`),
			"WARN answer-rewrite-valid /MsgBody/0/MsgType @72+13",
		},
		{
			"two custom elements", onSend,
			packet("0", "", `,"MsgBody":[`+custom+`,`+custom+`]`), "FAIL answer-rewrite-valid /MsgBody @60+109",
		},
		{
			"the body in camel case", onSend, packet("0", "", `,"msgBody":[]`),
			"FAIL answer-rewrite-valid /msgBody @50+9",
		},
		{
			"data that is an object", onSend, packet("0", "", `,"CloudCustomData":{"rank":3}`),
			"FAIL answer-rewrite-valid /CloudCustomData @68+10",
		},
		{"null", onSend, packet("0", "", `,"MsgBody":null`), "WARN answer-rewrite-null /MsgBody @50+14"},
		{
			"null beside a refusal", onSend, packet("1", "", `,"MsgBody":null`),
			"WARN answer-rewrite-null /MsgBody @50+14",
		},
		{
			"a long text", onSend,
			packet("0", "", `,"MsgBody":[`+strings.Replace(element, "r**", strings.Repeat("x", 12<<10), 1)+`]`),
			"WARN answer-rewrite-size /MsgBody @50+12357",
		},
		{
			"long data", onSend, packet("0", "", `,"CloudCustomData":"`+strings.Repeat("x", 12<<10)+`"`),
			"WARN answer-rewrite-size /CloudCustomData @50+12308",
		},
		{
			"a character that was lost", onSend,
			packet("0", "", `,"MsgBody":[`+strings.Replace(element, "r** p", "red\ufffdp", 1)+`]`),
			"WARN answer-rewrite-kept /MsgBody/0/MsgContent/Text @107+14",
		},

		{
			"objects", onInvite, packet("0", "", `,"RefusedMembers_Account":[{"Member_Account":"jared"}]`),
			"FAIL answer-names-list /RefusedMembers_Account/0 @76+26",
		},
		{
			"a string", onInvite, packet("0", "", `,"RefusedMembers_Account":"jared"`),
			"FAIL answer-names-list /RefusedMembers_Account @75+7",
		},
		{
			"no list", onInvite, packet("0", "", `,"RefusedMembers_Account":null`),
			"WARN answer-names-list /RefusedMembers_Account @75+4",
		},
		{
			"the name without its end", onInvite, packet("0", "", `,"RefusedMembers":["jared"]`),
			"FAIL answer-names-list /RefusedMembers @50+16",
		},
		{
			"the name in small letters", onInvite, packet("0", "", `,"refused_members_account":["jared"]`),
			"FAIL answer-names-list /refused_members_account @50+25",
		},
		{
			"a stranger", onInvite, packet("0", "", `,"RefusedMembers_Account":["nobody"]`),
			"WARN answer-names-known /RefusedMembers_Account @76+8",
		},
		{
			"twice", onInvite, packet("0", "", `,"RefusedMembers_Account":["jared","jared"]`),
			"WARN answer-names-known /RefusedMembers_Account @84+7",
		},
		{
			"objects beside 1", onInvite, packet("1", "", `,"RefusedMembers_Account":[{}]`),
			"WARN answer-names-code /RefusedMembers_Account @75+4",
		},
		{
			"beside 1", onInvite, packet("1", "", `,"RefusedMembers_Account":["jared"]`),
			"WARN answer-names-code /RefusedMembers_Account @75+9",
		},

		{"ErrorCode in place of items", onFriend, packet("1", "no", ""), "FAIL answer-items-decide /ErrorCode @50+1"},
		{
			"ErrorCode beside items", onFriend, packet("38001", "no", `,"ResultItem":[`+item1+`,`+item2+`]`),
			"FAIL answer-items-decide /ErrorCode @50+5",
		},
		{"FAIL and ErrorCode", onFriend, withFAIL("1", "no"), "FAIL answer-items-decide /ErrorCode @52+1"},
		{"no items", onFriend, packet("0", "", ""), "FAIL answer-items-present /ResultItem"},
		{"null items", onFriend, packet("0", "", `,"ResultItem":null`), "FAIL answer-items-present /ResultItem @63+4"},
		{
			"one item without a list", onFriend, packet("0", "", `,"ResultItem":`+item1),
			"FAIL answer-items-present /ResultItem @63+51",
		},
		{
			"items too few", onFriend, packet("0", "", `,"ResultItem":[`+item1+`]`),
			"WARN answer-items-each /ResultItem @63+53",
		},
		{
			"items twice", onFriend, packet("0", "", `,"ResultItem":[`+item1+`,`+item2+`,`+item1+`]`),
			"WARN answer-items-each /ResultItem @193+5",
		},
		{
			"an item about a stranger", onFriend,
			packet("0", "", `,"ResultItem":[`+item1+`,`+item2+`,`+strings.Replace(item1, "id1", "id3", 1)+`]`),
			"WARN answer-items-each /ResultItem @193+5",
		},
		{
			"a code that is a string", onFriend,
			packet("0", "", `,"ResultItem":[`+item1+`,`+strings.Replace(item2, "38001", `"38001"`, 1)+`]`),
			"FAIL answer-items-fields /ResultItem/1/ResultCode @149+7",
		},
		{
			"an item without a text", onFriend,
			packet("0", "", `,"ResultItem":[`+item1+`,{"To_Account":"id2","ResultCode":0}]`),
			"FAIL answer-items-fields /ResultItem/1/ResultInfo @116+35",
		},
		{
			"a code out of range", onFriend,
			packet("0", "", `,"ResultItem":[`+item1+`,`+strings.Replace(item2, "38001", `1`, 1)+`]`),
			"WARN answer-items-range /ResultItem @149+1",
		},

		{"a text in a fixed answer", "send-failed", packet("0", "stored", ""), "FAIL answer-fixed /ErrorInfo @33+8"},
		{
			"the request's text in a fixed answer", "send-failed", packet("0", "too many messages", ""),
			"FAIL answer-fixed /ErrorInfo @33+19",
		},
		{
			"a code of the request's", "send-failed", packet("10023", "", ""),
			"FAIL resp-errorcode-zero /ErrorCode @48+5, WARN resp-consistent /ActionStatus @16+4, " +
				"WARN answer-echo /ErrorCode @48+5",
		},
		{"no reply", onSignal, packet("0", "", ""), "FAIL answer-reply-text /RspData"},
		{
			"a reply that is no text", onSignal, packet("0", "", `,"RspData":{}`),
			"FAIL answer-reply-text /RspData @60+2",
		},
		{"a refusal of a signal", onSignal, packet("10101", "no", ""), "FAIL answer-code-documented /ErrorCode @50+5"},
		{
			"the request's text", "c2c-after-send", packet("0", "send msg succeed", ""),
			"WARN answer-echo /ErrorInfo @33+18",
		},
		{
			"the request's message", "c2c-after-send",
			packet("0", "", `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}]`),
			"WARN answer-echo /MsgBody @50+72",
		},
		{
			"a refusal of a notification", "state", packet("1", "", ""),
			"FAIL resp-errorcode-zero /ErrorCode @48+1, WARN resp-consistent /ActionStatus @16+4",
		},
		{"a strange member", onSend, packet("0", "", `,"data":null`), "INFO resp-extra-fields /data @50+11"},
		{"no ErrorInfo", onSend, `{"ActionStatus":"OK","ErrorCode":10101}`, "FAIL resp-errorinfo-present /ErrorInfo"},
		{
			"a code that is a string", onSend, packet(`"10101"`, "no", ""),
			"FAIL resp-errorcode-present /ErrorCode @50+7",
		},
	}
}

const custom = `{"MsgType":"TIMCustomElem","MsgContent":{"Data":"x"}}`

func withFAIL(code, info string) string {
	return strings.Replace(packet(code, info, ""), `"OK"`, `"FAIL"`, 1)
}
