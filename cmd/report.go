package cmd

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// reportVerb turns a finished run into further reports.
func reportVerb(a *cli.App) *cobra.Command {
	var to []string
	var progress string
	c := &cobra.Command{
		Use:   "report RUN.ndjson",
		Short: "write other reports from a finished run",
		Long: `Read the file that a run wrote with --report ndjson=RUN.ndjson or json=RUN.json, and write it in other
formats. Without --to the text report goes to standard output. Exit code 0 means that the reports were written, whatever the verdict
of the run.`,
		Example: `  timhook test :8080/im --report ndjson=run.ndjson
  timhook report run.ndjson
  timhook report run.ndjson --to html=run.html --to junit=junit.xml
  timhook report run.ndjson --to markdown=-`,
	}
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) != 1 {
			return cli.Usage("timhook test --report ndjson=FILE writes one",
				"want one file with a run's NDJSON, - for standard input")
		}
		return runReport(a, args[0], to, progress)
	}
	g := flags.NewGroup(c, "")
	g.List(&to, "to", "write a report of this kind; - is standard output", "KIND=PATH",
		flags.Completes(flags.CompleteKinds(report.Formats().Docs())))
	g.Progress(&progress)
	c.ValidArgsFunction = flags.CompleteFiles
	return flags.ReadsMask(c)
}

func runReport(a *cli.App, name string, to []string, progress string) error {
	files, format, err := reportsTo(a, to)
	if err != nil {
		return err
	}
	p := a.StartCounter(progress, cli.Counting{Done: "reports written", Total: max(1, len(to))})
	defer p.Stop()
	doc, err := inputs.Run(a, "report", name)
	if err != nil {
		return err
	}
	if doc.Ended != "" && format != "text" {
		a.Note("note: %s: ended early: %s", safe.Visible(name), safe.Visible(doc.Ended))
	}
	doc.Named = a.Named()
	for _, f := range files {
		if err := a.WriteFile(f.Path, func(w io.Writer) error { return f.Write(w, doc) }); err != nil {
			return err
		}
		p.Add(1)
	}
	p.Stop()
	switch {
	case format == "text":
		report.Text{W: a.Out, Palette: a.Palette(a.RawOut), Brief: true, Repeats: true}.End(doc)
	case format != "":
		write, err := (&flags.Output{}).WriteOf(format)
		if err != nil {
			return err
		}
		return write(a.Out, doc)
	}
	return nil
}

// reportsTo reads --to as --report is read, and finds out which kind goes to standard output, if any does.
func reportsTo(a *cli.App, to []string) (files []flags.Destination, format string, err error) {
	var o flags.Output
	for _, spec := range to {
		kind, isStdout := strings.CutSuffix(spec, "=-")
		switch {
		case !strings.Contains(spec, "=") || strings.HasSuffix(spec, "="):
			return nil, "", cli.Usage("", "--to %s: want KIND=PATH, for instance html=run.html", spec)
		case !isStdout:
			o.Reports = append(o.Reports, spec)
		case format != "":
			return nil, "", cli.Usage("", "two reports go to standard output; give one a file of its own")
		default:
			if _, err := o.WriteOf(kind); err != nil {
				return nil, "", err
			}
			format = kind
		}
	}
	if len(to) == 0 {
		format = "text"
	}
	files, err = o.Destinations(a)
	return files, format, err
}
