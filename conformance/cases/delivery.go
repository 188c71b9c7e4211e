package cases

import (
	"context"
	"fmt"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// deliveryTampers is section 14 of the catalogue: again, at once, out of order, given up, and after something odd.
func deliveryTampers() []tamper {
	retry := judge.Overview + ", on retries"
	const numbered = "is not sent for each message of a group, with its number"
	inGroup := eachMessage(numbered, "group-id", "sequence")
	inTopic := eachMessage(numbered+" and its topic", "group-id", "sequence", "topic-id", "group-type")
	return under("Delivery", delivery, []tamper{
		must("delivery-duplicate-now", "the identical request twice in a row; the second has no effect", retry, twice),
		should("delivery-duplicate-later",
			"the same packet 5 s later, signed anew and with another RequestId; it has no effect",
			retry+"; that it is signed anew is inferred", twiceLater).waiting(redeliveredAfter),
		should("delivery-duplicate-concurrent", "two copies at the same moment; one has an effect",
			retry+"; inferred", twiceAtOnce),
		must("delivery-same-sign-other-body", "several callbacks of one second and therefore one Sign",
			judge.Overview+", on authentication: RequestTime counts seconds",
			sameSign).needing(conformance.NeedsToken),
		should("delivery-out-of-order", "MsgSeq 12 before 11", "parallel connections; inferred",
			seqs(inGroup, 12, 11)).of(inGroup),
		must("delivery-gap", "MsgSeq 11, then 20", "system messages take numbers too",
			seqs(inGroup, 11, 20)).of(inGroup),
		should("delivery-same-seq-topics", "the same GroupId and MsgSeq in two topics: two messages",
			"a topic counts by itself; inferred", sameSeqInTopics(inTopic)).of(inTopic),
		must("delivery-same-seq-groups", "the same MsgSeq in two groups: two messages",
			"After a Group Message Is Sent (1047/34375): MsgSeq belongs to the group",
			sameSeqInGroups(inGroup)).of(inGroup),
		must("delivery-concurrent-mixed", "100 callbacks of all commands at once",
			judge.Overview+", persistent connections; production load", mixed).crowd().ofEndpoint(),
		should("delivery-burst-40", "40 messages to one group within a second",
			"Use Limits (1047/34381): 40 messages a second in a group", burst).
			of(eachMessage("is not sent for each message of a group", "group-id")).waiting(time.Second).crowd(),
		must("delivery-latency", "ten callbacks, each answered within 2 s; above 1 s is a warning",
			judge.Overview+", on timeouts", latency),
		should("delivery-client-abort",
			"a sender that goes away before the answer, then the same packet signed anew, then another one",
			judge.Overview+", on timeouts; inferred", abandoned),
		must("delivery-pair", "one message as two callbacks, before and after it is sent, or to a chatbot and to the "+
			"group: the second has what the answer to the first changed, and nothing follows a refusal",
			"pages of both callbacks; what they have in common is inferred", toldTwice).of(paired()),
		must("delivery-resume", "a valid callback after a forged, a malformed and an empty request",
			judge.Overview+", on failures", resumes),
	})
}

const (
	redeliveredAfter = 5 * time.Second
	signedTogether   = 5
	atOnce           = 100
	perSecond        = 40
	measured         = 10
	measuredLeast    = 3
	patience         = time.Millisecond // of a sender that goes away: an answer on loopback may come even sooner
)

// again is the same packet once more.
func again(a conformance.Attempt, r *webhook.Request) conformance.Attempt {
	a.Label, a.Request, a.Under = "again", r, judge.Redelivered
	return a
}

func twice(ctx context.Context, run *conformance.CaseRun) {
	first := run.Attempt("first", run.Ordinary())
	run.Send(ctx, first, again(first, first.Request))
}

func twiceLater(ctx context.Context, run *conformance.CaseRun) {
	p, id := run.Ordinary(), uuid(run)
	first := run.Attempt("first", p)
	setting("RequestId", id)(first.Request)
	run.Send(ctx, first)
	if !run.Pause(ctx, redeliveredAfter) {
		return
	}
	later := run.Request(p)
	setting("RequestId", id[:35]+other(id[35]))(later)
	run.Send(ctx, again(first, later))
}

// other is a hexadecimal digit that is not this one.
func other(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

func twiceAtOnce(ctx context.Context, run *conformance.CaseRun) {
	p := run.Ordinary()
	first := run.Attempt("", p)
	first.Under = judge.Redelivered // which of the two comes first is not known
	run.SendTogether(ctx, first, again(first, run.Request(p)))
}

func sameSign(ctx context.Context, run *conformance.CaseRun) {
	now := run.Second()
	for i := range signedTogether {
		a := run.Attempt(fmt.Sprintf("callback %d of the second", i+1), run.Ordinary())
		a.Request = run.Options.Target.Request(conformance.CallbackOf(a.Packet), now)
		if i > 0 {
			a.Under = judge.SameSign
		}
		run.Send(ctx, a)
	}
}

// seqs sends messages of one group with these sequence numbers in this order.
func seqs(n need, numbers ...int64) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		group, seq := n.pair(run)
		same := at(tree(run.Ordinary()), group)
		for _, number := range numbers {
			p := edited(run.Ordinary(), change{group, same}, change{seq, jsontree.Int(number)})
			run.Send(ctx, run.Attempt(fmt.Sprint(seq, " ", number), p))
		}
	}
}

