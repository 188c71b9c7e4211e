package cases

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// bodyTampers is section 16 of the catalogue: commands, JSON, sizes and types that are not what they should be.
func bodyTampers() []Tamper {
	list := slices.Concat(commandTampers(), jsonTampers(), sizeTampers(), typeTampers())
	return under("Negative: command and body", conformance.TagRobustness, resuming(list))
}

func commandTampers() []Tamper {
	const should, may, sane, info = payloads.Should, payloads.May, payloads.ExpectSurvive, payloads.ExpectInfo
	always := "query and packet of every page carry it"
	return []Tamper{
		{ID: "neg-command-mismatch", Doc: "query and packet name different commands; refused, or taken as one of the two", Source: "consistency; inferred", Level: should, Expect: sane, Run: mismatched},
		{ID: "neg-command-query-missing", Doc: "no CallbackCommand in the query", Source: always, Level: should, Expect: sane, Run: once(without("CallbackCommand"))},
		{ID: "neg-command-body-missing", Doc: "no CallbackCommand in the packet", Source: always, Level: should, Expect: sane, Run: bodies(reshaped{"", withoutField("CallbackCommand")})},
		{ID: "neg-command-unknown", Doc: "Group.CallbackAfterTeleport in query and packet; OK is better", Source: "new commands appear; inferred", Level: should, Expect: sane, Run: unhandled("Group.CallbackAfterTeleport", "")},
		{ID: "neg-command-unhandled", Doc: "a real callback that is none of the four; OK is better", Source: "After a User Joins a Group (1047/34372); switched on by accident", Level: should, Expect: sane, Run: unhandled("Group.CallbackAfterNewMemberJoin", `,"JoinType":"Apply","NewMemberList":[{"Member_Account":"jared"}]`)},
		{ID: "neg-command-case", Doc: "the command in lower case", Source: "exact spelling", Level: may, Expect: info, Run: spelling(strings.ToLower)},
		{ID: "neg-command-space", Doc: "a space behind the command", Source: "exact spelling", Level: may, Expect: info, Run: spelling(func(name string) string { return name + " " })},
	}
}

// mismatched names another of the four commands in the query.
func mismatched(s *conformance.CaseRun) {
	all := payloads.All()
	i := slices.IndexFunc(all, func(c *payloads.Command) bool { return c.Name == s.Case.Command.Name })
	s.Send(s.Changed("", setting("CallbackCommand", all[(i+1)%len(all)].Name)))
}

// unhandled sends a packet of another command, with further members.
func unhandled(command, more string) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		shot := playReshaped(s, "", func(p payloads.Packet) []byte {
			v := tree(p)
			return fmt.Appendf(nil, `{"CallbackCommand":%q,"GroupId":%s,"Type":%s,"Operator_Account":%s%s,"EventTime":%s}`,
				command, v.Get("GroupId").JSON(), v.Get("Type").JSON(), v.Get("Operator_Account").JSON(), more, v.Get("EventTime").JSON())
		})
		setting("CallbackCommand", command)(shot.Request)
		shot.Under = judge.Unhandled
		s.Send(shot)
	}
}

func spelling(change func(string) string) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		name := change(s.Case.Command.Name)
		shot := playReshaped(s, "", with("CallbackCommand", jsontree.String(name)))
		setting("CallbackCommand", name)(shot.Request)
		s.Send(shot)
	}
}

// with makes a body in which something else stands at a path, and withoutField one that lacks a field.
func with(path string, x jsontree.Value) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte { return edited(p, change{path, x}).Body }
}

func withoutField(name string) func(payloads.Packet) []byte { return with(name, jsontree.Absent()) }

const (
	stall       = 500 * time.Millisecond
	amongStall  = 100 * time.Millisecond
	noticing    = 50 * time.Millisecond // for a backend to see that its client is gone
	blockBytes  = 1 << 20
	uploadExtra = 8 * time.Second // a large body may take longer than Chat would wait
)

