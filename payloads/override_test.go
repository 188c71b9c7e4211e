package payloads_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// override reads one change as the command line would: "--set MsgSeq=7", "--group lobby".
func override(t testing.TB, text string) payloads.Override {
	t.Helper()
	flag, value, _ := strings.Cut(text, " ")
	parse := map[string]func(string) (payloads.Override, error){
		"--set": payloads.ParseSet, "--add": payloads.ParseAdd, "--remove": payloads.ParseRemove,
	}[flag]
	for _, s := range payloads.Shorthands() {
		if flag == "--"+s.Name {
			parse = func(value string) (payloads.Override, error) { return s.Expand(strings.Split(value, ",")) }
		}
	}
	if parse == nil {
		t.Fatalf("%q is no override", text)
	}
	o, err := parse(value)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return o
}

func overrides(t testing.TB, texts ...string) []payloads.Override {
	t.Helper()
	list := make([]payloads.Override, len(texts))
	for i, text := range texts {
		list[i] = override(t, text)
	}
	return list
}

// overridden is the first packet of a case such as "send/at-one" with the changes.
func overridden(t testing.TB, name string, p payloads.Params) (payloads.Packet, error) {
	t.Helper()
	command, id, _ := strings.Cut(name, "/")
	c := lookup(t, command)
	v, err := c.Variant(id)
	if err != nil {
		t.Fatal(err)
	}
	p.Seed, p.Now = 7, now
	packets, err := c.Build(v, p)
	if err != nil {
		return payloads.Packet{}, err
	}
	return packets[0], nil
}

// show is what stands at a path: its JSON, or "missed" when the packet does not have it and says so.
func show(t testing.TB, p payloads.Packet, at string) string {
	t.Helper()
	if len(p.Missed) > 0 {
		return "missed"
	}
	tree, err := jsontree.ParseLoose(p.Body)
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Body)
	}
	path, err := jsontree.ParsePath(at)
	if err != nil {
		t.Fatal(err)
	}
	if v := tree.At(path); !v.IsAbsent() {
		return v.JSON()
	}
	return "absent"
}

