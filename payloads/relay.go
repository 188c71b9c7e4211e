package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// relayContent merges two earlier messages of one chat, mostly of the group; with depth above 1 the second is itself such a merge.
func (g *Gen) relayContent(d *draw, depth int) Value {
	second, preview := element(tFace, g.faceContent(d)), "[face]"
	if depth > 1 {
		second, preview = element(tRelay, g.relayContent(d, depth-1)), "[merged messages]"
	}
	author, other := accountOf(d), accountOf(d)
	inGroup := !d.chance(20)
	seq, at := d.between(1, 30), g.params.Now.Unix()-d.between(60, 86_400)
	merged := func(author, reader string, after int64, e Value) Value {
		where := jsontree.M("To_Account", jsontree.String(reader))
		if inGroup {
			where = jsontree.M("GroupId", g.Value("GroupId"))
		}
		return jsontree.Object(
			jsontree.M("From_Account", jsontree.String(author)),
			where,
			jsontree.M("MsgSeq", jsontree.Int(seq+after)),
			jsontree.M("MsgRandom", jsontree.Int(d.between(0, maxUint32))),
			jsontree.M("MsgTimeStamp", jsontree.Int(at+10*after)),
			jsontree.M("MsgBody", jsontree.Array(e)),
			jsontree.M("CloudCustomData", jsontree.String("")),
		)
	}
	return jsontree.Object(
		jsontree.M("Title", jsontree.String("Chat of "+author+" and "+other)),
		jsontree.M("MsgNum", jsontree.Int(2)),
		jsontree.M("CompatibleText", jsontree.String("[merged messages]")),
		jsontree.M("AbstractList", jsontree.Array(jsontree.String(author+": hi"), jsontree.String(other+": "+preview))),
		jsontree.M("MsgList", jsontree.Array(merged(author, other, 0, textElement("hi")), merged(other, author, 1, second))),
	)
}