func sameSeqInTopics(n need) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		const community = "@TGS#_@TGS#cTIMHOOK7K"
		group, seq := n.pair(run)
		rest := n.in(run.Case.Command)[2:]
		topic, kind := rest[0], rest[1]
		for _, id := range []string{community + "@TOPIC#_@TGS#cONE", community + "@TOPIC#_@TGS#cTWO"} {
			p := edited(run.Ordinary(),
				change{group, jsontree.String(community)}, change{kind, jsontree.String("Community")},
				change{topic, jsontree.String(id)}, change{seq, jsontree.Int(11)})
			run.Send(ctx, run.Attempt(topic+" "+id, p))
		}
	}
}

func sameSeqInGroups(n need) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		group, seq := n.pair(run)
		for _, id := range []string{"@TGS#2TIMHOOKA", "@TGS#2TIMHOOKB"} {
			p := edited(run.Ordinary(), change{group, jsontree.String(id)}, change{seq, jsontree.Int(11)})
			run.Send(ctx, run.Attempt(group+" "+id, p))
		}
	}
}

func latency(ctx context.Context, run *conformance.CaseRun) {
	halting := 0
	n := run.Share(measured, measuredLeast)
	for i := range n {
		a := run.Attempt(fmt.Sprintf("callback %d of %d", i+1, n), run.Ordinary())
		if i == n-1 && halting >= (n+1)/2 {
			a.Under = judge.Halting
		}
		if x := run.Send(ctx, a).Exchange; x != nil && judge.Halts(x) {
			halting++
		}
	}
}

// abandoned goes away on a connection that is open already, so that the request has been written when it does.
// What the backend does with the request is not judged and not recorded.
func abandoned(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	client.NoKeepAlive = false
	defer client.Close()
	before := run.Attempt("a callback before", run.Ordinary())
	before.Client = client
	run.Send(ctx, before)
	p := run.Ordinary()
	leaving := run.Attempt("a sender that goes away", p)
	leaving.Client = client
	run.GoAway(ctx, leaving, patience)
	redelivered := run.Attempt("", p)
	redelivered = again(redelivered, redelivered.Request)
	redelivered.Label = "again, after the sender went away"
	run.Send(ctx, redelivered)
	run.Resume(ctx)
}

func resumes(ctx context.Context, run *conformance.CaseRun) {
	forged := run.Attempt("a wrong Sign", run.Ordinary())
	if run.Options.Target.Token != "" {
		forged.Request = run.RequestTo(func(t *webhook.Target) { t.Signing = webhook.SignWrong }, forged.Packet)
		run.Send(ctx, forged.Expecting(payloads.ExpectRefuse))
		run.Resume(ctx)
	}
	malformed := attemptWith(run, "a brace is missing", cutBy(1))
	run.Send(ctx, malformed.Expecting(payloads.ExpectRefuse))
	run.Resume(ctx)
	empty := attemptWith(run, "an empty body", func(payloads.Packet) []byte { return nil })
	run.Send(ctx, empty.Expecting(payloads.ExpectSurvive))
	run.Resume(ctx)
}
