package cases

import (
	"bytes"
	"context"
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
		{
			ID: "neg-command-mismatch", Level: should, Expect: sane, Run: mismatched,
			Doc:    "query and packet name different commands; refused, or taken as one of the two",
			Source: "consistency; inferred",
		},
		{
			ID: "neg-command-query-missing", Level: should, Expect: sane, Run: once(without("CallbackCommand")),
			Doc: "no CallbackCommand in the query", Source: always,
		},
		{
			ID: "neg-command-body-missing", Level: should, Expect: sane,
			Run: body(withoutField("CallbackCommand")),
			Doc: "no CallbackCommand in the packet", Source: always,
		},
		{
			ID: "neg-command-unknown", Level: should, Expect: sane, Run: unhandled("Group.CallbackAfterTeleport", ""),
			Doc:    "Group.CallbackAfterTeleport in query and packet; OK is better",
			Source: "new commands appear; inferred",
		},
		{
			ID: "neg-command-unhandled", Level: should, Expect: sane,
			Run: unhandled("Group.CallbackAfterNewMemberJoin",
				`,"JoinType":"Apply","NewMemberList":[{"Member_Account":"jared"}]`),
			Doc:    "a real callback that is none of the four; OK is better",
			Source: "After a User Joins a Group (1047/34372); switched on by accident",
		},
		{
			ID: "neg-command-case", Level: may, Expect: info, Run: spelling(strings.ToLower),
			Doc: "the command in lower case", Source: "exact spelling",
		},
		{
			ID: "neg-command-space", Level: may, Expect: info,
			Run: spelling(func(name string) string { return name + " " }),
			Doc: "a space behind the command", Source: "exact spelling",
		},
	}
}

// mismatched names another of the four commands in the query.
func mismatched(ctx context.Context, run *conformance.CaseRun) {
	all := payloads.All()
	i := slices.IndexFunc(all, func(c *payloads.Command) bool { return c.Name == run.Case.Command.Name })
	run.Send(ctx, run.Changed("", setting("CallbackCommand", all[(i+1)%len(all)].Name)))
}

// unhandled sends a packet of another command, with further members.
func unhandled(command, more string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		a := attemptWith(run, "", func(p payloads.Packet) []byte {
			field := func(name string) string { return tree(p).Get(name).JSON() }
			const form = `{"CallbackCommand":%q,"GroupId":%s,"Type":%s,"Operator_Account":%s%s,"EventTime":%s}`
			return fmt.Appendf(nil, form,
				command, field("GroupId"), field("Type"), field("Operator_Account"), more, field("EventTime"))
		})
		setting("CallbackCommand", command)(a.Request)
		a.Under = judge.Unhandled
		run.Send(ctx, a)
	}
}

func spelling(change func(string) string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		name := change(run.Case.Command.Name)
		a := attemptWith(run, "", with("CallbackCommand", jsontree.String(name)))
		setting("CallbackCommand", name)(a.Request)
		run.Send(ctx, a)
	}
}

// with makes a body with another value at a path, and withoutField one that lacks a field.
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

// sizeTampers are bodies without content, and bodies that are too large. A backend may close where it has read enough.
func sizeTampers() []Tamper {
	const must, should, sane = payloads.Must, payloads.Should, payloads.ExpectSurvive
	fixed := func(text string) conformance.RunFunc {
		return body(func(payloads.Packet) []byte { return []byte(text) })
	}
	limits := "above any real packet; public receivers take 64 KiB to 1 MiB (observed)"
	return []Tamper{
		{
			ID: "neg-body-empty", Level: must, Expect: sane, Run: fixed(""),
			Doc: "no body at all", Source: "robustness; what the console's URL check sends is not known",
		},
		{
			ID: "neg-body-whitespace", Level: should, Expect: sane, Run: fixed(" \t\r\n "),
			Doc: "blanks only", Source: "robustness",
		},
		{
			ID: "neg-body-empty-object", Level: must, Expect: sane, Run: fixed("{}"),
			Doc: "an empty object", Source: "robustness",
		},
		{
			ID: "neg-body-form", Level: should, Expect: payloads.ExpectRefuse, Run: form,
			Doc: "a form instead of JSON", Source: "a wrong client",
		},
		{
			ID: "neg-body-1mb", Level: should, Expect: sane, Run: oversized(1),
			Doc: "1 MiB in an unknown field; 413 and closing are right too", Source: limits,
		},
		{
			ID: "neg-body-16mb", Level: should, Expect: sane, Tags: conformance.TagStress | conformance.TagRobustness,
			Run: oversized(16),
			Doc: "16 MiB in an unknown field; 413 and closing are right too", Source: limits,
		},
		{
			ID: "neg-body-content-length-lie", Level: should, Expect: sane, Waits: stall, Run: stalled,
			Doc:    "Content-Length larger than what is sent, and 500 ms of silence; other callbacks go on meanwhile",
			Source: "slow clients that hold connections; inferred",
		},
	}
}

func form(ctx context.Context, run *conformance.CaseRun) {
	a := attemptWith(run, "", func(payloads.Packet) []byte { return []byte("a=b&c=d") })
	a.Request.SetHeader("Content-Type", "application/x-www-form-urlencoded")
	run.Send(ctx, a)
}

// oversized pads a packet with blocks that share their bytes. One such body at a time is under way.
func oversized(blocks int) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		run.Burst(ctx, func() {
			client := run.OwnClient(uploadExtra)
			defer client.Close()
			a := run.Attempt(fmt.Sprintf("%d MiB", blocks), run.Ordinary())
			inBlocks(a.Request, blocks)
			a.Client, a.Tolerate = client, []judge.Reaction{judge.Dropped}
			run.Send(ctx, a)
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

// stalled leaves a request unfinished and closes it without waiting for an answer. Meanwhile the others have to go on.
func stalled(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	defer client.Close()
	client.Timeout = stall
	lie := run.Request(run.Ordinary())
	lie.SetHeader("Content-Length", fmt.Sprint(len(lie.Body)+1000))
	lie.Wire = []webhook.Piece{{Bytes: lie.AppendWire(nil)}}
	during := run.Attempt("a valid callback meanwhile", run.Ordinary())
	during.Under = judge.AfterNegative
	over := make(chan struct{})
	go func() {
		defer close(over)
		client.Send(ctx, lie)
	}()
	if run.Pause(ctx, amongStall) && !run.BaselineFails(run.Case.Command) {
		during.Request = run.Request(during.Packet)
		run.Send(ctx, during.Expecting(payloads.ExpectOK))
	}
	<-over
	run.Pause(ctx, noticing)
}
