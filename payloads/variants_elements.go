package payloads

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// elementCases are about the elements of a message, of which it has one or more in display order. Which fields a voice
// message, file or video has depends on the SDK of its sender, and two types were added over the years.
func elementCases(*Command, string) []Variant {
	return slices.Concat(plainElementVariants(), mediaVariants(), oddElementVariants())
}

// plainElementVariants are the types that clients send without an upload, and voice messages.
func plainElementVariants() []Variant {
	const ping, poll = `{"op":"ping"}`, `{"op":"poll","options":["a","b"]}`
	return []Variant{
		must("elem-text", "a text", formats, only(tText)).expect(ExpectValue),
		must("elem-location", "a location", formats, only(tLocation)).expect(ExpectValue),
		must("elem-location-negative", "negative coordinates with six decimals", formats,
			fixed(tLocation, location("Sydney", "-33.856784", "-151.215297"))).expect(ExpectValue),
		should("elem-location-integer", "coordinates without a fraction", "JSON numbers",
			fixed(tLocation, location("22 N", "22", "114"))).expect(ExpectValue),
		may("elem-location-exponent", "a coordinate with an exponent", "JSON numbers",
			fixed(tLocation, location("almost zero", "1.5e-7", "0.0"))).expect(ExpectValue),
		must("elem-face", "a sticker", formats, only(tFace)).expect(ExpectValue),
		should("elem-face-control", "control characters in Data; storage may not take NUL", "REST sample (1047/34959)",
			fixed(tFace, face(14, "wave\x00\x01"))).expect(ExpectValue),
		must("elem-custom-full", "custom data with Desc, Ext and Sound", formats,
			fixed(tCustom, Obj("Data", poll, "Desc", "new poll", "Ext", "poll=1", "Sound", "pop.caf"))).
			expect(ExpectValue),
		must("elem-custom-data-only", "custom data alone", "newest page (1047/33527)",
			fixed(tCustom, Obj("Data", ping))),
		must("elem-custom-empty-opts", "empty Desc and Ext, no Sound", "captures",
			fixed(tCustom, Obj("Data", ping, "Desc", "", "Ext", ""))),
		must("elem-custom-data-text", "custom data that is no JSON, as apps send it", formats).
			expect(ExpectValue).steps(stepEach(customData, "just words", `{"op":`, "b3A9cGluZw==", "op=ping&n=100%",
			"{{7*7}}")...),
		must("elem-sound", "a voice message with Url and Download_Flag", formats, only(tSound)).expect(ExpectValue),
		must("elem-sound-legacy", "a voice message from SDK 2.x or 3.x", formats, legacy(tSound)),
	}
}

// mediaVariants are pictures, files and videos. Captures have renditions of 0 bytes and of 0 pixels.
func mediaVariants() []Variant {
	imageFormats := make([]Step, 0, 4)
	for i, name := range []string{"JPG", "GIF", "PNG", "BMP"} {
		imageFormats = append(imageFormats, step(name, changed(tImage, "ImageFormat", i+1)))
	}
	return []Variant{
		must("elem-image", "a picture in three renditions", formats, only(tImage)).expect(ExpectValue),
		must("elem-image-zero-dims", "renditions with Width, Height and Size 0", "captures, sample",
			renditions(sized{kind: 1}, sized{kind: 2}, sized{kind: 3})),
		must("elem-image-format-255", "ImageFormat 255", "a capture of 2016", changed(tImage, "ImageFormat", 255)),
		must("elem-image-each-format", "ImageFormat 1, 2, 3 and 4", formats).steps(imageFormats...),
		should("elem-image-one-rendition", "only the original", "REST senders; inferred",
			renditions(sized{1, 18530, 640, 480})),
		should("elem-image-order", "renditions in the order 3, 1, 2", "arrays by Type, not position; inferred",
			renditions(sized{3, 0, 198, 148}, sized{1, 18530, 640, 480}, sized{2, 0, 640, 480})),
		must("elem-file", "a file", formats, only(tFile)).expect(ExpectValue),
		must("elem-file-legacy", "a file from SDK 2.x or 3.x", formats, legacy(tFile)),
		may("elem-file-name-lower", "fileName for FileName", "English table (1047/33527)", bodyFrom(renamedFile)).
			expect(ExpectSurvive).offSpec("/MsgBody/0/MsgContent/fileName", "/MsgBody/0/MsgContent/FileName"),
		should("elem-file-name-path", "file names with paths, a backslash and an emoji", "untrusted text; inferred",
			bodyFrom(oddlyNamedFiles)).expect(ExpectValue),
		should("elem-file-size-big", "FileSize 4294967296", "over 32 bit; inferred",
			changed(tFile, "FileSize", int64(1<<32))).expect(ExpectValue),
		must("elem-video", "a video with all fields", formats, only(tVideo)).expect(ExpectValue),
		must("elem-video-legacy", "a video from SDK 2.x or 3.x", formats, legacy(tVideo)),
		must("elem-video-second-0", "VideoSecond 0", "web senders", changed(tVideo, "VideoSecond", 0)),
	}
}