func TestOverridesKeepTheTypeOfWhatTheyReplace(t *testing.T) {
	for _, c := range []struct{ name, override, at, want string }{
		{"send/baseline-minimal", "--set MsgSeq=7", "MsgSeq", `7`},
		{"send/baseline-minimal", `--set MsgSeq:="7"`, "MsgSeq", `"7"`},
		{"send/baseline-minimal", "--set /MsgSeq=7", "MsgSeq", `7`},
		{"send/baseline-minimal", "--set GroupId=1001555", "GroupId", `"1001555"`},
		{"send/baseline-minimal", "--set GroupId=", "GroupId", `""`},
		{"send/baseline-minimal", "--set GroupId=a=b:=c", "GroupId", `"a=b:=c"`},
		{"send/baseline-minimal", "--set GroupId:=null", "GroupId", `null`},
		{"send/baseline-minimal", `--set GroupId:="\/\u00e9"`, "GroupId", `"\/\u00e9"`},
		{"send/baseline-minimal", `--set MsgBody=[]`, "MsgBody", `[]`},
		{"send/baseline-minimal", "--set MsgBody.0.MsgContent.Text=你好", "MsgBody.0.MsgContent.Text", `"你好"`},
		{"send/body-composite", "--text hi", "MsgBody.2.MsgContent.Text", `"hi"`},
		{"send/text-escapes", "--text hi", "MsgBody.0.MsgContent.Text", `"hi"`},
		{"send/elem-location", "--set MsgBody.0.MsgContent.Latitude=-1.50", "MsgBody.0.MsgContent.Latitude", `-1.50`},
		{"send/at-many", "--set GroupAtInfo.*.GroupAtAllFlag=1", "GroupAtInfo.2.GroupAtAllFlag", `1`},
		{"send/baseline-minimal", "--set *=x", "MsgBody", `error`},
		// What a variant departs from comes back to the documented type where the text does not fit the other.
		{"send/onlineonly-bool", "--set OnlineOnlyFlag=1", "OnlineOnlyFlag", `1`},
		{"send/onlineonly-bool", "--set OnlineOnlyFlag=false", "OnlineOnlyFlag", `false`},
		{"send/ccd-object", "--set CloudCustomData=x", "CloudCustomData", `"x"`},
		{"send/topic-null", "--set TopicId=@TGS#_a@TOPIC#_b", "TopicId", `"@TGS#_a@TOPIC#_b"`},
		{"send/topic-null", "--topic @TGS#_a@TOPIC#_b", "TopicId", `"@TGS#_a@TOPIC#_b"`},
		{"send/field-unknown-null", "--set Zzz=abc", "Zzz", `"abc"`},
		{"send/msgseq-string", "--set MsgSeq=7", "MsgSeq", `"7"`},
		{"attr/attr-value-number", "--set GroupAttr.0.value=x", "GroupAttr.0.value", `"x"`},
		// Variants' own fields and whole lists.
		{"send/field-unknown-scalar", "--set Zzz=2", "Zzz", `2`},
		{"send/field-unknown-nested", "--set Zzz.list.1.a=c", "Zzz.list.1.a", `"c"`},
		{"send/field-unknown-in-element", "--set MsgBody.0.MsgContent.Zzz=2", "MsgBody.0.MsgContent.Zzz", `2`},
		{"send/field-msgpriority", "--set MsgPriority=Low", "MsgPriority", `"Low"`},
		// The documentation's sample is changed as it stands.
		{"recall/baseline-doc-sample", "--set MsgSeqList.0.MsgSeq=131", "MsgSeqList.0.MsgSeq", `131`},
		{"recall/baseline-doc-sample", "--event-time int", "EventTime", `1670574414123`},
		{"send/baseline-doc-sample", "--set EventTime=5", "EventTime", `"5"`},
		{"send/baseline-minimal", "--event-time string", "EventTime", `"1767323045123"`},
		{"send/eventtime-string", "--event-time int", "EventTime", `1767323045123`},
		// What is not there is missed and nothing else happens.
		{"send/baseline-minimal", "--set Nope=1", "Nope", "missed"},
		{"send/baseline-minimal", "--set MsgBody.1.MsgType=x", "MsgBody", "missed"},
		{"send/baseline-minimal", "--set MsgBody.x=1", "MsgBody", "missed"},
		{"send/baseline-minimal", "--set CloudCustomData=x", "CloudCustomData", "missed"},
		{"recall/baseline-minimal", "--text hi", "MsgBody", "missed"},
		{"send/elem-image", "--text hi", "MsgBody", "missed"},
		{"send/eventtime-absent", "--event-time int", "EventTime", "missed"},
		{"attr/baseline-minimal", "--topic @TGS#_a@TOPIC#_b", "TopicId", "missed"},
		{"send/baseline-minimal", "--bot @RBT#a", "AtRobots_Account", "missed"},
	} {
		t.Run(c.name+" "+c.override, func(t *testing.T) {
			packet, err := overridden(t, c.name, payloads.Params{Overrides: overrides(t, c.override)})
			if err != nil {
				if c.want != "error" {
					t.Error(err)
				}
				return
			}
			if got := show(t, packet, c.at); got != c.want {
				t.Errorf("got %s at %s, want %s", got, c.at, c.want)
			}
		})
	}
}

