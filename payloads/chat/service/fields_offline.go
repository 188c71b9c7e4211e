package service

import (
	"fmt"
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ofUser, ofGroup = 1, 2
	uint32Max       = 1<<32 - 1
)

// offlineFields are those of the push of one message to one user.
func offlineFields(command string) []payloads.Field {
	return append([]payloads.Field{
		payloads.CommandField(command),
		payloads.Part("EventType", payloads.Integer(ofUser, ofGroup), "1 for a one-to-one message, 2 for a group's"),
		eventTimeField(),
		payloads.Part("From_Account", payloads.Text(32), "UserID of the sender").Of("account", payloads.IsActor),
		receiverField(), vendorField("PushPlatform", "vendor of the push: 0 unknown, "), stageField(),
		payloads.PartWhen("the message is one-to-one", "MsgKey", payloads.Text(0),
			"id of the message: MsgSeq, MsgRandom and MsgTime, joined by underscores; empty in groups").
			Of("", payloads.IsKey),
		payloads.PartWhen("the message is a group's", "GroupID", payloads.Text(48),
			"group id, with a capital D here; empty one-to-one").Of("", payloads.IsConversation),
		payloads.Part("MsgSeq", payloads.Integer(0, uint32Max), "sequence number of the message").
			Of("", payloads.IsKey),
		payloads.Part("MsgRandom", payloads.Integer(0, uint32Max), "random number of the message; the table calls it "+
			"empty in groups, whose sample has it").Of("", payloads.IsKey),
		seconds("MsgTime", "when the message was sent, seconds since 1970-01-01 UTC"),
		payloads.Part("PushID", payloads.Text(0), "id of the push").Of("", payloads.IsKey),
	}, resultFields()...)
}

// offlineEvent is one push, for a message of either kind.
func offlineEvent(g *payloads.Gen, number int64) payloads.Value {
	d := g.Draw("kind " + decimal(number))
	if g.Scope() == payloads.Maximal && number%2 == 1 || g.Scope() == payloads.Domain && d.Chance(40) {
		return messageEvent(g, number, ofGroup)
	}
	return messageEvent(g, number, ofUser)
}

// messageEvent is the push of a message, which is some seconds older.
func messageEvent(g *payloads.Gen, number, kind int64) payloads.Value {
	d, now := ofEvent(g, number), g.Now().Unix()
	seq, random, at := g.NextSeq(mostEvents)+number, d.Between(1, uint32Max), now-d.Between(0, 5)
	var key, group payloads.Value
	if kind == ofUser {
		key = jsontree.String(payloads.MessageKey(seq, random, at))
	} else {
		group = jsontree.String(groupID(&d))
	}
	id := fmt.Sprintf("%x_%s_%s_200000%s_200000%s", at, d.Hex(8), d.Hex(8), d.Hex(9), d.Hex(9))
	stage, code, info := result(g, &d)
	return payloads.Obj("CallbackCommand", "Push.OfflinePush", "EventType", kind, "EventTime", now,
		"From_Account", person(g, "sender", number), "To_Account", person(g, "receiver", number),
		"PushPlatform", vendorOf(&d), "PushStage", stage, "MsgKey", key, "GroupID", group, "MsgSeq", seq,
		"MsgRandom", random, "MsgTime", at, "PushID", id, "ErrCode", code, "ErrInfo", info)
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func groupID(d *payloads.Draw) string {
	return "@TGS#2" + d.FromAlphabet("ABCDEFGHIJKLMNPQRSTUVWXYZ23456789", 8)
}
