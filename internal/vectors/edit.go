package vectors

import (
	"slices"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// wanted is a request before it is made: a right one, and the one thing that is other than usual.
type wanted struct {
	Request
	of     string        // the callback, by its short name; empty: "send"
	late   time.Duration // of RequestTime behind the set's time
	order  webhook.QueryOrder
	change func(*webhook.Request)
	proof  func(signing) []webhook.Param // in place of Sign and RequestTime
}

func (w wanted) command() (*payloads.Command, error) {
	if w.of == "" {
		return chat.Lookup("send")
	}
	return chat.Lookup(w.of)
}

// signing is what a request is signed with, and the right Sign.
type signing struct{ token, at, right string }

// prove replaces Sign and RequestTime.
func prove(r *webhook.Request, params []webhook.Param) {
	without("Sign", "RequestTime")(r)
	r.Query = append(r.Query, params...)
}

func pair(sign, at string) []webhook.Param {
	return []webhook.Param{{Name: "Sign", Value: sign}, {Name: "RequestTime", Value: at}}
}

func without(names ...string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		r.Query = slices.DeleteFunc(r.Query, func(p webhook.Param) bool { return slices.Contains(names, p.Name) })
	}
}

// setting replaces a parameter, in its place.
func setting(name string, values ...string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		i := slices.IndexFunc(r.Query, func(p webhook.Param) bool { return p.Name == name })
		var params []webhook.Param
		for _, value := range values {
			params = append(params, webhook.Param{Name: name, Value: value})
		}
		r.Query = slices.Replace(r.Query, i, i+1, params...)
	}
}

func adding(p webhook.Param) func(*webhook.Request) {
	return func(r *webhook.Request) { r.Query = append(r.Query, p) }
}

func bodied(text string) func(*webhook.Request) {
	return func(r *webhook.Request) { r.SetBody([]byte(text)) }
}

func method(name string) func(*webhook.Request) {
	return func(r *webhook.Request) { r.Method = name }
}
