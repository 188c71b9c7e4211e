package cmd

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// The demo's backend wants a signature and its own application, as a real one should.
const (
	demoToken = "demo-token-k7Qd2mXz"
	demoFault = "code-string"
)

func demo(a *cli.App) *cobra.Command {
	var callbacks flags.Selection
	c := &cobra.Command{
		Use:   "demo",
		Short: "run timhook against its own reference backend: a look around without set-up",
		Long: `Start the reference backend on a free loopback port, send it every callback with every variant, check
each answer, and show what a finding about a broken backend looks like.`,
		Example: "  timhook demo",
		Args:    flags.NoArguments,
		RunE:    func(c *cobra.Command, _ []string) error { return runDemo(c.Context(), a, &callbacks) },
	}
	callbacks.Bind(flags.NewGroup(flags.ReadsSettings(c), ""))
	return c
}

func runDemo(ctx context.Context, a *cli.App, selected *flags.Selection) error {
	callbacks := selected.Commands()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	target, stop, err := demoBackend(ctx, nil)
	if err != nil {
		return err
	}
	defer stop()
	packets, run, err := demoPackets(target, callbacks)
	if err != nil {
		return err
	}
	run.Others = selected.Others()
	client := &webhook.Client{}
	defer client.Close()
	runner := conformance.Runner{Client: client, Target: target, Jobs: 8}
	p := a.StartCounter("auto", cli.Counting{Done: "sent", Total: len(packets), Fails: "failed"})
	run.Results = runner.Run(ctx, conformance.Deliveries(packets, target), func(r conformance.Result) {
		p.Done(r.Outcome())
	})
	p.Stop()
	run.Elapsed = time.Since(run.Started)
	text := report.Text{W: a.Out, Palette: a.Palette(a.RawOut)}
	fmt.Fprintf(a.Out, "The reference backend listens on %s.\nIt wants a signature and SdkAppid %d.\n\n", run.Backend,
		run.SDKAppID)
	demoExchange(a, run)
	demoMatrix(a, run, callbacks)
	doc := report.NewDocument(run)
	if ctx.Err() != nil {
		doc.Ended = cli.ErrInterrupted.Error()
	}
	text.End(doc)
	if err := cli.Weightiest(cli.Judged(run.Verdict()), cli.When(ctx.Err() != nil, cli.ExitInterrupted, "")); err != nil {
		return err
	}
	return demoBroken(ctx, a, callbacks)
}

// demoBackend serves the reference backend, with faults or without, until stop is called.
func demoBackend(ctx context.Context, faults []string) (target webhook.Target, stop func(), err error) {
	h, err := faulty(backend.Reference(backend.Options{Token: demoToken, SDKAppID: flags.DefaultSDKAppID}),
		faults)
	if err != nil {
		return target, nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return target, nil, fmt.Errorf("listen on a loopback port: %w", err)
	}
	server := backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	endpoint, err := webhook.ParseEndpoint("http://" + listener.Addr().String() + "/im")
	return webhook.Target{URL: endpoint, SDKAppID: flags.DefaultSDKAppID, Token: demoToken}, func() { _ = server.Close() }, err
}

func demoPackets(target webhook.Target, callbacks []*payloads.Command) ([]payloads.Packet, *conformance.Report, error) {
	run := &conformance.Report{
		Version: cli.VersionText(), Seed: 1, Now: time.Now().UTC().Truncate(time.Millisecond),
		Backend:  target.URL.String(),
		SDKAppID: target.SDKAppID, Signed: true, Command: "timhook send", Started: time.Now(),
	}
	var packets []payloads.Packet
	for _, c := range callbacks {
		for i := range c.Variants() {
			built, err := c.Build(&c.Variants()[i], payloads.Params{Seed: run.Seed, Now: run.Now})
			if err != nil {
				return nil, nil, err
			}
			packets = append(packets, built...)
		}
	}
	return packets, run, nil
}

