package payloads_test

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

func TestDerivedFieldsFollowOverrides(t *testing.T) {
	for _, c := range []struct {
		name, overrides string
		want            []string // "path holds text" of the changed packet
	}{
		{"send/baseline-minimal", "--set Random=4026038328", []string{"MsgId ends -4026038328"}},
		{"send/baseline-minimal", "--from otis", []string{"From_Account is otis", "Operator_Account is otis"}},
		{
			"send/baseline-minimal", "--from otis|--operator administrator",
			[]string{"Operator_Account is administrator", "platform is RESTAPI"},
		},
		{"recall/baseline-minimal", "--operator otis", []string{"Operator_Account is otis", "platform is Android"}},
		{"bot/baseline-minimal", "--bot @RBT#a,@RBT#b", []string{"MsgBody.0.MsgContent.Text begins @@RBT#a @@RBT#b "}},
		{"bot/bot-composite", "--set AtRobots_Account.0=@RBT#a", []string{"MsgBody.0.MsgContent.Text begins @@RBT#a "}},
		{
			"send/at-one", "--set GroupAtInfo.0.GroupAt_Account=otis",
			[]string{"MsgBody.0.MsgContent.Text begins @otis "},
		},
		{"send/baseline-minimal", "--group @TGS#_lobby", []string{"GroupId is @TGS#_lobby", "Type is Community"}},
		{"send/baseline-maximal", "--group lobby", []string{"GroupId is lobby", "Type is Public", "TopicId is "}},
		{
			"recall/baseline-minimal", "--topic @TGS#_a@TOPIC#_b",
			[]string{"TopicId is @TGS#_a@TOPIC#_b", "GroupId is @TGS#_a", "Type is Community"},
		},
		{
			"recall/baseline-minimal", "--set TopicId=@TGS#_a@TOPIC#_b",
			[]string{"TopicId is @TGS#_a@TOPIC#_b", "GroupId is @TGS#_a", "Type is Community"},
		},
		{"bot/baseline-maximal", "--group @TGS#_lobby", []string{"TopicId begins @TGS#_lobby@TOPIC#_"}},
		{"send/topic-custom", "--group @TGS#_lobby", []string{"TopicId is @TGS#_lobby@TOPIC#_builds"}},
		{"send/baseline-minimal", "--set Type=Community", []string{"GroupId begins @TGS#_"}},
		{"send/example", "--set Type=AVChatRoom", []string{"OnlineOnlyFlag is 0", "GroupAtInfo is "}},
		{
			"send/baseline-minimal", "--set MsgTime=1500000500",
			[]string{"EventTime begins 150000050", "MsgId holds -1500000"},
		},
		{"attr/example", "--set OptionType=clear", []string{"GroupAttr is "}},
		{"send/elem-image", "--from otis", []string{"MsgBody.0.MsgContent.UUID holds _otis_"}},
		{"send/elem-relay-list", "--group lobby|--set MsgBody.0.MsgContent.MsgNum=2", []string{"GroupId is lobby"}},
	} {
		t.Run(c.name+" "+c.overrides, func(t *testing.T) {
			packet, err := overridden(t, c.name,
				payloads.Params{Overrides: overrides(t, strings.Split(c.overrides, "|")...)})
			if err != nil || len(packet.Missed) > 0 {
				t.Fatalf("missed %v, %v", packet.Missed, err)
			}
			for _, want := range c.want {
				expect(t, packet, want)
			}
			if problems := packet.Command.Validate(packet.Body); len(problems) > 0 {
				t.Errorf("the changed packet is no longer valid: %v", problems)
			}
			checkCoherent(t, packet.Body)
		})
	}
}

func expect(t *testing.T, p payloads.Packet, want string) {
	t.Helper()
	tree, err := jsontree.Parse(p.Body)
	if err != nil {
		t.Fatal(err)
	}
	words := strings.SplitN(want, " ", 3)
	path, err := jsontree.ParsePath(words[0])
	if err != nil {
		t.Fatal(err)
	}
	got := tree.At(path).Text()
	if words[0] == "platform" {
		got = p.OptPlatform
	}
	holds := map[string]func(string, string) bool{
		"is":    func(got, want string) bool { return got == want },
		"holds": strings.Contains, "begins": strings.HasPrefix, "ends": strings.HasSuffix,
	}[words[1]]
	if !holds(got, words[2]) {
		t.Errorf("got %q, want %s", got, want)
	}
}