func TestAddedAndRemovedFields(t *testing.T) {
	for _, c := range []struct{ name, override, at, want string }{
		{"send/baseline-minimal", "--add Zzz=1", "Zzz", `"1"`},
		{"send/baseline-minimal", "--add Zzz:=1", "Zzz", `1`},
		{"send/baseline-minimal", "--add MsgPriority=High", "MsgPriority", `"High"`},
		{"send/baseline-minimal", "--add CloudCustomData=5", "CloudCustomData", `"5"`},
		{"send/baseline-minimal", `--add GroupAtInfo=[{"GroupAtAllFlag":1}]`, "GroupAtInfo.0.GroupAtAllFlag", `1`},
		{"send/baseline-minimal", "--add MsgSeq=7", "MsgSeq", `7`},
		{"send/msgseq-absent", "--add MsgSeq=7", "MsgSeq", `7`},
		{"send/at-all", "--add GroupAtInfo.0.GroupAt_Account=otis", "GroupAtInfo.0.GroupAt_Account", `"otis"`},
		{"send/at-flag-absent", "--add GroupAtInfo.0.GroupAtAllFlag=0", "GroupAtInfo.0.GroupAtAllFlag", `0`},
		{
			"send/elem-sound-legacy", "--add MsgBody.0.MsgContent.Download_Flag=2",
			"MsgBody.0.MsgContent.Download_Flag", `2`,
		},
		{"send/elem-sound-legacy", "--add MsgBody.0.MsgContent.Zzz=2", "MsgBody.0.MsgContent.Zzz", `"2"`},
		{"send/body-composite", "--add MsgBody.*.Zzz:=2", "MsgBody.4.Zzz", `2`},
		{"send/body-composite", "--add MsgBody.*.MsgContent.Text=x", "MsgBody.0.MsgContent.Text", `"x"`},
		{"bot/bot-two", "--add AtRobots_Account.-=@RBT#c", "AtRobots_Account.2", `"@RBT#c"`},
		{"bot/bot-two", "--add AtRobots_Account.0=@RBT#c", "AtRobots_Account.0", `"@RBT#c"`},
		{"send/baseline-minimal", `--add MsgBody.-:={"MsgType":"TIMFaceElem"}`, "MsgBody.1.MsgType", `"TIMFaceElem"`},
		{"send/baseline-minimal", "--add MsgBody.5=x", "MsgBody", "missed"},
		{"send/baseline-minimal", "--add Nope.Deeper=1", "Nope", "missed"},
		{"send/baseline-minimal", "--remove MsgSeq", "MsgSeq", "absent"},
		{"send/baseline-minimal", "--remove MsgBody.0.MsgContent.Text", "MsgBody.0.MsgContent.Text", "absent"},
		{"send/at-many", "--remove GroupAtInfo.1", "GroupAtInfo.2", "absent"},
		{"send/field-unknown-scalar", "--remove Zzz", "Zzz", "absent"},
		{"send/baseline-doc-sample", "--remove EventTime", "EventTime", "absent"},
		{"send/baseline-minimal", "--remove TopicId", "TopicId", "missed"},
	} {
		t.Run(c.name+" "+c.override, func(t *testing.T) {
			packet, err := overridden(t, c.name, payloads.Params{Overrides: overrides(t, c.override)})
			if err != nil {
				t.Fatal(err)
			}
			if got := show(t, packet, c.at); got != c.want {
				t.Errorf("got %s at %s, want %s", got, c.at, c.want)
			}
		})
	}
}

// An override that only some packets have never stops a run over all variants.
func TestOverridesGoThroughEveryVariant(t *testing.T) {
	serial(t)
	texts := []string{
		"--set MsgSeq=7", "--set Random=5", "--set OnlineOnlyFlag=0", "--set CloudCustomData=x",
		"--set TopicId=@TGS#_a@TOPIC#_b", "--group lobby", "--group @TGS#_lobby",
		"--topic @TGS#_a@TOPIC#_b", "--from otis", "--operator administrator", "--bot @RBT#a,@RBT#b", "--text hi",
		"--set MsgTime=1500000000", "--set EventTime=1500000000000", "--set Type=Public", "--set GroupAttr.0.value=x",
		"--set MsgSeqList.*.MsgSeq=1", "--set MsgId=a-b-c",
		"--add Zzz:={}", "--add MsgPriority=High", "--add MsgBody.*.MsgContent.Zzz=1", "--remove EventTime",
		"--remove MsgBody", "--remove Type",
		"--set GroupAtInfo.0.GroupAtAllFlag=1", "--set OptionType=set", "--event-time int", "--event-time string",
	}
	for _, text := range texts {
		t.Run(text, func(t *testing.T) {
			changed := 0
			for _, w := range allWork() {
				packets, err := w.c.Build(w.v, payloads.Params{Seed: 7, Now: now, Overrides: overrides(t, text)})
				if err != nil {
					t.Error(err)
				}
				for _, p := range packets {
					if len(p.Missed) == 0 {
						changed++
					}
				}
			}
			if changed == 0 {
				t.Error("it changes nothing anywhere")
			}
		})
	}
}
