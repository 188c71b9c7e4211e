package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// content is a realistic MsgContent for an element type (Message Formats, 1047/33527).
func (g *Gen) content(msgType string, d *Draw) Value {
	switch msgType {
	case tLocation:
		return g.locationContent(d)
	case tFace:
		return g.faceContent(d)
	case tCustom:
		return g.customContent(d)
	case tSound:
		return g.soundContent(d)
	case tImage:
		return g.imageContent(d)
	case tFile:
		return g.fileContent(d)
	case tVideo:
		return g.videoContent(d)
	case tRelay:
		return g.relayContent(d, 1)
	case tStream:
		return streamContent(d)
	}
	return Obj("Text", sentence(d, g.params.Lang))
}

// asOldSDK leaves out what senders on SDK 2.x and 3.x do not send: addresses and download flags.
func asOldSDK(msgType string, content Value) Value {
	kept := content.Members()
	for _, e := range Elements() {
		if e.Type != msgType {
			continue
		}
		kept = slices.DeleteFunc(slices.Clone(kept), func(m jsontree.Member) bool {
			return slices.ContainsFunc(e.Content, func(f Field) bool { return f.Name == m.Name && f.When == newerSDK })
		})
	}
	return jsontree.Object(kept...)
}

// locationContent has the coordinates as texts, since Latitude and Longitude are the only numbers with a fraction and
// keep their spelling.
func (g *Gen) locationContent(d *Draw) Value {
	place := strings.Split(g.params.Lang.Pick(d,
		[]string{
			"north gate|-33.856784|151.215297", "Pier 3|22.3|114.17", "office|48.137154|11.576124",
			"Golden Gate|37.819929|-122.478255",
		},
		[]string{"深圳湾公园|22.519871|113.945392", "东方明珠|31.239702|121.499763"},
	), "|")
	return location(place[0], place[1], place[2])
}

func location(desc, latitude, longitude string) Value {
	return Obj("Desc", desc, "Latitude", jsontree.Number(latitude), "Longitude", jsontree.Number(longitude))
}

func (g *Gen) faceContent(d *Draw) Value {
	name := g.params.Lang.Pick(d, []string{"shrug", "wave", "point"}, []string{"[微笑]", "[撇嘴]", "[强]", "[呲牙]"})
	return face(d.Between(0, 40), name)
}

func face(index int64, data string) Value {
	return Obj("Index", index, "Data", data)
}

func (g *Gen) customContent(d *Draw) Value {
	n := itoa(d.Between(1, 200))
	data, english, chinese := `{"businessID":"red_packet","amount":`+n+`}`, "red packet", "红包"
	switch d.N(3) {
	case 0:
		data, english, chinese = `{"op":"poll","options":["a","b"],"n":`+n+`}`, "new poll", "新投票"
	case 1:
		data, english, chinese = `{"ticket":`+n+`,"urgent":true}`, "ticket", "工单"
	}
	desc := g.params.Lang.Pick(d, []string{english}, []string{chinese})
	return Obj("Data", data, "Desc", desc, "Ext", "", "Sound", "")
}

// fileKey is how the media UUIDs of captures look: the application, the sender and a hash.
func (g *Gen) fileKey(d *Draw, suffix string) string {
	sender := g.Text("From_Account")
	if actors := g.command.Where(IsActor); sender == "" && len(actors) > 0 {
		sender = g.Text(actors[0])
	}
	return "1400000000_" + sender + "_" + d.Hex(16) + suffix
}

// mediaURL is a download address. Those of captures have a query too.
func mediaURL(d *Draw, key string) Value {
	folder := d.Pick([]string{"a", "b", "c"})
	return jsontree.String("https://media.example.com/" + folder + "/" + key + "?k=" + d.Hex(8) + "&s=2")
}

// soundContent has the fields of captures. The size follows the duration.
func (g *Gen) soundContent(d *Draw) Value {
	seconds := d.Between(1, 60)
	key := g.fileKey(d, ".amr")
	return Obj("Url", mediaURL(d, key), "UUID", key,
		"Size", seconds*2275+d.Between(0, 900), "Second", seconds, "Download_Flag", 2)
}

