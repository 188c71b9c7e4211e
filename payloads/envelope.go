package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// The fields that several callbacks share. [cited] adds the callback's page as their source.

func commandField(name string) Field {
	return part("CallbackCommand", constant(name), "callback command, the same text as in the query").
		made(func(*Gen) Value { return jsontree.String(name) })
}

func groupIDField() Field {
	return part("GroupId", text(maxGroupBytes), "group id; the community's id for a topic message. An opaque text: it "+
		"may hold spaces, #, /, % and quotes").
		of("group-id", IsConversation).made(makeGroupID)
}

func groupTypeField() Field {
	types := oneOf("Public", "Private", "Work", "ChatRoom", "Meeting", avChatRoom, community, "BChatRoom", "Live")
	return part("Type", types, "group type; an open list. Legacy names (Private, ChatRoom) are the ones seen on the "+
		"wire").
		of("group-type", 0).made(makeGroupType)
}

const issuer = "UserID of who issued the request; differs from From_Account when an administrator sends for a user"

func operatorField(doc string) Field {
	f := part("Operator_Account", text(maxAccountBytes), doc).of("operator", IsActor).made(makeOperator)
	f.Kind.Of = "account"
	return f
}

func topicIDField() Field {
	return partWhen("the event is in a topic of a community", "TopicId", text(maxTopicBytes), "topic id: GroupId, "+
		"then @TOPIC#_, then the topic's own part; elsewhere absent (inferred: or empty)").
		sent(DocumentedOnly).
		of("topic-id", IsConversation).made(makeTopicID)
}

func eventTimeField() Field {
	t := integer(0, 0)
	t.Quoted = true
	return part("EventTime", t, "when the event happened, milliseconds since 1970-01-01 UTC; the table says Integer, "+
		"the samples of three pages print a string, every capture has an integer").
		of("event-time", IsMilliseconds).made(makeEventTime)
}

func senderField() Field {
	return part("From_Account", text(maxAccountBytes), "UserID of the sender; @TLS#NOT_FOUND was seen for REST "+
		"messages without a known account (observed)").
		of("account", IsActor).made(makeSender)
}

func randomField() Field {
	return part("Random", integer(0, maxUint32), "32-bit random number chosen by the sender; unsigned (observed: "+
		"2804799576), so it needs more than an int32").
		of("random", IsKey).made(makeRandom)
}

func msgSeqField() Field {
	return part("MsgSeq", inferred(integer(0, maxUint32)), "sequence number of the message in the group (inferred: in "+
		"the topic); larger is newer, gaps are normal; 32 bits as in merged messages (inferred)").
		of("sequence", IsSequence|IsKey).made(makeMsgSeq)
}

func msgTimeField() Field {
	return part("MsgTime", integer(0, 0), "when the server took the message, seconds since 1970-01-01 UTC").
		of("message-time", IsSeconds).made(makeMsgTime)
}

func onlineOnlyField() Field {
	return part("OnlineOnlyFlag", inferred(integer(0, 1)), "1 for a message to those online only, 0 for a normal one; "+
		"always 0 in audio-video groups; the REST API takes any number above 0 for 1, so others are conceivable "+
		"(inferred)").
		of("online-only", 0).made(makeOnlineOnly)
}

func msgBodyField() Field {
	return part("MsgBody", elementList(), "message elements in display order; of an element, MsgContent may precede "+
		"MsgType (observed)").
		of("message-body", IsUserText).made(makeMsgBody)
}

func cloudCustomDataField() Field {
	return partWhen("the sender set it", "CloudCustomData", inferred(text(maxMessageBytes)), "custom data of the "+
		"whole message, free text and often JSON inside the string; counted into the 12 KB of a message (inferred)").
		of("custom-data", IsUserText).made(makeCloudCustomData)
}

func msgIDField(occurrence string) Field {
	return part("MsgId", text(0), "id of the message on the client: the sender's tinyid, the client's clock in "+
		"seconds and Random, joined by hyphens (structure observed; "+occurrence+")").
		of("message-id", IsKey).made(makeMsgID)
}
