package load

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	loadreport "github.com/timhook/timhook/report/load"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// playLoad sends the load, tells of it as it goes and ends with its exit code.
func playLoad(ctx context.Context, a *cli.App, p *loadPlan) error {
	limitMemory(a, p)
	live := startLive(a, p)
	p.options.Tick = live.tick
	summary, err := load.Run(ctx, p.options)
	live.progress.Clear()
	if err != nil {
		return notStarted(ctx, a, err)
	}
	doc := loadreport.New(p.report, summary, p.options.Mix)
	return errors.Join(writeLoad(a, p, doc, live), exitOf(doc, summary.End))
}

// limitMemory keeps a load small until answers are large: then collecting garbage all the time would slow it down.
func limitMemory(a *cli.App, p *loadPlan) {
	a.LimitMemory(p.options.Memory())
	p.options.Large = func(bytes int) { a.LimitMemory(p.options.MemoryFor(bytes)) }
}

// findLoad looks for the highest rate, a line for each that was tried.
func findLoad(ctx context.Context, a *cli.App, p *loadPlan) error {
	limitMemory(a, p)
	live := startLive(a, p)
	p.options.Tick = live.tick
	search, err := load.Find(ctx, p.options)
	live.progress.Clear()
	if err != nil {
		return notStarted(ctx, a, err)
	}
	shown := search.Probes[len(search.Probes)-1]
	for _, probe := range search.Probes {
		if probe.Held && probe.Rate == search.Highest {
			shown = probe
		}
	}
	doc := loadreport.New(p.report, shown.Summary, p.options.Mix)
	loadreport.AddSearch(doc, search)
	return errors.Join(writeLoad(a, p, doc, live), exitOf(doc, search.End))
}

// notStarted is a load of which nothing was sent.
func notStarted(ctx context.Context, a *cli.App, err error) error {
	var failure *webhook.Failure
	switch {
	case ctx.Err() != nil:
		return cli.ErrStopped()
	case errors.As(err, &failure):
		a.Note("timhook: %s", safe.Visible(err.Error()))
		return &cli.Exit{Code: cli.ExitUnreachable}
	}
	return cli.Usage("", "%w", err)
}

// exitOf is the end of a load.
func exitOf(d *report.Document, end load.End) error {
	early, problem := "", ""
	if end == load.EndPorts || end == load.EndDescriptors {
		early = "the load ended early: " + end.String()
	}
	if len(d.Problems) > 0 {
		problem = d.Problems[0]
	}
	unreachable := d.Verdict == "error" || d.Counts["error"] > 0 || end == load.EndGone
	return cli.Weightiest(
		cli.When(end == load.EndInterrupted, cli.ExitInterrupted, early),
		cli.When(unreachable, cli.ExitUnreachable, early),
		cli.When(d.Verdict == "fail", cli.ExitBroken, cmp.Or(problem, early)),
		cli.When(d.Verdict == "skip", cli.ExitNothing, early),
	)
}

// writeLoad writes the reports, and the results to stdout.
func writeLoad(a *cli.App, p *loadPlan, d *report.Document, live *live) error {
	o := p.o.output
	switch {
	case o.Output != "":
	case o.Format == "text":
		if !o.Quiet || d.Verdict != "pass" {
			loadreport.Text{
				W: a.Out, Palette: a.Palette(a.RawOut), ASCII: asciiOnly(a), Repeats: o.Verbose > 0,
			}.Write(d)
		}
	case live.lines != nil:
		if err := live.lines.End(d); err != nil {
			return err
		}
		o.Format = "text" // its lines are out already
	}
	return o.WriteDocument(a, d, p.files)
}

// asciiOnly is true of a locale that has nothing but ASCII.
func asciiOnly(a *cli.App) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := a.Environment(name); locale != "" {
			return locale == "C" || locale == "POSIX"
		}
	}
	return a.Environment("TERM") == "dumb"
}

// dryLoad writes what would be sent, and one request of each callback.
func dryLoad(ctx context.Context, a *cli.App, p *loadPlan) error {
	var list []*webhook.Request
	for _, share := range p.options.Mix {
		packets, err := share.Command.Build(share.Variant, p.options.Params)
		if err != nil {
			return cli.Usage("", "%w", err)
		}
		p.o.target.Address(packets)
		list = append(list, flags.Requests(packets[:1], p.options.Target)...)
	}
	a.Note("would send %s to %s", p.inWords(), safe.Visible(p.report.Backend))
	o := p.o.output
	o.Format = "text"
	return flags.PrintRequests(ctx, a, &o, list, p.report.Now)
}

// inWords is what a load sends.
func (p *loadPlan) inWords() string {
	o := p.options
	what := o.Rate.String()
	if o.Rate.Max {
		what = "as fast as possible"
	}
	if o.Count > 0 {
		what = fmt.Sprintf("%d callbacks, %s", o.Count, what)
	}
	if o.Duration > 0 {
		what += fmt.Sprintf(" for %v", o.Duration)
	}
	return what
}

// isLocal is true of a backend on this machine, as far as its address shows.
func isLocal(e *webhook.Endpoint) bool {
	host := strings.Trim(strings.ToLower(e.Addr[:max(0, strings.LastIndexByte(e.Addr, ':'))]), "[]")
	ip, err := netip.ParseAddr(host)
	return e.Network == "unix" || host == "localhost" || err == nil && ip.IsLoopback()
}

// sendCommand is the command line that sends one of the callbacks, to look closer at a finding.
func (o *options) sendCommand(target webhook.Target) string {
	return flags.CommandLine("send", o.flags, target, nil, o.packet.Edits)
}
