package service

import "github.com/timhook/timhook/payloads"

// allPush tells what became of the pushes of a task, which is for all users, for those with a tag or for one: a batch
// as that of [offlinePush] (1047/67551).
func allPush() *payloads.Command {
	const name = "Push.AllMemberPush"
	return &payloads.Command{
		Name: name, Short: "push-all",
		Title: "a task has pushed to users",
		URL:   "https://www.tencentcloud.com/document/product/1047/67551",
		Page:  "All Users / Tags / UserID Push Callback (1047/67551), updated 2025-02-28",
		Query: bareQuery(),
		Sample: `{"Events":[{"CallbackCommand":"Push.AllMemberPush","EventType":1,` +
			`"TaskId":"657bf434_537529d8_2000005e80aa873_2780d131_bc614e","TaskTime":1557481127,` +
			`"EventTime":1557481128,"To_Account":"user2","PushPlatform":1,"PushStage":1,"ErrCode":0,` +
			`"ErrInfo":"OK"},{"CallbackCommand":"Push.AllMemberPush","EventType":2,` +
			`"TaskId":"657bf434_537529d8_2000005e80aa873_2780d131_9","TaskTime":1557481127,` +
			`"EventTime":1557481129,"To_Account":"user3","PushPlatform":0,"PushStage":1,"ErrCode":0,` +
			`"ErrInfo":"OK"}]}`,
		Request: []payloads.Field{eventsField(taskEvent, taskFields(name)...)},
		Rules:   taskRules(),
		Answer:  payloads.Notified(),
		Own:     pushCases(pushEvent, taskFields(name)...),
	}
}
