package shrink

import (
	"context"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/report/catalogue"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// shrinkSource is where the packet comes from.
type shrinkSource struct {
	deliveries iter.Seq[conformance.Delivery]
	failed     func() error // why reading ended early
}

// source tells a file from a case. A file of that name comes first: a case can be named otherwise.
func (o *options) source(ctx context.Context, a *cli.App, name string, target webhook.Target) (shrinkSource, error) {
	if file, _, found := strings.Cut(name, "#"); found && inputs.IsFile(file) {
		if _, _, _, err := inputs.Numbered(name); err != nil {
			return shrinkSource{}, err
		}
	}
	if name == cli.StdoutPath || inputs.IsFile(name) {
		return o.captured(a, name, target)
	}
	if cases := catalogue.TampersNamed(name); cases != nil {
		return shrinkSource{}, cli.Usage("",
			"%s changes how the packet is sent and not the packet, so there is nothing to shrink", name)
	}
	choices, err := o.packet.Choose("shrink", []string{name})
	if err != nil {
		if inputs.LooksLikeFile(name) {
			_, err = os.Stat(inputs.FileOf(name))
			return shrinkSource{}, cli.Usage("", "read %s: %w", name, cli.Cause(err))
		}
		return shrinkSource{}, err
	}
	if len(choices) > 1 {
		hint := "timhook send " + safe.Quote(name) + " sends them all and shows which one causes a finding"
		return shrinkSource{}, cli.Usage(hint, "%s names %d packets, want one", name, len(choices))
	}
	packets, params, err := o.packet.Build(ctx, a, choices, 1, target.SDKAppID)
	if err != nil {
		return shrinkSource{}, err
	}
	if !o.packet.SeedGiven() && o.packet.Body == "" {
		a.Note("seed %d", params.Seed)
	}
	o.target.Address(packets)
	return shrinkSource{slices.Values(conformance.Deliveries(packets, target)), func() error { return nil }}, nil
}

// captured sends what was captured as replay does.
func (o *options) captured(a *cli.App, name string, target webhook.Target) (shrinkSource, error) {
	if err := flags.RefuseForBuilt(o.flags, name); err != nil {
		return shrinkSource{}, err
	}
	list, err := inputs.Captures(a, []string{name})
	if err != nil {
		return shrinkSource{}, err
	}
	how := replay.Options{
		Target: target, SDKAppID: o.target.SDKAppIDGiven(),
		ClientIP: o.target.GivenClientIP(), Platform: o.target.GivenPlatform(),
	}
	tell := func(lines []string) {
		for _, line := range lines {
			a.Note("%s", safe.Visible(line))
		}
	}
	var odd inputs.Notes
	run := how.Run(replay.Source{
		Inputs: list,
		Read: read.ReadOptions{Strict: o.strict, Done: func(in read.Input, found *read.Summary) {
			tell(inputs.PassedOver(in, found))
		}},
		Bad:  func(err error) { tell([]string{"note: left out: " + err.Error()}) },
		Took: func(e *read.Entry) { tell(odd.Entry(e)) },
	})
	return shrinkSource{run.Deliveries(), run.Err}, nil
}
