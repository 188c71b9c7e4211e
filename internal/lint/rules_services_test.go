package lint_test

import (
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// builtOf is an ordinary packet of a callback, of the time of the tests.
func builtOf(short string) string {
	c, err := chat.Lookup(short)
	if err != nil {
		panic(err)
	}
	packets, err := c.Build(nil, payloads.Params{Seed: 7, Now: time.Unix(second, 217e6), SDKAppID: app})
	if err != nil {
		panic(err)
	}
	return string(packets[0].Body)
}

func unanswered(t tripped) tripped {
	t.unanswered = true
	return t
}

// trippedServices are rules about pushes, moderation and alarms, and of packets that have no sample to change.
func trippedServices() []tripped {
	recalled := builtOf("official-recall")
	list := recalled[strings.Index(recalled, `{"MsgKey"`):strings.Index(recalled, `]`)]
	return []tripped{
		row("to-chatbot", builtOf("bot-c2c"), `"To_Account":"@RBT#`, `"To_Account":"`),
		unanswered(row("unique-requests", sampleOf("friend-request"), `"id2"`, `"id1"`)),
		row("msgkey-time", builtOf("official-send"), `"MsgKey":"`, `"MsgKey":"x`),
		row("unique-recalled-keys", recalled, list, list+","+list),
		unanswered(row("unique-responses", sampleOf("friend-response"), `"id2"`, `"id1"`)),
		row("times-in-seconds", builtOf("push-all"), `"EventTime":`, `"EventTime":1000`),
		row("push-of-message", builtOf("push-offline"), `"MsgKey":`, `"GroupID":"@TGS#a","MsgKey":`),
		row("push-vendor", builtOf("push-all"), `"PushStage":`, `"DeviceType":3,"PushStage":`),
		row("moderated-content", builtOf("moderation"), `"ContentType":"Text"`, `"ContentType":"Image"`),
		row("moderated-contact", builtOf("moderation"), `"ContactType":1`, `"ContactType":2`),
		row("calls-near-limit", builtOf("over-limit"), `"Limit":200`, `"Limit":2000`),
	}
}
