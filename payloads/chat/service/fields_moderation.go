package service

import (
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	aMessage = "the content is a message"
	newer    = "the packet is as the newer page has it; the older one (1047/77840) ends before it"
)

// contentAuthor is From_Account.
func contentAuthor() payloads.Field {
	f := payloads.SenderField()
	f.Doc = "UserID of who sent or wrote the content"
	return f
}

// contentFields are those of what was judged.
func contentFields() []payloads.Field {
	text := func(name, doc string) payloads.Field { return payloads.Part(name, payloads.Text(0), doc) }
	return []payloads.Field{
		payloads.Part("Scene", payloads.OneOf("C2C", "C2CCustom", "Group", "GroupCustom", "GroupInfo",
			"GroupMemberInfo", "RelationChain", "UserInfo"), "where the content stands").Of("scene", 0),
		payloads.Part("SdkAppId", payloads.Integer(1, 1<<53-1), "the application, with a capital I and as a number").
			Sent(payloads.SampleOnly).Of("application", 0).By(func(g *payloads.Gen) payloads.Value {
			return jsontree.Int(g.SDKAppID())
		}),
		contentAuthor(),
		payloads.PartWhen(aMessage, "ContactItem", payloads.Object(
			payloads.Part("ContactType", payloads.Integer(ofUser, ofGroup), "1 for a user, 2 for a group"),
			payloads.PartWhen("ContactType is 1", "To_Account", payloads.Text(32), "UserID of the receiver").
				Of("", payloads.IsConversation),
			payloads.PartWhen("ContactType is 2", "ToGroupId", payloads.Text(48), "group id").
				Of("", payloads.IsConversation),
		), "to whom the message is").By(makeContact),
		payloads.Part("ContentType", payloads.OneOf("Text", "Image", "Audio", "Video"), "type of the content").
			By(makeContentType),
		payloads.PartWhen("ContentType is Text", "TextContent", payloads.Array(payloads.Text(0), 1, 0),
			"the judged texts; a custom message may have several").Of("", payloads.IsUserText).By(makeTexts),
		payloads.PartWhen("ContentType is not Text", "FileURL", payloads.Text(0), "address of the judged file").
			Sent(payloads.DocumentedOnly).Of("", payloads.IsUserText).By(makeFile),
		payloads.PartWhen(aMessage, "MsgID", payloads.Text(0), "id of the message: its MsgKey one-to-one, its MsgSeq "+
			"as a text in groups").Of("", payloads.IsKey).By(makeMessageID),
		payloads.Part("CtxcbResult", payloads.Integer(0, 1), "1: blocked, 0: passed"),
		text("CtxcbRequestId", "id of the judgement").Of("", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("CtxcbRequestId")
			return jsontree.String(d.UUID())
		}),
	}
}

// verdictFields are those of why, which the older page does not have.
func verdictFields() []payloads.Field {
	list := []payloads.Field{
		payloads.PartWhen(newer, "CtxcbKeywords", payloads.Array(payloads.Text(0), 0, 0), "the words that were hit").
			Of("", payloads.IsUserText),
		payloads.PartWhen(newer, "CtxcbSuggestion", payloads.OneOf("Block", "Review", "Normal", "Pass"),
			"what the moderation advises; an open list"),
		payloads.PartWhen(newer, "CtxcbLabel", payloads.Text(0), "why, in one word"),
		payloads.PartWhen(newer, "CtxcbSubLabel", payloads.Text(0), "why, in another word"),
		payloads.PartWhen(newer, "CtxcbSubLabelDesc", payloads.Text(0), "why, in words"),
		payloads.PartWhen(newer, "CtxcbLibName", payloads.Text(0), "the library of words that was hit"),
	}
	for i := range list {
		list[i] = list[i].By(makeVerdict(list[i].Name))
	}
	return append(list, payloads.CloudCustomDataField())
}

func isMessage(scene string) bool {
	return strings.HasPrefix(scene, "C2C") || scene == "Group" || scene == "GroupCustom"
}

// isCustom is a message of elements of the app's own, of which the texts alone are judged.
func isCustom(scene string) bool { return strings.HasSuffix(scene, "Custom") }

func contactType(scene string) int64 {
	if strings.HasPrefix(scene, "C2C") {
		return ofUser
	}
	return ofGroup
}

func makeContact(g *payloads.Gen) payloads.Value {
	scene, d := g.Text("Scene"), g.Draw("ContactItem")
	switch {
	case !isMessage(scene):
		return jsontree.Absent()
	case contactType(scene) == ofUser:
		return payloads.Obj("ContactType", ofUser, "To_Account", g.Account("receiver"))
	}
	return payloads.Obj("ContactType", ofGroup, "ToGroupId", groupID(&d))
}

func makeContentType(g *payloads.Gen) payloads.Value {
	types, d := []string{"Text", "Text", "Image", "Audio", "Video"}, g.Draw("ContentType")
	switch scene := g.Text("Scene"); {
	case isCustom(scene), g.Scope() != payloads.Domain:
		types = types[:1]
	case !isMessage(scene):
		types = types[:3] // of a profile: its texts and pictures
	}
	return jsontree.String(d.Pick(types))
}

func makeTexts(g *payloads.Gen) payloads.Value {
	if g.Text("ContentType") != "Text" {
		return jsontree.Absent()
	}
	d, most := g.Draw("TextContent"), 1
	if isCustom(g.Text("Scene")) || g.Scope() == payloads.Maximal {
		most = 3
	}
	list := make([]payloads.Value, d.Between(1, int64(most)))
	for i := range list {
		list[i] = jsontree.String(g.Sentence(&d))
	}
	return jsontree.Array(list...)
}

func makeFile(g *payloads.Gen) payloads.Value {
	d, suffix := g.Draw("FileURL"), map[string]string{"Image": ".jpg", "Audio": ".m4a", "Video": ".mp4"}
	kind := g.Text("ContentType")
	if suffix[kind] == "" {
		return jsontree.Absent()
	}
	return jsontree.String("https://media.example.com/" + d.Hex(16) + suffix[kind])
}

func makeMessageID(g *payloads.Gen) payloads.Value {
	scene, d, seq := g.Text("Scene"), g.Draw("MsgID"), g.NextSeq(1)
	switch {
	case !isMessage(scene):
		return jsontree.Absent()
	case contactType(scene) == ofUser:
		return jsontree.String(payloads.MessageKey(seq, d.Between(1, uint32Max), g.Now().Unix()-d.Between(0, 5)))
	}
	return jsontree.String(decimal(seq))
}

// makeVerdict is why a content is blocked, or that nothing is wrong with it. One packet has all of it or nothing.
func makeVerdict(name string) func(*payloads.Gen) payloads.Value {
	return func(g *payloads.Gen) payloads.Value {
		whole := g.Draw("verdict")
		if !g.Sends(&whole, 60) {
			return jsontree.Absent()
		}
		isBlocked := g.Int("CtxcbResult") == 1
		if name == "CtxcbKeywords" {
			if !isBlocked {
				return payloads.Arr()
			}
			return payloads.Arr("bad words")
		}
		texts := map[string][2]string{
			"CtxcbSuggestion": {"Normal", "Block"}, "CtxcbLabel": {"Normal", "Abuse"}, "CtxcbSubLabel": {"", "Insult"},
			"CtxcbSubLabelDesc": {"", "insult"}, "CtxcbLibName": {"", "house"},
		}[name]
		if isBlocked {
			return jsontree.String(texts[1])
		}
		return jsontree.String(texts[0])
	}
}
