package record

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// reply is an answer of the recorder's own: status, fields and a response packet.
func reply(m *message, status int, body []byte, more ...webhook.HeaderField) *webhook.Exchange {
	x := &webhook.Exchange{
		Request: &webhook.Request{Endpoint: new(webhook.Endpoint)},
		Proto:   "HTTP/1.1", Status: status, Reason: http.StatusText(status), Body: body,
	}
	x.Header = append([]webhook.HeaderField{
		{Name: "Content-Type", Value: "application/json"},
		{Name: "Content-Length", Value: strconv.Itoa(len(body))},
	}, more...)
	switch {
	case m == nil || m.last:
		x.Header = append(x.Header, webhook.HeaderField{Name: "Connection", Value: "close"})
	case m.Proto == "HTTP/1.0": // not the last, so the sender asked for more
		x.Header = append(x.Header, webhook.HeaderField{Name: "Connection", Value: "keep-alive"})
	}
	x.Raw = append(x.Raw, x.Proto+" "+strconv.Itoa(status)+" "+x.Reason+"\r\n"...)
	for _, f := range x.Header {
		x.Raw = append(x.Raw, f.Name+": "+f.Value+"\r\n"...)
	}
	x.Raw = append(x.Raw, "\r\n"...)
	if m != nil && m.Method == http.MethodHead {
		x.Body = nil
		return x
	}
	x.Raw = append(x.Raw, body...)
	return x
}

// failPacket is a response packet with the reason why a callback was not processed.
func failPacket(why string) []byte {
	text, err := json.Marshal(struct {
		ActionStatus string
		ErrorInfo    string
		ErrorCode    int
	}{"FAIL", why, 1})
	if err != nil { // it is two texts and a number
		return []byte(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`)
	}
	return text
}

// unanswered answers for a backend that sent no byte: the sender gets the reason, and the exchange keeps the failure.
func unanswered(m *message, x *webhook.Exchange) *webhook.Exchange {
	status := http.StatusBadGateway
	if x.Failure.Class == webhook.Timeout {
		status = http.StatusGatewayTimeout
	}
	return reply(m, status, failPacket("timhook record: the backend gave no answer: "+x.Failure.Error()))
}

// endsItself reports that the end of a relayed answer shows in its bytes, so that another one may follow it.
func endsItself(m *message, x *webhook.Exchange) bool {
	if x.Failure != nil || x.Truncated || len(x.Stray) > 0 || len(x.Framing) > 0 ||
		x.Status == http.StatusSwitchingProtocols {
		return false
	}
	for _, value := range x.Values("Connection") {
		if hasToken(value, "close") {
			return false
		}
	}
	if x.Proto == "HTTP/1.0" && !hasToken(x.Get("Connection"), "keep-alive") {
		return false
	}
	if m.Method == http.MethodHead || x.Status == http.StatusNoContent || x.Status == http.StatusNotModified {
		return true
	}
	return x.Get("Content-Length") != "" || strings.EqualFold(x.Get("Transfer-Encoding"), "chunked")
}

func hasToken(list, token string) bool {
	for item := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.Trim(item, " \t"), token) {
			return true
		}
	}
	return false
}
