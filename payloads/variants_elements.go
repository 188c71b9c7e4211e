package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// elementVariants is section 8 of the catalogue.
func elementVariants() []Variant {
	v := func(id string, level Level, expect Expect, doc, source string, body func(*Gen) Value, departs ...string) Variant {
		return Variant{ID: id, Level: level, Expect: expect, Doc: doc, Source: source, Set: []Change{from("MsgBody", body)}, OffSpec: departs}
	}
	const content, msgType = "/MsgBody/0/MsgContent", "/MsgBody/0/MsgType"
	list := []Variant{
		v("elem-text", Must, ExpectValue, "a text", formats, only(tText)),
		v("elem-location", Must, ExpectValue, "a location", formats, only(tLocation)),
		v("elem-location-negative", Must, ExpectValue, "negative coordinates with six decimals", formats, fixed(tLocation, location("Sydney", "-33.856784", "-151.215297"))),
		v("elem-location-integer", Should, ExpectValue, "coordinates without a fraction", "JSON numbers", fixed(tLocation, location("22 N", "22", "114"))),
		v("elem-location-exponent", May, ExpectValue, "a coordinate with an exponent", "JSON numbers", fixed(tLocation, location("almost zero", "1.5e-7", "0.0"))),
		v("elem-face", Must, ExpectValue, "a sticker", formats, only(tFace)),
		v("elem-face-control", Should, ExpectValue, "control characters in Data; storage may not take NUL", "REST sample (1047/34959)", fixed(tFace, face(14, "wave\x00\x01"))),
		v("elem-custom-full", Must, ExpectValue, "custom data with Desc, Ext and Sound", formats, fixed(tCustom, custom(`{"op":"poll","options":["a","b"]}`, "new poll", "poll=1", "pop.caf"))),
		v("elem-custom-data-only", Must, ExpectOK, "custom data alone", "newest page (1047/33527)", fixed(tCustom, jsontree.Object(jsontree.M("Data", jsontree.String(`{"op":"ping"}`))))),
		v("elem-custom-empty-opts", Must, ExpectOK, "empty Desc and Ext, no Sound", "captures", fixed(tCustom, jsontree.Object(jsontree.M("Data", jsontree.String(`{"op":"ping"}`)), jsontree.M("Desc", jsontree.String("")), jsontree.M("Ext", jsontree.String(""))))),
		v("elem-sound", Must, ExpectValue, "a voice message with Url and Download_Flag", formats, only(tSound)),
		v("elem-sound-legacy", Must, ExpectOK, "a voice message from SDK 2.x or 3.x", formats, legacy(tSound)),
		v("elem-image", Must, ExpectValue, "a picture in three renditions", formats, only(tImage)),
		v("elem-image-zero-dims", Must, ExpectOK, "renditions with Width, Height and Size 0", "captures, sample", renditions(func(d *draw, url Value) []Value {
			return []Value{rendition(1, 0, 0, 0, url), rendition(2, 0, 0, 0, url), rendition(3, 0, 0, 0, url)}
		})),
		v("elem-image-format-255", Must, ExpectOK, "ImageFormat 255", "a capture of 2016", imageOf(255)),
	}
	formatSteps := make([]Step, 0, 4)
	for format, name := range []string{"JPG", "GIF", "PNG", "BMP"} {
		formatSteps = append(formatSteps, Step{Label: name, Set: []Change{from("MsgBody", imageOf(int64(format+1)))}})
	}
	list = append(list,
		Variant{ID: "elem-image-each-format", Level: Must, Doc: "ImageFormat 1, 2, 3 and 4", Source: formats, Steps: formatSteps},
		v("elem-image-one-rendition", Should, ExpectOK, "only the original", "REST senders; inferred", renditions(func(d *draw, url Value) []Value {
			return []Value{rendition(1, 18530, 640, 480, url)}
		})),
		v("elem-image-order", Should, ExpectOK, "renditions in the order 3, 1, 2", "arrays by Type, not position; inferred", renditions(func(d *draw, url Value) []Value {
			return []Value{rendition(3, 0, 198, 148, url), rendition(1, 18530, 640, 480, url), rendition(2, 0, 640, 480, url)}
		})),
		v("elem-file", Must, ExpectValue, "a file", formats, only(tFile)),
		v("elem-file-legacy", Must, ExpectOK, "a file from SDK 2.x or 3.x", formats, legacy(tFile)),
		v("elem-file-name-lower", May, ExpectSurvive, "fileName for FileName", "English table (1047/33527)", renamedFile, content+"/fileName", content+"/FileName"),
		v("elem-file-name-path", Should, ExpectValue, "file names with paths, a backslash and an emoji", "untrusted text; inferred", oddlyNamedFiles),
		v("elem-file-size-big", Should, ExpectValue, "FileSize 4294967296", "over 32 bit; inferred", func(g *Gen) Value {
			return g.changed(tFile, "FileSize", jsontree.Int(1<<32))
		}),
		v("elem-video", Must, ExpectValue, "a video with all fields", formats, only(tVideo)),
		v("elem-video-legacy", Must, ExpectOK, "a video from SDK 2.x or 3.x", formats, legacy(tVideo)),
		v("elem-video-second-0", Must, ExpectOK, "VideoSecond 0", "web senders", func(g *Gen) Value { return g.changed(tVideo, "VideoSecond", jsontree.Int(0)) }),
		v("elem-relay-list", Should, ExpectOK, "merged messages as a list", formats, only(tRelay)),
		v("elem-relay-key", Should, ExpectOK, "merged messages as a key", formats, relayByKey),
		v("elem-relay-nested", May, ExpectOK, "merged messages five deep", "inferred", func(g *Gen) Value {
			d := g.draw("relay")
			return jsontree.Array(element(tRelay, g.relayContent(&d, 5)))
		}),
		v("elem-stream", May, ExpectOK, "a streamed answer", "269/128597; unconfirmed in callbacks", only(tStream)),
		v("elem-unknown", Must, ExpectOK, "an element type nobody knows yet", "types were added before", fixed("TIMHologramElem", jsontree.Object(jsontree.M("Depth", jsontree.Number("3.5")), jsontree.M("Layers", jsontree.Array(jsontree.Null(), jsontree.Bool(true))))), msgType),
		v("elem-content-first", Must, ExpectSame, "MsgContent before MsgType", "a capture of 2019", contentFirst),
		v("elem-content-empty", May, ExpectSurvive, "an empty MsgContent", "inferred", fixed(tText, jsontree.Object()), content+"/Text"),
		v("elem-content-absent", May, ExpectSurvive, "no MsgContent", "inferred", fixed(tText, Value{}), content),
		v("elem-type-absent", May, ExpectSurvive, "no MsgType", "inferred", func(*Gen) Value {
			return jsontree.Array(jsontree.Object(jsontree.M("MsgContent", jsontree.Object(jsontree.M("Text", jsontree.String("typeless"))))))
		}, msgType),
		v("body-composite", Must, ExpectValue, "text, sticker, text, location and custom data, in this order", formats, func(g *Gen) Value { return g.body(tText, tFace, tText, tLocation, tCustom) }),
		v("body-composite-custom-first", Must, ExpectValue, "custom data, then a text", "a capture of 2018", func(g *Gen) Value { return g.body(tCustom, tText) }),
		v("body-composite-many", Should, ExpectValue, "50 short texts", "12 KB bound", manyTexts),
		v("body-composite-two-custom", May, ExpectSurvive, "two custom elements, forbidden to senders", formats, func(g *Gen) Value { return g.body(tCustom, tCustom) }, "/MsgBody/1/MsgType"),
		v("body-empty-array", May, ExpectSurvive, "an empty MsgBody", "never seen", func(*Gen) Value { return jsontree.Array() }, "/MsgBody"),
		v("body-absent", May, ExpectSurvive, "no MsgBody", "never seen", absent, "/MsgBody"),
	)
	return section("Elements", onMessages, list)
}

