package service

import "github.com/timhook/timhook/payloads"

// overLimit is sent when calls of the REST API come near their limit. No switch turns it off: a backend gets it as soon
// as the console has its URL (1047/60256).
func overLimit() *payloads.Command {
	const name = "Alert.RequestOverLimit"
	text := func(field, doc string, known ...string) payloads.Field {
		return payloads.Part(field, payloads.Text(0), doc).Of("", payloads.IsKey).By(oneOf(field, known...))
	}
	return &payloads.Command{
		Name: name, Short: "over-limit",
		Title: "calls of the REST API come near their limit",
		URL:   "https://www.tencentcloud.com/document/product/1047/60256",
		Page:  "API Overclocking Alarm Callbacks (1047/60256), updated 2024-05-08",
		Query: []string{"SdkAppid", "CallbackCommand", "OptPlatform", "contenttype"},
		Sample: `{"CallbackCommand":"Alert.RequestOverLimit","ServiceName":"openim","Command":"batchsendmsg",` +
			`"Request":510,"Limit":200}`,
		Request: []payloads.Field{
			payloads.CommandField(name),
			text("ServiceName", "service of the API", "openim", "group_open_http_svc", "sns"),
			text("Command", "command of the API, within its service", "sendmsg", "batchsendmsg", "importmsg"),
			payloads.Part("Request", payloads.Integer(0, 0), "calls per second").Of("", payloads.IsKey).By(calls),
			payloads.Part("Limit", payloads.Integer(0, 0), "calls per second that are allowed").By(limit),
		},
		Rules: []payloads.Rule{nearLimitRule()},
		Own:   limitCases(),
	}
}
