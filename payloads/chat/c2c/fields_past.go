package c2c

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// past is a message that was sent before the event: its number, its random number and its second.
type past struct{ seq, random, at int64 }

// key is its MsgKey.
func (p past) key() string { return payloads.MessageKey(p.seq, p.random, p.at) }

// messageOf draws a message that was sent at most so many seconds ago.
func messageOf(g *payloads.Gen, d *payloads.Draw, seconds int64) past {
	highest := int64(1<<32 - 1)
	if g.Lang() == payloads.Plain {
		highest = 1<<31 - 1
	}
	return past{seq: d.Between(40, 90_000), random: d.Between(1, highest), at: g.Now().Unix() - d.Between(1, seconds)}
}

// pastKey is MsgKey of a message that was sent at most so many seconds ago. The packet does not have its parts.
func pastKey(seconds int64) payloads.Field {
	f := payloads.MsgKeyField()
	f.Doc = "of the message: its MsgSeq, MsgRandom and MsgTime, joined by underscores"
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("MsgKey")
		return jsontree.String(messageOf(g, &d, seconds).key())
	})
}

// pastTime is MsgTime of a message that was sent at most so many seconds ago.
func pastTime(seconds int64) payloads.Field {
	f := payloads.MsgTimeField()
	f.Doc = "when the server took the message, not the edit; seconds since 1970-01-01 UTC"
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("MsgTime")
		return jsontree.Int(g.Now().Unix() - d.Between(1, seconds))
	})
}

// laterTime is EventTime of what is done to a message: now, and never before the message was sent.
func laterTime() payloads.Field {
	return payloads.IntegerEventTimeField().By(func(g *payloads.Gen) payloads.Value {
		const year9999 = 253_402_300_799
		sent := g.Int("MsgTime")
		if sent <= g.Now().Unix() || sent > year9999 {
			return jsontree.Int(g.Now().UnixMilli())
		}
		d := g.Draw("EventTime")
		return jsontree.Int(sent*1000 + d.Between(5, 900))
	})
}
