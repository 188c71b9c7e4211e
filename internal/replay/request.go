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
func (p *Plan) request(e *read.Entry, body []byte, signing webhook.Signing, now time.Time) *webhook.Request {
	return &webhook.Request{
		Method: "POST", Endpoint: p.Target.URL, Query: p.query(e, signing, now), Header: p.header(e, len(body)), Body: body,
	}
}

// query is what the target's URL brings, then the captured parameters as they stood, then what is signed now.
func (p *Plan) query(e *read.Entry, signing webhook.Signing, now time.Time) []webhook.Param {
	own := webhook.ParseQuery(p.Target.URL.RawQuery)
	list := slices.DeleteFunc(webhook.ParseQuery(e.Request.Query), func(q webhook.Param) bool {
		return q.Name == "Sign" || q.Name == "RequestTime" || q.Raw == "…" || // which a run's report puts in the place of a query of the URL
			slices.ContainsFunc(own, func(o webhook.Param) bool { return o.Name == q.Name })
	})
	list, _ = p.Mapper.Query(list)
	list = p.given(e, list, own)
	list = append(own, append(list, p.signature(signing, now)...)...)
	if p.Target.Order == webhook.OrderSorted {
		slices.SortStableFunc(list, func(a, b webhook.Param) int { return cmp.Compare(a.Name, b.Name) })
	}
	return list
}

// given puts in place what the caller asked for, and what an entry of another kind than a capture may lack.
func (p *Plan) given(e *read.Entry, list, own []webhook.Param) []webhook.Param {
	set := func(name, value string, over bool) {
		has := func(q webhook.Param) bool { return q.Name == name }
		if i := slices.IndexFunc(list, has); i < 0 && !slices.ContainsFunc(own, has) {
			list = append(list, webhook.Param{Name: name, Value: value})
		} else if i >= 0 && over {
			list[i] = webhook.Param{Name: name, Value: value}
		}
	}
	if p.SDKAppID || e.Kind != read.KindCapture {
		set("SdkAppid", strconv.FormatUint(p.Target.SDKAppID, 10), p.SDKAppID)
	}
	if name := e.Command(); e.Kind != read.KindCapture && name != "" {
		set("CallbackCommand", name, false)
		set("contenttype", "json", false)
	}
	for _, q := range []struct {
		name  string
		value *string
	}{{"ClientIP", p.ClientIP}, {"OptPlatform", p.Platform}} {
		switch {
		case q.value == nil:
		case *q.value == "":
			list = slices.DeleteFunc(list, func(l webhook.Param) bool { return l.Name == q.name })
		default:
			set(q.name, *q.value, true)
		}
	}
	for _, extra := range p.Target.Extra {
		set(extra.Name, extra.Value, true)
	}
	return list
}

// signature is what the target signs with now.
func (p *Plan) signature(signing webhook.Signing, now time.Time) []webhook.Param {
	bare := webhook.Target{URL: &webhook.Endpoint{}, Token: p.Target.Token, Signing: signing, At: p.Target.At}
	return slices.DeleteFunc(bare.Request(webhook.Callback{}, now).Query, func(q webhook.Param) bool {
		return q.Name != "Sign" && q.Name != "RequestTime"
	})
}

// header is the captured one in its order and case, with the host and length of now and without what belonged to the
// connection, to a browser, or was masked. The caller's own fields take the place of those of the same name.
func (p *Plan) header(e *read.Entry, length int) []webhook.HeaderField {
	if len(e.Request.Header) == 0 {
		return p.Target.Request(webhook.Callback{Body: make([]byte, length)}, time.Time{}).Header
	}
	var list []webhook.HeaderField
	add := func(name, value string) {
		i := slices.IndexFunc(list, func(f webhook.HeaderField) bool { return strings.EqualFold(f.Name, name) })
		if i < 0 {
			list = append(list, webhook.HeaderField{Name: name, Value: value})
		} else {
			list[i].Value = value
		}
	}
	if !slices.ContainsFunc(e.Request.Header, func(f webhook.HeaderField) bool { return strings.EqualFold(f.Name, "Host") }) {
		add("Host", p.Target.URL.Host) // first, as RFC 9110, 7.2 recommends
	}
	for _, f := range e.Request.Header {
		if dropped(e, f) == "" {
			list = append(list, f)
		}
	}
	add("Host", p.Target.URL.Host)
	add("Content-Length", strconv.Itoa(length))
	list = slices.DeleteFunc(list, func(f webhook.HeaderField) bool {
		return slices.ContainsFunc(p.Target.Omit, func(name string) bool { return strings.EqualFold(name, f.Name) })
	})
	for _, f := range p.Target.Header {
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
	case f.Value == capture.Masked && slices.ContainsFunc(e.Redacted, func(r string) bool { return strings.EqualFold(r, f.Name) }):
		return "masked"
	case webhook.CheckHeader([]webhook.HeaderField{f}) != nil:
		return "malformed"
	}
	return ""
}

// connectionFields belong to the connection that a request came over (RFC 9110, 7.6.1), or ask for what this side does not
// read: an answer that is compressed or held back.
func connectionFields() []string {
	return []string{
		"accept-encoding", "connection", "expect", "http2-settings", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer",
		"transfer-encoding", "upgrade",
	}
}