// An account is the same person in every packet, whatever else is drawn.
func TestAMsgIDBelongsToItsSender(t *testing.T) {
	tiny := func(account string, seed uint64) string {
		c := lookup(t, "send")
		p := build(t, c, nil, payloads.Params{Seed: seed, Overrides: overrides(t, "--from "+account)})[0]
		id, _, _ := strings.Cut(show(t, p, "MsgId"), "-")
		return id
	}
	if tiny("otis", 1) != tiny("otis", 2) || tiny("otis", 1) == tiny("mina07", 1) {
		t.Error("want one tinyid for each account")
	}
}

// followers are the fields that derive from a field, directly or not.
var followers = map[string][]string{
	"GroupId": {
		"Type", "TopicId", "MsgBody", "OnlineOnlyFlag", "GroupAtInfo", "JoinType", "Operator_Account", "NewMemberList",
		"MemberList", "TopicIdList",
	},
	"TopicId": {
		"GroupId", "Type", "MsgBody", "OnlineOnlyFlag", "GroupAtInfo", "JoinType", "Operator_Account", "NewMemberList",
	},
	"Type": {
		"GroupId", "TopicId", "OnlineOnlyFlag", "GroupAtInfo", "MsgBody", "JoinType", "Operator_Account",
		"NewMemberList", "MemberList", "TopicIdList",
	},
	"JoinType": {"Operator_Account", "NewMemberList"},
	"ExitType": {"Operator_Account", "ExitMemberList"},
	"Operator_Account": {
		"NewMemberList", "ExitMemberList", "Owner_Account", "OldOwner_Account", "SubscribeAccountList", "C2CMsgInfo",
		"MsgBody", // the keys of media name who acts
	},
	"Owner_Account":    {"MemberList"},
	"OperateType":      {"ExtensionList"},
	"Seq":              {"ExtensionList"},
	"Quota":            {"QuotaUsed"},
	"From_Account":     {"MsgId", "Operator_Account", "Requester_Account", "MsgBody"},
	"Random":           {"MsgId"},
	"MsgRandom":        {"MsgKey", "MsgId"},
	"MsgSeq":           {"CloudCustomData", "MsgKey"},
	"MsgTime":          {"MsgId", "MsgKey", "EventTime"},
	"Official_Account": {"MsgBody"},
	"Info":             {"KickedDevice", "CustomStatus"},
	"Peer_Account":     {"C2CMsgInfo"},
	"To_Account":       {"Operator_Account"},
	"CloudCustomData":  {"MsgBody"},
	"SendMsgResult":    {"ErrorInfo", "UnreadMsgNum"},
	"ClientCmd":        {"PairList", "Admin_Account", "ForceFlag"},
	"Admin_Account":    {"ForceFlag"},
	"AtRobots_Account": {"MsgBody"},
	"GroupAtInfo":      {"MsgBody"},
	"OptionType":       {"GroupAttr"},
	"Scene":            {"ContactItem", "ContentType", "TextContent", "FileURL", "MsgID"},
	"ContentType":      {"TextContent", "FileURL"},
	"CtxcbResult": {
		"CtxcbKeywords", "CtxcbSuggestion", "CtxcbLabel", "CtxcbSubLabel", "CtxcbSubLabelDesc", "CtxcbLibName",
	},
	"Limit":              {"Request"},
	"ResponseFriendItem": {"Requester_Account"},
}

func TestAnOverrideChangesNothingElse(t *testing.T) {
	all := chat.All()
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(all).Draw(t, "command")
		variants := []*payloads.Variant{&c.Variants()[0], &c.Variants()[1], payloads.Example()}
		v := rapid.SampledFrom(variants).Draw(t, "variant")
		f := rapid.SampledFrom(c.Request).Draw(t, "field")
		p := payloads.Params{Seed: rapid.Uint64().Draw(t, "seed"), Now: now}
		before, err := c.Build(v, p)
		if err != nil {
			t.Fatal(err)
		}
		value := rapid.SampledFrom([]string{
			`null`, `"@TGS#_a"`, `"b"`, `0`, `4294967295`, `[]`, `{"a":1}`,
			`"AVChatRoom"`, `"clear"`,
		}).Draw(t, "value")
		o, err := payloads.ParseAdd(f.Name + ":=" + value)
		if err != nil {
			t.Fatal(err)
		}
		p.Overrides = []payloads.Override{o}
		after, err := c.Build(v, p)
		if err != nil {
			t.Fatal(err)
		}
		one, other := members(t, before[0].Body), members(t, after[0].Body)
		if other[f.Name] != value {
			t.Fatalf("%s is %s, want %s", f.Name, other[f.Name], value)
		}
		for _, g := range c.Request {
			if g.Name != f.Name && one[g.Name] != other[g.Name] && !slices.Contains(followers[f.Name], g.Name) {
				t.Fatalf("%s changed with %s: from %s to %s", g.Name, f.Name, one[g.Name], other[g.Name])
			}
		}
	})
}

