package flags

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Address puts the query parameters that flags fix in the place of the packet's own.
func (t *Target) Address(packets []payloads.Packet) {
	for i := range packets {
		if ip := t.GivenClientIP(); ip != nil {
			packets[i].ClientIP = *ip
		}
		if platform := t.GivenPlatform(); platform != nil {
			packets[i].OptPlatform = *platform
		}
	}
}

// Requests are the packets as they would be sent now.
func Requests(packets []payloads.Packet, target webhook.Target) []*webhook.Request {
	var list []*webhook.Request
	for _, c := range conformance.Deliveries(packets, target) {
		signed := target
		signed.Signing = c.Signing
		list = append(list, signed.Request(conformance.CallbackOf(c.Packet), time.Now()))
	}
	return list
}

// PrintRequests is what --dry-run does instead of sending.
func PrintRequests(ctx context.Context, a *cli.App, o *Output, list []*webhook.Request, at time.Time) error {
	form := o.Print
	switch {
	case form != "":
	case o.Format == "json" || o.Format == "ndjson":
		form = o.Format
	default:
		form = "http"
	}
	write := WriteRequests
	if form == "http" && o.Output == "" {
		write = writeLines
	}
	if err := write(ctx, a, form, o.Output, list, at); err != nil {
		return err
	}
	a.Note("dry run: nothing was sent")
	return nil
}

// WriteRequests writes requests in one of their formats to a file or to stdout.
func WriteRequests(ctx context.Context, a *cli.App, form, output string, list []*webhook.Request, at time.Time) error {
	return WriteCounted(ctx, a, func(w io.Writer) io.Writer { return w }, form, output, list, at)
}

// WriteCounted is WriteRequests through a writer that counts.
func WriteCounted(
	ctx context.Context, a *cli.App, count func(io.Writer) io.Writer, form, output string, list []*webhook.Request,
	at time.Time,
) error {
	f, _ := request.Formats().Named(form) // the flags take no other names
	list = safe.Requests(list, a.Out.Tokens())
	if output != "" {
		return a.WriteAsked(output, func(w io.Writer) error { return f.Write(count(w), list, at) })
	}
	return PrintAsked(ctx, a, func(w io.Writer) error { return f.Write(count(w), list, at) })
}

// PrintAsked writes requests that the user asks for to stdout, between the other results.
func PrintAsked(ctx context.Context, a *cli.App, write func(io.Writer) error) error {
	_ = a.Out.Flush() // an error of stdout is kept by its writer
	asked := a.Out.Asked(untilDone(ctx, a.Results))
	return errors.Join(write(asked), asked.Flush())
}

// writeLines ends each request with a new line: a packet on a terminal would otherwise run into the next request.
func writeLines(ctx context.Context, a *cli.App, form, output string, list []*webhook.Request, at time.Time) error {
	for _, r := range list {
		if err := WriteRequests(ctx, a, form, output, []*webhook.Request{r}, at); err != nil {
			return err
		}
		fmt.Fprintln(a.Out)
	}
	return nil
}

// untilDone writes until the context ends, so that a signal ends a long output.
func untilDone(ctx context.Context, w io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, cli.ErrStopped()
		}
		return w.Write(p)
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// PrintSent prints a request that was just sent.
func PrintSent(a *cli.App, form string, r *webhook.Request, at time.Time) {
	// an error of stdout is kept by its writer
	_ = WriteRequests(context.Background(), a, form, "", []*webhook.Request{r}, at)
	fmt.Fprintln(a.Out)
}
