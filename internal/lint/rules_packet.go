package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// packetRules are about the packet beside what payloads declares.
func packetRules() []Rule {
	return []Rule{
		{
			ID: "command-unknown", Doc: "the callback command is one of those whose packets are known here; of others only the request around them is judged",
			Level: payloads.May, Subject: InPacket, Source: overview + ": there are many more", look: (*inspection).commandKnown,
		},
		{
			ID: "packet-truncated", Doc: "the whole packet was captured, so that it can be judged", Level: payloads.May, Subject: InPacket,
			Source: "the capture itself", look: (*inspection).packetWhole,
		},
		{
			ID: "msgid-time", Doc: "the time in a MsgId, which is the sender's clock, is about that of the message", Level: payloads.May, Subject: InPacket,
			Evidence: payloads.Inferred, Source: "sample of a sibling callback (269/128223); clocks of phones differ", look: (*inspection).msgIDTime,
		},
		{
			ID: "recall-msgid-structure", Doc: "the MsgId of a recalled message is three numbers joined by hyphens: tinyid, the sender's seconds, its Random",
			Level: payloads.Should, Subject: InPacket, Evidence: payloads.Observed, Source: "sample of the page (1047/46979); sample of a sibling callback (269/128223)",
			look: (*inspection).recalledMsgIDs,
		},
		{
			ID: "account-not-found", Doc: "the accounts exist; @TLS#NOT_FOUND stands for a REST sender that names none", Level: payloads.May, Subject: InPacket,
			Evidence: payloads.Observed, Source: "seen in the wild in a message of the REST API", look: (*inspection).accountsFound,
		},
	}
}

func (x *inspection) commandKnown() {
	switch {
	case x.command != nil || x.named == "" || x.rules.command(x.named) != nil:
	default:
		text := "the callback command " + x.quoted(x.named) + " is not one of the four whose packets are known here, so its packet is not judged"
		for _, c := range x.rules.commands {
			if strings.EqualFold(c.Name, x.named) {
				text += "; should it be " + c.Name + "?"
			}
		}
		x.report(text)
	}
}

func (x *inspection) packetWhole() {
	if x.entry.Request.Truncated {
		x.report("only the beginning of the packet was captured, so it is not judged")
	}
}

// clockSlack is by how many seconds a sender's clock may be off without a word.
const clockSlack = 3600

func (x *inspection) msgIDTime() {
	p := x.text.Packet
	if sent, isInt := p.Get("MsgTime").Int64(); isInt {
		x.compareTime("/MsgId", p.Get("MsgId"), sent, "MsgTime")
	}
	const year2001 = 978_307_200_000 // before that, it is no time in milliseconds, which payloads reports
	event, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
	if err != nil || event < year2001 {
		return
	}
	for i, m := range items(p.Get("MsgSeqList")) {
		id := m.Value.Get("MsgId")
		if sent, ok := msgIDSeconds(id); ok && sent > event/1000+clockSlack {
			x.reportAt(fmt.Sprintf("/MsgSeqList/%d/MsgId", i), id.Start(), fmt.Sprintf("its time, %d, is %d s after EventTime: recalled before it was sent", sent, sent-event/1000))
		}
	}
}

func (x *inspection) compareTime(path string, id jsontree.Value, want int64, name string) {
	got, ok := msgIDSeconds(id)
	if off := got - want; ok && (off > clockSlack || off < -clockSlack) {
		x.reportAt(path, id.Start(), fmt.Sprintf("its time, %d, is %d s off %s, which is %d", got, max(off, -off), name, want))
	}
}

// msgIDSeconds is the middle part of a MsgId.
func msgIDSeconds(id jsontree.Value) (int64, bool) {
	_, rest, _ := strings.Cut(id.Text(), "-")
	middle, _, found := strings.Cut(rest, "-")
	n, err := strconv.ParseInt(middle, 10, 64)
	return n, found && err == nil && id.Kind() == jsontree.KindString
}

func (x *inspection) recalledMsgIDs() {
	for i, m := range items(x.text.Packet.Get("MsgSeqList")) {
		id := m.Value.Get("MsgId")
		if id.Kind() != jsontree.KindString {
			continue // payloads has it
		}
		first, rest, _ := strings.Cut(id.Text(), "-")
		middle, last, _ := strings.Cut(rest, "-")
		if !isDecimal(first) || !isDecimal(middle) || !isDecimal(last) {
			x.reportAt(fmt.Sprintf("/MsgSeqList/%d/MsgId", i), id.Start(), "got "+x.quoted(id.Text())+", want three numbers joined by hyphens")
		}
	}
}

func (x *inspection) accountsFound() {
	for _, name := range [...]string{"From_Account", "Operator_Account"} {
		if v := x.text.Packet.Get(name); v.Text() == "@TLS#NOT_FOUND" {
			x.reportAt("/"+name, v.Start(), "is @TLS#NOT_FOUND, which names nobody; seen in the wild for a message of the REST API")
		}
	}
}

// items are an array's; what stands in an array's place has none.
func items(list jsontree.Value) []jsontree.Member {
	if list.Kind() != jsontree.KindArray {
		return nil
	}
	return list.Members()
}
