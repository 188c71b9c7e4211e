package conformance

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// deliveryTampers is section 14 of the catalogue: again, at once, out of order, given up, and after something odd.
func deliveryTampers() []Tamper {
	const should = payloads.Should
	retry := overview + ", on retries"
	return under("Delivery", TagDelivery, []Tamper{
		{ID: "delivery-duplicate-now", Doc: "the identical request twice in a row; the second has no effect", Source: retry, Play: twice},
		{ID: "delivery-duplicate-later", Doc: "the same packet 5 s later, signed anew and with another RequestId; it has no effect", Source: retry + "; that it is signed anew is inferred", Level: should, Waits: redeliveredAfter, Play: twiceLater},
		{ID: "delivery-duplicate-concurrent", Doc: "two copies at the same moment; one has an effect", Source: retry + "; inferred", Level: should, Play: twiceAtOnce},
		{ID: "delivery-same-sign-other-body", Doc: "several callbacks of one second and therefore one Sign", Source: overview + ", on authentication: RequestTime counts seconds", Needs: NeedsToken, Play: sameSign},
		{ID: "delivery-out-of-order", On: "send", Doc: "MsgSeq 12 before 11", Source: "parallel connections; inferred", Level: should, Play: seqs(12, 11)},
		{ID: "delivery-gap", On: "send", Doc: "MsgSeq 11, then 20", Source: "system messages take numbers too", Play: seqs(11, 20)},
		{ID: "delivery-same-seq-topics", On: "send", Doc: "the same GroupId and MsgSeq in two topics: two messages", Source: "a topic counts by itself; inferred", Level: should, Play: sameSeqInTopics},
		{ID: "delivery-same-seq-groups", On: "send", Doc: "the same MsgSeq in two groups: two messages", Source: "After a Group Message Is Sent (1047/34375): MsgSeq belongs to the group", Play: sameSeqInGroups},
		{ID: "delivery-concurrent-mixed", Doc: "100 callbacks of all commands at once", Source: overview + ", persistent connections; production load", Play: mixed, crowd: true},
		{ID: "delivery-burst-40", On: "send", Doc: "40 messages to one group within a second", Source: "Use Limits (1047/34381): 40 messages a second in a group", Level: should, Waits: time.Second, Play: burst, crowd: true},
		{ID: "delivery-latency", Doc: "ten callbacks, the slowest of which takes less than 2 s; above 1 s is a warning", Source: overview + ", on timeouts", Play: latency},
		{ID: "delivery-client-abort", Doc: "a sender that goes away before the answer, then the same packet signed anew, then another one", Source: overview + ", on timeouts; inferred", Level: should, Play: abandoned},
		{ID: "delivery-resume", Doc: "a valid callback after each of several that are refused or survived", Source: overview + ", on failures", Play: resumes},
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
func (shot Shot) again(r *webhook.Request) Shot {
	shot.Label, shot.Request, shot.Setting = "again", r, Redelivered
	return shot
}

func twice(s *Scene) {
	first := s.plain("first", s.Ordinary())
	s.fireEach(first, first.again(first.Request))
}

func twiceLater(s *Scene) {
	p, id := s.Ordinary(), s.uuid()
	first := s.plain("first", p)
	setting("RequestId", id)(first.Request)
	s.Fire(first)
	if !s.Pause(redeliveredAfter) {
		return
	}
	later := s.Request(p)
	setting("RequestId", id[:35]+other(id[35]))(later)
	s.Fire(first.again(later))
}

// other is a hexadecimal digit that is not this one.
func other(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

func twiceAtOnce(s *Scene) {
	p := s.Ordinary()
	first := s.plain("", p)
	first.Setting = Redelivered // which of the two comes first is not known
	s.FireTogether(first, first.again(s.Request(p)))
}

func sameSign(s *Scene) {
	now := time.Now()
	for i := range signedTogether {
		p := s.Ordinary()
		shot := Shot{Label: fmt.Sprintf("callback %d of the second", i+1), Packet: p, Request: s.o.Target.Request(CallbackOf(p), now)}
		if i > 0 {
			shot.Setting = SameSign
		}
		s.Fire(shot)
	}
}

// seqs sends messages of one group with these sequence numbers in this order.
func seqs(numbers ...int64) func(*Scene) {
	return func(s *Scene) {
		group := jsontree.String(tree(s.Ordinary()).Get("GroupId").Text())
		for _, n := range numbers {
			p := edited(s.Ordinary(), change{"GroupId", group}, change{"MsgSeq", jsontree.Int(n)})
			s.Fire(s.plain(fmt.Sprintf("MsgSeq %d", n), p))
		}
	}
}

func sameSeqInTopics(s *Scene) {
	const community = "@TGS#_@TGS#cTIMHOOK7K"
	for _, topic := range []string{community + "@TOPIC#_@TGS#cONE", community + "@TOPIC#_@TGS#cTWO"} {
		p := edited(s.Ordinary(),
			change{"GroupId", jsontree.String(community)}, change{"Type", jsontree.String("Community")},
			change{"TopicId", jsontree.String(topic)}, change{"MsgSeq", jsontree.Int(11)})
		s.Fire(s.plain("TopicId "+topic, p))
	}
}

func sameSeqInGroups(s *Scene) {
	for _, group := range []string{"@TGS#2TIMHOOKA", "@TGS#2TIMHOOKB"} {
		s.Fire(s.plain("GroupId "+group, edited(s.Ordinary(), change{"GroupId", jsontree.String(group)}, change{"MsgSeq", jsontree.Int(11)})))
	}
}

// crowd is a client that gives connecting the whole time: a full queue of connections is slowness, and is judged as that.
func (s *Scene) crowd() *webhook.Client {
	client := s.Own(0)
	client.ConnectTimeout = client.Timeout
	return client
}

// reaches sends one callback alone. A backend that is not there at all does not fail for the crowd.
func (s *Scene) reaches(client *webhook.Client) bool {
	alone := s.plain("a callback alone, before", s.Ordinary())
	alone.Client = client
	x := s.Fire(alone).Exchange
	return x != nil && (x.Failure == nil || x.Failure.Class.Reached())
}

// mixed leaves out callbacks that fail by themselves. Its own command does not, or it would not be played.
func mixed(s *Scene) {
	client := s.crowd()
	defer client.Close()
	if !s.reaches(client) {
		return
	}
	commands := slices.DeleteFunc(payloads.All(), func(c *payloads.Command) bool { return s.gates[c.Name].check != nil })
	packets := make([]payloads.Packet, atOnce)
	for i := range packets {
		packets[i] = s.Packet(commands[i%len(commands)], nil)
	}
	s.Burst(func() {
		shots := make([]Shot, atOnce)
		for i, p := range packets {
			shots[i] = s.plain(fmt.Sprintf("callback %d of %d at once", i+1, atOnce), p)
			shots[i].Setting, shots[i].Client = Concurrent, client
		}
		s.FireTogether(shots...)
	})
}

// burst starts each message at its own moment, whatever became of the ones before.
func burst(s *Scene) {
	client := s.crowd()
	defer client.Close()
	if !s.reaches(client) {
		return
	}
	packets := make([]payloads.Packet, perSecond)
	group := jsontree.String(tree(s.Ordinary()).Get("GroupId").Text())
	for i := range packets {
		packets[i] = edited(s.Ordinary(), change{"GroupId", group})
	}
	s.Burst(func() {
		start := time.Now()
		s.fireAll(len(packets), func(i int) Shot {
			s.Pause(time.Until(start.Add(time.Duration(i) * time.Second / perSecond)))
			shot := s.plain(fmt.Sprintf("message %d of %d in a second", i+1, perSecond), packets[i])
			shot.Setting, shot.Client = Concurrent, client
			return shot
		})
	})
}

func latency(s *Scene) {
	for i := range measured {
		s.Fire(s.plain(fmt.Sprintf("callback %d of %d", i+1, measured), s.Ordinary()))
	}
}

// abandoned goes away on a connection that is open already, so that the request has been written when it does.
// What the backend does with it then is nobody's business and is not recorded.
func abandoned(s *Scene) {
	client := s.Own(0)
	client.NoKeepAlive = false
	defer client.Close()
	before := s.plain("a callback before", s.Ordinary())
	before.Client = client
	s.Fire(before)
	p := s.Ordinary()
	short, gone := context.WithTimeout(s.ctx, patience)
	client.Send(short, s.Request(p))
	gone()
	redelivered := s.plain("", p)
	redelivered = redelivered.again(redelivered.Request)
	redelivered.Label = "again, after the sender went away"
	s.Fire(redelivered)
	s.Resume()
}

func resumes(s *Scene) {
	forged := s.plain("a wrong Sign", s.Ordinary())
	if s.o.Target.Token != "" {
		forged.Request = s.RequestTo(func(t *webhook.Target) { t.Signing = webhook.SignWrong }, forged.Packet)
		s.Fire(forged.expecting(payloads.ExpectRefuse))
		s.Resume()
	}
	malformed := s.reshaped("a brace is missing", func(p payloads.Packet) []byte { return p.Body[:len(p.Body)-1] })
	s.Fire(malformed.expecting(payloads.ExpectRefuse))
	s.Resume()
	empty := s.reshaped("an empty body", func(payloads.Packet) []byte { return nil })
	s.Fire(empty.expecting(payloads.ExpectSane))
	s.Resume()
}
