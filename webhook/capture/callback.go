package capture

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// NotCallback is why a request is none of Chat's callbacks, for instance a browser's GET of a page or another product's
// webhook; empty where it may be one. What bears any mark of Chat's may be one that is wrong: a parameter of the query
// that only Chat sends, or the name CallbackCommand in the body, however it is escaped.
func (r *Request) NotCallback() string {
	if r.hasMark() {
		return ""
	}
	switch method := strings.ToUpper(r.Method); method {
	case "", "POST":
	default:
		return "a " + method + ", and every callback is a POST"
	}
	if product := r.otherProduct(); product != "" {
		return "a webhook of " + product
	}
	return "neither its query nor its body holds a CallbackCommand"
}

func (r *Request) hasMark() bool {
	for _, p := range webhook.ParseQuery(r.Query) {
		switch p.Name {
		case "CallbackCommand", "SdkAppid", "ClientIP", "OptPlatform":
			return true
		}
	}
	return bytes.Contains(r.Body, []byte("CallbackCommand"))
}

// otherProduct names whose webhook it is instead, by its header.
func (r *Request) otherProduct() string {
	sdkAppID, sign := false, false
	for _, f := range r.Header {
		sdkAppID = sdkAppID || strings.EqualFold(f.Name, "SdkAppId")
		sign = sign || strings.EqualFold(f.Name, "Sign")
		for _, one := range otherProducts {
			if strings.EqualFold(f.Name, one.field) {
				return fmt.Sprintf("%s (header field %s)", one.name, one.field)
			}
		}
	}
	if sdkAppID && sign {
		return "Tencent RTC (Sign and SdkAppId are header fields there; Chat's are in the query)"
	}
	return ""
}

// otherProducts are webhooks that share a server with Chat's, by a header field that only they have.
var otherProducts = [...]struct{ field, name string }{
	{"X-GitHub-Event", "GitHub"},
	{"X-Gitlab-Event", "GitLab"},
	{"Stripe-Signature", "Stripe"},
	{"X-Slack-Signature", "Slack"},
}
