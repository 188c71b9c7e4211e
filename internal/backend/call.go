package backend

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// call is an accepted callback as a careless handler looks at it.
type call struct {
	request
	query  url.Values
	fields map[string]json.RawMessage // of the packet; none if it is longer than 64 KiB
}

// wrapper wraps a right backend in a fault.
type wrapper = func(http.Handler) http.Handler

// condition holds for the callbacks over which a fault shows.
type condition func(call) bool

const mostRead = 64 << 10

func callOf(r request) call {
	c := call{request: r}
	c.query, _ = url.ParseQuery(r.URL.RawQuery)
	if len(r.packet) <= mostRead && json.Unmarshal(r.packet, &c.fields) != nil {
		c.fields = nil // encoding/json refuses some of the packets that are accepted
	}
	return c
}

// isOf reports whether the callback is of one of the commands; without any, of one that is handled.
func (c call) isOf(commands ...string) bool {
	name := c.query.Get("CallbackCommand")
	return slices.Contains(commands, name) || len(commands) == 0 && c.callback != nil && c.callback.Name == name
}

// has reports whether the packet has the field.
func (c call) has(name string) bool { return c.fields[name] != nil }

func (c call) isText(name string) bool { return strings.HasPrefix(string(c.fields[name]), `"`) }

// entries are the fields of the objects in an array.
func (c call) entries(name string) []map[string]json.RawMessage {
	var list []map[string]json.RawMessage
	if c.fields[name] == nil || json.Unmarshal(c.fields[name], &list) != nil {
		return nil
	}
	return list
}

// lacks is for packets of the commands, or of all that are handled, without the field.
func lacks(field string, commands ...string) condition {
	return func(c call) bool { return c.isOf(commands...) && c.fields != nil && !c.has(field) }
}

// lacksIn is for packets with an entry of an array that has no such field.
func lacksIn(array, field string) condition {
	return func(c call) bool {
		isWithout := func(entry map[string]json.RawMessage) bool { return entry[field] == nil }
		return slices.ContainsFunc(c.entries(array), isWithout)
	}
}

// above is for packets with an integer in the field that is larger.
func above(field string, most int64) condition {
	return func(c call) bool {
		var n int64
		return c.has(field) && json.Unmarshal(c.fields[field], &n) == nil && n > most
	}
}

// holds is for packets with the bytes.
func holds(text string) condition {
	return func(c call) bool { return bytes.Contains(c.packet, []byte(text)) }
}

// lacksParam is for queries without the parameter.
func lacksParam(name string) condition {
	return func(c call) bool { return !c.query.Has(name) }
}

func whatever(call) bool { return true }

// failing answers a status where the right backend would accept and the condition holds.
func failing(status int, over condition) wrapper {
	return spoiling(func(k *keptAnswer, r request) bool { return k.accepts() && over(callOf(r)) }, fail(status))
}

// throws is a handler that was not written for some callbacks.
func throws(over condition) wrapper { return failing(http.StatusInternalServerError, over) }

func fail(status int) spoiler {
	return func(w http.ResponseWriter, _ request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, http.StatusText(status)) // the sender may be gone
	}
}

// accept answers as the right backend does where it accepts.
func accept(w http.ResponseWriter, _ request) { answer(w, http.StatusOK, accepted) }

// forgiving accepts a callback that the right backend refuses for one of the reasons, where the condition holds.
func forgiving(some condition, reasons ...string) wrapper {
	return spoiling(func(k *keptAnswer, r request) bool { return k.refuses(reasons...) && some(callOf(r)) }, accept)
}
