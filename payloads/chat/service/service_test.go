package service_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/service"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/payloads/payloadstest"
)

func TestCallbacks(t *testing.T) { payloadstest.Family(t, service.Callbacks()) }

// The queries of these callbacks are not the plain one, and three of their packets do not name the command.
func TestQueriesAndNamesDepart(t *testing.T) {
	const bare = "SdkAppid CallbackCommand contenttype"
	for _, want := range []struct {
		short, query string
		names        bool
	}{
		{"push-offline", bare, false},
		{"push-all", bare, false},
		{"moderation", bare, false},
		{"over-limit", "SdkAppid CallbackCommand OptPlatform contenttype", true},
	} {
		t.Run(want.short, func(t *testing.T) {
			c := payloadstest.Lookup(t, service.Callbacks(), want.short)
			if got := strings.Join(c.Query, " "); got != want.query || c.NamesItself() != want.names {
				t.Errorf("got %s, and the packet names it: %v", got, c.NamesItself())
			}
			packets, err := c.Build(nil, payloads.Params{Seed: 7, Now: payloadstest.Now()})
			if err != nil {
				t.Fatal(err)
			}
			_, noIP := netip.ParseAddr(packets[0].ClientIP)
			if (noIP == nil) != c.Queries("ClientIP") || (packets[0].OptPlatform != "") != c.Queries("OptPlatform") {
				t.Errorf("the packet is of %q on %q", packets[0].ClientIP, packets[0].OptPlatform)
			}
		})
	}
}

// Each event of a batch names the command, is of a time in seconds, and is about a message or task of its own.
func TestEventsFitTogether(t *testing.T) {
	cases := map[string]int{}
	for short, command := range map[string]string{
		"push-offline": "Push.OfflinePush", "push-all": "Push.AllMemberPush",
	} {
		t.Run(short, func(t *testing.T) {
			now := payloadstest.Now().Unix()
			payloadstest.Examples(t, service.Callbacks(), short, func(t *testing.T, p jsontree.Value) {
				seen := map[string]bool{}
				for _, m := range p.Get("Events").Members() {
					e := event{m.Value}
					cases[short+" "+e.text("EventType")]++
					cases[short+" stage "+e.text("PushStage")]++
					if e.int("ErrCode") != 0 {
						cases[short+" failed"]++
					}
					id := e.text("PushID") + e.text("TaskId")
					if e.text("CallbackCommand") != command || e.int("EventTime") != now || seen[id] || !e.fits() {
						t.Errorf("odd is %s", m.Value.JSON())
					}
					seen[id] = true
				}
			})
		})
	}
	for _, short := range []string{"push-offline", "push-all"} {
		for _, which := range []string{" 1", " 2", " stage 1", " stage 2", " stage 3", " failed"} {
			if cases[short+which] == 0 {
				t.Errorf("no event is of %s%s", short, which)
			}
		}
	}
}

type event struct{ jsontree.Value }

func (e event) text(name string) string { return e.Get(name).Text() }

func (e event) int(name string) int64 {
	n, _ := e.Get(name).Int64()
	return n
}

// fits is written from the field tables and not from the generator's code.
func (e event) fits() bool {
	failed := e.int("ErrCode") != 0
	if failed != (e.text("ErrInfo") == "push failed") || failed && e.int("PushStage") != 1 {
		return false
	}
	if e.text("CallbackCommand") == "Push.AllMemberPush" {
		isOnline := e.int("EventType") == 2
		return e.int("TaskTime") <= e.int("EventTime") && isOnline == (e.int("PushPlatform") == 0) &&
			(isOnline || e.int("DeviceType") == 0)
	}
	key := strings.Join([]string{e.text("MsgSeq"), e.text("MsgRandom"), e.text("MsgTime")}, "_")
	isGroup := e.int("EventType") == 2
	return e.int("MsgTime") <= e.int("EventTime") && e.text("From_Account") != e.text("To_Account") &&
		isGroup == e.Get("MsgKey").IsAbsent() && isGroup == strings.HasPrefix(e.text("GroupID"), "@TGS#") &&
		(isGroup || e.text("MsgKey") == key)
}

