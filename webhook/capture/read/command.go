package read

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook"
)

// Command is the entry's callback command: the query's, by which backends tell callbacks apart, or else the packet's.
// It is empty where neither has one.
func (e *Entry) Command() string {
	if command, found := parameter(e.Request.Query, "CallbackCommand"); found && command != "" {
		return command
	}
	command := ""
	_ = members(e.Request.Body, func(name string, v jsontext.Value) bool { // up to a fault, a packet counts
		if name == "CallbackCommand" && v.Kind() == '"' {
			command = unquoted(v)
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
