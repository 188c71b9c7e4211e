package c2c

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// lastReadTime is LastReadTime, the second up to which everything is read.
func lastReadTime() payloads.Field {
	return payloads.Part("LastReadTime", payloads.Integer(0, 0), "up to when the conversation is read, seconds since "+
		"1970-01-01 UTC").Of("read-time", payloads.IsSeconds|payloads.IsKey)
}

func readTimeRule() payloads.Rule {
	return payloads.Rule{
		ID: "read-time-seconds", Level: payloads.Should, Source: "field table: seconds",
		Doc: "LastReadTime is a time of this century in seconds",
		Check: func(p payloads.Value, report payloads.Report) {
			n, isInt := p.Get("LastReadTime").Int64()
			if unit := payloads.UnitOf(n); isInt && n >= 0 && unit != payloads.Seconds {
				report(jsontree.Path{"LastReadTime"}, "got %d, which is in %s; want seconds", n, unit)
			}
		},
	}
}

// groupsRead is GroupReadInfo, the groups whose messages count as read from now on.
func groupsRead() payloads.Field {
	group, seq := payloads.GroupIDField(), payloads.MsgSeqField()
	group.Doc, group.Make = "group id, an opaque text", nil
	seq.Doc = "sequence number of the newest message that is read, as the request had it"
	seq.Kind.Role = payloads.IsSequence
	return payloads.PartWhen("there were groups with unread messages; [] or no field otherwise (inferred)",
		"GroupReadInfo", payloads.Array(payloads.Object(group, seq), 0, 0), "the groups that were cleared; which "+
			"one-to-one conversations were is not told").
		Of("groups-read", payloads.IsKey).By(makeGroupsRead)
}

func makeGroupsRead(g *payloads.Gen) payloads.Value {
	d := g.Draw("GroupReadInfo")
	if none := d.N(10); g.Scope() == payloads.Domain && none < 2 {
		return []payloads.Value{jsontree.Array(), jsontree.Absent()}[none]
	}
	list := make([]payloads.Value, g.HowMany(&d, 20, 50, 6))
	for i := range list {
		number := strconv.Itoa(i) // keeps ids apart
		ids := []string{"@TGS#2" + d.FromAlphabet("ABCDEFGHJKLMNPQRSTUVWXYZ", 7), d.Digits(6), "room-" + d.Hex(4)}
		id := d.Pick(ids)
		list[i] = payloads.Obj("GroupId", id+number, "MsgSeq", d.Between(1, 90_000))
	}
	return jsontree.Array(list...)
}
