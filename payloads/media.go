package payloads

import (
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// content is a realistic MsgContent for an element type.
func (g *Gen) content(msgType string, d *draw) Value {
	switch msgType {
	case tLocation:
		return locationContent(d)
	case tFace:
		return faceContent(d)
	case tCustom:
		return customContent(d)
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
		return streamContent()
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

func locationContent(d *draw) Value {
	places := [][3]string{
		{"north gate", "-33.856784", "151.215297"}, {"Pier 3", "22.3", "114.17"}, {"office", "48.137154", "11.576124"},
		{"深圳湾公园", "22.519871", "113.945392"}, {"东方明珠", "31.239702", "121.499763"}, {"Golden Gate", "37.819929", "-122.478255"},
	}
	p := places[d.n(len(places))]
	return location(p[0], p[1], p[2])
}

func location(desc, latitude, longitude string) Value {
	return jsontree.Object(
		jsontree.M("Desc", jsontree.String(desc)),
		jsontree.M("Latitude", jsontree.Number(latitude)),
		jsontree.M("Longitude", jsontree.Number(longitude)),
	)
}

func faceContent(d *draw) Value {
	names := []string{"[微笑]", "[撇嘴]", "shrug", "wave", "[强]", "point", "[呲牙]"}
	i := d.n(len(names))
	return face(int64(i), names[i])
}

func face(index int64, data string) Value {
	return jsontree.Object(jsontree.M("Index", jsontree.Int(index)), jsontree.M("Data", jsontree.String(data)))
}

func customContent(d *draw) Value {
	kinds := [][2]string{
		{`{"op":"poll","options":["a","b"],"n":` + itoa(d.between(1, 9)) + `}`, "new poll"},
		{`{"ticket":` + itoa(d.between(100, 999)) + `,"urgent":true}`, "ticket"},
		{`{"businessID":"red_packet","amount":` + itoa(d.between(1, 200)) + `}`, "红包"},
	}
	kind := kinds[d.n(len(kinds))]
	return custom(kind[0], kind[1], "", "")
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
	name := d.pick([]string{"plan 2026 – final (1).pdf", "会议纪要.docx", "budget_Q3.xlsx", "release-notes.md", "logs.tar.gz", "合同扫描件.pdf"})
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

// relayContent merges two earlier messages; with depth above 1 the second is itself such a merge.
func (g *Gen) relayContent(d *draw, depth int) Value {
	second := element(tFace, faceContent(d))
	if depth > 1 {
		second = element(tRelay, g.relayContent(d, depth-1))
	}
	author, other := accountOf(d), accountOf(d)
	before := g.params.Now.Unix() - d.between(60, 86_400)
	return jsontree.Object(
		jsontree.M("Title", jsontree.String("Chat of "+author+" and "+other)),
		jsontree.M("MsgNum", jsontree.Int(2)),
		jsontree.M("CompatibleText", jsontree.String("[merged messages]")),
		jsontree.M("AbstractList", jsontree.Array(jsontree.String(author+": hi"), jsontree.String(other+": [face]"))),
		jsontree.M("MsgList", jsontree.Array(
			g.relayed(d, author, before, textElement("hi")),
			g.relayed(d, other, before+10, second),
		)),
	)
}

func (g *Gen) relayed(d *draw, author string, at int64, e Value) Value {
	return jsontree.Object(
		jsontree.M("From_Account", jsontree.String(author)),
		jsontree.M("GroupId", g.Value("GroupId")),
		jsontree.M("MsgSeq", jsontree.Int(d.between(1, 30))),
		jsontree.M("MsgRandom", jsontree.Int(d.between(0, maxUint32))),
		jsontree.M("MsgTimeStamp", jsontree.Int(at)),
		jsontree.M("MsgBody", jsontree.Array(e)),
		jsontree.M("CloudCustomData", jsontree.String("")),
	)
}

func streamContent() Value {
	chunk := func(index int64, markdown string, last bool) Value {
		return jsontree.Object(
			jsontree.M("EventType", jsontree.String("data")), jsontree.M("Index", jsontree.Int(index)),
			jsontree.M("Markdown", jsontree.String(markdown)), jsontree.M("IsLast", jsontree.Bool(last)),
		)
	}
	return jsontree.Object(
		jsontree.M("CompatibleText", jsontree.String("[answer]")),
		jsontree.M("Chunks", jsontree.Array(chunk(1, "**Build 51** ", false), chunk(2, "is green.", true))),
	)
}
