package payloads_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

func TestOverrideErrorsShowTheWayOut(t *testing.T) {
	empty := "the path is empty; want a name such as MsgBody.0.MsgContent.Text or /MsgBody/0/MsgContent/Text"
	for text, want := range map[string]string{
		"--set MsgSeq": `there is no = in it; want PATH=VALUE or PATH:=JSON`,
		"--add Zzz":    `there is no = in it; want PATH=VALUE or PATH:=JSON`,
		"--set =1":     empty,
		"--set :=1":    empty,
		"--remove ":    empty,
		"--set GroupId:=abc": `GroupId: the value is not JSON: byte 0: invalid character 'a' at start of value` +
			`; for a text write GroupId:='"abc"'`,
		"--set GroupId:=": `GroupId: the value is not JSON: byte 0: the text is empty, want a JSON value` +
			`; for a text write GroupId:='""'`,
		"--event-time float": `got "float", want int or string`,
	} {
		t.Run(text, func(t *testing.T) {
			if _, err := parseOverride(text); err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
	send := "Group.CallbackAfterSendMsg/baseline-minimal: "
	for text, want := range map[string]string{
		"--set MsgSeq=abc": send + `--set MsgSeq: got "abc", want a number as it is there` +
			`; to change the type write MsgSeq:='"abc"'`,
		"--set MsgBody=hi": send + `--set MsgBody: got "hi", want an array as it is there` +
			`; to change the type write MsgBody:='"hi"'`,
		"--add GroupAtInfo=all": send + `--add GroupAtInfo: got "all", want an array as the documentation has it` +
			`; to change the type write GroupAtInfo:='"all"'`,
		"--set EventTime=now": send +
			`--set EventTime: got "now", want a number as it is there` +
			`; to change the type write EventTime:='"now"'`,
	} {
		t.Run(text, func(t *testing.T) {
			_, err := overridden(t, "send/baseline-minimal", payloads.Params{Overrides: overrides(t, text)})
			if err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func parseOverride(text string) (payloads.Override, error) {
	flag, value, _ := strings.Cut(text, " ")
	switch flag {
	case "--set":
		return payloads.ParseSet(value)
	case "--add":
		return payloads.ParseAdd(value)
	case "--remove":
		return payloads.ParseRemove(value)
	}
	for _, s := range payloads.Shorthands() {
		if flag == "--"+s.Name {
			return s.Expand([]string{value})
		}
	}
	return payloads.Override{}, fmt.Errorf("%q is no override", text)
}

func TestAnOverrideWithoutAPathIsRefused(t *testing.T) {
	want := "an override has no path; make overrides with ParseSet, ParseAdd, ParseRemove or a Shorthand"
	if _, err := overridden(t, "send/baseline-minimal",
		payloads.Params{Overrides: make([]payloads.Override, 1)}); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestPacketsHaveToBeDated(t *testing.T) {
	want := "Params.Now is not set, and a packet has to be dated"
	if _, err := lookup(t, "send").Build(nil, payloads.Params{Seed: 7}); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// Steps that switch to another command have the packets of the very command that the list holds.
func TestStepsOfOtherCommandsAreOfTheSameList(t *testing.T) {
	all := chat.All()
	of := func(short string) *payloads.Command {
		return all[slices.IndexFunc(all, func(c *payloads.Command) bool { return c.Short == short })]
	}
	bot, send := of("bot"), of("send")
	v, err := bot.Variant("bot-and-send-pair")
	if err != nil {
		t.Fatal(err)
	}
	packets := build(t, bot, v, payloads.Params{Seed: 7})
	if len(packets) != 4 || packets[1].Command != send || packets[3].Command != bot {
		t.Errorf("got %d packets, the second of %s", len(packets), packets[1].Command.Name)
	}
	want := mustParse(t, string(packets[0].Body))
	got := mustParse(t, string(packets[1].Body))
	for _, name := range []string{"GroupId", "From_Account", "Random", "MsgSeq", "MsgTime", "MsgBody", "EventTime"} {
		if got.Get(name).JSON() != want.Get(name).JSON() {
			t.Errorf("the two callbacks of one message differ in %s: %s and %s", name, want.Get(name).JSON(),
				got.Get(name).JSON())
		}
	}
}

// Who picks some callbacks of the list deletes the others from it, and steps of those still have their packets.
func TestStepsOfOtherCommandsOutliveTheirList(t *testing.T) {
	kept := slices.DeleteFunc(chat.All(), func(c *payloads.Command) bool { return c.Short != "c2c-recall" })
	v, err := kept[0].Variant("withdraw-known")
	if err != nil {
		t.Fatal(err)
	}
	packets := build(t, kept[0], v, payloads.Params{Seed: 7})
	if len(packets) != 2 || packets[0].Command.Short != "c2c-after-send" {
		t.Fatalf("got %d packets, the first of %s", len(packets), packets[0].Command.Name)
	}
	message, recall := mustParse(t, string(packets[0].Body)), mustParse(t, string(packets[1].Body))
	for _, name := range []string{"From_Account", "To_Account", "MsgKey"} {
		if one, other := message.Get(name).JSON(), recall.Get(name).JSON(); one != other {
			t.Errorf("a message and its recall differ in %s: %s and %s", name, one, other)
		}
	}
}
