package cases

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// bodyTampers is section 16 of the catalogue: commands, JSON, sizes and types that are not what they should be.
func bodyTampers() []tamper {
	list := slices.Concat(commandTampers(), jsonTampers(), sizeTampers(), typeTampers())
	return under("Negative: command and body", robustness, resuming(list))
}

// Commands that a backend need not handle: one that no page has, one that may be switched on by accident, and one that
// comes without being switched on.
const (
	unknownCommand   = "Group.CallbackAfterTeleport"
	unhandledCommand = "Group.CallbackAfterNewMemberJoin"
	alertCommand     = "Alert.RequestOverLimit"
)

func commandTampers() []tamper {
	always := "query and packet of every page carry it"
	return []tamper{
		should("neg-command-mismatch", "query and packet name different commands; refused, or taken as one of the two",
			"consistency; inferred", mismatched).expect(survive).of(itsName()),
		should("neg-command-query-missing", "no CallbackCommand in the query", always,
			once(without("CallbackCommand"))).expect(survive),
		should("neg-command-body-missing", "no CallbackCommand in the packet", always,
			body(withoutField("CallbackCommand"))).expect(survive).of(itsName()),
		should("neg-command-unknown", "Group.CallbackAfterTeleport in query and packet; OK is better",
			"new commands appear; inferred", unhandled(unknownCommand, "")).expect(survive),
		should("neg-command-unhandled", "a real callback that is none of the four; OK is better",
			"After a User Joins a Group (1047/34372); switched on by accident",
			unhandled(unhandledCommand,
				`,"JoinType":"Apply","NewMemberList":[{"Member_Account":"jared"}]`)).expect(survive).
			of(beside(unhandledCommand)),
		should("neg-command-alert", "an alarm about the REST API; OK is better",
			"Alert.RequestOverLimit (1047/60256): it has no switch and comes to every URL", alerted).expect(survive).
			of(beside(alertCommand)).ofEndpoint(),
		may("neg-command-case", "the command in lower case", "exact spelling", spelling(strings.ToLower)).expect(info),
		may("neg-command-space", "a space behind the command", "exact spelling",
			spelling(func(name string) string { return name + " " })).expect(info),
	}
}

// mismatched names another command in the query: the next of the usual ones.
func mismatched(ctx context.Context, run *conformance.CaseRun) {
	usual := chat.Usual()
	i := slices.IndexFunc(usual, func(c *payloads.Command) bool { return c.Name == run.Case.Command.Name })
	run.Send(ctx, run.Changed("", setting("CallbackCommand", usual[(i+1)%len(usual)].Name)))
}

// unhandled sends a packet of another command: what the callbacks of a group have in common, and further members.
func unhandled(command, more string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		if isPlayed(run, command) {
			return
		}
		a := attemptWith(run, "", func(p payloads.Packet) []byte { return ofGroup(run, p, command, more) })
		setting("CallbackCommand", command)(a.Request)
		a.Under = judge.Unhandled
		run.Send(ctx, a)
	}
}

// alerted sends an ordinary alarm.
func alerted(ctx context.Context, run *conformance.CaseRun) {
	c, err := chat.Lookup(alertCommand)
	if err != nil {
		panic(err)
	}
	if isPlayed(run, c.Name) {
		return
	}
	a := run.Attempt("", run.Packet(c, nil))
	a.Under = judge.Unhandled
	run.Send(ctx, a)
}

// isPlayed reports whether a command is one of the run's callbacks, and then skips the case.
func isPlayed(run *conformance.CaseRun, command string) bool {
	if !run.Gets(command) {
		return false
	}
	run.Skip(command + " is among the callbacks of the run, which has cases of its own for it")
	return true
}

// ofGroup is a packet of the command, about the group of an ordinary packet. One without a group leaves its place to
// the first callback that has all that is in common.
func ofGroup(run *conformance.CaseRun, p payloads.Packet, command, more string) []byte {
	common := func(c *payloads.Command) []string {
		return ofKinds(c, "group-id", "group-type", "operator", "event-time")
	}
	if common(p.Command) == nil {
		p = run.Packet(chat.Usual()[0], nil)
	}
	v, names := tree(p), common(p.Command)
	body := fmt.Appendf(nil, `{"CallbackCommand":%q`, command)
	for i, name := range names {
		if i == len(names)-1 {
			body = append(body, more...)
		}
		body = fmt.Appendf(body, ",%q:%s", name, v.Get(name).JSON())
	}
	return append(body, '}')
}

func spelling(change func(string) string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		name := change(run.Case.Command.Name)
		a := attemptWith(run, "", func(p payloads.Packet) []byte {
			if !p.Command.NamesItself() {
				return p.Body
			}
			return with("CallbackCommand", jsontree.String(name))(p)
		})
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
	uploadExtra = 2 * time.Second // a large body may take longer than Chat would wait
)

