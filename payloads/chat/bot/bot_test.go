package bot_test

import (
	"testing"

	"github.com/timhook/timhook/payloads/chat/bot"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacks(t *testing.T) { payloadstest.Family(t, bot.Callbacks()) }

func TestAnswers(t *testing.T) {
	const signal, reply = "bot-signal", "answer-reply-text"
	payloadstest.Answers(t, bot.Callbacks(), [][3]string{
		{signal, payloadstest.Packet("0", "", `,"RspData":"{\"balance\":\"12.30\"}"`), ""},
		{signal, payloadstest.Packet("0", "", `,"RspData":""`), ""},
		{signal, payloadstest.Packet("1", "not reachable", ""), ""},
		{signal, payloadstest.Packet("0", "", ""), reply},
		{signal, payloadstest.Packet("0", "", `,"RspData":{"balance":"12.30"}`), reply},
		{signal, payloadstest.Packet("2", "", `,"RspData":""`), "answer-code-documented"},
	})
}

func TestDeparturesAreSeen(t *testing.T) {
	const rest = `"MsgTime":1762851903,"OnlineOnlyFlag":0,"SendMsgResult":0,"ErrorInfo":"send msg succeed",` +
		`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"build status?"}}],"EventTime":1762851903417`
	const toBot = `"From_Account":"mina07","To_Account":"@RBT#helper",`
	payloadstest.Literals(t, bot.Callbacks(), [][3]string{
		{"bot-c2c", toBot + `"MsgSeq":4022,"MsgRandom":714023,"MsgKey":"4022_714023_1762851903",` + rest, ""},
		{"bot-c2c", toBot + `"MsgSeq":4022,"MsgRandom":714023,"MsgKey":"4022_714024_1762851903",` + rest, "/MsgKey"},
		{
			"bot-signal", toBot + `"MsgSeq":4023,"MsgRandom":90011,"MsgKey":"4023_90011_1762851903",` +
				`"EventTime":1762851903417,"Data":"{\"ask\":\"balance\"}"`, "",
		},
		{
			"bot-signal", `"From_Account":"mina07","To_Account":"otis","MsgSeq":4023,"MsgRandom":90011,` +
				`"MsgKey":"4023_90012_1762851903","EventTime":1762851903417,"Data":{"ask":"balance"}`,
			"/Data /MsgKey /To_Account",
		},
	})
}
