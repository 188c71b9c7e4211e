package service

import (
	"fmt"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const offline, online = 1, 2

// taskFields are those of the push of a task to one user.
func taskFields(command string) []payloads.Field {
	return append([]payloads.Field{
		payloads.CommandField(command),
		payloads.Part("EventType", payloads.Integer(offline, online), "1 for an offline push, 2 for an online one"),
		payloads.Part("TaskId", payloads.Text(0), "id of the task, as the REST API answers it").Of("", payloads.IsKey),
		payloads.PartWhen("the task has one", "DataId", payloads.Text(0), "id of the caller's own").
			Sent(payloads.DocumentedOnly),
		seconds("TaskTime", "when the task was given, seconds since 1970-01-01 UTC"),
		eventTimeField(), receiverField(),
		vendorField("PushPlatform", "vendor of the push: 0 for an online one and unknown, "),
		onNewerPages(vendorField("DeviceType", "vendor of the device: 0 for an offline push and unknown, ")),
		stageField(),
	}, resultFields()...)
}

func onNewerPages(f payloads.Field) payloads.Field {
	return f.Sent(payloads.DocumentedOnly).InCase("the table names it; the sample is without it")
}

// taskEvent is one push of a task, of either kind.
func taskEvent(g *payloads.Gen, number int64) payloads.Value {
	d := g.Draw("kind " + decimal(number))
	if g.Scope() == payloads.Maximal && number%2 == 1 || g.Scope() == payloads.Domain && d.Chance(40) {
		return pushEvent(g, number, online)
	}
	return pushEvent(g, number, offline)
}

// pushEvent is the push of a task, which is some seconds older.
func pushEvent(g *payloads.Gen, number, kind int64) payloads.Value {
	d, task := ofEvent(g, number), g.Draw("TaskId")
	vendor, device := vendorOf(&d), int64(0)
	if kind == online {
		vendor, device = 0, vendor
	}
	now := g.Now().Unix()
	at := now - task.Between(0, 30)
	id := fmt.Sprintf("%x_%s_200000%s_%s_%s", at, task.Hex(8), task.Hex(9), task.Hex(8), d.Hex(6))
	var own, deviceType payloads.Value
	if g.Sends(&d, 40) {
		own = jsontree.String("order-" + task.Digits(5))
	}
	if g.Sends(&d, 40) {
		deviceType = jsontree.Int(device)
	}
	stage, code, info := result(g, &d)
	return payloads.Obj("CallbackCommand", "Push.AllMemberPush", "EventType", kind, "TaskId", id, "DataId", own,
		"TaskTime", at, "EventTime", now, "To_Account", person(g, "receiver", number), "PushPlatform", vendor,
		"DeviceType", deviceType, "PushStage", stage, "ErrCode", code, "ErrInfo", info)
}
