package payloads_test

import (
	"fmt"
	"strings"
)

const (
	validSend = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
		`"From_Account":"jared","Operator_Account":"admin","Random":123456,` +
		`"MsgId":"144115233406643804-1762851902-123456","MsgSeq":123,"MsgTime":1762851903,"OnlineOnlyFlag":0,` +
		`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],"EventTime":1762851903417}`
	mergedSend = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public",` +
		`"From_Account":"jared","Operator_Account":"admin","Random":123456,` +
		`"MsgId":"144115233406643804-1762851902-123456","MsgSeq":123,"MsgTime":1762851903,"OnlineOnlyFlag":0,` +
		`"MsgBody":[{"MsgType":"TIMRelayElem","MsgContent":{"Title":"t","MsgNum":1,"CompatibleText":"c",` +
		`"AbstractList":[],"MsgList":[{"From_Account":"jared","GroupId":"g","MsgSeq":1,"MsgRandom":1,` +
		`"MsgTimeStamp":1762851800,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]}]}}],` +
		`"EventTime":1762851903417}`
	validAttr = `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"g","Type":"Public",` +
		`"Operator_Account":"leckie","OptionType":"set",` +
		`"GroupAttr":[{"key":"k","value":"v"}],"EventTime":1762851903417}`
	validRecall = `{"CallbackCommand":"Group.CallbackAfterRecallMsg","Operator_Account":"admin","Type":"Public",` +
		`"GroupId":"g","MsgSeqList":[{"MsgSeq":130,"MsgId":"1-2-3"}],"EventTime":1762851903417}`
	validBot = `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"g","Type":"Public","From_Account":"jared",` +
		`"Operator_Account":"admin","Random":1,"MsgSeq":1,"MsgTime":1762851903,"OnlineOnlyFlag":0,` +
		`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],` +
		`"AtRobots_Account":["@RBT#001"],"EventTime":1762851903417}`
)

// judged is one packet made from a valid one, and every problem that is to be found in it, as "PATH LEVEL MESSAGE".
// A problem's offset is that of the text after the last "@" of the packet's change, or given as a number.
type judged struct {
	base     string
	old, new string // the first "¦" in new marks the offset of every problem; without one it is the packet's start
	want     []string
}

func (j judged) name() string {
	if j.old == "" {
		return fmt.Sprintf("%.60s as it is", j.base)
	}
	return fmt.Sprintf("%.60s becomes %.60s", j.old, j.new)
}

// packet is the changed one, and the place of its mark; -1: it has none.
func (j judged) packet() (text string, mark int) {
	marked := strings.Replace(j.base, j.old, j.new, 1)
	return strings.Replace(marked, "¦", "", 1), strings.Index(marked, "¦")
}

func row(base, old, new string, want ...string) judged { return judged{base, old, new, want} }

