package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// The fields that several callbacks share. [cited] adds the callback's page as their source.

// CommandField is CallbackCommand, the name of the callback.
func CommandField(name string) Field {
	return Part("CallbackCommand", constant(name), "callback command, the same text as in the query").
		By(func(*Gen) Value { return jsontree.String(name) })
}

// GroupIDField is GroupId, the group or, for a topic, its community.
func GroupIDField() Field {
	return Part("GroupId", Text(maxGroupBytes), "group id; the community's id for a topic message. An opaque text: it "+
		"may hold spaces, #, /, % and quotes").
		Of("group-id", IsConversation).By(makeGroupID)
}

// GroupTypeField is Type, an open list of group types.
func GroupTypeField() Field {
	types := OneOf("Public", "Private", "Work", "ChatRoom", "Meeting", avChatRoom, community, "BChatRoom", "Live")
	return Part("Type", types, "group type; an open list. Legacy names (Private, ChatRoom) are the ones seen on the "+
		"wire").
		Of("group-type", 0).By(makeGroupType)
}

// Issuer is what the account means that has asked for an event over the REST API.
const Issuer = "UserID of who issued the request; differs from From_Account when an administrator sends for a user"

// OperatorField is Operator_Account; doc tells whose it is.
func OperatorField(doc string) Field {
	f := Part("Operator_Account", Text(maxAccountBytes), doc).Of("operator", IsActor).By(makeOperator)
	f.Kind.Of = "account"
	return f
}

// TopicIDField is TopicId, which only communities have.
func TopicIDField() Field {
	return PartWhen("the event is in a topic of a community", "TopicId", Text(maxTopicBytes), "topic id: GroupId, "+
		"then @TOPIC#_, then the topic's own part; elsewhere absent (inferred: or empty)").
		Sent(DocumentedOnly).
		Of("topic-id", IsConversation).By(makeTopicID)
}

// EventTimeField is EventTime, in milliseconds, of pages about groups.
func EventTimeField() Field {
	f := IntegerEventTimeField()
	f.Type.Quoted = true
	f.Doc += "; the table says Integer, the samples of some pages print a string, every capture has an integer"
	return f
}

// IntegerEventTimeField is EventTime, in milliseconds, of pages that know it as an integer alone.
func IntegerEventTimeField() Field {
	return Part("EventTime", Integer(0, 0), "when the event happened, milliseconds since 1970-01-01 UTC").
		Of("event-time", IsMilliseconds).By(makeEventTime)
}

// SenderField is From_Account.
func SenderField() Field {
	return Part("From_Account", Text(maxAccountBytes), "UserID of the sender; @TLS#NOT_FOUND was seen for REST "+
		"messages without a known account (observed)").
		Of("account", IsActor).By(makeSender)
}

// RandomField is Random, 32 bits without a sign.
func RandomField() Field {
	return Part("Random", Integer(0, maxUint32), "32-bit random number chosen by the sender; unsigned (observed: "+
		"2804799576), so it needs more than an int32").
		Of("random", IsKey).By(makeRandom)
}

// MsgSeqField is MsgSeq, the number of a message in its group.
func MsgSeqField() Field {
	return Part("MsgSeq", inferred(Integer(0, maxUint32)), "sequence number of the message in the group (inferred: in "+
		"the topic); larger is newer, gaps are normal; 32 bits as in merged messages (inferred)").
		Of("sequence", IsSequence|IsKey).By(makeMsgSeq)
}

// MsgTimeField is MsgTime, in seconds.
func MsgTimeField() Field {
	return Part("MsgTime", Integer(0, 0), "when the server took the message, seconds since 1970-01-01 UTC").
		Of("message-time", IsSeconds).By(makeMsgTime)
}

// OnlineOnlyField is OnlineOnlyFlag.
func OnlineOnlyField() Field {
	return Part("OnlineOnlyFlag", inferred(Integer(0, 1)), "1 for a message to those online only, 0 for a normal one; "+
		"always 0 in audio-video groups; the REST API takes any number above 0 for 1, so others are conceivable "+
		"(inferred)").
		Of("online-only", 0).By(makeOnlineOnly)
}

// MsgBodyField is MsgBody, the elements of a message.
func MsgBodyField() Field {
	return Part("MsgBody", elementList(), "message elements in display order; of an element, MsgContent may precede "+
		"MsgType (observed)").
		Of("message-body", IsUserText).By(makeMsgBody)
}

// CloudCustomDataField is CloudCustomData, a text of the sender's own.
func CloudCustomDataField() Field {
	return PartWhen("the sender set it", "CloudCustomData", inferred(Text(maxMessageBytes)), "custom data of the "+
		"whole message, free text and often JSON inside the string; counted into the 12 KB of a message (inferred)").
		Of("custom-data", IsUserText).By(makeCloudCustomData)
}

// MsgIDField is MsgId; occurrence tells where it was seen.
func MsgIDField(occurrence string) Field {
	return Part("MsgId", Text(0), "id of the message on the client: the sender's tinyid, the client's clock in "+
		"seconds and Random, joined by hyphens (structure observed; "+occurrence+")").
		Of("message-id", IsKey).By(makeMsgID)
}
