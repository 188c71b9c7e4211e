package cause

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Helps reports whether a contrast did better than the ordinary packet: it was accepted, or it was answered under 200
// in some form where the ordinary packet was not; where the route was not found, that it was found.
func Helps(kind string, ordinary, x *webhook.Exchange, reaction judge.Reaction) bool {
	if x.Failure != nil {
		return false
	}
	if matches("query path root get", kind) {
		isFound := x.Status != ordinary.Status && x.Status != 404 && x.Status != 405 && x.Status < 500
		return isFound || reaction.Takes()
	}
	isFine := func(x *webhook.Exchange) bool { return x.Status >= 200 && x.Status < 300 }
	return reaction.Takes() || isFine(x) && !isFine(ordinary) && reaction != judge.Refused ||
		isFine(x) && reaction == judge.Unclear && saysOK(x) && !saysOK(ordinary)
}

// saysOK is true of a body that speaks of acceptance, in whatever form.
func saysOK(x *webhook.Exchange) bool {
	text := strings.ToLower(string(x.Body[:min(len(x.Body), searched)]))
	return strings.Contains(text, `"ok"`) || strings.Contains(text, `'ok'`) || strings.Contains(text, "success")
}

// spellings are how backends misspell a parameter.
func spellings(name string) []string {
	list := []string{strings.ToLower(name), strings.ToLower(name[:min(1, len(name))]) + name[min(1, len(name)):]}
	switch name {
	case "SdkAppid":
		list = append(list, "SDKAppID", "SdkAppId", "SDKAppid", "sdkAppId", "SdkAppID")
	case "RequestTime":
		list = append(list, "request_time", "timestamp")
	case "CallbackCommand":
		list = append(list, "command", "callback_command")
	}
	return slices.DeleteFunc(slices.Compact(list), func(other string) bool { return other == name })
}
