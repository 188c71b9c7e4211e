package replay

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// request is a captured request, addressed to the target and dated and signed anew, with another body.
func (o *Options) request(e *read.Entry, body []byte, signing webhook.Signing, now time.Time) *webhook.Request {
	return &webhook.Request{
		Method: "POST", Endpoint: o.Target.URL,
		Query: o.query(e, signing, now), Header: o.header(e, len(body)), Body: body,
	}
}

// query is the query of the target's URL, then the captured parameters as they were, but for those that were masked,
// then the signature of now.
func (o *Options) query(e *read.Entry, signing webhook.Signing, now time.Time) []webhook.Param {
	own := webhook.ParseQuery(o.Target.URL.RawQuery)
	list := slices.DeleteFunc(webhook.ParseQuery(e.Request.Query), func(q webhook.Param) bool {
		return q.Name == "Sign" || q.Name == "RequestTime" ||
			q.Raw == "…" || // the query of the URL in the report of a run
			slices.ContainsFunc(own, func(p webhook.Param) bool { return p.Name == q.Name })
	})
	list, _ = o.Mapper.Query(list)
	list = slices.DeleteFunc(o.given(e, list, own), func(q webhook.Param) bool { return wasMasked(e, q.Name, q.Value) })
	list = append(own, append(list, o.signature(signing, now)...)...)
	if o.Target.Order == webhook.OrderSorted {
		slices.SortStableFunc(list, func(a, b webhook.Param) int { return cmp.Compare(a.Name, b.Name) })
	}
	return list
}

// given sets the parameters of the options, and those that an entry of another kind than a capture may lack.
func (o *Options) given(e *read.Entry, list, own []webhook.Param) []webhook.Param {
	set := func(name, value string, over bool) {
		has := func(q webhook.Param) bool { return q.Name == name }
		if i := slices.IndexFunc(list, has); i < 0 && !slices.ContainsFunc(own, has) {
			list = append(list, webhook.Param{Name: name, Value: value})
		} else if i >= 0 && over {
			list[i] = webhook.Param{Name: name, Value: value}
		}
	}
	if o.SDKAppID || e.Kind != read.KindCapture {
		set("SdkAppid", strconv.FormatUint(o.Target.SDKAppID, 10), o.SDKAppID)
	}
	if name := e.Command(); e.Kind != read.KindCapture && name != "" {
		set("CallbackCommand", name, false)
		set("contenttype", "json", false)
	}
	for _, q := range []struct {
		name  string
		value *string
	}{{"ClientIP", o.ClientIP}, {"OptPlatform", o.Platform}} {
		switch {
		case q.value == nil:
		case *q.value == "":
			list = slices.DeleteFunc(list, func(l webhook.Param) bool { return l.Name == q.name })
		default:
			set(q.name, *q.value, true)
		}
	}
	for _, extra := range o.Target.Extra {
		set(extra.Name, extra.Value, true)
	}
	return list
}

// signature are the parameters that the target signs with now.
func (o *Options) signature(signing webhook.Signing, now time.Time) []webhook.Param {
	bare := webhook.Target{URL: &webhook.Endpoint{}, Token: o.Target.Token, Signing: signing, At: o.Target.At}
	return slices.DeleteFunc(bare.Request(webhook.Callback{}, now).Query, func(q webhook.Param) bool {
		return q.Name != "Sign" && q.Name != "RequestTime"
	})
}

// header is the captured one in its order and case, with the host and length of now, and without the fields of the
// connection or of a browser and masked ones. The caller's own fields take the place of those of the same name.
func (o *Options) header(e *read.Entry, length int) []webhook.HeaderField {
	if len(e.Request.Header) == 0 {
		return o.Target.Request(webhook.Callback{Body: make([]byte, length)}, time.Time{}).Header
	}
	var list []webhook.HeaderField
	add := func(name, value string) {
		if i := webhook.IndexField(list, name); i < 0 {
			list = append(list, webhook.HeaderField{Name: name, Value: value})
		} else {
			list[i].Value = value
		}
	}
	if webhook.IndexField(e.Request.Header, "Host") < 0 {
		add("Host", o.Target.URL.Host) // first, as RFC 9110, 7.2 recommends
	}
	for _, f := range e.Request.Header {
		if dropped(e, f) == "" {
			list = append(list, f)
		}
	}
	add("Host", o.Target.URL.Host)
	add("Content-Length", strconv.Itoa(length))
	list = slices.DeleteFunc(list, func(f webhook.HeaderField) bool {
		return slices.ContainsFunc(o.Target.Omit, func(name string) bool { return strings.EqualFold(name, f.Name) })
	})
	for _, f := range o.Target.Header {
		add(f.Name, f.Value)
	}
	return list
}

// dropped is why a captured field is not sent again; empty when it is.
func dropped(e *read.Entry, f webhook.HeaderField) string {
	name := strings.ToLower(f.Name)
	switch {
	case strings.HasPrefix(f.Name, ":"):
		return "HTTP/2"
	case slices.Contains(connectionFields(), name):
		return "connection"
	case name == "cookie":
		return "cookie"
	case wasMasked(e, f.Name, f.Value):
		return "masked"
	case webhook.CheckHeader([]webhook.HeaderField{f}) != nil:
		return "malformed"
	}
	return ""
}

// wasMasked reports whether a header field or a parameter holds the mask of the capture. It is not sent again, unless
// the options give it.
func wasMasked(e *read.Entry, name, value string) bool {
	isName := func(r string) bool { return strings.EqualFold(r, name) }
	return value == capture.Masked && slices.ContainsFunc(e.Redacted, isName)
}

// connectionFields belong to the connection that a request came over (RFC 9110, 7.6.1), or ask for an answer that this
// side does not read: compressed or held back.
func connectionFields() []string {
	return []string{
		"accept-encoding", "connection", "expect", "http2-settings", "keep-alive", "proxy-authorization",
		"proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
	}
}
