package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// deliveryTampers is section 14 of the catalogue: again, at once, out of order, given up, and after something odd.
func deliveryTampers() []Tamper {
	const should = payloads.Should
	retry := judge.Overview + ", on retries"
	return under("Delivery", conformance.TagDelivery, []Tamper{
		{ID: "delivery-duplicate-now", Doc: "the identical request twice in a row; the second has no effect", Source: retry, Run: twice},
		{ID: "delivery-duplicate-later", Doc: "the same packet 5 s later, signed anew and with another RequestId; it has no effect", Source: retry + "; that it is signed anew is inferred", Level: should, Waits: redeliveredAfter, Run: twiceLater},
		{ID: "delivery-duplicate-concurrent", Doc: "two copies at the same moment; one has an effect", Source: retry + "; inferred", Level: should, Run: twiceAtOnce},
		{ID: "delivery-same-sign-other-body", Doc: "several callbacks of one second and therefore one Sign", Source: judge.Overview + ", on authentication: RequestTime counts seconds", Needs: conformance.NeedsToken, Run: sameSign},
		{ID: "delivery-out-of-order", Callbacks: "send", Doc: "MsgSeq 12 before 11", Source: "parallel connections; inferred", Level: should, Run: seqs(12, 11)},
		{ID: "delivery-gap", Callbacks: "send", Doc: "MsgSeq 11, then 20", Source: "system messages take numbers too", Run: seqs(11, 20)},
		{ID: "delivery-same-seq-topics", Callbacks: "send", Doc: "the same GroupId and MsgSeq in two topics: two messages", Source: "a topic counts by itself; inferred", Level: should, Run: sameSeqInTopics},
		{ID: "delivery-same-seq-groups", Callbacks: "send", Doc: "the same MsgSeq in two groups: two messages", Source: "After a Group Message Is Sent (1047/34375): MsgSeq belongs to the group", Run: sameSeqInGroups},
		{ID: "delivery-concurrent-mixed", Doc: "100 callbacks of all commands at once", Source: judge.Overview + ", persistent connections; production load", Run: mixed, crowd: true},
		{ID: "delivery-burst-40", Callbacks: "send", Doc: "40 messages to one group within a second", Source: "Use Limits (1047/34381): 40 messages a second in a group", Level: should, Waits: time.Second, Run: burst, crowd: true},
		{ID: "delivery-latency", Doc: "ten callbacks, the slowest of which takes less than 2 s; above 1 s is a warning", Source: judge.Overview + ", on timeouts", Run: latency},
		{ID: "delivery-client-abort", Doc: "a sender that goes away before the answer, then the same packet signed anew, then another one", Source: judge.Overview + ", on timeouts; inferred", Level: should, Run: abandoned},
		{ID: "delivery-resume", Doc: "a valid callback after each of several that are refused or survived", Source: judge.Overview + ", on failures", Run: resumes},
	})
}

const (
	redeliveredAfter = 5 * time.Second
	signedTogether   = 5
	atOnce           = 100
	perSecond        = 40
	measured         = 10
	patience         = time.Millisecond // of a sender that goes away: an answer on loopback may still be faster
)

// again is the same packet once more.
func again(shot conformance.Attempt, r *webhook.Request) conformance.Attempt {
	shot.Label, shot.Request, shot.Under = "again", r, judge.Redelivered
	return shot
}

func twice(s *conformance.CaseRun) {
	first := s.Plain("first", s.Ordinary())
	s.SendEach(first, again(first, first.Request))
}

func twiceLater(s *conformance.CaseRun) {
	p, id := s.Ordinary(), uuid(s)
	first := s.Plain("first", p)
	setting("RequestId", id)(first.Request)
	s.Send(first)
	if !s.Pause(redeliveredAfter) {
		return
	}
	later := s.Request(p)
	setting("RequestId", id[:35]+other(id[35]))(later)
	s.Send(again(first, later))
}

// other is a hexadecimal digit that is not this one.
func other(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

func twiceAtOnce(s *conformance.CaseRun) {
	p := s.Ordinary()
	first := s.Plain("", p)
	first.Under = judge.Redelivered // which of the two comes first is not known
	s.SendTogether(first, again(first, s.Request(p)))
}

func sameSign(s *conformance.CaseRun) {
	now := time.Now()
	for i := range signedTogether {
		p := s.Ordinary()
		shot := conformance.Attempt{Label: fmt.Sprintf("callback %d of the second", i+1), Packet: p, Request: s.O.Target.Request(conformance.CallbackOf(p), now)}
		if i > 0 {
			shot.Under = judge.SameSign
		}
		s.Send(shot)
	}
}

// seqs sends messages of one group with these sequence numbers in this order.
func seqs(numbers ...int64) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		group := jsontree.String(tree(s.Ordinary()).Get("GroupId").Text())
		for _, n := range numbers {
			p := edited(s.Ordinary(), change{"GroupId", group}, change{"MsgSeq", jsontree.Int(n)})
			s.Send(s.Plain(fmt.Sprintf("MsgSeq %d", n), p))
		}
	}
}