// sizeTampers are bodies that are nothing, and bodies that are too much. A backend may close where it has read enough.
func sizeTampers() []Tamper {
	const must, should, sane = payloads.Must, payloads.Should, payloads.ExpectSurvive
	fixed := func(text string) func(*conformance.CaseRun) {
		return bodies(reshaped{"", func(payloads.Packet) []byte { return []byte(text) }})
	}
	limits := "above any real packet; public receivers take 64 KiB to 1 MiB (observed)"
	return []Tamper{
		{ID: "neg-body-empty", Doc: "no body at all", Source: "robustness; what the console's URL check sends is not known", Level: must, Expect: sane, Run: fixed("")},
		{ID: "neg-body-whitespace", Doc: "blanks only", Source: "robustness", Level: should, Expect: sane, Run: fixed(" \t\r\n ")},
		{ID: "neg-body-empty-object", Doc: "an empty object", Source: "robustness", Level: must, Expect: sane, Run: fixed("{}")},
		{ID: "neg-body-form", Doc: "a form instead of JSON", Source: "a wrong client", Level: should, Expect: payloads.ExpectRefuse, Run: form},
		{ID: "neg-body-1mb", Doc: "1 MiB in an unknown field; 413 and closing are right too", Source: limits, Level: should, Expect: sane, Run: oversized(1)},
		{ID: "neg-body-16mb", Doc: "16 MiB in an unknown field; 413 and closing are right too", Source: limits, Level: should, Expect: sane, Tags: conformance.TagStress | conformance.TagRobustness, Run: oversized(16)},
		{ID: "neg-body-content-length-lie", Doc: "Content-Length larger than what is sent, and 500 ms of silence; other callbacks go on meanwhile", Source: "slow clients that hold connections; inferred", Level: should, Expect: sane, Waits: stall, Run: stalled},
	}
}

func form(s *conformance.CaseRun) {
	shot := playReshaped(s, "", func(payloads.Packet) []byte { return []byte("a=b&c=d") })
	shot.Request.SetHeader("Content-Type", "application/x-www-form-urlencoded")
	s.Send(shot)
}

// oversized pads a packet with blocks that share their bytes. One such body at a time is under way.
func oversized(blocks int) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		s.Burst(func() {
			client := s.Own(uploadExtra)
			defer client.Close()
			shot := s.Plain(fmt.Sprintf("%d MiB", blocks), s.Ordinary())
			inBlocks(shot.Request, blocks)
			shot.Client, shot.Tolerate = client, []judge.Reaction{judge.Dropped}
			s.Send(shot)
		})
	}
}

func inBlocks(r *webhook.Request, blocks int) {
	start, end := append(slices.Clip(r.Body[:len(r.Body)-1]), `,"Padding":"`...), []byte(`"}`)
	r.SetHeader("Content-Length", fmt.Sprint(len(start)+blocks*blockBytes+len(end)))
	pieces := []webhook.Piece{{Bytes: head(r)}, {Bytes: start}}
	block := bytes.Repeat([]byte("x"), blockBytes)
	for range blocks {
		pieces = append(pieces, webhook.Piece{Bytes: block})
	}
	r.Wire = append(pieces, webhook.Piece{Bytes: end})
}

// stalled leaves a request unfinished and closes it, which no answer is wanted to. Meanwhile the others have to go on.
func stalled(s *conformance.CaseRun) {
	client := s.Own(0)
	defer client.Close()
	client.Timeout = stall
	lie := s.Request(s.Ordinary())
	lie.SetHeader("Content-Length", fmt.Sprint(len(lie.Body)+1000))
	lie.Wire = []webhook.Piece{{Bytes: lie.AppendWire(nil)}}
	during := s.Plain("a valid callback meanwhile", s.Ordinary())
	during.Under = judge.AfterNegative
	over := make(chan struct{})
	go func() {
		defer close(over)
		client.Send(s.Ctx, lie)
	}()
	if s.Pause(amongStall) && s.Baselines[s.Case.Command.Name].Check == nil {
		during.Request = s.Request(during.Packet)
		s.Send(during.Expecting(payloads.ExpectOK))
	}
	<-over
	s.Pause(noticing)
}