// sizeTampers are bodies without content, and bodies that are too large. A backend may close where it has read enough.
func sizeTampers() []tamper {
	fixed := func(text string) conformance.RunFunc {
		return body(func(payloads.Packet) []byte { return []byte(text) })
	}
	limits := "above any real packet; public receivers take 64 KiB to 1 MiB (observed)"
	return []tamper{
		must("neg-body-empty", "no body at all", "robustness; what the console's URL check sends is not known",
			fixed("")).expect(survive),
		should("neg-body-whitespace", "blanks only", "robustness", fixed(" \t\r\n ")).expect(survive),
		must("neg-body-empty-object", "an empty object", "robustness", fixed("{}")).expect(survive),
		should("console-trial", "an empty object, signed, and the command in the query alone; 200 is better than a "+
			"refusal",
			"what the console sends to try a URL is not documented; two public receivers expect this (observed)",
			trial).expect(survive),
		should("neg-body-form", "a form instead of JSON", "a wrong client", form).expect(refuse),
		should("neg-body-1mb", "1 MiB in an unknown field; 413 and closing are right too", limits,
			oversized(1)).expect(survive),
		should("neg-body-16mb", "16 MiB in an unknown field; 413 and closing are right too", limits,
			oversized(16)).expect(survive).tagged(stress | robustness),
		should("neg-body-content-length-lie",
			"Content-Length larger than what is sent, and 500 ms of silence; other callbacks go on meanwhile",
			"slow clients that hold connections; inferred", stalled).expect(survive).waiting(stall),
		should("upload-stalled", "a callback while another request stalls in the middle of its body",
			judge.Overview+", persistent connections: several at once", besideStalled).
			of(eachMessage("is not sent for each message")).crowd().ofEndpoint(),
	}
}

// trial is a request as consoles send it to try a URL.
func trial(ctx context.Context, run *conformance.CaseRun) {
	a := attemptWith(run, "", func(payloads.Packet) []byte { return []byte("{}") })
	a.Under = judge.ConsoleTrial
	run.Send(ctx, a)
}

func form(ctx context.Context, run *conformance.CaseRun) {
	a := attemptWith(run, "", func(payloads.Packet) []byte { return []byte("a=b&c=d") })
	a.Request.SetHeader("Content-Type", "application/x-www-form-urlencoded")
	run.Send(ctx, a)
}

// oversized pads a packet with blocks that share their bytes. One large body at a time is under way.
func oversized(blocks int) conformance.RunFunc {
	send := func(ctx context.Context, run *conformance.CaseRun) {
		client := run.OwnClient(uploadExtra + time.Duration(blocks-1)*uploadExtra/5)
		defer client.Close()
		a := run.Attempt(fmt.Sprintf("%d MiB", blocks), run.Ordinary())
		inBlocks(a.Request, undeclared(a.Packet.Command, "Padding"), blocks)
		a.Client, a.Tolerate = client, []judge.Reaction{judge.Dropped}
		run.Send(ctx, a)
	}
	if blocks == 1 {
		return send
	}
	return func(ctx context.Context, run *conformance.CaseRun) { run.Burst(ctx, func() { send(ctx, run) }) }
}

func inBlocks(r *webhook.Request, padding string, blocks int) {
	start, end := fmt.Appendf(slices.Clip(r.Body[:len(r.Body)-1]), `,%q:"`, padding), []byte(`"}`)
	r.SetHeader("Content-Length", fmt.Sprint(len(start)+blocks*blockBytes+len(end)))
	pieces := []webhook.Piece{{Bytes: head(r)}, {Bytes: start}}
	block := bytes.Repeat([]byte("x"), blockBytes)
	for range blocks {
		pieces = append(pieces, webhook.Piece{Bytes: block})
	}
	r.Wire = append(pieces, webhook.Piece{Bytes: end})
}

// besideStalled sends a callback while another request stalls. A backend that takes one request at a time answers when
// that one is over, which it is as soon as the callback was answered or had its time: longer than Chat waits.
func besideStalled(ctx context.Context, run *conformance.CaseRun) {
	client, other := run.OwnClient(stall), run.OwnClient(0) // each over a connection of its own
	defer client.Close()
	defer other.Close()
	if x := run.Send(ctx, run.Attempt("a callback alone, before", run.Ordinary())).Exchange; x == nil ||
		x.Failure != nil {
		return
	}
	run.Burst(ctx, func() {
		lie := unfinished(run, client)
		stalling, end := context.WithCancel(ctx)
		over := make(chan struct{})
		go func() {
			defer close(over)
			client.Send(stalling, lie.Request)
		}()
		if run.Pause(ctx, amongStall) {
			during := run.Attempt("a callback meanwhile", run.Ordinary())
			during.Under, during.Client = judge.Concurrent, other
			run.Send(ctx, during)
		}
		end()
		<-over
		run.Pause(ctx, noticing)
	})
}

// stalled leaves a request unfinished and closes it without waiting for an answer. Meanwhile the others have to go on.
func stalled(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	defer client.Close()
	lie := unfinished(run, client)
	during := run.Attempt("a valid callback meanwhile", run.Ordinary())
	during.Under = judge.AfterNegative
	run.Slowly(ctx, func() {
		var leaving sync.WaitGroup
		leaving.Go(func() { run.GoAway(ctx, lie, stall) })
		if run.Pause(ctx, amongStall) && !run.BaselineFails(run.Case.Command) {
			during.Request = run.Request(during.Packet)
			run.Send(ctx, during.Expecting(payloads.ExpectOK))
		}
		leaving.Wait()
	})
	run.Pause(ctx, noticing)
}

// unfinished is a request whose Content-Length announces more than is sent.
func unfinished(run *conformance.CaseRun, client *webhook.Client) conformance.Attempt {
	a := run.Attempt("a sender that goes away", run.Ordinary())
	a.Client = client
	a.Request.SetHeader("Content-Length", fmt.Sprint(len(a.Request.Body)+1000))
	a.Request.Wire = []webhook.Piece{{Bytes: a.Request.AppendWire(nil)}}
	return a
}
