package c2c

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// messagesRead is C2CMsgInfo, the messages that a read receipt is about.
func messagesRead() payloads.Field {
	return payloads.Part("C2CMsgInfo", payloads.Array(payloads.Object(
		payloads.Part("From_Account", payloads.Text(maxAccount), "UserID of the message's sender, Peer_Account"),
		payloads.Part("To_Account", payloads.Text(maxAccount), "UserID of its receiver, Operator_Account"),
		payloads.Part("MsgKey", payloads.Text(0), "of the message: its MsgSeq, MsgRandom and MsgTime, joined by "+
			"underscores").Of("", payloads.IsKey),
		payloads.Part("MsgId", payloads.Text(0), "id of the message on the client: the sender's tinyid, the client's "+
			"clock in seconds and MsgRandom, joined by hyphens").Sent(payloads.SampleOnly),
	), 1, 0), "the messages, all of one conversation; the client SDK takes at most 30 (inferred)").
		Of("messages-read", 0).By(makeMessagesRead)
}

// makeMessagesRead is mostly one message of the last minutes. The sender's clock is up to 3 s behind the server's.
func makeMessagesRead(g *payloads.Gen) payloads.Value {
	d := g.Draw("C2CMsgInfo")
	return jsontree.Array(readOf(g, &d, g.HowMany(&d, 30, 40, 8), true)...)
}

// readOf are n messages that were read, with their MsgId or without.
func readOf(g *payloads.Gen, d *payloads.Draw, n int, withID bool) []payloads.Value {
	list := make([]payloads.Value, n)
	from, to := g.Text("Peer_Account"), g.Text("Operator_Account")
	if len(from) > maxAccount { // one fault of a packet is enough
		from = g.Account("sender")
	}
	last := messageOf(g, d, 3600)
	for i := range list {
		m := past{seq: last.seq + int64(i), random: messageOf(g, d, 1).random, at: last.at}
		id := jsontree.String(payloads.MessageID(from, m.at-d.Between(0, 3), fmt.Sprint(m.random)))
		if !withID {
			id = jsontree.Absent()
		}
		list[i] = payloads.Obj("From_Account", from, "To_Account", to, "MsgKey", m.key(), "MsgId", id)
	}
	return list
}

// eachRead visits the entries of C2CMsgInfo.
func eachRead(p payloads.Value, visit func(at jsontree.Path, m payloads.Value)) {
	for i, e := range p.Get("C2CMsgInfo").Items() {
		visit(jsontree.Path{"C2CMsgInfo", strconv.Itoa(i)}, e.Value)
	}
}

// receivedRule ties the messages to the two sides.
func receivedRule() payloads.Rule {
	return payloads.Rule{
		ID: "receipt-of-received", Level: payloads.Should, Evidence: payloads.Inferred,
		Source: "sample of 269/128223; request of the REST API (1047/77776)",
		Doc:    "the messages of a read receipt are from Peer_Account to Operator_Account",
		Check: func(p payloads.Value, report payloads.Report) {
			eachRead(p, func(at jsontree.Path, m payloads.Value) {
				sides := [...][2]string{{"From_Account", "Peer_Account"}, {"To_Account", "Operator_Account"}}
				for _, pair := range sides {
					got, want := m.Get(pair[0]), p.Get(pair[1])
					if isText(got) && isAccount(want) && got.Text() != want.Text() {
						report(append(at, pair[0]), "got %q, want %s, which is %q", got.Text(), pair[1], want.Text())
					}
				}
			})
		},
	}
}

// readKeysRule ties the two ids of a message together.
func readKeysRule() payloads.Rule {
	return payloads.Rule{
		ID: "receipt-keys", Level: payloads.Should, Evidence: payloads.Observed, Source: "sample of 269/128223",
		Doc: "of a message that was read, MsgKey is three numbers joined by underscores, and MsgId ends in the second",
		Check: func(p payloads.Value, report payloads.Report) {
			eachRead(p, func(at jsontree.Path, m payloads.Value) {
				key, id := m.Get("MsgKey"), m.Get("MsgId")
				if !isText(key) {
					return
				}
				parts := strings.Split(key.Text(), "_")
				if len(parts) != 3 || slices.ContainsFunc(parts, isNoNumber) {
					report(append(at, "MsgKey"), "got %q, want three numbers joined by underscores", key.Text())
				} else if isText(id) && !strings.HasSuffix(id.Text(), fmt.Sprint("-", parts[1])) {
					report(append(at, "MsgId"), "got %q, want it to end in %s, as MsgKey has it", id.Text(), parts[1])
				}
			})
		},
	}
}

func isNoNumber(s string) bool { return s == "" || strings.Trim(s, "0123456789") != "" }

// isAccount is true of what is no problem of its own.
func isAccount(v payloads.Value) bool {
	return isText(v) && v.Text() != "" && len(v.Text()) <= maxAccount
}

func isText(v payloads.Value) bool { return v.Kind() == jsontree.KindString }
