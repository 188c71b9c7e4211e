package payloads_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads"
)

const (
	validSend = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public","From_Account":"jared","Operator_Account":"admin",` +
		`"Random":123456,"MsgId":"144115233406643804-1762851902-123456","MsgSeq":123,"MsgTime":1762851903,"OnlineOnlyFlag":0,` +
		`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],"EventTime":1762851903417}`
	validAttr = `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"g","Type":"Public","Operator_Account":"leckie","OptionType":"set",` +
		`"GroupAttr":[{"key":"k","value":"v"}],"EventTime":1762851903417}`
	validRecall = `{"CallbackCommand":"Group.CallbackAfterRecallMsg","Operator_Account":"admin","Type":"Public","GroupId":"g",` +
		`"MsgSeqList":[{"MsgSeq":130,"MsgId":"1-2-3"}],"EventTime":1762851903417}`
	validBot = `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"g","Type":"Public","From_Account":"jared","Operator_Account":"admin",` +
		`"Random":1,"MsgSeq":1,"MsgTime":1762851903,"OnlineOnlyFlag":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],` +
		`"AtRobots_Account":["@RBT#001"],"EventTime":1762851903417}`
)

// judged is one packet made from a valid one, and every problem that is to be found in it, as "PATH LEVEL MESSAGE".
// A problem's offset is that of the text after the last "@" of the packet's change, or given as a number.
type judged struct {
	base     string
	old, new string // in new, the first "¦" marks the offset of every problem and is taken out; without one it is the packet's start
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

func judgedTable() []judged {
	long := strings.Repeat("x", 70)
	return []judged{
		{validSend, "", "", nil},
		{validAttr, "", "", nil},
		{validRecall, "", "", nil},
		{validBot, "", "", nil},
		// Types, bounds and constants.
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦"123"`, []string{`/MsgSeq MUST got the string "123", want Integer, 0..4294967295`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦-1`, []string{`/MsgSeq MUST got the number -1, want Integer, 0..4294967295`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq": ¦4294967296`, []string{`/MsgSeq SHOULD got the number 4294967296, want Integer, 0..4294967295 (inferred)`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦1.0`, []string{`/MsgSeq MUST got the number 1.0, want Integer, 0..4294967295`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦1e2`, []string{`/MsgSeq MUST got the number 1e2, want Integer, 0..4294967295`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦99999999999999999999`, []string{`/MsgSeq SHOULD got the number 99999999999999999999, want Integer, 0..4294967295 (inferred)`}},
		{validSend, `"Random":123456,"MsgId":"144115233406643804-1762851902-123456"`, `"Random":¦4294967296,"MsgId":"144115233406643804-1762851902-123456"`, []string{`/Random MUST got the number 4294967296, want Integer, 0..4294967295`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":¦null`, []string{`/MsgSeq MUST got null, want Integer, 0..4294967295`}},
		{validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦2`, []string{`/OnlineOnlyFlag SHOULD got the number 2, want Integer, 0..1 (inferred)`}},
		{validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦-1`, []string{`/OnlineOnlyFlag MUST got the number -1, want Integer, 0..1`}},
		{validBot, `["@RBT#001"]`, `¦[` + strings.Join(robots(21), ",") + `]`, []string{`/AtRobots_Account SHOULD has 21 entries, want at most 20 (inferred)`}},
		{validRecall, `[{"MsgSeq":130,"MsgId":"1-2-3"}]`, `¦[` + strings.Join(recalls(11), ",") + `]`, []string{`/MsgSeqList SHOULD has 11 entries, want at most 10 (inferred)`}},
		{validRecall, `"MsgSeq":130`, `"MsgSeq":¦4294967296`, []string{`/MsgSeqList/0/MsgSeq SHOULD got the number 4294967296, want Integer, 0..4294967295 (inferred)`}},
		{validAttr, `[{"key":"k","value":"v"}]`, `¦[` + strings.Join(attributes(17), ",") + `]`, []string{`/GroupAttr MUST has 17 entries, want at most 16`}},
		{validSend, `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦true`, []string{`/OnlineOnlyFlag MUST got the boolean true, want Integer, 0..1`}},
		{validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦` + quoted(long[:49]), []string{`/GroupId MUST is 49 bytes long, want at most 48`}},
		{validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦` + quoted(strings.Repeat("群", 16)), []string{`/GroupId SHOULD got the string "` + strings.Repeat("群", 16) + `", want printable ASCII`}},
		{validSend, `"GroupId":"@TGS#2J4SZEAEL"`, `"GroupId":¦""`, []string{`/GroupId SHOULD got the string "", want printable ASCII`}},
		{validSend, `1762851903417`, `¦1762851903`, []string{`/EventTime SHOULD got 1762851903, which is no time of this century in milliseconds`}},
		{validSend, `"GroupId":"@TGS#2J4SZEAEL","Type":"Public"`, `"GroupId":"@TGS#_a","Type":"Community","TopicId":¦"@TGS#_a@TOPIC#_"`, []string{`/TopicId SHOULD got "@TGS#_a@TOPIC#_", which names no topic: nothing follows @TOPIC#_`}},
		{validSend, `"From_Account":"jared"`, `"From_Account":¦[]`, []string{`/From_Account MUST got an array, want String, at most 32 bytes`}},
		{validSend, `"From_Account":"jared"`, `"From_Account":¦"用户1"`, []string{`/From_Account SHOULD got "用户1", want printable ASCII`}},
		{validSend, `"Group.CallbackAfterSendMsg"`, `¦"C2C.CallbackAfterSendMsg"`, []string{`/CallbackCommand MUST got the string "C2C.CallbackAfterSendMsg", want String, exactly Group.CallbackAfterSendMsg`}},
		{validSend, `"Type":"Public"`, `"Type":¦"` + long + `"`, []string{`/Type MAY got the string "` + long[:60] + `" and 10 more bytes, which no page lists; known are Public, Private, Work, ChatRoom, Meeting, AVChatRoom, Community, BChatRoom, Live`}},
		{validBot, `["@RBT#001"]`, `[¦"001"]`, []string{`/AtRobots_Account/0 MUST got the string "001", want String, begins @RBT#, at most 32 bytes`}},
		{validBot, `["@RBT#001"]`, `¦[]`, []string{`/AtRobots_Account MUST has 0 entries, want at least 1`}},
		{validBot, `["@RBT#001"]`, `["@RBT#001",¦"@RBT#001"]`, []string{`/AtRobots_Account/1 MAY repeats an earlier entry`}},
		{validRecall, `{"MsgSeq":130,"MsgId":"1-2-3"}`, `¦130`, []string{`/MsgSeqList/0 MUST got the number 130, want Object`}},
		{validAttr, `"key":"k"`, `"key":¦""`, []string{`/GroupAttr/0/key MUST is empty, want String, 1..32 bytes`}},
		{validAttr, `"value":"v"`, `"value":¦"` + strings.Repeat("v", 4001) + `"`, []string{`/GroupAttr/0/value MUST is 4001 bytes long, want at most 4000`}},
		// Listed values in other capitals, accounts that name nobody, and merged messages that are nowhere.
		{validAttr, `"OptionType":"set"`, `"OptionType":¦"Set"`, []string{`/OptionType SHOULD got the string "Set", want the spelling set`}},
		{validAttr, `"OptionType":"set"`, `"OptionType":¦"merge"`, []string{`/OptionType MAY got the string "merge", which no page lists; known are set, modify, clear, delete`}},
		{validSend, `"Public"`, `¦"PUBLIC"`, []string{`/Type SHOULD got the string "PUBLIC", want the spelling Public`}},
		{validSend, `"jared"`, `¦""`, []string{`/From_Account SHOULD is empty, want a UserID; a REST message without a known account has @TLS#NOT_FOUND (observed)`}},
		{validAttr, `"leckie"`, `¦""`, []string{`/Operator_Account SHOULD is empty, want a UserID; a REST message without a known account has @TLS#NOT_FOUND (observed)`}},
		{validSend, `"From_Account":"jared",`, ``, []string{`/From_Account MUST is missing; want String, at most 32 bytes`}},
		{validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`, `{"MsgType":"TIMRelayElem","MsgContent":¦{` + relayHead + `}}`, []string{`/MsgBody/0/MsgContent/MsgList MUST is missing; want it or JsonMsgKey`}},
		{validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`, `{"MsgType":"TIMRelayElem","MsgContent":{` + relayHead + `,"JsonMsgKey":"k"}}`, nil},
		// EventTime.
		{validSend, `1762851903417`, `"1762851903417"`, nil},
		{validSend, `1762851903417`, `¦"+1762851903417"`, []string{`/EventTime MUST got the string "+1762851903417", want Integer, at least 0, or a string that spells one`}},
		{validSend, `1762851903417`, `¦"soon"`, []string{`/EventTime MUST got the string "soon", want Integer, at least 0, or a string that spells one`}},
		{validAttr, `1762851903417`, `¦1762851903`, []string{`/EventTime SHOULD got 1762851903, which is no time of this century in milliseconds`}},
		{validSend, `1762851903417`, `¦1762851900999`, []string{`/EventTime SHOULD is 3 s before MsgTime, want it at or just after`}},
		{validSend, `1762851903417`, `¦1762951903417`, []string{`/EventTime SHOULD is 100000 s after MsgTime, want it at or just after`}},
		// Missing, unknown and repeated members.
		{validSend, `"MsgSeq":123,`, ``, []string{`/MsgSeq MUST is missing; want Integer, 0..4294967295`}},
		{validAttr, `"OptionType":"set",`, ``, []string{`/OptionType MAY is missing; the sample has it, the table does not`}},
		{validSend, `"MsgContent":{"Text":"hi"}`, `"MsgContent":¦{}`, []string{`/MsgBody/0/MsgContent/Text MUST is missing; want String`}},
		{validSend, `{"MsgType":"TIMTextElem",`, `¦{`, []string{`/MsgBody/0/MsgType MUST is missing; want String, one of TIMTextElem, TIMLocationElem, TIMFaceElem, TIMCustomElem, TIMSoundElem, TIMImageElem, TIMFileElem, TIMVideoFileElem, TIMRelayElem, TIMStreamElem`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"Zzz":¦{}`, []string{`/Zzz MAY is in no document`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"a/b~c":¦1`, []string{`/a~1b~0c MAY is in no document`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"msgseq":¦1`, []string{`/msgseq MAY is in no document; want the spelling MsgSeq`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"MsgPriority":¦"Low"`, []string{`/MsgPriority MAY is in no document; seen in the wild`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"MsgSeq":¦123`, []string{`/MsgSeq SHOULD the name stands twice; readers differ on which counts`}},
		// Rules.
		{validSend, `"@TGS#2J4SZEAEL","Type":"Public"`, `"@TGS#_a","Type":¦"Public"`, []string{`/Type SHOULD got the string "Public" with a GroupId that begins @TGS#_, want Community`}},
		{validSend, `"@TGS#2J4SZEAEL","Type":"Public"`, `¦"1213456","Type":"Community"`, []string{`/GroupId SHOULD got the string "1213456" in a Community, want one that begins @TGS#_`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦"@TGS#2J4SZEAEL@TOPIC#_t"`, []string{`/TopicId MUST got a topic in a group of type "Public", want it in a Community only`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦null`, []string{`/TopicId MUST got null, want String, at most 96 bytes`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦7`, []string{`/TopicId MUST got the number 7, want String, at most 96 bytes`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"TopicId":¦""`, []string{`/TopicId MAY is empty, which no page of this callback shows; it reads as absent`}},
		{validSend, `"GroupId":"@TGS#2J4SZEAEL","Type":"Public"`, `"GroupId":"@TGS#_a","Type":"Community","TopicId":¦"@TGS#_b@TOPIC#_t"`, []string{`/TopicId SHOULD got "@TGS#_b@TOPIC#_t", which is a topic of another group; want it to begin "@TGS#_a@TOPIC#_"`}},
		{validSend, `"Public"`, `"AVChatRoom"`, nil},
		{strings.Replace(validSend, `"Public"`, `"AVChatRoom"`, 1), `"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":¦1`, []string{`/OnlineOnlyFlag MUST got 1 in an AVChatRoom, want 0`}},
		{strings.Replace(validSend, `"Public"`, `"AVChatRoom"`, 1), `"MsgSeq":123`, `"MsgSeq":123,"GroupAtInfo":¦[{"GroupAtAllFlag":1}]`, []string{`/GroupAtInfo SHOULD stands in an AVChatRoom, where mentions are not supported`}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123,"GroupAtInfo":[¦{"GroupAtAllFlag":0}]`, []string{`/GroupAtInfo/0/GroupAt_Account MUST names nobody although GroupAtAllFlag is 0`}},
		{validSend, `-123456"`, `-7"`, []string{`/MsgId SHOULD ends in 7, want Random, which is 123456`}},
		{validSend, `"144115233406643804-1762851902-123456"`, `¦"abc"`, []string{`/MsgId SHOULD got the string "abc", want three numbers joined by hyphens`}},
		{validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`, `[{"MsgType":"TIMCustomElem","MsgContent":{"Data":""}},{"MsgType":¦"TIMCustomElem","MsgContent":{"Data":""}}]`, []string{`/MsgBody/1/MsgType MUST is the second TIMCustomElem of the message, want at most one`}},
		{validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`, `¦[{"MsgType":"TIMTextElem","MsgContent":{"Text":"` + strings.Repeat("x", 12_288) + `"}}]`, []string{`/MsgBody SHOULD is 12340 bytes long with CloudCustomData, want at most 12288`}},
		{validSend, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]`, `[{"MsgType":"TIMTextElem",` + strings.Repeat(" ", 20_000) + `"MsgContent":{"Text":"hi"}}]`, nil},
		{validAttr, `[{"key":"k","value":"v"}]`, `[¦{"key":"k"}]`, []string{`/GroupAttr/0/value MUST is missing although OptionType is set`}},
		{validAttr, `"GroupAttr":[{"key":"k","value":"v"}],`, ``, []string{`/GroupAttr MUST is missing although OptionType is set`}},
		{validAttr, `[{"key":"k","value":"v"}]`, `[{"key":"k","value":"v"},{"key":¦"k","value":"w"}]`, []string{`/GroupAttr/1/key MAY repeats an earlier entry`}},
		// What is no packet at all.
		{"", "", "", []string{"the packet MUST the text is empty, want a JSON value"}},
		{"[1]", "", "", []string{"the packet MUST got an array, want an object"}},
		{`"OK"`, "", "", []string{`the packet MUST got the string "OK", want an object`}},
		{validSend, validSend, "\ufeff" + strings.Replace(validSend, `"MsgSeq":123`, `"MsgSeq":123`, 1), []string{"the packet MUST begins with a byte order mark, which JSON forbids"}},
		{validSend, `417}`, `417}¦x`, []string{"the packet MUST 1 byte follows the end of the value"}},
		{validSend, `"Text":"hi"`, "\"Text\":\"¦\xff\"", []string{"/MsgBody/0/MsgContent/Text MUST invalid UTF-8"}},
		{validSend, `"Text":"hi"`, "\"Text\":\"¦\\ud83d\"", []string{"/MsgBody/0/MsgContent/Text MUST lone surrogate `\\ud83d` in string"}},
		{validSend, `"MsgSeq":123`, `"MsgSeq":123 ¦// x`, []string{"the packet MUST invalid character '/' after object value (expecting ',' or '}'); JSON has no comments"}},
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

func TestProblemsSayExactlyWhatIsWrongAndWhere(t *testing.T) {
	for _, j := range judgedTable() {
		t.Run(j.name(), func(t *testing.T) {
			if n := strings.Count(j.base, j.old); j.old != "" && n != 1 {
				t.Fatalf("%s is %d times in the packet", j.old, n)
			}
			packet, offset := j.packet()
			switch {
			case offset >= 0:
			case len(j.want) > 0 && strings.HasPrefix(j.want[0], "/MsgId"):
				offset = strings.Index(packet, `"144115`)
			default:
				offset = 0
			}
			var got []string
			for _, p := range commandOf(t, packet).Validate([]byte(packet)) {
				got = append(got, fmt.Sprintf("%s %s %s", strings.SplitN(p.String(), ": ", 2)[0], p.Level, p.Message))
				if p.Offset != offset {
					t.Errorf("the offset of %s is %d, want %d", p, p.Offset, offset)
				}
				if p.Source == "" {
					t.Errorf("%s has no source", p)
				}
			}
			if diff := cmp.Diff(j.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// commandOf is the command that the packet claims to be, send for what claims nothing.
func commandOf(t *testing.T, packet string) *payloads.Command {
	t.Helper()
	for _, c := range payloads.All() {
		if strings.Contains(packet, c.Name) {
			return c
		}
	}
	return lookup(t, "send")
}

func TestSeveralProblemsComeInTheOrderOfThePacket(t *testing.T) {
	packet := "\ufeff" + `{"Zzz":"` + "\xff" + `","EventTime":"x","GroupId":1} {}`
	var got []string
	last := 0
	for _, p := range lookup(t, "attr").Validate([]byte(packet)) {
		got = append(got, fmt.Sprintf("%s@%d", p.Path, p.Offset))
		if p.Offset < last {
			t.Errorf("%s stands before its predecessor", p)
		}
		last = p.Offset
	}
	want := []string{
		"@0", "/CallbackCommand@3", "/Type@3", "/Operator_Account@3", "/OptionType@3", "/Zzz@10", "/Zzz@11", "/EventTime@26", "/GroupId@40", "@43",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestHugePacketsAreJudgedQuickly(t *testing.T) {
	var b strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&b, `"Unknown%d":1,`, i)
	}
	packet := strings.Replace(validSend, `"MsgSeq"`, b.String()+`"MsgSeq"`, 1)
	if problems := lookup(t, "send").Validate([]byte(packet)); len(problems) != 50_000 {
		t.Errorf("found %d problems, want one for each of the 50,000 unknown fields", len(problems))
	}
	deep := strings.Replace(validSend, `{"Text":"hi"}`, strings.Repeat(`{"Text":`, 5000)+`""`+strings.Repeat("}", 5000), 1)
	if problems := lookup(t, "send").Validate([]byte(deep)); len(problems) == 0 {
		t.Error("an object for a text is not reported")
	}
	relay := `{"MsgType":"TIMRelayElem","MsgContent":{"MsgList":[{"MsgBody":[`
	nested := strings.Replace(validSend, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}`, strings.Repeat(relay, 1000)+strings.Repeat(`]}]}}`, 1000), 1)
	if problems := lookup(t, "send").Validate([]byte(nested)); len(problems) < 1000 {
		t.Error("1000 messages within each other are not judged")
	}
}
