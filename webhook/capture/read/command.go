package read

import (
	"cmp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Command is the entry's callback command: the query's, by which backends tell callbacks apart, or else the packet's.
// It is empty where neither has one.
func (e *Entry) Command() string {
	if command, found := parameter(e.Request.Query, "CallbackCommand"); found && command != "" {
		return command
	}
	command := ""
	_ = members(e.Request.Body, func(name string, v jsontext.Value) bool { // up to a fault, a packet counts
		if name == "Events" && command == "" {
			v = commandOfBatch(v)
			name = "CallbackCommand"
		}
		if name == "CallbackCommand" && v.Kind() == '"' {
			command = unquoted(v)
		}
		return true
	})
	return cmp.Or(command, envelope.Unnamed(e.Request.Body))
}

// commandOfBatch is the CallbackCommand of the first event of a batch, in which each names it and nothing else does
// (Push.OfflinePush, 1047/67552); nil where there is none.
func commandOfBatch(events jsontext.Value) (command jsontext.Value) {
	dec := scan.Decoder(events)
	if open, err := dec.ReadToken(); err != nil || open.Kind() != '[' || dec.PeekKind() != '{' {
		return nil
	}
	first, err := dec.ReadValue()
	if err != nil {
		return nil
	}
	_ = members(first, func(name string, v jsontext.Value) bool {
		if name == "CallbackCommand" && v.Kind() == '"' {
			command = v.Clone()
		}
		return true
	})
	return command
}

// parameter is the first parameter of a query that has the name. It allocates nothing: filters ask every entry.
func parameter(query, name string) (value string, found bool) {
	for query != "" {
		var piece string
		piece, query, _ = strings.Cut(query, "&")
		key, text, _ := strings.Cut(piece, "=")
		if key == name || strings.ContainsAny(key, "%+") && webhook.Unescape(key) == name {
			if strings.ContainsAny(text, "%+") {
				text = webhook.Unescape(text)
			}
			return text, true
		}
	}
	return "", false
}
