package c2c

import "github.com/timhook/timhook/payloads"

// afterModifyMsg is sent after a one-to-one message was edited, by a client or through the REST API (269/128224).
func afterModifyMsg() *payloads.Command {
	const name, withinSeconds = "C2C.CallbackAfterModifyMsg", 7 * 86_400
	return &payloads.Command{
		Name: name, Short: "c2c-modify",
		Title: "a one-to-one message was edited",
		URL:   "https://cloud.tencent.com/document/product/269/128224",
		Page:  "After a One-to-One Message Is Edited (269/128224), updated 2026-02-05",
		Doubt: "the table's rows from MsgRandom on and the answer's table could not be read; whether an edit of the " +
			"body or the custom data alone has both is not documented",
		Sample: `{"CloudCustomData":"1769772027","MsgBody":[{"MsgType":"TIMTextElem",` +
			`"MsgContent":{"Text":"2026-01-30T11:20:26.548Z"}}],"CallbackCommand":"C2C.CallbackAfterModifyMsg",` +
			`"Operator_Account":"jared","From_Account":"jared","To_Account":"Jonh","MsgRandom":690,"MsgSeq":609,` +
			`"MsgTime":1769771529,"MsgKey":"609_690_1769771529","EventTime":1769772027036}`,
		Request: []payloads.Field{
			newData(), newBody(), payloads.CommandField(name), editor(), author(), payloads.ReceiverField(),
			payloads.C2CRandomField(), payloads.C2CSeqField(), pastTime(withinSeconds), payloads.MsgKeyField(),
			laterTime(),
		},
		Rules:   modifyRules(),
		Without: []string{"msgtime-doc-mismatch", "operator-absent", "account-not-found", "body-absent"},
		Own:     modifyCases(),
		Answer:  payloads.Notified().Unread(),
	}
}