// imageContent has the sizes that captures show: large and thumbnail renditions often carry Size 0.
func (g *Gen) imageContent(d *Draw) Value {
	key := g.fileKey(d, "")
	width, height := d.Between(10, 40)*96, d.Between(10, 40)*96
	size := width * height / d.Between(4, 9)
	return image(key, 1, []Value{
		rendition(1, size, width, height, mediaURL(d, key)),
		rendition(2, 0, width*720/max(width, height), height*720/max(width, height), mediaURL(d, key)),
		rendition(3, 0, width*198/max(width, height), height*198/max(width, height), mediaURL(d, key)),
	})
}

func image(key string, format int64, renditions []Value) Value {
	return Obj("UUID", key, "ImageFormat", format, "ImageInfoArray", jsontree.Array(renditions...))
}

func rendition(kind, size, width, height int64, url Value) Value {
	return Obj("Type", kind, "Size", size, "Width", width, "Height", height, "URL", url)
}

func (g *Gen) fileContent(d *Draw) Value {
	name := g.params.Lang.Pick(d,
		[]string{"plan 2026 – final (1).pdf", "budget_Q3.xlsx", "release-notes.md", "logs.tar.gz"},
		[]string{"会议纪要.docx", "合同扫描件.pdf"},
	)
	key := g.fileKey(d, "")
	return Obj("Url", mediaURL(d, key), "UUID", key,
		"FileSize", d.Between(900, 28_000_000), "FileName", name, "Download_Flag", 2)
}

func (g *Gen) videoContent(d *Draw) Value {
	seconds := d.Between(1, 90)
	video, thumb := g.fileKey(d, ".mp4"), g.fileKey(d, ".jpg")
	return Obj(
		"VideoUrl", mediaURL(d, video), "VideoUUID", video, "VideoSize", seconds*238_000+d.Between(0, 90_000),
		"VideoSecond", seconds, "VideoFormat", "mp4", "VideoDownloadFlag", 2,
		"ThumbUrl", mediaURL(d, thumb), "ThumbUUID", thumb, "ThumbSize", d.Between(6_000, 40_000),
		"ThumbWidth", 720, "ThumbHeight", 1280, "ThumbFormat", "JPG", "ThumbDownloadFlag", 2,
	)
}

// streamContent is a first part or a continuation, which names the message that it goes on with.
func streamContent(d *Draw) Value {
	chunk := func(index int, markdown string, last bool) Value {
		return Obj("EventType", "data", "Index", index, "Markdown", markdown, "IsLast", last)
	}
	var continued Value
	if d.Chance(50) {
		continued = jsontree.String("stream-" + d.Hex(12))
	}
	chunks := Arr(chunk(1, "**Build 51** ", false), chunk(2, "is green.", true))
	return Obj("CompatibleText", "[answer]", "Chunks", chunks, "StreamMsgID", continued)
}

// relayContent merges two earlier messages of one chat, mostly of the group. With a depth above 1, the second of them
// is itself a merged message.
func (g *Gen) relayContent(d *Draw, depth int) Value {
	second, preview := element(tFace, g.faceContent(d)), "[face]"
	if depth > 1 {
		second, preview = element(tRelay, g.relayContent(d, depth-1)), "[merged messages]"
	}
	author, other := accountOf(d), accountOf(d)
	inGroup := !d.Chance(20) && g.command.Field("GroupId") != nil
	seq, at := d.Between(1, 30), g.params.Now.Unix()-d.Between(60, 86_400)
	merged := func(author, reader string, after int64, e Value) Value {
		where, place := "To_Account", jsontree.String(reader)
		if inGroup {
			where, place = "GroupId", g.Value("GroupId")
		}
		return Obj("From_Account", author, where, place, "MsgSeq", seq+after, "MsgRandom", d.Between(0, maxUint32),
			"MsgTimeStamp", at+10*after, "MsgBody", Arr(e), "CloudCustomData", "")
	}
	return Obj(
		"Title", "Chat of "+author+" and "+other,
		"MsgNum", 2,
		"CompatibleText", "[merged messages]",
		"AbstractList", Arr(author+": hi", other+": "+preview),
		"MsgList", Arr(merged(author, other, 0, textElement("hi")), merged(other, author, 1, second)),
	)
}
