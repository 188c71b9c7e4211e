package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// packetRules are about the packet, beside the rules of payloads.
func packetRules() []Rule {
	return []Rule{
		{
			ID: "command-unknown", Level: payloads.May, Subject: InPacket, look: (*inspection).commandKnown,
			Doc: "the callback command is one of those whose packets are known here; " +
				"of others only the request around them is judged",
			Source: overview + ": there are many more",
		},
		{
			ID: "command-spelling", Level: payloads.Should, Subject: InPacket, Evidence: payloads.Inferred,
			look:   (*inspection).commandSpelt,
			Doc:    "a callback command that no page names is not a misspelling of one that a page names",
			Source: overview + ", and the lists of commands (1047/34355, 269/1523)",
		},
		{
			ID: "packet-truncated", Level: payloads.May, Subject: InPacket, look: (*inspection).packetWhole,
			Doc: "the whole packet was captured, so that it can be judged", Source: "the capture itself",
		},
		{
			ID: "query-merged", Level: payloads.May, Subject: InPacket, Evidence: payloads.Observed,
			Doc: "the packet holds no parameter of the query; Chat sends them in the URL alone, so where they stand in " +
				"the packet a framework has merged them",
			Source: "captures made behind Laravel's $request->all()", look: (*inspection).queryMerged,
		},
		{
			ID: "msgid-time", Level: payloads.May, Subject: InPacket, Evidence: payloads.Inferred,
			Doc:    "the time in a MsgId, which is the sender's clock, is about that of the message",
			Source: "sample of a sibling callback (269/128223); clocks of phones differ",
			look:   (*inspection).msgIDTime,
		},
		{
			ID: "recall-msgid-structure", Level: payloads.Should, Subject: InPacket, Evidence: payloads.Observed,
			Doc: "the MsgId of a recalled message is three numbers joined by hyphens: " +
				"tinyid, the sender's seconds, its Random",
			Source: "sample of the page (1047/46979); sample of a sibling callback (269/128223)",
			look:   (*inspection).recalledMsgIDs,
		},
		{
			ID: "account-not-found", Level: payloads.May, Subject: InPacket, Evidence: payloads.Observed,
			Doc:    "the accounts exist; @TLS#NOT_FOUND stands for a REST sender that names none",
			Source: "seen in the wild in a message of the REST API", look: (*inspection).accountsFound,
		},
	}
}

func (x *inspection) commandKnown() {
	if x.command != nil || x.named == "" || x.rules.command(x.named) != nil {
		return
	}
	x.report("the callback command " + x.quoted(x.named) +
		" is not one of the four whose packets are known here, so its packet is not judged")
}

func (x *inspection) commandSpelt() {
	if x.command != nil || x.named == "" {
		return
	}
	if near := payloads.NearCommand(x.named); near != x.named && near != "" {
		x.report("got the callback command " + x.quoted(x.named) + ", which no page names; " + near + "?")
	}
}

func (x *inspection) packetWhole() {
	if x.entry.Request.Truncated && !x.hides(hiddenBody) { // else a note of the input has it
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
	event, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
	judged := err == nil && payloads.UnitOf(event) == payloads.Milliseconds // else payloads reports it
	for i, m := range items(p.Get("MsgSeqList")) {
		id := m.Value.Get("MsgId")
		if sent, ok := x.msgIDSeconds(recalledID(i), id); ok && judged && sent > event/1000+clockSlack {
			const text = "its time, %d, is %d s after EventTime: recalled before it was sent"
			x.reportAt(recalledID(i), id.Start(), fmt.Sprintf(text, sent, sent-event/1000))
		}
	}
}

func (x *inspection) compareTime(path string, id jsontree.Value, want int64, name string) {
	got, ok := x.msgIDSeconds(path, id)
	if off := got - want; ok && payloads.UnitOf(want) == payloads.Seconds && (off > clockSlack || off < -clockSlack) {
		const text = "its time, %d, is %d s off %s, which is %d"
		x.reportAt(path, id.Start(), fmt.Sprintf(text, got, max(off, -off), name, want))
	}
}

// msgIDSeconds is the middle part of a MsgId. One in another unit is reported, and compared with nothing.
func (x *inspection) msgIDSeconds(path string, id jsontree.Value) (seconds int64, isSeconds bool) {
	_, rest, _ := strings.Cut(id.Text(), "-")
	middle, _, found := strings.Cut(rest, "-")
	n, err := strconv.ParseInt(middle, 10, 64)
	if !found || err != nil || id.Kind() != jsontree.KindString {
		return 0, false
	}
	unit := payloads.UnitOf(n)
	if unit > payloads.Seconds {
		const text = "its time, %d, is in %s; want seconds, %d"
		x.reportAt(path, id.Start(), fmt.Sprintf(text, n, unit, n/int64(unit)))
		return 0, false
	}
	return n, true
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
			x.reportAt(recalledID(i), id.Start(), "got "+x.quoted(id.Text())+", want three numbers joined by hyphens")
		}
	}
}

// recalledID is the place of the i-th MsgId of a recall.
func recalledID(i int) string { return fmt.Sprintf("/MsgSeqList/%d/MsgId", i) }

func (x *inspection) accountsFound() {
	const text = "is @TLS#NOT_FOUND, which names nobody; seen in the wild for a message of the REST API"
	for _, name := range [...]string{"From_Account", "Operator_Account"} {
		if v := x.text.Packet.Get(name); v.Text() == "@TLS#NOT_FOUND" {
			x.reportAt("/"+name, v.Start(), text)
		}
	}
}

// items are those of an array; another value in its place has none.
func items(list jsontree.Value) []jsontree.Member {
	if list.Kind() != jsontree.KindArray {
		return nil
	}
	return list.Members()
}
