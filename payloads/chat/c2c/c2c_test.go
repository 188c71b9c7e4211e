package c2c_test

import (
	"testing"

	"github.com/timhook/timhook/payloads/chat/c2c"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacks(t *testing.T) { payloadstest.Family(t, c2c.Callbacks()) }

func TestAnswers(t *testing.T) {
	const before, text = "c2c-before-send", `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]`
	payloadstest.Answers(t, c2c.Callbacks(), [][3]string{
		{before, payloadstest.Packet("0", "", ""), ""},
		{before, payloadstest.Packet("1", "", ""), ""},
		{before, payloadstest.Packet("2", "", ""), ""},
		{before, payloadstest.Packet("120001", "wait for a reply first", ""), ""},
		{before, payloadstest.Packet("130000", "wait for a reply first", ""), ""},
		{before, payloadstest.Packet("0", "", `,"MsgBody":`+text+`,"CloudCustomData":"{\"rank\":3}"`), ""},
		{before, payloadstest.Packet("120000", "no", ""), "answer-code-documented"},
		{before, payloadstest.Packet("130001", "no", ""), "answer-code-documented"},
		{before, payloadstest.Packet("10100", "no", ""), "answer-code-documented"},
		{before, payloadstest.Packet("120001", "", ""), "answer-code-text"},
		{before, payloadstest.Packet("1", "", `,"MsgBody":`+text), "answer-rewrite-code"},
		{before, payloadstest.Packet("0", "", `,"MsgBody":[]`), "answer-rewrite-valid"},
		{"c2c-after-send", payloadstest.Packet("0", "send msg succeed", ""), "answer-echo"},
	})
}

// The literals of the callbacks' documentation, in which pages differ.
func TestPagesOfEitherKindValidate(t *testing.T) {
	const message = `"From_Account":"mina07","To_Account":"otis","MsgSeq":4021,"MsgRandom":2804799576,` +
		`"MsgTime":1762851903,"MsgKey":"4021_2804799576_1762851903",`
	const key = `"From_Account":"mina07","To_Account":"otis","MsgKey":"4021_2804799576_1762851903",`
	const body = `"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"see you at 8"}}]`
	const id = `"MsgId":"144115255330741182-1762851902-2804799576",`
	payloadstest.Literals(t, c2c.Callbacks(), [][3]string{
		{"c2c-before-send", message + `"OnlineOnlyFlag":0,` + body, ""},
		{"c2c-before-send", message + id + `"OnlineOnlyFlag":0,` + body + `,"EventTime":1762851903417`, ""},
		{
			"c2c-before-send", body + `,"From_Account":"mina07","To_Account":"otis","MsgRandom":2804799576,` +
				`"MsgSeq":4021,"MsgTime":1762851903`, "/MsgKey /OnlineOnlyFlag",
		},
		{
			"c2c-after-send",
			message + `"OnlineOnlyFlag":0,"SendMsgResult":0,"ErrorInfo":"send msg succeed",` + body, "",
		},
		{
			"c2c-after-send", message + id + `"OnlineOnlyFlag":0,"SendMsgResult":80001,"ErrorInfo":"filtered",` +
				`"UnreadMsgNum":-1,` + body + `,"EventTime":1762851903417`, "",
		},
		{
			"c2c-after-send", message + `"OnlineOnlyFlag":0,"SendMsgResult":80001,"ErrorInfo":"filtered",` +
				`"UnreadMsgNum":7,` + body, "/UnreadMsgNum",
		},
		{
			"c2c-read", `"Report_Account":"otis","Peer_Account":"mina07","LastReadTime":1762851950,"UnreadMsgNum":0,` +
				`"EventTime":1762851950311`, "",
		},
		{
			"c2c-read", `"Report_Account":"otis","Peer_Account":"mina07","LastReadTime":1762851950311,"UnreadMsgNum":0`,
			"/LastReadTime",
		},
		{"c2c-recall", key + `"EventTime":1762851950021`, ""},
		{"c2c-recall", key + `"UnreadMsgNum":6`, ""},
		{"c2c-recall", `"From_Account":"mina07","To_Account":"otis","MsgKey":"4021-2804799576"`, "/MsgKey"},
		{
			"c2c-extension", key + `"OperateType":2,"ExtensionList":[{"Key":"vote","Value":"","Seq":4}],"Seq":4,` +
				`"EventTime":1762851961123`, "",
		},
		{"c2c-extension", key + `"OperateType":3,"ExtensionList":[],"Seq":5,"EventTime":1762851962123`, ""},
		{"c2c-modify", body + `,"Operator_Account":"otis",` + message + `"EventTime":1762852000123`, ""},
		{
			"c2c-modify",
			`"CloudCustomData":"{}","Operator_Account":"otis",` + message + `"EventTime":1762852000123`, "",
		},
		{"c2c-modify", body + `,"Operator_Account":"otis",` + message + `"EventTime":1762851902999`, "/EventTime"},
		{"c2c-read-all", `"Report_Account":"otis","EventTime":1762852100123`, ""},
		{
			"c2c-read-all", `"Report_Account":"otis","EventTime":1762852100123,"GroupReadInfo":[` +
				`{"GroupId":"1001555","MsgSeq":7},{"GroupId":"1001555","MsgSeq":8}]`, "/GroupReadInfo/1/GroupId",
		},
		{
			"c2c-receipt", `"Operator_Account":"otis","Peer_Account":"mina07","C2CMsgInfo":[{"From_Account":"otis",` +
				`"To_Account":"mina07","MsgKey":"4021_2804799576_1762851903",` +
				`"MsgId":"144115255330741182-1762851902-1"}],"EventTime":1762851951123`,
			"/C2CMsgInfo/0/From_Account /C2CMsgInfo/0/MsgId /C2CMsgInfo/0/To_Account",
		},
	})
}
