package cmd

import (
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
)

// outputFlags say what is written, how and where.
type outputFlags struct {
	format   string
	reports  []string
	output   string
	print    string
	dryRun   bool
	verbose  int
	quiet    bool
	progress string
	saved    *saved                      // nil: none is asked for
	kinds    formats.Table[report.Write] // that the results may have; nil: those of a run
}

func (o *outputFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Output")
	g.enum(&o.format, "format", "text", "format of the results", o.choices())
	g.flags.Var(&listValue{values: &o.reports}, "report", "write a report as well, - for standard output; the kinds are those of --format; repeatable: `KIND=PATH`")
	g.flags.StringVarP(&o.output, "output", "o", "", "write the results to a file: `FILE`")
	g.flags.Var(&enumValue{value: &o.print, choices: []choice{{"curl", "a shell command"}, {"curl=portable", "one that signs itself with date and sha256sum"}, {"http", "the bytes on the wire"}, {"json", "the packet"}}}, "print", "print each request as it is sent: `curl|curl=portable|http|json`")
	g.flags.BoolVar(&o.dryRun, "dry-run", false, "send nothing; print the requests (--print http unless given)")
	g.flags.CountVarP(&o.verbose, "verbose", "v", "show packet and answer of each callback; -vv every byte")
	g.flags.BoolVarP(&o.quiet, "quiet", "q", false, "show findings only")
	g.enum(&o.progress, "progress", "auto", "progress on stderr", []choice{{"auto", "a line on a terminal"}, {"plain", "a line every few seconds"}, {"none", "none"}})
	g.done()
	filesFor(c, "output")
	complete(c, "report", completeKinds(o.formats().Docs()))
}

func (o *outputFlags) formats() formats.Table[report.Write] {
	if o.kinds != nil {
		return o.kinds
	}
	return report.Formats()
}

func (o *outputFlags) choices() []choice { return choicesOf(o.formats().Docs()) }

// choicesOf are the values of a flag that names a format.
func choicesOf(docs iter.Seq2[string, string]) []choice {
	var list []choice
	for name, doc := range docs {
		list = append(list, choice{name, doc})
	}
	return list
}

// completeKinds completes KIND=PATH.
func completeKinds(docs iter.Seq2[string, string]) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var list []cobra.Completion
		for name, doc := range docs {
			list = append(list, cobra.CompletionWithDesc(name+"=", doc))
		}
		return list, cobra.ShellCompDirectiveNoSpace
	}
}

// destination is a file that a report goes to.
type destination struct {
	path  string
	kind  string
	write report.Write
}

// destinations reads --report, --format and -o, and looks whether the files can be written, before anything is sent.
func (o *outputFlags) destinations() ([]destination, error) {
	var list []destination
	for _, spec := range o.reports {
		kind, path, ok := strings.Cut(spec, "=")
		if !ok || path == "" {
			return nil, usage("", "--report %s: want KIND=PATH, for instance json=run.json", spec)
		}
		write, err := o.writeOf(kind)
		if err != nil {
			return nil, err
		}
		list = append(list, destination{path, kind, write})
	}
	list, err := o.toStdout(list)
	if err != nil {
		return nil, err
	}
	if o.output != "" {
		write, err := o.writeOf(o.format)
		if err != nil {
			return nil, err
		}
		list = append(list, destination{o.output, o.format, write})
	}
	seen := map[string]bool{}
	for _, d := range list {
		if d.path == stdoutPath {
			continue
		}
		if seen[filepath.Clean(d.path)] {
			return nil, usage("", "two reports go to %s; give each a file of its own", d.path)
		}
		seen[filepath.Clean(d.path)] = true
		if err := writable(d.path); err != nil {
			return nil, err
		}
	}
	if o.print != "" && o.format != "text" && o.output == "" && !o.dryRun {
		return nil, usage("write one of them to a file: -o FILE", "--print and --format %s would mix on standard output", o.format)
	}
	return list, nil
}

// stdoutPath stands for standard output where a file may be named.
const stdoutPath = "-"

// toStdout gives standard output to the one report that asks for it, in the place of the text.
func (o *outputFlags) toStdout(list []destination) ([]destination, error) {
	asked := func(d destination) bool { return d.path == stdoutPath }
	i := slices.IndexFunc(list, asked)
	if i < 0 || o.dryRun {
		return list, nil
	}
	name := list[i].kind
	switch {
	case slices.ContainsFunc(list[i+1:], asked), o.output == "" && o.format != "text" && o.format != name:
		return nil, usage("", "two reports go to standard output; give one a file of its own")
	case o.print != "":
		return nil, usage("write the report to a file", "--print and --report %s=- would mix on standard output", name)
	case o.output == "":
		o.format = name
		return slices.Delete(list, i, i+1), nil
	}
	return list, nil
}

// writeOf finds what writes a kind of report.
func (o *outputFlags) writeOf(name string) (report.Write, error) {
	if f, ok := o.formats().Named(name); ok {
		return f.Write, nil
	}
	var known []string
	for name := range o.formats().Docs() {
		known = append(known, name)
	}
	hint := "the kinds are " + strings.Join(known, ", ")
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = didYouMean("", near[:1])
	}
	return nil, usage(hint, "unknown report kind %q", name)
}

// writeDocument writes every report to its file and the results to stdout. Text has gone out line by line already.
func (o *outputFlags) writeDocument(a *app, doc *report.Document, files []destination) error {
	for _, d := range files {
		if d.path == stdoutPath {
			if err := d.write(a.out, doc); err != nil {
				return err
			}
			continue
		}
		if err := a.writeFile(d.path, func(w io.Writer) error { return d.write(w, doc) }); err != nil {
			return err
		}
	}
	if o.format == "text" || o.output != "" {
		return nil
	}
	write, err := o.writeOf(o.format)
	if err != nil {
		return err
	}
	return write(a.out, doc)
}

// palette decides on colour for one stream: the flag, then the environment, then whether it is a terminal.
func (a *app) palette(stream io.Writer) safe.Palette {
	switch {
	case a.color == "always":
		return safe.NewPalette(true)
	case a.color == "never", a.environment("NO_COLOR") != "":
		return safe.NewPalette(false)
	case set(a.environment("FORCE_COLOR")), set(a.environment("CLICOLOR_FORCE")):
		return safe.NewPalette(true)
	}
	return safe.NewPalette(a.environment("TERM") != "dumb" && isTerminal(stream))
}

func set(variable string) bool { return variable != "" && variable != "0" }

func isTerminal(stream io.Writer) bool {
	f, isFile := stream.(*os.File)
	return isFile && isatty.IsTerminal(f.Fd())
}
