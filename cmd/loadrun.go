package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/report"
	loadreport "github.com/timhook/timhook/report/load"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// playLoad sends the load, tells of it as it goes and ends with its exit code.
func (a *app) playLoad(ctx context.Context, p *loadPlan) error {
	a.limitMemory(p.memory())
	live := a.startLoadLine(p)
	p.options.Tick = live.tick
	summary, err := load.Run(ctx, p.options)
	live.stop()
	if err != nil {
		return a.notStarted(ctx, err)
	}
	doc := loadreport.New(p.report, summary, p.options.Mix)
	return errors.Join(a.writeLoad(p, doc, live), exitForLoad(doc, summary.End))
}

// memory is what a load may take before garbage is collected more often, in bytes. Building the payloads makes all the
// garbage that there is: the sending makes none. A payload takes about 2 KiB with its request line and header.
func (p *loadPlan) memory() int64 {
	const base, each = 20 << 20, 2 << 10
	const usual, most = 10_000, 150 << 20
	body := each + int64(len(p.options.Params.Body))
	if p.options.Payloads == 0 {
		return base + min(usual*body, most)
	}
	return base + body*int64(p.options.Payloads)
}

// findLoad looks for the highest rate, a line for each that was tried.
func (a *app) findLoad(ctx context.Context, p *loadPlan) error {
	a.limitMemory(p.memory())
	live := a.startLoadLine(p)
	p.options.Tick = live.tick
	search, err := load.Find(ctx, p.options)
	live.stop()
	if err != nil {
		return a.notStarted(ctx, err)
	}
	shown := search.Probes[len(search.Probes)-1]
	for _, probe := range search.Probes {
		if probe.Held && probe.Rate == search.Highest {
			shown = probe
		}
	}
	doc := loadreport.New(p.report, shown.Summary, p.options.Mix)
	loadreport.AddSearch(doc, search)
	return errors.Join(a.writeLoad(p, doc, live), exitForLoad(doc, search.End))
}

// notStarted is a load of which nothing was sent.
func (a *app) notStarted(ctx context.Context, err error) error {
	var failure *webhook.Failure
	switch {
	case ctx.Err() != nil:
		return errStopped()
	case errors.As(err, &failure):
		a.note("timhook: %s", safe.Visible(err.Error()))
		return &exitError{code: exitUnreachable}
	}
	return usage("", "%w", err)
}

func exitForLoad(d *report.Document, end load.End) error {
	code := exitOK
	switch {
	case end == load.EndInterrupted:
		code = exitInterrupted
	case d.Verdict == "error", d.Counts["error"] > 0, end == load.EndGone:
		code = exitUnreachable
	case d.Verdict == "fail":
		code = exitBroken
	case d.Verdict == "skip":
		code = exitNothing
	}
	if code == exitOK {
		return nil
	}
	e := &exitError{code: code}
	if end == load.EndPorts || end == load.EndDescriptors {
		e.meaning = "the load ended early: " + end.String()
	}
	if code == exitBroken && len(d.Problems) > 0 {
		e.meaning = d.Problems[0]
	}
	return e
}

// writeLoad writes the reports, and the results to stdout.
func (a *app) writeLoad(p *loadPlan, d *report.Document, live *loadLine) error {
	o := p.o.output
	switch {
	case o.output != "":
	case o.format == "text":
		if !o.quiet || d.Verdict != "pass" {
			loadreport.Text{W: a.out, Palette: a.palette(a.rawOut), ASCII: a.asciiOnly()}.Write(d)
		}
	case live.ndjson:
		if err := (loadreport.NDJSON{W: a.out}).End(d); err != nil {
			return err
		}
		o.format = "text" // its lines are out already
	}
	return o.writeDocument(a, d, p.files)
}

// asciiOnly says that the locale has nothing but ASCII.
func (a *app) asciiOnly() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := a.environment(name); locale != "" {
			return locale == "C" || locale == "POSIX"
		}
	}
	return a.environment("TERM") == "dumb"
}

// dryLoad says what would be sent, and shows one request of each callback.
func (a *app) dryLoad(ctx context.Context, p *loadPlan) error {
	var list []*webhook.Request
	for _, share := range p.options.Mix {
		packets, err := share.Command.Build(share.Variant, p.options.Params)
		if err != nil {
			return usage("", "%w", err)
		}
		p.o.target.address(packets)
		list = append(list, requests(packets[:1], p.options.Target)...)
	}
	a.note("would send %s to %s", p.inWords(), safe.Visible(p.report.Backend))
	o := p.o.output
	o.format = "text"
	return a.printRequests(ctx, &o, list, p.report.Now)
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

// isLocal says that the backend is on this machine, as far as its address tells.
func isLocal(e *webhook.Endpoint) bool {
	host := strings.Trim(strings.ToLower(e.Addr[:max(0, strings.LastIndexByte(e.Addr, ':'))]), "[]")
	ip, err := netip.ParseAddr(host)
	return e.Network == "unix" || host == "localhost" || err == nil && ip.IsLoopback()
}

func parseBudgets(texts []string) ([]budget.Budget, error) {
	var list []budget.Budget
	for _, text := range texts {
		b, err := budget.Parse(text)
		if err != nil {
			return nil, usage(hintOf(err), "--budget: %w", err)
		}
		list = append(list, b)
	}
	return list, nil
}

// sendCommand is the command line that sends one of the callbacks, to look closer at a finding.
func (o *loadOptions) sendCommand(target webhook.Target) string {
	return commandLine("send", o.flags, target, append(perRun(), perLoad()...), o.packet.edits)
}

// perLoad are the flags that only a load has.
func perLoad() []string {
	return []string{"duration", "connections", "payloads", "mix", "budget", "find"}
}
