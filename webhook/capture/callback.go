package capture

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// NotCallback is why a request is none of Chat's callbacks, for instance a browser's GET of a page or another product's
// webhook; empty where it may be one. What bears any mark of Chat's may be one that is wrong: a parameter of the query
// that only Chat sends, or the name CallbackCommand in the body, however it is escaped. Methods that carry no body by
// their nature are never one: a browser asks by OPTIONS and a load balancer by HEAD for the very URL of the callbacks.
func (r *Request) NotCallback() string {
	method := strings.ToUpper(r.Method)
	isOther := method != "" && method != "POST"
	if r.hasMark() && method != "OPTIONS" && method != "HEAD" {
		return ""
	}
	if isOther {
		return article(method) + " " + method + ", and every callback is a POST"
	}
	if product := r.otherProduct(); product != "" {
		return product
	}
	return "neither its query nor its body holds a CallbackCommand"
}

func article(word string) string {
	if word != "" && strings.Contains("AEIO", word[:1]) {
		return "an"
	}
	return "a"
}

func (r *Request) hasMark() bool {
	for _, p := range webhook.ParseQuery(r.Query) {
		switch p.Name {
		case "SdkAppid", "ClientIP", "OptPlatform":
			return true
		}
		if strings.EqualFold(p.Name, "CallbackCommand") {
			return true
		}
	}
	return bytes.Contains(r.Body, []byte("CallbackCommand"))
}

// otherProduct names what it is instead, by its header, its query or its body; empty where none of them tells.
func (r *Request) otherProduct() string {
	for _, f := range r.Header {
		for _, one := range otherWebhooks {
			if strings.EqualFold(f.Name, one.field) {
				return fmt.Sprintf("a webhook of %s (header field %s)", one.name, one.field)
			}
		}
	}
	for _, one := range siblings {
		if one.marks.areIn(r) {
			return one.what
		}
	}
	return ""
}

// otherWebhooks share a server with Chat's, and each has a header field that no other has.
var otherWebhooks = [...]struct{ field, name string }{
	{"X-GitHub-Event", "GitHub"},
	{"X-Gitlab-Event", "GitLab"},
	{"X-Gitee-Event", "Gitee"},
	{"X-Event-Key", "Bitbucket"},
	{"Stripe-Signature", "Stripe"},
	{"X-Slack-Signature", "Slack"},
	{"X-Shopify-Topic", "Shopify"},
	{"X-Twilio-Signature", "Twilio"},
	{"X-Lark-Signature", "Lark"},
	{"Wechatpay-Signature", "WeChat Pay"},
	{"Sentry-Hook-Resource", "Sentry"},
	{"Ce-Specversion", "CloudEvents"},
}

// marks are the names that a request holds all of: fields of its header, parameters of its query in this very spelling,
// and words in its body.
type marks struct{ header, query, body []string }

// siblings are other products of Tencent's, whose messages resemble Chat's.
var siblings = [...]struct {
	marks marks
	what  string
}{
	{
		marks{header: []string{"Sign", "SdkAppId"}},
		"a webhook of Tencent RTC (Sign and SdkAppId are header fields there; Chat's are in the query)",
	},
	{
		marks{body: []string{`EventGroupId`, `EventType`, `EventInfo`}},
		"a webhook of Tencent RTC (EventGroupId, EventType and EventInfo in its body)",
	},
	{
		marks{query: []string{"sdkappid", "command"}},
		"a webhook of Tencent's CallKit (sdkappid and command in its query; Chat's are SdkAppid and CallbackCommand)",
	},
	{
		marks{body: []string{`callback_command`}},
		"a message of the Yuanbao bot gateway (a websocket), whose names are in snake_case (callback_command); " +
			"Chat's webhook sends CallbackCommand",
	},
}

func (m marks) areIn(r *Request) bool {
	for _, name := range m.header {
		if webhook.IndexField(r.Header, name) < 0 {
			return false
		}
	}
	query := map[string]bool{}
	if len(m.query) > 0 {
		for _, p := range webhook.ParseQuery(r.Query) {
			query[p.Name] = true
		}
	}
	for _, name := range m.query {
		if !query[name] {
			return false
		}
	}
	for _, word := range m.body {
		if !bytes.Contains(r.Body, []byte(word)) {
			return false
		}
	}
	return true
}
