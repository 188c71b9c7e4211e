package request

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// k6Line is a callback of a script. An empty member means what is usual.
type k6Line struct {
	Callback string `json:"callback"`
	Expect   string `json:"expect,omitempty"` // REFUSE, SANE or INFO
	Sign     string `json:"sign,omitempty"`   // not auto

	Decides *k6Decides `json:"decides,omitempty"` // what the answer may decide; absent: nothing

	Query  string  `json:"query"` // without that of the URL, Sign and RequestTime
	Body   *string `json:"body,omitempty"`
	Base64 *string `json:"base64,omitempty"` // a body that is no text
}

func newK6Line(r K6Request, hide secret.Patterns) k6Line {
	line := k6Line{Callback: callbackOf(r.Request), Query: ownQuery(r.Request)}
	if !r.Expect.Accepts() {
		line.Expect = r.Expect.String()
	}
	if r.Signing != webhook.SignAuto {
		line.Sign = r.Signing.String()
	}
	if c, err := chat.Lookup(line.Callback); err == nil && c.Answer.Decides() {
		line.Decides = newK6Decides(c.Answer)
	}
	body := hide.Mask(string(r.Request.Body))
	if utf8.ValidString(body) {
		line.Body = &body
	} else {
		body = base64.StdEncoding.EncodeToString([]byte(body))
		line.Base64 = &body
	}
	return line
}

// k6Decides is how the answer to a callback decides. The names are those of its members.
type k6Decides struct {
	Codes    [][2]int64 `json:"codes,omitempty"` // of ErrorCode, beside 0
	Rewrites []string   `json:"rewrites,omitempty"`
	Names    string     `json:"names,omitempty"` // a list of those who are left out
	Items    string     `json:"items,omitempty"` // a list of results, which decide in place of ErrorCode
	Member   string     `json:"member,omitempty"`
	Reply    string     `json:"reply,omitempty"`
}

func newK6Decides(a payloads.Answer) *k6Decides {
	d := &k6Decides{}
	for _, c := range a.Codes {
		d.Codes = append(d.Codes, [2]int64{c.From, c.To})
	}
	for _, f := range a.Fields {
		switch f.Does {
		case payloads.Rewrite:
			d.Rewrites = append(d.Rewrites, f.Name)
		case payloads.Partly:
			d.Names = f.Name
		case payloads.PerItem:
			d.Items, d.Member, d.Codes = f.Name, f.Member, nil
		case payloads.Reply:
			d.Reply = f.Name
		}
	}
	return d
}

// callbackOf is the callback command that a request names.
func callbackOf(r *webhook.Request) string {
	i := slices.IndexFunc(r.Query, func(p webhook.Param) bool { return p.Name == "CallbackCommand" && p.Raw == "" })
	if i < 0 {
		return "callback"
	}
	return r.Query[i].Value
}

// ownQuery is the query without the parameters of the backend's URL.
func ownQuery(r *webhook.Request) string {
	own := slices.DeleteFunc(slices.Clone(r.Query), func(p webhook.Param) bool {
		return p.Raw != "" || p == webhook.Param{}
	})
	bare := webhook.Request{Endpoint: &webhook.Endpoint{}, Query: own}
	return strings.TrimPrefix(bare.RequestTarget(), "?")
}

// isSorted is true of parameters in the order of their names. Chat sends SdkAppid before CallbackCommand.
func isSorted(r *webhook.Request) bool {
	return slices.IsSortedFunc(r.Query, func(a, b webhook.Param) int { return strings.Compare(a.Name, b.Name) })
}