func judgedTable() []judged {
	long := strings.Repeat("x", 70)
	return []judged{
		row(validSend, "", ""),
		row(validAttr, "", ""),
		row(validRecall, "", ""),
		row(validBot, "", ""),
		// Types, bounds and constants.
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦"123"`,
			`/MsgSeq MUST got the string "123", want Integer, 0..4294967295`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦-1`, `/MsgSeq MUST got the number -1, want Integer, 0..4294967295`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq": ¦4294967296`,
			`/MsgSeq SHOULD got the number 4294967296, want Integer, 0..4294967295 (inferred)`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦1.0`, `/MsgSeq MUST got the number 1.0, want Integer, 0..4294967295`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦1e2`, `/MsgSeq MUST got the number 1e2, want Integer, 0..4294967295`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦99999999999999999999`,
			`/MsgSeq SHOULD got the number 99999999999999999999, want Integer, 0..4294967295 (inferred)`),
		row(validSend, `"Random":123456,"MsgId":"144115233406643804-1762851902-123456"`,
			`"Random":¦4294967296,"MsgId":"144115233406643804-1762851902-123456"`,
			`/Random MUST got the number 4294967296, want Integer, 0..4294967295`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":¦null`, `/MsgSeq MUST got null, want Integer, 0..4294967295`),
		row(validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦2`,
			`/OnlineOnlyFlag SHOULD got the number 2, want Integer, 0..1 (inferred)`),
		row(validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦-1`,
			`/OnlineOnlyFlag MUST got the number -1, want Integer, 0..1`),
		row(validBot, `["@RBT#001"]`, `¦[`+strings.Join(robots(21), ",")+`]`,
			`/AtRobots_Account SHOULD has 21 entries, want at most 20 (inferred)`),
		row(validRecall, `[{"MsgSeq":130,"MsgId":"1-2-3"}]`, `¦[`+strings.Join(recalls(11), ",")+`]`,
			`/MsgSeqList SHOULD has 11 entries, want at most 10 (inferred)`),
		row(validRecall, `"MsgSeq":130`, `"MsgSeq":¦4294967296`,
			`/MsgSeqList/0/MsgSeq SHOULD got the number 4294967296, want Integer, 0..4294967295 (inferred)`),
		row(validAttr, `[{"key":"k","value":"v"}]`, `¦[`+strings.Join(attributes(17), ",")+`]`,
			`/GroupAttr MUST has 17 entries, want at most 16`),
		row(validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦true`,
			`/OnlineOnlyFlag MUST got the boolean true, want Integer, 0..1`),
		row(validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦`+quoted(long[:49]),
			`/GroupId MUST is 49 bytes long, want at most 48`),
		row(validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦`+quoted(strings.Repeat("群", 16)),
			`/GroupId SHOULD got the string "`+strings.Repeat("群", 16)+`", want printable ASCII`),
		row(validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦""`,
			`/GroupId SHOULD got the string "", want printable ASCII`),
		row(validSend, `1762851903417`, `¦1762851903`,
			`/EventTime SHOULD got 1762851903, which is in seconds; want milliseconds`),
		row(validSend, `"GroupId":"@TGS#2J4SZEAEL","Type":"Public"`,
			`"GroupId":"@TGS#_a","Type":"Community","TopicId":¦"@TGS#_a@TOPIC#_"`,
			`/TopicId SHOULD got "@TGS#_a@TOPIC#_", which names no topic: nothing follows @TOPIC#_`),
		row(validSend, `"From_Account":"jared"`, `"From_Account":¦[]`,
			`/From_Account MUST got an array, want String, at most 32 bytes`),
		row(validSend, `"From_Account":"jared"`, `"From_Account":¦"用户1"`,
			`/From_Account SHOULD got "用户1", want printable ASCII`),
		row(validSend, `"Group.CallbackAfterSendMsg"`, `¦"Group.CallbackElsewhere"`,
			`/CallbackCommand MUST got the string "Group.CallbackElsewhere", want String, `+
				`exactly Group.CallbackAfterSendMsg`),
		row(validSend, `"Type":"Public"`, `"Type":¦"`+long+`"`,
			`/Type MAY got the string "`+long[:60]+`" and 10 more bytes, which no page lists; known are `+
				`Public, Private, Work, ChatRoom, Meeting, AVChatRoom, Community, BChatRoom, Live`),
		row(validBot, `["@RBT#001"]`, `[¦"001"]`,
			`/AtRobots_Account/0 MUST got the string "001", want String, begins @RBT#, at most 32 bytes`),
		row(validBot, `["@RBT#001"]`, `¦[]`, `/AtRobots_Account MUST has 0 entries, want at least 1`),
		row(validBot, `["@RBT#001"]`, `["@RBT#001",¦"@RBT#001"]`, `/AtRobots_Account/1 MAY repeats an earlier entry`),
		row(validRecall, `{"MsgSeq":130,"MsgId":"1-2-3"}`, `¦130`,
			`/MsgSeqList/0 MUST got the number 130, want Object`),
		row(validAttr, `"key":"k"`, `"key":¦""`, `/GroupAttr/0/key MUST is empty, want String, 1..32 bytes`),
		row(validAttr, `"value":"v"`, `"value":¦"`+strings.Repeat("v", 4001)+`"`,
			`/GroupAttr/0/value MUST is 4001 bytes long, want at most 4000`),
		// Listed values in other capitals, accounts that name nobody, and merged messages that are nowhere.
		row(validAttr, `"OptionType":"set"`, `"OptionType":¦"Set"`,
			`/OptionType SHOULD got the string "Set", want the spelling set`),
		row(validAttr, `"OptionType":"set"`, `"OptionType":¦"merge"`,
			`/OptionType MAY got the string "merge", which no page lists; known are set, modify, clear, delete`),
		row(validSend, `"Public"`, `¦"PUBLIC"`, `/Type SHOULD got the string "PUBLIC", want the spelling Public`),
		row(validSend, `"jared"`, `¦""`,
			`/From_Account SHOULD is empty, want a UserID; a REST message without a known account has `+
				`@TLS#NOT_FOUND (observed)`),
		row(validAttr, `"leckie"`, `¦""`,
			`/Operator_Account SHOULD is empty, want a UserID; a REST message without a known account has `+
				`@TLS#NOT_FOUND (observed)`),
		row(validSend, `"From_Account":"jared",`, ``, `/From_Account MUST is missing; want String, at most 32 bytes`),
		row(validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`,
			`{"MsgType":"TIMRelayElem","MsgContent":¦{`+relayHead+`}}`,
			`/MsgBody/0/MsgContent/MsgList MUST is missing; want it or JsonMsgKey`),
		row(validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`,
			`{"MsgType":"TIMRelayElem","MsgContent":{`+relayHead+`,"JsonMsgKey":"k"}}`),
		// EventTime.
		row(validSend, `1762851903417`, `"1762851903417"`),
		row(validSend, `1762851903417`, `¦"+1762851903417"`,
			`/EventTime MUST got the string "+1762851903417", want Integer, at least 0, or a string that spells one`),
		row(validSend, `1762851903417`, `¦"soon"`,
			`/EventTime MUST got the string "soon", want Integer, at least 0, or a string that spells one`),
		row(validAttr, `1762851903417`, `¦1762851903`,
			`/EventTime SHOULD got 1762851903, which is in seconds; want milliseconds`),
		row(validSend, `1762851903417`, `¦1762851903417000`,
			`/EventTime SHOULD got 1762851903417000, which is in microseconds; want milliseconds, 1762851903417`),
		row(validSend, `1762851903417`, `¦17`,
			`/EventTime SHOULD got 17, which is no time of this century in milliseconds`),
		// Each time is blamed on its own field, and only times of the right units are compared.
		row(validSend, `"MsgTime":1762851903`, `"MsgTime":¦1762851903400`,
			`/MsgTime SHOULD got 1762851903400, which is in milliseconds; want seconds, 1762851903`),
		row(validBot, `"MsgTime":1762851903`, `"MsgTime":¦1762851903400000000`,
			`/MsgTime SHOULD got 1762851903400000000, which is in nanoseconds; want seconds, 1762851903`),
		row(validSend, `"MsgTime":1762851903`, `"MsgTime":¦17`,
			`/MsgTime SHOULD got 17, which is no time of this century in seconds`),
		row(mergedSend, `"MsgTimeStamp":1762851800`, `"MsgTimeStamp":¦1762851800123`,
			`/MsgBody/0/MsgContent/MsgList/0/MsgTimeStamp SHOULD got 1762851800123, which is in milliseconds; `+
				`want seconds, 1762851800`),
		row(validSend, `1762851903417`, `¦1762851900999`,
			`/EventTime SHOULD is 3 s before MsgTime, want it at or just after`),
		row(validSend, `1762851903417`, `¦1762951903417`,
			`/EventTime SHOULD is 100000 s after MsgTime, want it at or just after`),
		// Missing, unknown and repeated members.
		row(validSend, `"MsgSeq":123,`, ``, `/MsgSeq MUST is missing; want Integer, 0..4294967295`),
		row(validAttr, `"OptionType":"set",`, ``, `/OptionType MAY is missing; the sample has it, the table does not`),
		row(validSend, `"MsgContent":{"Text":"hi"}`, `"MsgContent":¦{}`,
			`/MsgBody/0/MsgContent/Text MUST is missing; want String`),
		row(validSend, `{"MsgType":"TIMTextElem",`, `¦{`,
			`/MsgBody/0/MsgType MUST is missing; want String, one of TIMTextElem, `+
				`TIMLocationElem, TIMFaceElem, TIMCustomElem, TIMSoundElem, TIMImageElem, TIMFileElem, `+
				`TIMVideoFileElem, TIMRelayElem, TIMStreamElem`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"Zzz":¦{}`, `/Zzz MAY is in no document`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"a/b~c":¦1`, `/a~1b~0c MAY is in no document`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"msgseq":¦1`,
			`/msgseq MAY is in no document; want the spelling MsgSeq`),
		// JSON inside a string.
		row(validAttr, `[{"key":"k","value":"v"}]`, `¦"[{\"key\":\"k\",\"value\":\"v\"}]"`,
			`/GroupAttr MUST got the string "[{\"key\":\"k\",\"value\":\"v\"}]", want Array of Object, 0..16 entries; `+
				`it is JSON inside a string, encoded once too often`),
		row(validAttr, `[{"key":"k","value":"v"}]`, `¦"{}"`,
			`/GroupAttr MUST got the string "{}", want Array of Object, 0..16 entries`),
		// Names of relatives, and near ones.
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"msg_random":¦1`,
			`/msg_random MAY is in no document; it is the one-to-one callbacks' name of Random`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"AtUserList":¦[]`,
			`/AtUserList MAY is in no document; it is the client SDK's name: GroupAtInfo?`),
		row(validBot, `"MsgSeq":1,`, `"MsgSeq":1,"AtUserList":¦[],`,
			`/AtUserList MAY is in no document; it is the client SDK's name of AtRobots_Account`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"To_Account":¦"otis"`,
			`/To_Account MAY is in no document; it is the one-to-one callbacks' name`),
		row(validRecall, `"MsgId":"1-2-3"`, `"MsgKey":¦"1-2-3"`,
			`/MsgSeqList/0/MsgKey MAY is in no document; it is the one-to-one callbacks' name: MsgId?`),
		row(validAttr, `"OptionType":"set"`, `"OptionType":"set","SdkAppid":¦"1400000001"`,
			`/SdkAppid MAY is in no document; `+
				`it is a parameter of the query, which a framework has merged into the packet`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"topic_id":¦""`, `/topic_id MAY is in no document; TopicId?`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"MsgPriority":¦"Low"`,
			`/MsgPriority MAY is in no document; seen in the wild`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"MsgSeq":¦123`,
			`/MsgSeq SHOULD the name stands twice; readers differ on which counts`),
		// Rules.
		row(validSend, `"@TGS#2J4SZEAEL","Type":"Public"`, `"@TGS#_a","Type":¦"Public"`,
			`/Type SHOULD got the string "Public" with a GroupId that begins @TGS#_, want Community`),
		row(validSend, `"@TGS#2J4SZEAEL","Type":"Public"`, `¦"1213456","Type":"Community"`,
			`/GroupId SHOULD got the string "1213456" in a Community, want one that begins @TGS#_`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦"@TGS#2J4SZEAEL@TOPIC#_t"`,
			`/TopicId MUST got a topic in a group of type "Public", want it in a Community only`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦null`,
			`/TopicId MUST got null, want String, at most 96 bytes`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦7`,
			`/TopicId MUST got the number 7, want String, at most 96 bytes`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦""`,
			`/TopicId MAY is empty, which no page of this callback shows; it reads as absent`),
		row(validSend, `"GroupId":"@TGS#2J4SZEAEL","Type":"Public"`,
			`"GroupId":"@TGS#_a","Type":"Community","TopicId":¦"@TGS#_b@TOPIC#_t"`,
			`/TopicId SHOULD got "@TGS#_b@TOPIC#_t", which is a topic of another group; `+
				`want it to begin "@TGS#_a@TOPIC#_"`),
		row(validSend, `"Public"`, `"AVChatRoom"`),
		row(strings.Replace(validSend, `"Public"`, `"AVChatRoom"`, 1), `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦1`,
			`/OnlineOnlyFlag MUST got 1 in an AVChatRoom, want 0`),
		row(strings.Replace(validSend, `"Public"`, `"AVChatRoom"`, 1), `"MsgSeq":123`,
			`"MsgSeq":123,"GroupAtInfo":¦[{"GroupAtAllFlag":1}]`,
			`/GroupAtInfo SHOULD stands in an AVChatRoom, where mentions are not supported`),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123,"GroupAtInfo":[¦{"GroupAtAllFlag":0}]`,
			`/GroupAtInfo/0/GroupAt_Account MUST names nobody although GroupAtAllFlag is 0`),
		row(validSend, `-123456"`, `-7"`, `/MsgId SHOULD ends in 7, want Random, which is 123456`),
		row(validSend, `"144115233406643804-1762851902-123456"`, `¦"abc"`,
			`/MsgId SHOULD got the string "abc", want three numbers joined by hyphens`),
		row(validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`,
			`[{"MsgType":"TIMCustomElem","MsgContent":{"Data":""}},`+
				`{"MsgType":¦"TIMCustomElem","MsgContent":{"Data":""}}]`,
			`/MsgBody/1/MsgType MUST is the second TIMCustomElem of the message, want at most one`),
		row(validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`,
			`¦[{"MsgType":"TIMTextElem","MsgContent":{"Text":"`+strings.Repeat("x", 12_288)+`"}}]`,
			`/MsgBody SHOULD is 12340 bytes long with CloudCustomData, want at most 12288`),
		row(validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`,
			`[{"MsgType":"TIMTextElem",`+strings.Repeat(" ", 20_000)+`"MsgContent":{"Text":"hi"}}]`),
		row(validAttr, `[{"key":"k","value":"v"}]`, `[¦{"key":"k"}]`,
			`/GroupAttr/0/value MUST is missing although OptionType is set`),
		row(validAttr, `"GroupAttr":[{"key":"k","value":"v"}],`, ``,
			`/GroupAttr MUST is missing although OptionType is set`),
		row(validAttr, `[{"key":"k","value":"v"}]`, `[{"key":"k","value":"v"},{"key":¦"k","value":"w"}]`,
			`/GroupAttr/1/key MAY repeats an earlier entry`),
		// What is no packet at all.
		row("", "", "", "the packet MUST the text is empty, want a JSON value"),
		row("[1]", "", "", "the packet MUST got an array, want an object"),
		row(`"OK"`, "", "", `the packet MUST got the string "OK", want an object`),
		row(validSend, validSend, "\ufeff"+strings.Replace(validSend, `"MsgSeq":123`, `"MsgSeq":123`, 1),
			"the packet MUST begins with a byte order mark, which JSON forbids"),
		row(validSend, `417}`, `417}¦x`, "the packet MUST 1 byte follows the end of the value"),
		row(validSend, `"Text":"hi"`, "\"Text\":\"¦\xff\"", "/MsgBody/0/MsgContent/Text MUST invalid UTF-8"),
		row(validSend, `"Text":"hi"`, "\"Text\":\"¦\\ud83d\"",
			"/MsgBody/0/MsgContent/Text MUST lone surrogate `\\ud83d` in string"),
		row(validSend, `"MsgSeq":123`, `"MsgSeq":123 ¦// x`,
			"the packet MUST invalid character '/' after object value (expecting ',' or '}'); JSON has no comments"),
	}
}

func quoted(s string) string { return `"` + s + `"` }

// relayHead is what merged messages have beside the messages themselves.
const relayHead = `"Title":"t","MsgNum":1,"CompatibleText":"c","AbstractList":["a"]`

func robots(n int) []string     { return numbered(n, `"@RBT#%d"`) }
func recalls(n int) []string    { return numbered(n, `{"MsgSeq":%d}`) }
func attributes(n int) []string { return numbered(n, `{"key":"k%d","value":""}`) }

// numbered are n texts that differ in a number.
func numbered(n int, format string) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i+1)
	}
	return list
}
