package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// content is a realistic MsgContent for an element type.
func (g *Gen) content(msgType string, d *draw) Value {
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
	return jsontree.Object(jsontree.M("Text", jsontree.String(sentence(d, g.params.Lang))))
}

// asOldSDK leaves out what senders on SDK 2.x and 3.x do not send.
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

func (g *Gen) locationContent(d *draw) Value {
	place := strings.Split(g.params.Lang.pick(d,
		[]string{"north gate|-33.856784|151.215297", "Pier 3|22.3|114.17", "office|48.137154|11.576124", "Golden Gate|37.819929|-122.478255"},
		[]string{"深圳湾公园|22.519871|113.945392", "东方明珠|31.239702|121.499763"},
	), "|")
	return location(place[0], place[1], place[2])
}

func location(desc, latitude, longitude string) Value {
	return jsontree.Object(
		jsontree.M("Desc", jsontree.String(desc)),
		jsontree.M("Latitude", jsontree.Number(latitude)),
		jsontree.M("Longitude", jsontree.Number(longitude)),
	)
}

func (g *Gen) faceContent(d *draw) Value {
	name := g.params.Lang.pick(d, []string{"shrug", "wave", "point"}, []string{"[微笑]", "[撇嘴]", "[强]", "[呲牙]"})
	return face(d.between(0, 40), name)
}

func face(index int64, data string) Value {
	return jsontree.Object(jsontree.M("Index", jsontree.Int(index)), jsontree.M("Data", jsontree.String(data)))
}

func (g *Gen) customContent(d *draw) Value {
	n := itoa(d.between(1, 200))
	switch d.n(3) {
	case 0:
		return custom(`{"op":"poll","options":["a","b"],"n":`+n+`}`, g.params.Lang.pick(d, []string{"new poll"}, []string{"新投票"}), "", "")
	case 1:
		return custom(`{"ticket":`+n+`,"urgent":true}`, g.params.Lang.pick(d, []string{"ticket"}, []string{"工单"}), "", "")
	}
	return custom(`{"businessID":"red_packet","amount":`+n+`}`, g.params.Lang.pick(d, []string{"red packet"}, []string{"红包"}), "", "")
}

func custom(data, desc, ext, sound string) Value {
	return jsontree.Object(
		jsontree.M("Data", jsontree.String(data)), jsontree.M("Desc", jsontree.String(desc)),
		jsontree.M("Ext", jsontree.String(ext)), jsontree.M("Sound", jsontree.String(sound)),
	)
}

// fileKey is how the media UUIDs of captures look: the application, the sender and a hash.
func (g *Gen) fileKey(d *draw, suffix string) string {
	return "1400000000_" + g.Text("From_Account") + "_" + d.hex(16) + suffix
}

func mediaURL(d *draw, key string) Value {
	return jsontree.String("https://media.example.com/" + d.pick([]string{"a", "b", "c"}) + "/" + key + "?k=" + d.hex(8) + "&s=2")
}

func (g *Gen) soundContent(d *draw) Value {
	seconds := d.between(1, 60)
	key := g.fileKey(d, ".amr")
	return jsontree.Object(
		jsontree.M("Url", mediaURL(d, key)),
		jsontree.M("UUID", jsontree.String(key)),
		jsontree.M("Size", jsontree.Int(seconds*2275+d.between(0, 900))),
		jsontree.M("Second", jsontree.Int(seconds)),
		jsontree.M("Download_Flag", jsontree.Int(2)),
	)
}

// imageContent has the sizes that captures show: large and thumbnail renditions often carry Size 0.
func (g *Gen) imageContent(d *draw) Value {
	key := g.fileKey(d, "")
	width, height := d.between(10, 40)*96, d.between(10, 40)*96
	size := width * height / d.between(4, 9)
	return image(key, 1, []Value{
		rendition(1, size, width, height, mediaURL(d, key)),
		rendition(2, 0, width*720/max(width, height), height*720/max(width, height), mediaURL(d, key)),
		rendition(3, 0, width*198/max(width, height), height*198/max(width, height), mediaURL(d, key)),
	})
}

func image(key string, format int64, renditions []Value) Value {
	return jsontree.Object(
		jsontree.M("UUID", jsontree.String(key)),
		jsontree.M("ImageFormat", jsontree.Int(format)),
		jsontree.M("ImageInfoArray", jsontree.Array(renditions...)),
	)
}

func rendition(kind, size, width, height int64, url Value) Value {
	return jsontree.Object(
		jsontree.M("Type", jsontree.Int(kind)), jsontree.M("Size", jsontree.Int(size)),
		jsontree.M("Width", jsontree.Int(width)), jsontree.M("Height", jsontree.Int(height)), jsontree.M("URL", url),
	)
}

func (g *Gen) fileContent(d *draw) Value {
	name := g.params.Lang.pick(d,
		[]string{"plan 2026 – final (1).pdf", "budget_Q3.xlsx", "release-notes.md", "logs.tar.gz"},
		[]string{"会议纪要.docx", "合同扫描件.pdf"},
	)
	key := g.fileKey(d, "")
	return jsontree.Object(
		jsontree.M("Url", mediaURL(d, key)),
		jsontree.M("UUID", jsontree.String(key)),
		jsontree.M("FileSize", jsontree.Int(d.between(900, 28_000_000))),
		jsontree.M("FileName", jsontree.String(name)),
		jsontree.M("Download_Flag", jsontree.Int(2)),
	)
}

func (g *Gen) videoContent(d *draw) Value {
	seconds := d.between(1, 90)
	video, thumb := g.fileKey(d, ".mp4"), g.fileKey(d, ".jpg")
	return jsontree.Object(
		jsontree.M("VideoUrl", mediaURL(d, video)),
		jsontree.M("VideoUUID", jsontree.String(video)),
		jsontree.M("VideoSize", jsontree.Int(seconds*238_000+d.between(0, 90_000))),
		jsontree.M("VideoSecond", jsontree.Int(seconds)),
		jsontree.M("VideoFormat", jsontree.String("mp4")),
		jsontree.M("VideoDownloadFlag", jsontree.Int(2)),
		jsontree.M("ThumbUrl", mediaURL(d, thumb)),
		jsontree.M("ThumbUUID", jsontree.String(thumb)),
		jsontree.M("ThumbSize", jsontree.Int(d.between(6_000, 40_000))),
		jsontree.M("ThumbWidth", jsontree.Int(720)),
		jsontree.M("ThumbHeight", jsontree.Int(1280)),
		jsontree.M("ThumbFormat", jsontree.String("JPG")),
		jsontree.M("ThumbDownloadFlag", jsontree.Int(2)),
	)
}

// streamContent is a first part or a continuation, which names the message that it goes on with.
func streamContent(d *draw) Value {
	chunk := func(index int64, markdown string, last bool) Value {
		return jsontree.Object(
			jsontree.M("EventType", jsontree.String("data")), jsontree.M("Index", jsontree.Int(index)),
			jsontree.M("Markdown", jsontree.String(markdown)), jsontree.M("IsLast", jsontree.Bool(last)),
		)
	}
	var continued Value
	if d.chance(50) {
		continued = jsontree.String("stream-" + d.hex(12))
	}
	return jsontree.Object(
		jsontree.M("CompatibleText", jsontree.String("[answer]")),
		jsontree.M("Chunks", jsontree.Array(chunk(1, "**Build 51** ", false), chunk(2, "is green.", true))),
		jsontree.M("StreamMsgID", continued),
	)
}