func sameSeqInTopics(s *conformance.CaseRun) {
	const community = "@TGS#_@TGS#cTIMHOOK7K"
	for _, topic := range []string{community + "@TOPIC#_@TGS#cONE", community + "@TOPIC#_@TGS#cTWO"} {
		p := edited(s.Ordinary(),
			change{"GroupId", jsontree.String(community)}, change{"Type", jsontree.String("Community")},
			change{"TopicId", jsontree.String(topic)}, change{"MsgSeq", jsontree.Int(11)})
		s.Send(s.Plain("TopicId "+topic, p))
	}
}

func sameSeqInGroups(s *conformance.CaseRun) {
	for _, group := range []string{"@TGS#2TIMHOOKA", "@TGS#2TIMHOOKB"} {
		s.Send(s.Plain("GroupId "+group, edited(s.Ordinary(), change{"GroupId", jsontree.String(group)}, change{"MsgSeq", jsontree.Int(11)})))
	}
}

// crowd is a client that gives connecting the whole time: a full queue of connections is slowness, and is judged as that.
func crowd(s *conformance.CaseRun) *webhook.Client {
	client := s.Own(0)
	client.ConnectTimeout = client.Timeout
	return client
}

// reaches sends one callback alone. A backend that is not there at all does not fail for the crowd.
func reaches(s *conformance.CaseRun, client *webhook.Client) bool {
	alone := s.Plain("a callback alone, before", s.Ordinary())
	alone.Client = client
	x := s.Send(alone).Exchange
	return x != nil && (x.Failure == nil || x.Failure.Class.Reached())
}

// mixed leaves out callbacks that fail by themselves. Its own command does not, or it would not be played.
func mixed(s *conformance.CaseRun) {
	client := crowd(s)
	defer client.Close()
	if !reaches(s, client) {
		return
	}
	commands := slices.DeleteFunc(payloads.All(), func(c *payloads.Command) bool { return s.Baselines[c.Name].Check != nil })
	packets := make([]payloads.Packet, atOnce)
	for i := range packets {
		packets[i] = s.Packet(commands[i%len(commands)], nil)
	}
	s.Burst(func() {
		shots := make([]conformance.Attempt, atOnce)
		for i, p := range packets {
			shots[i] = s.Plain(fmt.Sprintf("callback %d of %d at once", i+1, atOnce), p)
			shots[i].Under, shots[i].Client = judge.Concurrent, client
		}
		s.SendTogether(shots...)
	})
}

// burst starts each message at its own moment, whatever became of the ones before.
func burst(s *conformance.CaseRun) {
	client := crowd(s)
	defer client.Close()
	if !reaches(s, client) {
		return
	}
	packets := make([]payloads.Packet, perSecond)
	group := jsontree.String(tree(s.Ordinary()).Get("GroupId").Text())
	for i := range packets {
		packets[i] = edited(s.Ordinary(), change{"GroupId", group})
	}
	s.Burst(func() {
		start := time.Now()
		s.SendAll(len(packets), func(i int) conformance.Attempt {
			s.Pause(time.Until(start.Add(time.Duration(i) * time.Second / perSecond)))
			shot := s.Plain(fmt.Sprintf("message %d of %d in a second", i+1, perSecond), packets[i])
			shot.Under, shot.Client = judge.Concurrent, client
			return shot
		})
	})
}

func latency(s *conformance.CaseRun) {
	for i := range measured {
		s.Send(s.Plain(fmt.Sprintf("callback %d of %d", i+1, measured), s.Ordinary()))
	}
}

// abandoned goes away on a connection that is open already, so that the request has been written when it does.
// What the backend does with it then is nobody's business and is not recorded.
func abandoned(s *conformance.CaseRun) {
	client := s.Own(0)
	client.NoKeepAlive = false
	defer client.Close()
	before := s.Plain("a callback before", s.Ordinary())
	before.Client = client
	s.Send(before)
	p := s.Ordinary()
	short, gone := context.WithTimeout(s.Ctx, patience)
	client.Send(short, s.Request(p))
	gone()
	redelivered := s.Plain("", p)
	redelivered = again(redelivered, redelivered.Request)
	redelivered.Label = "again, after the sender went away"
	s.Send(redelivered)
	s.Resume()
}

func resumes(s *conformance.CaseRun) {
	forged := s.Plain("a wrong Sign", s.Ordinary())
	if s.O.Target.Token != "" {
		forged.Request = s.RequestTo(func(t *webhook.Target) { t.Signing = webhook.SignWrong }, forged.Packet)
		s.Send(forged.Expecting(payloads.ExpectRefuse))
		s.Resume()
	}
	malformed := playReshaped(s, "a brace is missing", func(p payloads.Packet) []byte { return p.Body[:len(p.Body)-1] })
	s.Send(malformed.Expecting(payloads.ExpectRefuse))
	s.Resume()
	empty := playReshaped(s, "an empty body", func(payloads.Packet) []byte { return nil })
	s.Send(empty.Expecting(payloads.ExpectSurvive))
	s.Resume()
}
