package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// makeRandom is any unsigned 32-bit number, in a plain packet one that an int32 holds.
func makeRandom(g *Gen) Value {
	if g.scope == Maximal {
		return jsontree.Int(maxUint32)
	}
	d := g.Draw("Random")
	if g.params.Lang == Plain {
		return jsontree.Int(d.Between(1, 1<<31-1))
	}
	return jsontree.Int(d.Between(1, maxUint32))
}

// makeMsgSeq counts up with the packet's number: a larger MsgSeq is a newer message.
func makeMsgSeq(g *Gen) Value { return jsontree.Int(g.NextSeq(1)) }

// makeMsgTime is the second in which the server took the message, 5 to 400 ms before the event.
func makeMsgTime(g *Gen) Value {
	d := g.Draw("MsgTime")
	return jsontree.Int((g.params.Now.UnixMilli() - d.Between(5, 400)) / 1000)
}

// makeEventTime is now. Where MsgTime was set to another time it is just after that, as in captures.
func makeEventTime(g *Gen) Value {
	now := g.params.Now.UnixMilli()
	message := g.messageTime() * 1000
	if message <= now && now < message+2000 {
		return jsontree.Int(now)
	}
	d := g.Draw("EventTime")
	return jsontree.Int(message + d.Between(5, 900))
}

// messageTime is MsgTime in seconds, or now where the packet has none or a number that is no time.
func (g *Gen) messageTime() int64 {
	const year9999 = 253_402_300_799
	if n := g.Int("MsgTime"); n > 0 && n <= year9999 {
		return n
	}
	return g.params.Now.Unix()
}

// makeMsgID is tinyid-clientSeconds-Random (observed; 269/128223). The client's clock is up to 3 s behind the server's.
func makeMsgID(g *Gen) Value {
	d := g.Draw("MsgId")
	name, _ := g.command.first("random")
	random := g.Text(name)
	if kind := g.Value(name).Kind(); kind != jsontree.KindNumber && kind != jsontree.KindString {
		random = makeRandom(g).Text()
	}
	return jsontree.String(MessageID(g.Text("From_Account"), g.messageTime()-d.Between(0, 3), random))
}

// MessageID is the id of a message on its sender's client.
func MessageID(sender string, seconds int64, random string) string {
	return tinyID(sender) + "-" + itoa(seconds) + "-" + random
}

// MessageKey is the MsgKey of a message.
func MessageKey(seq, random, seconds int64) string {
	return itoa(seq) + "_" + itoa(random) + "_" + itoa(seconds)
}

// makeOnlineOnly is always 0 in audio-video groups (1047/34375).
func makeOnlineOnly(g *Gen) Value {
	d := g.Draw("OnlineOnlyFlag")
	if g.scope == Domain && g.Text("Type") != avChatRoom && d.Chance(8) {
		return jsontree.Int(1)
	}
	return jsontree.Int(0)
}

// makeCloudCustomData is what apps put there: a trace, the message that is replied to, or words.
func makeCloudCustomData(g *Gen) Value {
	d := g.Draw("CloudCustomData")
	if g.scope == Minimal || g.scope == Domain && d.Chance(60) {
		return Value{}
	}
	trace := Obj("traceId", d.Hex(16), "lang", d.Pick([]string{"en", "zh", "ja"}))
	reply := Obj("reply", Obj("seq", max(1, g.Int("MsgSeq")-d.Between(1, 30))))
	return jsontree.String(d.Pick([]string{trace.JSON(), reply.JSON(), "your cloud custom data", "pinned=1"}))
}

// makeMsgBody is one text for an ordinary message. The text mentions the chatbots and members of the packet's lists.
func makeMsgBody(g *Gen) Value {
	d := g.Draw("MsgBody")
	switch g.scope {
	case Maximal:
		return g.body(tText, tFace, tLocation, tCustom)
	case Domain:
		if !d.Chance(55) {
			return g.body(drawTypes(&d)...)
		}
	}
	return g.body(tText)
}

// drawTypes mixes one to four elements. A message has at most one custom element (Message Formats, 1047/33527).
func drawTypes(d *Draw) []string {
	types := make([]string, d.Between(1, 4))
	custom := false
	for i := range types {
		types[i] = d.Pick([]string{tText, tText, tLocation, tFace, tCustom, tSound, tImage, tFile, tVideo, tRelay})
		if types[i] == tCustom && custom {
			types[i] = tText
		}
		custom = custom || types[i] == tCustom
	}
	return types
}

// body is a MsgBody of these types. The first text has the mentions.
func (g *Gen) body(types ...string) Value {
	elements := make([]Value, len(types))
	mentions := g.mentions()
	for i, t := range types {
		d := g.Draw("MsgBody." + itoa(int64(i)))
		if t == tText {
			elements[i] = textElement(mentions + sentence(&d, g.params.Lang))
			mentions = ""
			continue
		}
		elements[i] = element(t, g.content(t, &d))
	}
	return jsontree.Array(elements...)
}

// mentions is the beginning of a text that reminds chatbots and members, as clients write it: "@" and the id. Ids of
// chatbots have an @ of their own: "@@RBT#helper @otis07 ".
func (g *Gen) mentions() string {
	s := ""
	for _, bot := range g.Value("AtRobots_Account").Members() {
		s += "@" + bot.Value.Text() + " "
	}
	for _, at := range g.Value("GroupAtInfo").Members() {
		if at.Value.Get("GroupAtAllFlag").Text() == "1" {
			s += "@All "
		} else if account := at.Value.Get("GroupAt_Account").Text(); account != "" {
			s += "@" + account + " "
		}
	}
	return s
}
