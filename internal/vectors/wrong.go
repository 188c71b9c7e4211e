package vectors

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// wrong are requests that are refused.
func (m maker) wrong() []wanted {
	return slices.Concat(signsWrong(), timesWrong(), appsWrong(), bodiesWrong())
}

// refused makes a request that has to be refused; case and level may follow.
func refused(id string, why Reason, doc, source, of string) wanted {
	return wanted{Request: Request{ID: "wrong-" + id, Reason: why, Doc: doc, Source: source, Case: of}}
}

// at is the request with a level other than MUST.
func (w wanted) at(level payloads.Level) wanted {
	w.Level = level
	return w
}

// blamedBy is the request with another check than most of its reason. The judge sees the request alone, and not why it
// was sent.
func (w wanted) blamedBy(check string) wanted {
	w.Check = check
	return w
}

// with is the request with a change.
func (w wanted) with(change func(*webhook.Request)) wanted {
	w.change = change
	return w
}

// appsWrong are of another application, or of none.
func appsWrong() []wanted {
	wrong := func(id, doc, of string) wanted { return refused("sdkappid-"+id, OtherApp, doc, identity, of) }
	const right, other = "1400000001", "1400000002"
	return []wanted{
		wrong("missing", "no SdkAppid", "neg-sdkappid-missing").with(without("SdkAppid")),
		wrong("empty", "SdkAppid without a value", "neg-sdkappid-empty").with(setting("SdkAppid", "")),
		wrong("other", "another application's SdkAppid", "neg-sdkappid-wrong").with(setting("SdkAppid", other)),
		wrong("text", "SdkAppid=abc", "neg-sdkappid-nonnumeric").with(setting("SdkAppid", "abc")),
		wrong("longer", "the right SdkAppid and one more digit", "").with(setting("SdkAppid", right+"0")),
		wrong("zero", "a zero before the right SdkAppid", "neg-sdkappid-padded").at(may).
			with(setting("SdkAppid", "0"+right)),
		wrong("twice-wrong-first", "a wrong SdkAppid and then the right one", "neg-sdkappid-twice").at(should).
			with(setting("SdkAppid", other, right)),
		wrong("twice-right-first", "the right SdkAppid and then a wrong one", "").at(may).
			with(setting("SdkAppid", right, other)),
	}
}

// bodiesWrong have a right signature, and a body or a method that is none of a callback.
func bodiesWrong() []wanted {
	wrong := func(id, doc, of string) wanted { return refused("body-"+id, BodyUnreadable, doc, object, of) }
	cut := func(r *webhook.Request) { r.SetBody(r.Body[:len(r.Body)-10]) }
	twice := func(r *webhook.Request) { r.SetBody(slices.Repeat(r.Body, 2)) }
	inArray := func(r *webhook.Request) { r.SetBody([]byte("[" + string(r.Body) + "]")) }
	latin1 := func(r *webhook.Request) { r.SetBody([]byte(strings.Replace(string(r.Body), "red", "r\xe9d", 1))) }
	return []wanted{
		wrong("empty", "no body at all", "").with(bodied("")),
		wrong("truncated", "the object ends 10 bytes early", "neg-json-truncated").with(cut),
		wrong("quotes", "single quotes", "neg-json-malformed").with(bodied("{'CallbackCommand':'x'}")),
		wrong("array", "the object in an array", "neg-json-array-root").at(should).with(inArray),
		wrong("null", "null", "neg-json-string-root").at(should).with(bodied("null")),
		wrong("text", "a string", "neg-json-string-root").at(should).with(bodied(`"text"`)),
		wrong("twice", "two objects", "neg-json-trailing").at(may).with(twice),
		wrong("latin-1", "a text in Latin-1, which is no UTF-8", "").at(may).with(latin1),
		refused("command-other", OtherCommand, "another CallbackCommand than the packet's", inferred,
			"neg-command-mismatch").at(may).with(setting("CallbackCommand", "Group.CallbackAfterRecallMsg")),
		refused("method-get", NotPost, "GET with the whole query", post, "neg-method-get").at(should).
			with(method("GET")),
		refused("method-put", NotPost, "PUT with a right packet", post, "neg-method-put").at(should).
			with(method("PUT")),
	}
}
