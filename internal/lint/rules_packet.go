package lint

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
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
		" is not one of those whose packets are known here, so its packet is not judged")
}

// isOfNoPage reports whether the callback is one that no page has: the overview alone tells what it may be answered.
func (x *inspection) isOfNoPage() bool { return x.command == nil && strings.Contains(x.named, ".") }

func (x *inspection) commandSpelt() {
	if x.command != nil || x.named == "" {
		return
	}
	if near := chat.NearCommand(x.named); near != x.named && near != "" {
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
	message := x.present.First(fields.Has(payloads.IsSeconds))
	if sent, isInt := message.Value.Int64(); isInt {
		for _, id := range x.present.Of(fields.Named("message-id")) {
			x.compareTime(id, sent, last(message.Path))
		}
	}
	happened := x.present.First(fields.Has(payloads.IsMilliseconds))
	event, err := strconv.ParseInt(happened.Value.Text(), 10, 64)
	judged := err == nil && payloads.UnitOf(event) == payloads.Milliseconds // else payloads reports it
	for _, id := range x.present.Of(fields.Named("recalled-id")) {
		if sent, ok := x.msgIDSeconds(id); ok && judged && sent > event/1000+clockSlack {
			const text = "its time, %d, is %d s after %s: recalled before it was sent"
			x.reportFound(id, fmt.Sprintf(text, sent, sent-event/1000, last(happened.Path)))
		}
	}
}

func last(path jsontree.Path) string { return path[len(path)-1] }

func (x *inspection) reportFound(f fields.Found, message string) {
	x.reportAt(f.Path.Pointer(), f.Value.Start(), message)
}

func (x *inspection) compareTime(id fields.Found, want int64, name string) {
	got, ok := x.msgIDSeconds(id)
	if off := got - want; ok && payloads.UnitOf(want) == payloads.Seconds && (off > clockSlack || off < -clockSlack) {
		const text = "its time, %d, is %d s off %s, which is %d"
		x.reportFound(id, fmt.Sprintf(text, got, max(off, -off), name, want))
	}
}

// msgIDSeconds is the middle part of a MsgId. One in another unit is reported, and compared with nothing.
func (x *inspection) msgIDSeconds(id fields.Found) (seconds int64, isSeconds bool) {
	_, rest, _ := strings.Cut(id.Value.Text(), "-")
	middle, _, found := strings.Cut(rest, "-")
	n, err := strconv.ParseInt(middle, 10, 64)
	if !found || err != nil || id.Value.Kind() != jsontree.KindString {
		return 0, false
	}
	unit := payloads.UnitOf(n)
	if unit > payloads.Seconds {
		const text = "its time, %d, is in %s; want seconds, %d"
		x.reportFound(id, fmt.Sprintf(text, n, unit, n/int64(unit)))
		return 0, false
	}
	return n, true
}

func (x *inspection) recalledMsgIDs() {
	for _, id := range x.present.Of(fields.Named("recalled-id")) {
		if id.Value.Kind() != jsontree.KindString {
			continue // payloads has it
		}
		first, rest, _ := strings.Cut(id.Value.Text(), "-")
		middle, last, _ := strings.Cut(rest, "-")
		if !isDecimal(first) || !isDecimal(middle) || !isDecimal(last) {
			x.reportFound(id, "got "+x.quoted(id.Value.Text())+", want three numbers joined by hyphens")
		}
	}
}

func (x *inspection) accountsFound() {
	const text = "is @TLS#NOT_FOUND, which names nobody; seen in the wild for a message of the REST API"
	for _, actor := range x.present.Of(fields.Has(payloads.IsActor)) {
		if actor.Value.Text() == "@TLS#NOT_FOUND" {
			x.reportFound(actor, text)
		}
	}
}
