package service

import "github.com/timhook/timhook/payloads"

// offlinePush tells what became of the pushes for messages: a batch of events, whose packet names the command nowhere
// else, and whose times are in seconds (1047/67552).
func offlinePush() *payloads.Command {
	const name = "Push.OfflinePush"
	return &payloads.Command{
		Name: name, Short: "push-offline",
		Title: "messages were pushed to users who are offline",
		URL:   "https://www.tencentcloud.com/document/product/1047/67552",
		Page:  "Other Push Callbacks (1047/67552), updated 2025-02-28",
		Query: bareQuery(),
		Sample: `{"Events":[{"CallbackCommand":"Push.OfflinePush","EventType":1,"EventTime":1557481127,` +
			`"From_Account":"user1","To_Account":"user2","PushPlatform":1,"PushStage":1,` +
			`"MsgKey":"48374_2837546_1557481126","MsgSeq":48374,"MsgRandom":2837546,"MsgTime":1557481126,` +
			`"PushID":"67120c46_6a4086c0_9bf5fb50_200002d1089b322_2000005d8d46421","ErrCode":0,"ErrInfo":"OK"},` +
			`{"CallbackCommand":"Push.OfflinePush","EventType":2,"EventTime":1557481127,"From_Account":"user2",` +
			`"To_Account":"user3","PushPlatform":1,"PushStage":1,"GroupID":"@TGS#12DEVUDHQ","MsgSeq":48375,` +
			`"MsgRandom":2837546,"MsgTime":1557481126,` +
			`"PushID":"6710c631_85_392fcbcff_200000b2f2c6820_200002c869bfb81","ErrCode":0,"ErrInfo":"OK"}]}`,
		Request: []payloads.Field{eventsField(offlineEvent, offlineFields(name)...)},
		Rules:   offlineRules(),
		Answer:  payloads.Notified(),
		Own:     pushCases(messageEvent, offlineFields(name)...),
	}
}
