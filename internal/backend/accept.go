package backend

import (
	"bytes"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Commands of which some faults know more than their roles.
const (
	botMessage  = "Bot.OnGroupMessage"
	sendMessage = "Group.CallbackAfterSendMsg"
	recall      = "Group.CallbackAfterRecallMsg"
	attributes  = "Group.CallbackAfterGroupAttrChanged"
)

// handled are the callbacks by their names.
func handled(callbacks []*payloads.Command) map[string]*callback {
	if callbacks == nil {
		callbacks = chat.All()
	}
	all := map[string]*callback{}
	for _, c := range callbacks {
		all[c.Name] = newCallback(c)
	}
	return all
}

// accept reads the packet and takes the event; a callback that is handled is returned with its packet. Only a packet
// that is no JSON object, or that names another handled command than the query, is refused: fields that are missing or
// of another type are no reason to lose an event.
func (ref *reference) accept(body []byte, query url.Values, e *Event) (*callback, jsontree.Value, *refusal) {
	packet, ok := parse(body)
	if !ok {
		return nil, packet, &refusal{http.StatusBadRequest, notObject}
	}
	named := packet.Get("CallbackCommand").Text()
	switch {
	case e.Command == "":
		e.Command = named
	case named != e.Command && ref.handled[named] != nil && ref.handled[e.Command] != nil:
		return nil, packet, &refusal{http.StatusBadRequest, "query and packet name different commands"}
	}
	c := ref.handled[e.Command]
	if c == nil {
		e.Outcome, e.Reason = Ignored, "the command is not handled here"
		return nil, packet, nil
	}
	if !ref.known.learn(c.keys(query.Get("SdkAppid"), packet)) {
		e.Outcome, e.Reason = Duplicate, "the event is known"
	}
	return c, packet, nil
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