func members(t interface{ Fatal(...any) }, body []byte) map[string]string {
	tree, err := jsontree.Parse(body)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, m := range tree.Members() {
		found[m.Name] = m.Value.JSON()
	}
	return found
}

func TestAGivenBodyStaysAsItIs(t *testing.T) {
	c := lookup(t, "send")
	for _, body := range []string{
		` { "MsgSeq" : 1e2, "MsgSeq":2,"Operator_Account":"administrator","x":"\/\u00e9" } `, `[]`, `{}`,
		"{\"Text\":\"\xff\"}", `{"Text":"\ud83d"}`,
	} {
		t.Run(body, func(t *testing.T) {
			p := build(t, c, nil, payloads.Params{Body: []byte(body)})[0]
			if !bytes.Equal(p.Body, []byte(body)) || p.Variant != nil || p.Name() != c.Name {
				t.Errorf("it became %s of %s", p.Body, p.Name())
			}
			want := "Android"
			if strings.Contains(body, "administrator") {
				want = "RESTAPI"
			}
			if p.OptPlatform != want {
				t.Errorf("the platform is %s, want %s", p.OptPlatform, want)
			}
		})
	}
}

func TestAGivenBodyTakesOverrides(t *testing.T) {
	c := lookup(t, "send")
	const body = `{ "MsgSeq" : 1, "x":"\/\u00e9", "EventTime":"5", "a":[1.0,{"b":null}] }`
	const same = `{"MsgSeq":1,"x":"\/\u00e9","EventTime":"5","a":[1.0,{"b":null}]`
	for texts, want := range map[string]string{
		"--set MsgSeq=2":                `{"MsgSeq":2,"x":"\/\u00e9","EventTime":"5","a":[1.0,{"b":null}]}`,
		"--set a.1.b=c":                 `{"MsgSeq":1,"x":"\/\u00e9","EventTime":"5","a":[1.0,{"b":"c"}]}`,
		"--remove x|--event-time int":   `{"MsgSeq":1,"EventTime":5,"a":[1.0,{"b":null}]}`,
		"--add Random=7|--add y=7":      same + `,"Random":7,"y":"7"}`,
		"--set Nope=1|--set MsgSeq=2":   `{"MsgSeq":2,"x":"\/\u00e9","EventTime":"5","a":[1.0,{"b":null}]}`,
		"--topic @TGS#_a@TOPIC#_b":      same + `,"TopicId":"@TGS#_a@TOPIC#_b"}`,
		"--set x:=1|--set *:=0":         `{"MsgSeq":0,"x":0,"EventTime":0,"a":0}`,
		"--remove a|--remove EventTime": `{"MsgSeq":1,"x":"\/\u00e9"}`,
	} {
		t.Run(texts, func(t *testing.T) {
			p := build(t, c, nil,
				payloads.Params{Body: []byte(body), Overrides: overrides(t, strings.Split(texts, "|")...)})[0]
			if string(p.Body) != want {
				t.Errorf("got  %s\nwant %s", p.Body, want)
			}
			if missed := strings.Count(texts, "Nope"); len(p.Missed) != missed {
				t.Errorf("missed %v, want %d", p.Missed, missed)
			}
		})
	}
}

func TestAGivenBodyThatIsNoJSONIsRefused(t *testing.T) {
	c := lookup(t, "send")
	for body, want := range map[string]string{
		"":        "the body is not JSON: byte 0: the text is empty, want a JSON value",
		"{'a':1}": `the body is not JSON: byte 1: invalid character '\'' at start of value`,
		"{\"a\":1 //\n}": "the body is not JSON: byte 7: invalid character '/' after object value " +
			"(expecting ',' or '}'); JSON has no comments",
	} {
		t.Run(strconv.Quote(body), func(t *testing.T) {
			packets, err := c.Build(nil, payloads.Params{Body: []byte(body)})
			if fmt.Sprint(err) != want || packets != nil {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
	odd := payloads.Params{Body: []byte(`{"EventTime":{}}`), Overrides: overrides(t, "--event-time int")}
	want := "EventTime: got an object, want an integer or a string that spells one"
	if _, err := c.Build(nil, odd); fmt.Sprint(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
