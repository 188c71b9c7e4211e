package c2c

import (
	"slices"

	"github.com/timhook/timhook/payloads"
)

// afterC2CMsgExtension is sent after pairs of key and value were put on a one-to-one message or taken from it
// (1047/76006). It does not tell who did that.
func afterC2CMsgExtension() *payloads.Command {
	const name, withinSeconds = "C2C.CallbackAfterC2CMsgExtension", 7 * 86_400
	return &payloads.Command{
		Name: name, Short: "c2c-extension",
		Title: "extensions of a one-to-one message were set, deleted or cleared",
		URL:   "https://www.tencentcloud.com/document/product/1047/76006",
		Page:  "After a One-to-One Message Extension Is Configured (1047/76006)",
		Sample: `{"CallbackCommand":"C2C.CallbackAfterC2CMsgExtension","From_Account":"user1","To_Account":"user2",` +
			`"MsgKey":"93847636_1287657_1764688415","OperateType":1,"ExtensionList":[` +
			`{"Key":"k1","Value":"v1","Seq":1},{"Key":"k2","Value":"v2","Seq":1},{"Key":"k3","Value":"v3","Seq":1}],` +
			`"Seq":1,"EventTime":1764688540182}`,
		Request: slices.Concat([]payloads.Field{
			payloads.CommandField(name), author(), payloads.ReceiverField(), pastKey(withinSeconds),
		}, payloads.ExtensionFields(), []payloads.Field{payloads.IntegerEventTimeField()}),
		Rules: slices.Concat(
			payloads.AccountRules("From_Account", "To_Account"), []payloads.Rule{payloads.MsgKeyRule()},
			payloads.ExtensionRules(),
		),
		Answer: payloads.Notified(),
	}
}
