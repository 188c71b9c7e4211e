package replay

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// mostBad is how many entries that cannot be read are told one by one.
const mostBad = 10

// survey reads everything once. What it finds is told when nothing can go wrong any more: a mistake is one line.
func (r *replayRun) survey(ctx context.Context) error {
	source := r.source
	var first error
	bad := 0
	source.Bad = func(err error) {
		var nothing *read.Nothing
		if first == nil {
			first = err
		}
		if errors.As(err, &nothing) {
			r.notes = append(r.notes, "note: "+err.Error())
			return
		}
		if bad++; bad <= mostBad {
			r.notes = append(r.notes, "note: left out: "+err.Error())
		}
	}
	if !r.o.output.Quiet {
		source.Read.Done = func(in read.Input, found *read.Summary) { r.notes = append(r.notes, inputs.Describe(in, found)) }
	}
	source.Inputs = inputs.UntilDone(ctx, source.Inputs)
	found, err := r.plan.Survey(source)
	switch {
	case ctx.Err() != nil:
		return cli.ErrStopped()
	case err != nil:
		return inputs.ReadingError(err)
	case found.Total == 0 && first != nil:
		return inputs.ReadingError(first)
	case found.Total == 0:
		return r.nothing()
	}
	if bad > mostBad {
		r.notes = append(r.notes, fmt.Sprintf("note: left out: %d more that cannot be read", bad-mostBad))
	}
	r.total, r.found = found.Total*r.o.loops, found
	r.plan.Signed = found.Signed > 0
	return nil
}

// nothing says why there is nothing to send.
func (r *replayRun) nothing() error {
	switch {
	case r.o.failed:
		return cli.ErrNothing("no callback in it failed")
	case len(r.o.filters) > 0:
		return cli.ErrNothing("no callback matches --filter")
	}
	return cli.ErrNothing("there is no callback in it")
}

// print shows the requests instead of sending them.
func (r *replayRun) print(ctx context.Context) error {
	if r.total > flags.MostPackets {
		return cli.Usage("take some of them: -n N, or --filter", "--dry-run prints at most %d requests, and these are %d", flags.MostPackets, r.total)
	}
	var list []*webhook.Request
	now := time.Now()
	for d := range r.plan.Deliveries(r.source) {
		if d.Skip == "" {
			list = append(list, replay.Request(r.plan, d, now))
		}
	}
	if err := r.plan.Err(); err != nil {
		return inputs.ReadingError(err)
	}
	if err := flags.PrintRequests(r.a, ctx, &r.o.output, list, now); err != nil {
		return fmt.Errorf("print the requests: %w", err)
	}
	return nil
}