// oddElementVariants are elements that clients do not make themselves, and bodies of several elements or of none.
func oddElementVariants() []Variant {
	const content, msgType = "/MsgBody/0/MsgContent", "/MsgBody/0/MsgType"
	return []Variant{
		should("elem-relay-list", "merged messages as a list", formats, only(tRelay)),
		should("elem-relay-key", "merged messages as a key", formats, bodyFrom(relayByKey)),
		may("elem-relay-nested", "merged messages five deep", "inferred", bodyFrom(nestedRelay)),
		may("elem-stream", "a streamed answer", "269/128597; unconfirmed in callbacks", only(tStream)),
		must("elem-unknown", "an element type that no page lists", "types were added before",
			fixed("TIMHologramElem", Obj("Depth", jsontree.Number("3.5"), "Layers", Arr(jsontree.Null(), true)))).
			offSpec(msgType),
		must("elem-content-first", "MsgContent before MsgType", "a capture of 2019",
			bodyFrom(contentFirst)).expect(ExpectSame),
		may("elem-content-empty", "an empty MsgContent", "inferred",
			fixed(tText, Obj())).expect(ExpectSurvive).offSpec(content + "/Text"),
		may("elem-content-absent", "no MsgContent", "inferred",
			fixed(tText, Value{})).expect(ExpectSurvive).offSpec(content),
		may("elem-type-absent", "no MsgType", "inferred",
			Set("MsgBody", Arr(Obj("MsgContent", Obj("Text", "typeless"))))).expect(ExpectSurvive).offSpec(msgType),
		must("body-composite", "text, sticker, text, location and custom data, in this order", formats,
			only(tText, tFace, tText, tLocation, tCustom)).expect(ExpectValue),
		must("body-composite-custom-first", "custom data, then a text", "a capture of 2018",
			only(tCustom, tText)).expect(ExpectValue),
		should("body-composite-many", "50 short texts", "12 KB bound", bodyFrom(manyTexts)).expect(ExpectValue),
		may("body-composite-two-custom", "two custom elements, forbidden to senders", formats,
			only(tCustom, tCustom)).expect(ExpectSurvive).offSpec("/MsgBody/1/MsgType"),
		may("body-empty-array", "an empty MsgBody", "never seen",
			Set("MsgBody", Arr())).expect(ExpectSurvive).offSpec("/MsgBody"),
		may("body-absent", "no MsgBody", "never seen", Remove("MsgBody")).expect(ExpectSurvive).offSpec("/MsgBody"),
	}
}

func bodyFrom(makes func(*Gen) Value) Change { return From("MsgBody", makes) }

// only is a body of realistic elements of these types.
func only(types ...string) Change {
	return bodyFrom(func(g *Gen) Value { return g.body(types...) })
}

// fixed is a body of one element with this content.
func fixed(msgType string, content Value) Change {
	return Set("MsgBody", Arr(element(msgType, content)))
}

// customData is one custom element with these texts for all that is the app's own.
func customData(s string) Change { return fixed(tCustom, Obj("Data", s, "Desc", s, "Ext", s)) }

// legacy is one element as SDK 2.x and 3.x send it.
func legacy(msgType string) Change {
	return bodyFrom(func(g *Gen) Value {
		d := g.Draw("legacy")
		return Arr(element(msgType, asOldSDK(msgType, g.content(msgType, &d))))
	})
}

// changed is one realistic element with one part of its content replaced.
func changed(msgType, part string, x any) Change {
	return bodyFrom(func(g *Gen) Value { return Arr(g.changed(msgType, part, x)) })
}

func (g *Gen) changed(msgType, part string, x any) Value {
	d := g.Draw("changed")
	content, _ := g.content(msgType, &d).Add(jsontree.Path{part}, value(x))
	return element(msgType, content)
}

// sized is a rendition of a picture: bytes and pixels.
type sized struct{ kind, size, width, height int64 }

// renditions is a picture in these renditions.
func renditions(list ...sized) Change {
	return bodyFrom(func(g *Gen) Value {
		d := g.Draw("renditions")
		key := g.fileKey(&d, "")
		url := mediaURL(&d, key)
		made := make([]Value, len(list))
		for i, r := range list {
			made[i] = rendition(r.kind, r.size, r.width, r.height, url)
		}
		return Arr(element(tImage, image(key, 1, made)))
	})
}

// renamedFile has the field as the English table spells it, against every sample.
func renamedFile(g *Gen) Value {
	d := g.Draw("renamed")
	members := slices.Clone(g.content(tFile, &d).Members())
	for i, m := range members {
		if m.Name == "FileName" {
			members[i] = jsontree.M("fileName", m.Value)
		}
	}
	return Arr(element(tFile, jsontree.Object(members...)))
}

func oddlyNamedFiles(g *Gen) Value {
	file := func(name string) Value { return g.changed(tFile, "FileName", name) }
	return Arr(file("../../etc/passwd"), file(`a\b.txt`), file("🚀 launch.pdf"))
}

func nestedRelay(g *Gen) Value {
	d := g.Draw("relay")
	return Arr(element(tRelay, g.relayContent(&d, 5)))
}

// relayByKey is merged messages above 12 KB, of which the callback carries a key only.
func relayByKey(g *Gen) Value {
	d := g.Draw("relay key")
	return Arr(element(tRelay, Obj(
		"Title", "Group history",
		"MsgNum", 120,
		"CompatibleText", "[merged messages]",
		"AbstractList", Arr("mina07: hi", "otis: yo", "..."),
		"JsonMsgKey", "1400000000_"+d.Hex(8)+"_"+itoa(g.params.Now.Unix()),
	)))
}

func contentFirst(g *Gen) Value {
	text := g.body(tText).Item(0)
	return Arr(Obj("MsgContent", text.Get("MsgContent"), "MsgType", text.Get("MsgType")))
}

func manyTexts(g *Gen) Value {
	texts := []Value{g.body(tText).Item(0)}
	for i := range 49 {
		texts = append(texts, textElement(strings.Repeat("ha", i%3+1)))
	}
	return jsontree.Array(texts...)
}