func only(msgType string) func(*Gen) Value {
	return func(g *Gen) Value { return g.body(msgType) }
}

func fixed(msgType string, content Value) func(*Gen) Value {
	return func(*Gen) Value { return jsontree.Array(element(msgType, content)) }
}

func legacy(msgType string) func(*Gen) Value {
	return func(g *Gen) Value {
		d := g.draw("legacy")
		return jsontree.Array(element(msgType, asOldSDK(msgType, g.content(msgType, &d))))
	}
}

// changed is one element of the type with one part of its content replaced.
func (g *Gen) changed(msgType, part string, v Value) Value {
	d := g.draw("changed")
	content, _ := g.content(msgType, &d).Add(jsontree.Path{part}, v)
	return jsontree.Array(element(msgType, content))
}

func imageOf(format int64) func(*Gen) Value {
	return func(g *Gen) Value { return g.changed(tImage, "ImageFormat", jsontree.Int(format)) }
}

func renditions(list func(d *draw, url Value) []Value) func(*Gen) Value {
	return func(g *Gen) Value {
		d := g.draw("renditions")
		key := g.fileKey(&d, "")
		return jsontree.Array(element(tImage, image(key, 1, list(&d, mediaURL(&d, key)))))
	}
}

func renamedFile(g *Gen) Value {
	d := g.draw("renamed")
	members := slices.Clone(g.content(tFile, &d).Members())
	for i, m := range members {
		if m.Name == "FileName" {
			members[i] = jsontree.M("fileName", m.Value)
		}
	}
	return jsontree.Array(element(tFile, jsontree.Object(members...)))
}

func oddlyNamedFiles(g *Gen) Value {
	var files []Value
	for _, name := range []string{"../../etc/passwd", `a\b.txt`, "🚀 launch.pdf"} {
		files = append(files, g.changed(tFile, "FileName", jsontree.String(name)).Item(0))
	}
	return jsontree.Array(files...)
}

func relayByKey(g *Gen) Value {
	d := g.draw("relay key")
	return jsontree.Array(element(tRelay, jsontree.Object(
		jsontree.M("Title", jsontree.String("Group history")),
		jsontree.M("MsgNum", jsontree.Int(120)),
		jsontree.M("CompatibleText", jsontree.String("[merged messages]")),
		jsontree.M("AbstractList", jsontree.Array(jsontree.String("mina07: hi"), jsontree.String("otis: yo"), jsontree.String("..."))),
		jsontree.M("JsonMsgKey", jsontree.String("1400000000_"+d.hex(8)+"_"+itoa(g.params.Now.Unix()))),
	)))
}

func contentFirst(g *Gen) Value {
	text := g.body(tText).Item(0)
	return jsontree.Array(jsontree.Object(jsontree.M("MsgContent", text.Get("MsgContent")), jsontree.M("MsgType", text.Get("MsgType"))))
}

func manyTexts(g *Gen) Value {
	texts := []Value{g.body(tText).Item(0)}
	for i := range 49 {
		texts = append(texts, textElement(strings.Repeat("ha", i%3+1)))
	}
	return jsontree.Array(texts...)
}