// What is judged is a text or a file, of a message or of a profile.
func TestModeratedContentsFitTheirScene(t *testing.T) {
	scenes, types, verdicts := map[string]int{}, map[string]int{}, map[string]int{}
	payloadstest.Examples(t, service.Callbacks(), "moderation", func(t *testing.T, p jsontree.Value) {
		e := event{p}
		scene, kind := e.text("Scene"), e.text("ContentType")
		scenes[scene]++
		types[kind]++
		contact, isText := event{p.Get("ContactItem")}, kind == "Text"
		isUser, isGroup := strings.HasPrefix(scene, "C2C"), scene == "Group" || scene == "GroupCustom"
		fits := p.Get("TextContent").IsAbsent() != isText && p.Get("FileURL").IsAbsent() == isText
		switch {
		case isUser:
			fits = fits && contact.int("ContactType") == 1 && contact.text("To_Account") != "" &&
				contact.Get("ToGroupId").IsAbsent() && strings.Count(e.text("MsgID"), "_") == 2
		case isGroup:
			fits = fits && contact.int("ContactType") == 2 && contact.text("ToGroupId") != "" &&
				contact.Get("To_Account").IsAbsent() && strings.Trim(e.text("MsgID"), "0123456789") == ""
		default:
			fits = fits && p.Get("ContactItem").IsAbsent() && p.Get("MsgID").IsAbsent()
		}
		if advice := e.text("CtxcbSuggestion"); advice != "" {
			verdicts[advice]++
			fits = fits && (advice == "Block") == (e.int("CtxcbResult") == 1)
		}
		if !fits || e.int("SdkAppId") != 1400000000 {
			t.Errorf("does not fit")
		}
	})
	if len(scenes) != 8 || len(types) != 4 || len(verdicts) != 2 {
		t.Errorf("got the scenes %v, the types %v and the verdicts %v", scenes, types, verdicts)
	}
}

// The packet repeats the application of the query: a backend may refuse another one.
func TestModerationIsOfTheApplication(t *testing.T) {
	c := payloadstest.Lookup(t, service.Callbacks(), "moderation")
	for _, id := range []string{"baseline-minimal", "baseline-doc-sample"} {
		v, err := c.Variant(id)
		if err != nil {
			t.Fatal(err)
		}
		packets, err := c.Build(v, payloads.Params{Seed: 7, Now: payloadstest.Now(), SDKAppID: 1400187353})
		if err != nil || !strings.Contains(string(packets[0].Body), `"SdkAppId":1400187353`) {
			t.Errorf("%s: %v, %s", id, err, packets[0].Body)
		}
	}
}

func TestCallsAreNearTheirLimit(t *testing.T) {
	over := 0
	payloadstest.Examples(t, service.Callbacks(), "over-limit", func(t *testing.T, p jsontree.Value) {
		e := event{p}
		if e.int("Request")*5 <= e.int("Limit")*4 {
			t.Errorf("%d of %d", e.int("Request"), e.int("Limit"))
		}
		if e.int("Request") > e.int("Limit") {
			over++
		}
	})
	if over == 0 || over == 2000 {
		t.Errorf("%d of 2000 are above the limit", over)
	}
}

