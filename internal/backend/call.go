package backend

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// call is an accepted callback as a careless handler looks at it.
type call struct {
	request
	query  url.Values
	fields map[string]json.RawMessage // as they stand in the packet; of packets above 64 KiB none
}

const mostRead = 64 << 10

func callOf(r request) call {
	c := call{request: r}
	c.query, _ = url.ParseQuery(r.URL.RawQuery)
	if len(r.packet) <= mostRead && json.Unmarshal(r.packet, &c.fields) != nil {
		c.fields = nil // some packets that are accepted are none of encoding/json's
	}
	return c
}

// is says that the callback is one of that command.
func (c call) is(command string) bool { return c.query.Get("CallbackCommand") == command }

// isEvent says that the callback is one of the handled commands.
func (c call) isEvent() bool { return handles(c.query.Get("CallbackCommand")) }

// has says that the packet has the field, whatever it says.
func (c call) has(name string) bool { return c.fields[name] != nil }

// lacks says that the packet was read and the field is not there.
func (c call) lacks(name string) bool { return c.fields != nil && !c.has(name) }

func (c call) isText(name string) bool { return strings.HasPrefix(string(c.fields[name]), `"`) }

// number is the field's integer, 0 where it is none.
func (c call) number(name string) int64 {
	var n int64
	if c.fields[name] == nil || json.Unmarshal(c.fields[name], &n) != nil {
		return 0
	}
	return n
}

// entries are the fields of the objects in an array.
func (c call) entries(name string) []map[string]json.RawMessage {
	var list []map[string]json.RawMessage
	if c.fields[name] == nil || json.Unmarshal(c.fields[name], &list) != nil {
		return nil
	}
	return list
}

// failing answers a status where the right backend would accept and the condition holds.
func failing(status int, condition func(call) bool) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if h.accepts() && condition(callOf(r)) {
			fail(w, status)
			return
		}
		h.send(w)
	})
}

// throws is a handler that meets what it was not written for.
func throws(condition func(call) bool) func(http.Handler) http.Handler {
	return failing(http.StatusInternalServerError, condition)
}

func fail(w http.ResponseWriter, status int) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, http.StatusText(status)) // the sender may be gone
}

// forgiving accepts what the right backend refuses for one of the reasons, where the condition holds.
func forgiving(condition func(call) bool, reasons ...string) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		for _, reason := range reasons {
			if strings.Contains(h.body.String(), `"`+reason+`"`) && condition(callOf(r)) {
				answer(w, Event{Status: http.StatusOK})
				return
			}
		}
		h.send(w)
	})
}

func whatever(call) bool { return true }
