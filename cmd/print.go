package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

// address puts the query parameters that flags fix in the place of the packet's own.
func (t *targetFlags) address(packets []payloads.Packet) {
	for i := range packets {
		if t.flags.Changed("client-ip") {
			packets[i].ClientIP = t.clientIP
		}
		if t.flags.Changed("platform") {
			packets[i].OptPlatform = t.platform
		}
	}
}

// requests are the packets as they would be sent now.
func requests(packets []payloads.Packet, target webhook.Target) []*webhook.Request {
	var list []*webhook.Request
	for _, c := range conformance.Plan(packets, target) {
		signed := target
		signed.Signing = c.Signing
		list = append(list, signed.Request(conformance.CallbackOf(c.Packet), time.Now()))
	}
	return list
}

// printRequests is what --dry-run does instead of sending.
func (a *app) printRequests(ctx context.Context, o *outputFlags, list []*webhook.Request, at time.Time) error {
	form := o.print
	switch {
	case form != "":
	case o.format == "json" || o.format == "ndjson":
		form = o.format
	default:
		form = "http"
	}
	var err error
	if form == "http" && o.output == "" {
		err = a.writeLines(ctx, form, o.output, list, at)
	} else {
		err = a.writeRequests(ctx, form, o.output, list, at)
	}
	if err != nil {
		return err
	}
	a.note("dry run: nothing was sent")
	return nil
}

// writeRequests writes requests in one of their formats to a file or to stdout.
func (a *app) writeRequests(ctx context.Context, form, output string, list []*webhook.Request, at time.Time) error {
	f, _ := request.Formats().Named(form) // the flags take no other names
	if output != "" {
		return a.writeFile(output, func(w io.Writer) error { return f.Write(w, list, at) })
	}
	safe := a.out.Over(&stoppingWriter{ctx, a.out})
	return errors.Join(f.Write(safe, list, at), safe.Flush())
}

// writeLines ends each request with a new line: a packet on a terminal would otherwise run into the next request.
func (a *app) writeLines(ctx context.Context, form, output string, list []*webhook.Request, at time.Time) error {
	for _, r := range list {
		if err := a.writeRequests(ctx, form, output, []*webhook.Request{r}, at); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	return nil
}

// stoppingWriter ends a long output when its context does.
type stoppingWriter struct {
	ctx context.Context
	w   io.Writer
}

func (s *stoppingWriter) Write(p []byte) (int, error) {
	if s.ctx.Err() != nil {
		return 0, errStopped()
	}
	return s.w.Write(p)
}

// printSent prints a request that was just sent.
func (a *app) printSent(form string, r *webhook.Request, at time.Time) {
	_ = a.writeRequests(context.Background(), form, "", []*webhook.Request{r}, at) // an error of stdout is kept by its writer
	fmt.Fprintln(a.out)
}