// Each row changes the sample of a callback in one place, and tells what has to be found.
func TestRulesFindWhatDoesNotFit(t *testing.T) {
	for _, row := range []struct{ short, old, new, want string }{
		{
			"push-offline", `"EventTime":1557481127,"From_Account":"user1"`,
			`"EventTime":1557481127000,"From_Account":"user1"`,
			"/Events/0/EventTime SHOULD times-in-seconds",
		},
		{"push-offline", `"MsgKey":"48374_`, `"MsgKey":"48375_`, "/Events/0/MsgKey SHOULD msgkey-structure"},
		{"push-offline", `"MsgKey":"48374_2837546_1557481126",`, ``, "/Events/0/MsgKey SHOULD push-of-message"},
		{
			"push-offline", `"GroupID":"@TGS#12DEVUDHQ",`,
			`"GroupID":"@TGS#12DEVUDHQ","MsgKey":"1_2_3",`,
			"/Events/1/MsgKey SHOULD push-of-message /Events/1/MsgKey SHOULD msgkey-structure",
		},
		{"push-offline", `"GroupID":"@TGS#12DEVUDHQ",`, `"GroupID":"@TGS#12DEVUDHQ","MsgKey":"",`, ""},
		{
			"push-offline", `"PushPlatform":1,"PushStage":1,"MsgKey"`,
			`"PushPlatform":9,"PushStage":1,"MsgKey"`,
			"/Events/0/PushPlatform SHOULD packet-inferred-bounds",
		},
		{
			"push-offline", `Push.OfflinePush","EventType":2`,
			`Push.AllMemberPush","EventType":2`,
			"/Events/1/CallbackCommand MUST packet-wrong-value",
		},
		{"push-offline", `"user3"`, `""`, "/Events/1/To_Account SHOULD ascii-accounts"},
		{
			"push-offline", `{"Events":[`,
			`{"CallbackCommand":"Push.OfflinePush","Events":[`,
			"/CallbackCommand MAY packet-unknown-field",
		},
		{
			"push-all", `"TaskTime":1557481127,"EventTime":1557481129`,
			`"TaskTime":1557481127000,"EventTime":1557481129`,
			"/Events/1/TaskTime SHOULD times-in-seconds",
		},
		{"push-all", `"PushPlatform":0`, `"PushPlatform":1`, "/Events/1/PushPlatform SHOULD push-vendor"},
		{"push-all", `"PushPlatform":0`, `"PushPlatform":0,"DeviceType":3,"DataId":"a"`, ""},
		{
			"push-all", `"PushPlatform":1`,
			`"PushPlatform":1,"DeviceType":3`,
			"/Events/0/DeviceType SHOULD push-vendor",
		},
		{"moderation", `"TextContent":["aaabbbccc","1234567"],`, ``, "/TextContent SHOULD moderated-content"},
		{"moderation", `"ContentType":"Text"`, `"ContentType":"Image"`, "/FileURL SHOULD moderated-content"},
		{"moderation", `"ContactType":1`, `"ContactType":2`, "/ContactItem/ToGroupId SHOULD moderated-contact"},
		{
			"moderation", `"TextContent":["aaabbbccc","1234567"]`,
			`"TextContent":"aaabbbccc"`,
			"/TextContent MUST packet-wrong-type",
		},
		{"moderation", `,"CtxcbKeywords":["aaabbbccc","1234567"]`, ``, ""},
		{"moderation", `"Review"`, `"Pass"`, ""},
		{"moderation", `"SdkAppId":1400187352`, `"SdkAppId":"1400187352"`, "/SdkAppId MUST packet-wrong-type"},
		{"over-limit", `510`, `161`, ""},
		{"over-limit", `510`, `160`, "/Request SHOULD calls-near-limit"},
	} {
		t.Run(row.short+" "+row.new, func(t *testing.T) {
			c := payloadstest.Lookup(t, service.Callbacks(), row.short)
			if strings.Count(c.Sample, row.old) != 1 {
				t.Fatalf("the sample does not have %s once", row.old)
			}
			var got []string
			for _, p := range c.Validate([]byte(strings.Replace(c.Sample, row.old, row.new, 1))) {
				got = append(got, p.Path+" "+p.Level.String()+" "+p.ID)
			}
			if text := strings.Join(got, " "); text != row.want {
				t.Errorf("got %s, want %s", text, row.want)
			}
		})
	}
}

func TestAnswersAreJudgedByTheirFamily(t *testing.T) {
	for _, c := range service.Callbacks() {
		if c.Answer.Decides() {
			t.Errorf("the answer of %s decides", c.Name)
		}
	}
	payloadstest.Answers(t, service.Callbacks(), nil)
}