// programName is how to start this program again: go run keeps what it has built in a directory of its own.
func programName(path string, err error) string {
	if err == nil && strings.Contains(filepath.ToSlash(path), "/go-build") {
		return "go run ."
	}
	return "timhook"
}

// demoExchange shows one callback as it goes over the wire.
func demoExchange(a *cli.App, run *conformance.Report) {
	p := a.Palette(a.RawOut)
	for _, r := range run.Results {
		if r.Exchange != nil {
			x := r.Exchange
			for _, row := range [][2]string{
				{"A callback", "POST " + safe.PolicyOf(x.Request).URL(x.Request.RequestTarget(), "")},
				{"its packet", safe.Visible(string(r.Packet.Body))},
				{"the answer", fmt.Sprintf("%d  %s", x.Status, safe.Visible(string(x.Body)))},
			} {
				fmt.Fprintf(a.Out, "%s   %s\n", row[0], p.Hang(a.Out, row[1], 13))
			}
			fmt.Fprintln(a.Out)
			return
		}
	}
}

// demoMatrix counts what was sent and judged, by callback and section of the catalogue.
func demoMatrix(a *cli.App, run *conformance.Report, callbacks []*payloads.Command) {
	type cell struct{ judged, good int }
	cells := map[[2]string]cell{}
	for _, r := range run.Results {
		key := [2]string{r.Packet.Variant.Section, r.Packet.Command.Short}
		c := cells[key]
		c.judged++
		if o := r.Outcome(); o == judge.Pass || o == judge.Info {
			c.good++
		}
		cells[key] = c
	}
	fmt.Fprintf(a.Out, "%-22s", "packets as expected")
	width := 9
	for _, c := range callbacks {
		width = max(width, len(c.Short)+2)
	}
	for _, c := range callbacks {
		fmt.Fprintf(a.Out, "%*s", width, c.Short)
	}
	fmt.Fprintln(a.Out)
	for _, section := range payloads.Sections() {
		line := fmt.Sprintf("%-22s", section)
		for _, c := range callbacks {
			text := ""
			if n := cells[[2]string{section, c.Short}]; n.judged > 0 {
				text = fmt.Sprintf("%d/%d", n.good, n.judged)
			}
			line += fmt.Sprintf("%*s", width, text)
		}
		if line = strings.TrimRight(line, " "); line != section { // none of the callbacks has such cases
			fmt.Fprintln(a.Out, line)
		}
	}
}

// demoBroken shows what a finding looks like; it is expected and does not change the exit code.
func demoBroken(ctx context.Context, a *cli.App, callbacks []*payloads.Command) error {
	target, stop, err := demoBackend(ctx, []string{demoFault})
	if err != nil {
		return err
	}
	defer stop()
	packets, run, err := demoPackets(target, callbacks)
	if err != nil {
		return err
	}
	client := &webhook.Client{}
	defer client.Close()
	runner := conformance.Runner{Client: client, Target: target}
	run.Results = runner.Run(ctx, conformance.Deliveries(packets[:1], target), func(conformance.Result) {})
	found := report.NewDocument(run).Findings
	if len(found) != 1 {
		return fmt.Errorf("the fault %s drew %d findings, want 1", demoFault, len(found))
	}
	f, p := found[0], a.Palette(a.RawOut)
	fmt.Fprintf(a.Out, "\nA broken backend (timhook serve --fault %s) gets:\n\n", demoFault)
	for _, row := range [][2]string{
		{f.Level, f.Title}, {"Got", f.Message}, {"Cause", f.Cause}, {"Fix", f.Fix}, {"Corrected", f.Corrected},
	} {
		fmt.Fprintf(a.Out, "  %-9s  %s\n", row[0], p.Hang(a.Out, safe.Visible(row[1]), 13))
	}
	fmt.Fprintf(a.Out, "\nNext, your own backend: %s send all localhost:8080/im\n",
		programName(os.Executable()))
	return nil
}
