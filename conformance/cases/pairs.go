package cases

import (
	"context"
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// paired is of the callbacks of a message that is told a second time, by another callback: after it was sent, or to
// those who follow the group.
func paired() need {
	return need{"has no second callback about the same message", func(c *payloads.Command) []string {
		if c.Again == "" {
			return nil
		}
		return ofKinds(c, "message-body")
	}}
}

// toldTwice sends a message by its two callbacks. The second has what the answer to the first changed, and does not
// follow where that kept the message back. A backend that does not get the second need not take it.
func toldTwice(ctx context.Context, run *conformance.CaseRun) {
	other, err := chat.Lookup(run.Case.Command.Again)
	if err != nil {
		panic(err)
	}
	if run.Lacks(other) {
		return
	}
	p := run.Ordinary()
	first := run.Send(ctx, run.Attempt(p.Command.Short, p))
	if first.Exchange == nil || first.Judgement.Outcome != judge.Pass || keepsBack(first.Judgement.Decision) {
		return
	}
	second := run.Packet(other, nil)
	run.Send(ctx, run.Attempt(other.Short+", about the same message", ofTheSame(second, p, changedBy(first))))
}

func keepsBack(d *judge.Decision) bool {
	return d != nil && d.Does != payloads.Allow && d.Does != payloads.Rewrite
}

// changedBy are the members of an answer that take the place of the message's.
func changedBy(r conformance.Result) []jsontree.Member {
	if d := r.Judgement.Decision; d == nil || d.Does != payloads.Rewrite {
		return nil
	}
	answer, err := jsontree.ParseLoose(r.Exchange.Body)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(answer.Members()), func(m jsontree.Member) bool {
		f := r.Packet.Command.Answer.Field(m.Name)
		return f == nil || f.Does != payloads.Rewrite
	})
}

// ofTheSame is the second packet about the message of the first: what both have is the first's, or the answer's.
func ofTheSame(second, first payloads.Packet, changed []jsontree.Member) payloads.Packet {
	var changes []change
	for _, m := range slices.Concat(tree(first).Members(), changed) {
		f := second.Command.Field(m.Name)
		if f != nil && f.Type.Const == "" && !f.Kind.Role.Has(payloads.IsMilliseconds) {
			changes = append(changes, change{m.Name, m.Value})
		}
	}
	second.ClientIP, second.OptPlatform = first.ClientIP, first.OptPlatform
	second = edited(second, changes...)
	if fields := ofKinds(second.Command, "message-id", "account", "message-time", "random"); fields != nil {
		if id := fields[0]; at(tree(first), id).IsAbsent() && !at(tree(second), id).IsAbsent() {
			return edited(second, change{id, idOf(second, fields[1:])})
		}
	}
	return second
}

// idOf is the id of a message by its sender, time and random number.
func idOf(p payloads.Packet, fields []string) jsontree.Value {
	v := tree(p)
	seconds, _ := at(v, fields[1]).Int64()
	return jsontree.String(payloads.MessageID(at(v, fields[0]).Text(), seconds, at(v, fields[2]).Text()))
}
