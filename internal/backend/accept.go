package backend

import (
	"bytes"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
)

// The commands that the reference backend handles.
const (
	botMessage  = "Bot.OnGroupMessage"
	sendMessage = "Group.CallbackAfterSendMsg"
	recall      = "Group.CallbackAfterRecallMsg"
	attributes  = "Group.CallbackAfterGroupAttrChanged"
)

func handles(command string) bool {
	switch command {
	case botMessage, sendMessage, recall, attributes:
		return true
	}
	return false
}

// accept reads the packet and takes the event. Only a packet that is no JSON object, or that names another handled
// command than the query, is refused: fields that are missing or of another type are no reason to lose an event.
func (ref *reference) accept(body []byte, query url.Values, e *Event) *refusal {
	packet, ok := parse(body)
	if !ok {
		return &refusal{http.StatusBadRequest, notObject}
	}
	named := packet.Get("CallbackCommand").Text()
	switch {
	case e.Command == "":
		e.Command = named
	case named != e.Command && handles(named) && handles(e.Command):
		return &refusal{http.StatusBadRequest, "query and packet name different commands"}
	}
	if !handles(e.Command) {
		e.Outcome, e.Reason = Ignored, "the command is not handled here"
		return nil
	}
	if !ref.known.learn(keys(query.Get("SdkAppid"), e.Command, packet, body)) {
		e.Outcome, e.Reason = Duplicate, "the event is known"
	}
	return nil
}

// parse takes an escaped lone surrogate, which JSON's grammar allows and which users' text does hold, and no invalid
// UTF-8.
func parse(body []byte) (jsontree.Value, bool) {
	if !utf8.Valid(body) {
		return jsontree.Value{}, false
	}
	packet, err := jsontree.ParseLoose(body)
	if err != nil || packet.Kind() != jsontree.KindObject {
		return jsontree.Value{}, false
	}
	return packet, len(bytes.TrimSpace(body[packet.End():])) == 0
}
