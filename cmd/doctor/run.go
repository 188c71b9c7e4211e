package doctor

import (
	"context"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/doctor"
	doctorreport "github.com/timhook/timhook/report/doctor"
	"github.com/timhook/timhook/report/safe"
)

// examine looks at the backend, shows what was found, and ends with the verdict's exit code.
func (o *options) examine(ctx context.Context, a *cli.App, e doctor.Options, write doctorreport.Write) error {
	started := time.Now()
	result := doctor.Examine(ctx, e)
	interrupted := ctx.Err() != nil
	if interrupted {
		result.Next = doctor.Next{Verb: "doctor", URL: e.Target.URL, Why: "all looks"}
	}
	d := doctorreport.NewDocument(result)
	d.Backend, d.Version, d.Seconds = e.Target.URL.Public(), cli.VersionText(), time.Since(started).Seconds()
	d.Settings, d.Next = o.settings(e), o.next(e, result.Next)
	if err := write(a.Out, a.Palette(a.RawOut), d); err != nil {
		return err
	}
	return cli.Weightiest(ended(result.Verdict()),
		cli.When(interrupted, cli.ExitInterrupted, "interrupted; the looks above were finished"))
}

// ended is the end that a verdict leads to.
func ended(verdict judge.Outcome) *cli.Exit {
	if verdict == judge.Fail {
		return &cli.Exit{Code: cli.ExitBroken, Meaning: "something is broken; the fix stands above"}
	}
	return cli.Judged(verdict)
}

// settings say where each came from.
func (o *options) settings(e doctor.Options) (list []doctorreport.Setting) {
	for _, s := range o.target.Settings(o.flags, o.url, e.Target.URL) {
		list = append(list, doctorreport.Setting(s))
	}
	return list
}

// next is the command line of what to do next, with the flags of this one.
func (o *options) next(e doctor.Options, n doctor.Next) string {
	target := e.Target
	target.URL = n.URL
	line := flags.CommandLine(n.Verb, o.flags, target, nil, nil)
	for _, pattern := range n.Cases {
		line += " --run " + safe.Quote(pattern)
	}
	return line
}
