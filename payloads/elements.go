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
			Part("Text", Text(0), "the text, mentions included as plain text; may be empty"),
		}},
		{Type: tLocation, Title: "location", Content: []Field{
			Part("Desc", Text(0), "description of the place"),
			Part("Latitude", Number(), "degrees"),
			Part("Longitude", Number(), "degrees"),
		}},
		{Type: tFace, Title: "sticker or emoji by index", Content: []Field{
			Part("Index", Integer(0, 0), "index defined by the app"),
			Part("Data", Text(0), "extra data defined by the app; the REST sample holds control characters"),
		}},
		{Type: tCustom, Title: "data of the app's own", Content: []Field{
			Part("Data", Text(0), "app data, often JSON text"),
			PartWhen("the sender set it", "Desc", Text(0), "text of the offline push"),
			PartWhen("the sender set it", "Ext", Text(0), "passed through to APNs"),
			PartWhen("the sender set it", "Sound", Text(0), "ringtone for APNs"),
		}},
		{Type: tSound, Title: "voice", Content: []Field{
			PartWhen(newerSDK, "Url", Text(0), "download address"),
			Part("UUID", Text(0), "key of the file; older SDKs compose the address from it"),
			Part("Size", Integer(0, 0), "bytes"),
			Part("Second", Integer(0, 0), "duration in seconds"),
			PartWhen(newerSDK, "Download_Flag", Integer(0, 0), "2: download directly from Url"),
		}},
		{Type: tImage, Title: "picture", Content: []Field{
			Part("UUID", Text(0), "unique id of the picture"),
			Part("ImageFormat", Integer(1, 255), "1 JPG, 2 GIF, 3 PNG, 4 BMP, 255 other"),
			Part("ImageInfoArray", Array(Object(
				Part("Type", Integer(1, 3), "1 original, 2 large, 3 thumbnail"),
				Part("Size", Integer(0, 0), "bytes; 0 occurs for renditions 2 and 3"),
				Part("Width", Integer(0, 0), "pixels; 0 occurs"),
				Part("Height", Integer(0, 0), "pixels; 0 occurs"),
				Part("URL", Text(0), "download address, upper-case URL here"),
			), 1, 0), "the renditions, normally three, in any order"),
		}},
		{Type: tFile, Title: "file", Content: []Field{
			PartWhen(newerSDK, "Url", Text(0), "download address"),
			Part("UUID", Text(0), "key of the file"),
			Part("FileSize", Integer(0, 0), "bytes"),
			Part("FileName", Text(0),
				"name as the sender has it; the English table prints fileName, every sample FileName"),
			PartWhen(newerSDK, "Download_Flag", Integer(0, 0), "2: download directly from Url"),
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
		PartWhen(newerSDK, "VideoUrl", Text(0), "download address"),
		Part("VideoUUID", Text(0), "key of the video"),
		Part("VideoSize", Integer(0, 0), "bytes"),
		Part("VideoSecond", Integer(0, 0), "duration in seconds; 0 from web senders"),
		Part("VideoFormat", Text(0), "for instance mp4"),
		PartWhen(newerSDK, "VideoDownloadFlag", Integer(0, 0), "2: download directly from VideoUrl"),
		PartWhen(newerSDK, "ThumbUrl", Text(0), "download address of the thumbnail"),
		Part("ThumbUUID", Text(0), "key of the thumbnail"),
		Part("ThumbSize", Integer(0, 0), "bytes"),
		Part("ThumbWidth", Integer(0, 0), "pixels"),
		Part("ThumbHeight", Integer(0, 0), "pixels"),
		Part("ThumbFormat", Text(0), "for instance JPG"),
		PartWhen(newerSDK, "ThumbDownloadFlag", Integer(0, 0), "2: download directly from ThumbUrl"),
	}
}

// relayFields are the content of merged messages: a list of messages in small, or a key when they exceed 12 KB. The
// fields of a merged message are named otherwise than those of a callback.
func relayFields() []Field {
	return []Field{
		Part("Title", Text(0), "heading"),
		Part("MsgNum", Integer(0, 0), "how many messages are merged"),
		Part("CompatibleText", Text(0), "text for clients that do not know the type"),
		Part("AbstractList", Array(Text(0), 0, 0), "preview lines"),
		PartWhen("the messages fit into 12 KB", "MsgList", Array(Object(
			Part("From_Account", Text(maxAccountBytes), "author"),
			PartWhen("a one-to-one message", "To_Account", Text(maxAccountBytes), "receiver"),
			PartWhen("a group message", "GroupId", Text(maxGroupBytes), "source group"),
			Part("MsgSeq", Integer(0, maxUint32), "sequence number"),
			Part("MsgRandom", Integer(0, maxUint32),
				"the message's random number, called Random in the callback itself"),
			Part("MsgTimeStamp", Integer(0, 0), "seconds since 1970-01-01 UTC, called MsgTime in the callback itself"),
			Part("MsgBody", elementList(), "elements again"),
			PartWhen("the sender set it", "CloudCustomData", Text(0), "custom data"),
		), 1, 0), "the merged messages"),
		PartWhen("they do not", "JsonMsgKey", Text(0), "key for fetching the merged messages"),
	}
}

// streamFields are the content of a chatbot's answer that comes in pieces. Only the REST API sends it; whether
// callbacks carry it is unconfirmed (269/128597).
func streamFields() []Field {
	return []Field{
		Part("CompatibleText", Text(0), "text for clients that do not know the type"),
		Part("Chunks", Array(Object(
			Part("EventType", Text(0), "data"),
			Part("Index", Integer(1, maxUint32), "from 1, increasing"),
			Part("Markdown", Text(0), "piece of the text"),
			Part("IsLast", Boolean(), "end marker"),
		), 1, 0), "the pieces"),
		PartWhen("a continuation", "StreamMsgID", Text(0), "id that the first call returned"),
	}
}

// elementList is the type of MsgBody. It lists the elements when they are first asked for: a merged message is an
// element that holds such a list again.
func elementList() Type {
	return Array(Type{Kind: jsontree.KindObject, Cases: sync.OnceValue(Elements)}, 1, 0)
}
