package cases

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

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
