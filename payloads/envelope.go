package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// The fields that several commands share. page is how the command's own page is cited.

func commandField(name, page string) Field {
	return Field{
		Name: "CallbackCommand", Type: constant(name), Source: page,
		Doc:  "callback command, the same text as in the query",
		Make: func(*Gen) Value { return jsontree.String(name) },
	}
}

func groupIDField(page string) Field {
	return Field{
		Name: "GroupId", Type: text(maxGroupBytes), Source: page, Make: makeGroupID,
		Doc: "group id; the community's id for a topic message. An opaque text: it may hold spaces, #, /, % and quotes",
	}
}

func groupTypeField(page string) Field {
	return Field{
		Name: "Type", Source: page, Make: makeGroupType,
		Type: oneOf("Public", "Private", "Work", "ChatRoom", "Meeting", avChatRoom, community, "BChatRoom", "Live"),
		Doc:  "group type; an open list. Legacy names (Private, ChatRoom) are the ones seen on the wire",
	}
}

func operatorField(page, doc string) Field {
	return Field{Name: "Operator_Account", Type: text(maxAccountBytes), Source: page, Doc: doc, Make: makeOperator}
}

func topicIDField(page string) Field {
	return Field{
		Name: "TopicId", Type: text(maxTopicBytes), Presence: DocumentedOnly, When: "the event is in a topic of a community",
		Source: page, Make: makeTopicID,
		Doc: "topic id: GroupId, then @TOPIC#_, then the topic's own part; elsewhere absent (inferred: or empty)",
	}
}

func eventTimeField(page string) Field {
	return Field{
		Name: "EventTime", Type: Type{Kind: jsontree.KindNumber, Integer: true, Quoted: true}, Source: page, Make: makeEventTime,
		Doc: "when the event happened, milliseconds since 1970-01-01 UTC; the table says Integer, the samples of three pages print a string, every capture has an integer",
	}
}

func senderField(page string) Field {
	return Field{
		Name: "From_Account", Type: text(maxAccountBytes), Source: page, Make: makeSender,
		Doc: "UserID of the sender; @TLS#NOT_FOUND was seen for REST messages without a known account (observed)",
	}
}

func randomField(page string) Field {
	return Field{
		Name: "Random", Type: integer(0, maxUint32), Source: page, Make: makeRandom,
		Doc: "32-bit random number chosen by the sender; unsigned (observed: 2804799576), so it needs more than an int32",
	}
}

func msgSeqField(page string) Field {
	return Field{
		Name: "MsgSeq", Type: inferred(integer(0, maxUint32)), Source: page, Make: makeMsgSeq,
		Doc: "sequence number of the message in the group (inferred: in the topic); larger is newer, gaps are normal; 32 bits as in merged messages (inferred)",
	}
}

func msgTimeField(page string) Field {
	return Field{
		Name: "MsgTime", Type: integer(0, 0), Source: page, Make: makeMsgTime,
		Doc: "when the server took the message, seconds since 1970-01-01 UTC",
	}
}

func onlineOnlyField(page string) Field {
	return Field{
		Name: "OnlineOnlyFlag", Type: inferred(integer(0, 1)), Source: page, Make: makeOnlineOnly,
		Doc: "1 for a message to those online only, 0 for a normal one; always 0 in audio-video groups; the REST API takes any number above 0 for 1, so others are conceivable (inferred)",
	}
}

func msgBodyField(page string) Field {
	return Field{
		Name: "MsgBody", Type: elementList(), Source: page, Make: makeMsgBody,
		Doc: "message elements in display order; of an element, MsgContent may precede MsgType (observed)",
	}
}

func cloudCustomDataField(page string) Field {
	return Field{
		Name: "CloudCustomData", Type: inferred(text(maxMessageBytes)), Presence: Conditional, When: "the sender set it",
		Source: page, Make: makeCloudCustomData,
		Doc: "custom data of the whole message, free text and often JSON inside the string; counted into the 12 KB of a message (inferred)",
	}
}

func absent(*Gen) Value { return Value{} }
