// Package initverb is the verb init: it writes timhook.yaml and a CI job, or a receiver to start from.
package initverb

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/examples/receivers"
)

// options is everything that the verb takes.
type options struct {
	dir      string // empty: none is named
	language string // of a receiver; empty: settings and a CI job alone
	ci       string
	from     string // a capture
	selected flags.Selection

	langFlag *pflag.Flag
	flags    *pflag.FlagSet
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "init [DIR]",
		Short: "write timhook.yaml and a CI job, or a right receiver to start from",
		Long: `Write timhook.yaml, with comments, and a job for CI into the working folder or DIR. The callbacks of the
backend are those of --callbacks or those that a capture holds. Where neither is given, they are asked for on a
terminal, and otherwise the usual ones are taken. No file is overwritten.

With --lang: write a receiver that verifies, answers and decides rightly into a new folder, with timhook.yaml, a job for
GitHub and a README that says how to try it.`,
		Example: `  timhook init --callbacks send,before-send
  timhook init services/im --from calls.ndjson --ci gitlab
  timhook init --lang node receiver
  timhook init --lang python services/chat`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFolder,
	}
	return flags.WithFlags(a, c, func() { o.bind(c) })
}

// bind declares the flags.
func (o *options) bind(c *cobra.Command) {
	g := flags.NewGroup(c, "")
	o.selected.BindFor(g, "callbacks of the backend, by name, glob or family (default usual): `LIST`")
	g.String(&o.from, "from", "", "take callbacks and SdkAppid from a capture, or what else lint reads: `FILE`",
		flags.File)
	var jobs, languages []flags.Choice
	for _, j := range ciJobs() {
		jobs = append(jobs, flags.Choice{Name: j.name, Doc: j.doc})
	}
	g.Enum(&o.ci, "ci", jobs[0].Name, "system that the job is for", jobs)
	for _, r := range receivers.All() {
		languages = append(languages, flags.Choice{Name: r.Language, Doc: r.Doc})
	}
	o.langFlag = g.Enum(&o.language, "lang", "", "write a receiver in this language", languages)
	o.flags = c.LocalNonPersistentFlags()
}

// accept reads the arguments.
func (o *options) accept(args []string) error {
	if len(args) > 1 || len(args) == 1 && args[0] == "" || o.language != "" && len(args) == 0 {
		return cli.Usage("", "want the name of one folder%s", newFolder(o.language))
	}
	o.dir = strings.Join(args, "")
	var err error
	o.flags.VisitAll(func(f *pflag.Flag) {
		if o.language != "" && f != o.langFlag && flags.IsTyped(f) && err == nil {
			err = cli.Usage("", "--%s is for timhook.yaml and a CI job alone, without --%s", f.Name, o.langFlag.Name)
		}
	})
	return err
}

func newFolder(language string) string {
	if language == "" {
		return ""
	}
	return " that is new or empty"
}

func run(ctx context.Context, a *cli.App, o *options) error {
	if o.language != "" {
		r, _ := receivers.Named(o.language) // the flag takes no other
		return writeReceiver(a, o.dir, r)
	}
	return writePlain(ctx, a, o)
}
