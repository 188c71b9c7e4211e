package payloads

import (
	"cmp"
	"sync"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Element is one kind of message element. The entries of MsgBody are elements, and their MsgType tells them apart
// (Message Formats, 1047/33527). A backend meets types that are not listed: two were added over the years.
type Element struct {
	Type    string   // as MsgType carries it: "TIMTextElem"
	Title   string   // what it is, for people: "text"
	Content []Field  // of MsgContent, in the page's order
	AnyOf   []string // names of which MsgContent always has one
	Source  string
}

const (
	tText     = "TIMTextElem"
	tLocation = "TIMLocationElem"
	tFace     = "TIMFaceElem"
	tCustom   = "TIMCustomElem"
	tSound    = "TIMSoundElem"
	tImage    = "TIMImageElem"
	tFile     = "TIMFileElem"
	tVideo    = "TIMVideoFileElem"
	tRelay    = "TIMRelayElem"
	tStream   = "TIMStreamElem"
)

const (
	formats   = "Message Formats (1047/33527)"
	streaming = "Streaming messages (269/128597); occurrence in callbacks unconfirmed"
	newerSDK  = "the sender's SDK is 4.x or later"
)

// Elements lists the message elements in the order of the documentation (1047/33527; TIMStreamElem: 269/128597).
// `explain` shows them, and Validate takes the fields of MsgContent from them.
func Elements() []Element {
	elements := []Element{
		{Type: tText, Title: "text", Content: []Field{
			part("Text", text(0), "the text, mentions included as plain text; may be empty"),
		}},
		{Type: tLocation, Title: "location", Content: []Field{
			part("Desc", text(0), "description of the place"),
			part("Latitude", number(), "degrees"),
			part("Longitude", number(), "degrees"),
		}},
		{Type: tFace, Title: "sticker or emoji by index", Content: []Field{
			part("Index", integer(0, 0), "index defined by the app"),
			part("Data", text(0), "extra data defined by the app; the REST sample holds control characters"),
		}},
		{Type: tCustom, Title: "data of the app's own", Content: []Field{
			part("Data", text(0), "app data, often JSON text"),
			partWhen("the sender set it", "Desc", text(0), "text of the offline push"),
			partWhen("the sender set it", "Ext", text(0), "passed through to APNs"),
			partWhen("the sender set it", "Sound", text(0), "ringtone for APNs"),
		}},
		{Type: tSound, Title: "voice", Content: []Field{
			partWhen(newerSDK, "Url", text(0), "download address"),
			part("UUID", text(0), "key of the file; older SDKs compose the address from it"),
			part("Size", integer(0, 0), "bytes"),
			part("Second", integer(0, 0), "duration in seconds"),
			partWhen(newerSDK, "Download_Flag", integer(0, 0), "2: download directly from Url"),
		}},
		{Type: tImage, Title: "picture", Content: []Field{
			part("UUID", text(0), "unique id of the picture"),
			part("ImageFormat", integer(1, 255), "1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 other"),
			part("ImageInfoArray", array(object(
				part("Type", integer(1, 3), "1 original, 2 large, 3 thumbnail"),
				part("Size", integer(0, 0), "bytes; 0 occurs for renditions 2 and 3"),
				part("Width", integer(0, 0), "pixels; 0 occurs"),
				part("Height", integer(0, 0), "pixels; 0 occurs"),
				part("URL", text(0), "download address, upper-case URL here"),
			), 1, 0), "the renditions, normally three, in any order"),
		}},
		{Type: tFile, Title: "file", Content: []Field{
			partWhen(newerSDK, "Url", text(0), "download address"),
			part("UUID", text(0), "key of the file"),
			part("FileSize", integer(0, 0), "bytes"),
			part("FileName", text(0),
				"name as the sender has it; the English table prints fileName, every sample FileName"),
			partWhen(newerSDK, "Download_Flag", integer(0, 0), "2: download directly from Url"),
		}},
		{Type: tVideo, Title: "video", Content: videoFields()},
		{
			Type: tRelay, Title: "merged and forwarded messages", Content: relayFields(),
			AnyOf: []string{"MsgList", "JsonMsgKey"},
		},
		{Type: tStream, Title: "streamed answer of a chatbot", Content: streamFields(), Source: streaming},
	}
	for i := range elements {
		e := &elements[i]
		e.Source, e.Content = cmp.Or(e.Source, formats), cited(formats, e.Content)
	}
	return elements
}

// videoFields are the content of a video, which has "File" in the name of its type and prefixes in all of its fields.
func videoFields() []Field {
	return []Field{
		partWhen(newerSDK, "VideoUrl", text(0), "download address"),
		part("VideoUUID", text(0), "key of the video"),
		part("VideoSize", integer(0, 0), "bytes"),
		part("VideoSecond", integer(0, 0), "duration in seconds; 0 from web senders"),
		part("VideoFormat", text(0), "for instance mp4"),
		partWhen(newerSDK, "VideoDownloadFlag", integer(0, 0), "2: download directly from VideoUrl"),
		partWhen(newerSDK, "ThumbUrl", text(0), "download address of the thumbnail"),
		part("ThumbUUID", text(0), "key of the thumbnail"),
		part("ThumbSize", integer(0, 0), "bytes"),
		part("ThumbWidth", integer(0, 0), "pixels"),
		part("ThumbHeight", integer(0, 0), "pixels"),
		part("ThumbFormat", text(0), "for instance JPG"),
		partWhen(newerSDK, "ThumbDownloadFlag", integer(0, 0), "2: download directly from ThumbUrl"),
	}
}

// relayFields are the content of merged messages: a list of messages in small, or a key when they exceed 12 KB. The
// fields of a merged message are named otherwise than those of a callback.
func relayFields() []Field {
	return []Field{
		part("Title", text(0), "heading"),
		part("MsgNum", integer(0, 0), "how many messages are merged"),
		part("CompatibleText", text(0), "text for clients that do not know the type"),
		part("AbstractList", array(text(0), 0, 0), "preview lines"),
		partWhen("the messages fit into 12 KB", "MsgList", array(object(
			part("From_Account", text(maxAccountBytes), "author"),
			partWhen("a one-to-one message", "To_Account", text(maxAccountBytes), "receiver"),
			partWhen("a group message", "GroupId", text(maxGroupBytes), "source group"),
			part("MsgSeq", integer(0, maxUint32), "sequence number"),
			part("MsgRandom", integer(0, maxUint32),
				"the message's random number, called Random in the callback itself"),
			part("MsgTimeStamp", integer(0, 0), "seconds since 1970-01-01 UTC, called MsgTime in the callback itself"),
			part("MsgBody", elementList(), "elements again"),
			partWhen("the sender set it", "CloudCustomData", text(0), "custom data"),
		), 1, 0), "the merged messages"),
		partWhen("they do not", "JsonMsgKey", text(0), "key for fetching the merged messages"),
	}
}

// streamFields are the content of a chatbot's answer that comes in pieces. Only the REST API sends it; whether
// callbacks carry it is unconfirmed (269/128597).
func streamFields() []Field {
	return []Field{
		part("CompatibleText", text(0), "text for clients that do not know the type"),
		part("Chunks", array(object(
			part("EventType", text(0), "data"),
			part("Index", integer(1, maxUint32), "from 1, increasing"),
			part("Markdown", text(0), "piece of the text"),
			part("IsLast", boolean(), "end marker"),
		), 1, 0), "the pieces"),
		partWhen("a continuation", "StreamMsgID", text(0), "id that the first call returned"),
	}
}

// elementList is the type of MsgBody. It lists the elements when they are first asked for: a merged message is an
// element that holds such a list again.
func elementList() Type {
	return array(Type{Kind: jsontree.KindObject, Cases: sync.OnceValue(Elements)}, 1, 0)
}
