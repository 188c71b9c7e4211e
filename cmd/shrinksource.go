package cmd

import (
	"context"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
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
func (o *shrinkOptions) source(ctx context.Context, a *app, name string, target webhook.Target) (shrinkSource, error) {
	if file, _, found := strings.Cut(name, "#"); found && isFile(file) {
		if _, _, _, err := numbered(name); err != nil {
			return shrinkSource{}, err
		}
	}
	if name == stdoutPath || isFile(name) {
		return o.captured(a, name, target)
	}
	if cases := tampersNamed(name); cases != nil {
		return shrinkSource{}, usage("", "%s is about how its packet is sent and not about what is in it, so there is nothing to shrink", name)
	}
	choices, err := choose("shrink", []string{name}, o.packet.variant)
	if err != nil {
		if looksLikeFile(name) {
			_, err = os.Stat(fileOf(name))
			return shrinkSource{}, usage("", "read %s: %w", name, cause(err))
		}
		return shrinkSource{}, err
	}
	if len(choices) > 1 {
		return shrinkSource{}, usage("timhook send "+safe.Quote(name)+" fires them all and says which draws a finding", "%s names %d packets, want one", name, len(choices))
	}
	packets, params, err := o.packet.build(ctx, a, choices, 1)
	if err != nil {
		return shrinkSource{}, err
	}
	if !o.packet.flags("seed") && o.packet.body == "" {
		a.note("seed %d", params.Seed)
	}
	o.target.address(packets)
	return shrinkSource{slices.Values(conformance.Plan(packets, target)), func() error { return nil }}, nil
}

// captured sends what was captured as replay does.
func (o *shrinkOptions) captured(a *app, name string, target webhook.Target) (shrinkSource, error) {
	for _, flag := range o.packetOnly() {
		if o.packet.flags(flag) {
			return shrinkSource{}, usage("", "--%s is for packets that are built, and %s is a file", flag, name)
		}
	}
	inputs, err := a.captures([]string{name})
	if err != nil {
		return shrinkSource{}, err
	}
	if err := spareInputs("-o "+o.output, o.output, inputs); err != nil {
		return shrinkSource{}, err
	}
	plan := &replay.Plan{Target: target, SDKAppID: isGiven(o.flags, "sdk-app-id")}
	if o.flags.Changed("client-ip") {
		plan.ClientIP = &o.target.clientIP
	}
	if o.flags.Changed("platform") {
		plan.Platform = &o.target.platform
	}
	return shrinkSource{plan.Deliveries(replay.Source{
		Inputs: inputs, Read: read.ReadOptions{Strict: o.strict},
		Bad: func(err error) { a.note("note: left out: %s", safe.Visible(err.Error())) },
	}), plan.Err}, nil
}

// packetOnly are the flags that have no say in a captured packet.
func (o *shrinkOptions) packetOnly() []string {
	names := []string{"variant", "set", "add", "remove", "body", "seed", "now", "lang", "layout"}
	for name := range o.packet.shorthands {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// fileOf is the name of the file in FILE#N.
func fileOf(name string) string {
	if file, _, _, err := numbered(name); err == nil {
		return file
	}
	return name
}

func isFile(name string) bool {
	info, err := os.Stat(fileOf(name))
	return err == nil && !info.IsDir()
}

// looksLikeFile says that a name which is neither was rather meant to be a file.
func looksLikeFile(name string) bool {
	file := fileOf(name)
	return file != name || strings.HasPrefix(file, ".") || slices.ContainsFunc([]string{".ndjson", ".json", ".jsonl", ".jsonc", ".har", ".http", ".txt", ".gz", ".zst", ".log"}, func(ext string) bool {
		return strings.HasSuffix(strings.ToLower(file), ext)
	})
}
