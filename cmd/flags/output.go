package flags

import (
	"io"
	"iter"
	"slices"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/why"
)

// Output say what is written, how and where.
type Output struct {
	Format   string
	Reports  []string
	Output   string
	Print    string
	DryRun   bool
	Verbose  int
	Quiet    bool
	Progress string
	TooMany  bool                        // there are too many requests to print, so that help does not show --print
	Links    *why.LinkTemplate           // nil: none is asked for
	Saved    *Saved                      // nil: none is asked for
	Kinds    formats.Table[report.Write] // that the results may have; nil: those of a run
}

// Bind declares the flags.
func (o *Output) Bind(c *cobra.Command) {
	g := NewGroup(c, "Output")
	g.Enum(&o.Format, "format", "text", "format of the results", o.choices(), NotRepeated)
	g.Reports(&o.Reports, o.formats().Docs())
	if o.Kinds == nil {
		g.Add(&linkValue{&o.Links}, "link-template", "the page about an exchange in your logs, shown with each "+
			"finding; the values are {header:NAME} of the answer, {callback}, {case} and {time}: `URL`", NotRepeated)
	}
	g.String(&o.Output, "output", "", "write the results to a file: `FILE`", Short("o"), NotRepeated, File)
	traits := []Trait{NotRepeated}
	if o.TooMany {
		traits = append(traits, Hidden)
	}
	g.Add(&EnumValue{Value: &o.Print, Choices: printForms()}, "print",
		"print each request as it is sent: `curl|curl=portable|http|json`", traits...)
	g.Bool(&o.DryRun, "dry-run", "send nothing and print the requests (default --print http)", NotRepeated, NotInFile)
	g.Count(&o.Verbose, verboseFlag, "show packet and answer of each callback; -vv shows every byte", Short("v"),
		NotRepeated)
	g.Bool(&o.Quiet, "quiet", "show findings only", Short("q"), NotRepeated)
	g.Progress(&o.Progress)
}

const verboseFlag = "verbose"

// Verbose declares the flag for a verb that shows notes with it.
func (g *Group) Verbose(p *bool, doc string) { g.Bool(p, verboseFlag, doc, Short("v")) }

// Progress declares the flag for the line on stderr.
func (g *Group) Progress(p *string) {
	g.Enum(p, "progress", "auto", "progress on stderr", []Choice{
		{"auto", "a line on a terminal"}, {"plain", "a line every few seconds"}, {"none", "none"},
	}, NotRepeated)
}

func printForms() []Choice {
	return []Choice{
		{"curl", "a shell command"},
		{"curl=portable", "one that signs itself with date and sha256sum"},
		{"http", "the bytes on the wire"},
		{"json", "the packet"},
	}
}

func (o *Output) formats() formats.Table[report.Write] {
	if o.Kinds != nil {
		return o.Kinds
	}
	return report.Formats()
}

func (o *Output) choices() []Choice { return ChoicesOf(o.formats().Docs()) }

// ChoicesOf are the values of a flag that names a format.
func ChoicesOf(docs iter.Seq2[string, string]) []Choice {
	var list []Choice
	for name, doc := range docs {
		list = append(list, Choice{name, doc})
	}
	return list
}

// CompleteKinds completes KIND=PATH.
func CompleteKinds(docs iter.Seq2[string, string]) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var list []cobra.Completion
		for name, doc := range docs {
			list = append(list, cobra.CompletionWithDesc(name+"=", doc))
		}
		return list, cobra.ShellCompDirectiveNoSpace
	}
}

// Destination is a file that a report goes to.
type Destination struct {
	Path  string
	kind  string
	Write report.Write
}

// Destinations reads --report, --format and -o, and looks whether the files can be written, before anything is sent.
func (o *Output) Destinations(a *cli.App) ([]Destination, error) {
	var list []Destination
	for _, spec := range o.Reports {
		kind, path, err := KindAndPath(spec)
		if err != nil {
			return nil, err
		}
		write, err := o.WriteOf(kind)
		if err != nil {
			return nil, err
		}
		list = append(list, Destination{path, kind, write})
	}
	list, err := o.toStdout(list)
	if err != nil {
		return nil, err
	}
	if o.Output != "" {
		write, err := o.WriteOf(o.Format)
		if err != nil {
			return nil, err
		}
		list = append(list, Destination{o.Output, o.Format, write})
	}
	var paths []string
	for _, d := range list {
		paths = append(paths, d.Path)
	}
	if err := OwnFiles(a, paths); err != nil {
		return nil, err
	}
	if o.Print != "" && o.Format != "text" && o.Output == "" && !o.DryRun {
		return nil, cli.Usage("write one of them to a file: -o FILE",
			"--print and --format %s would mix on standard output", o.Format)
	}
	return list, nil
}

// toStdout gives standard output to the one report that asks for it, in the place of the text.
func (o *Output) toStdout(list []Destination) ([]Destination, error) {
	asked := func(d Destination) bool { return d.Path == cli.StdoutPath }
	i := slices.IndexFunc(list, asked)
	if i < 0 || o.DryRun {
		return list, nil
	}
	name := list[i].kind
	switch {
	case slices.ContainsFunc(list[i+1:], asked), o.Output == "" && o.Format != "text" && o.Format != name:
		return nil, cli.Usage("", "two reports go to standard output; give one a file of its own")
	case o.Print != "":
		return nil, cli.Usage("write the report to a file", "--print and --report %s=- would mix on standard output",
			name)
	case o.Output == "":
		o.Format = name
		return slices.Delete(list, i, i+1), nil
	}
	return list, nil
}

// WriteOf finds what writes a kind of report.
func (o *Output) WriteOf(name string) (report.Write, error) { return Kind(o.formats(), name) }

// WriteDocument writes every report to its file and the results to stdout. Text has gone out line by line already.
func (o *Output) WriteDocument(a *cli.App, doc *report.Document, files []Destination) error {
	doc.Named = a.Named()
	for _, d := range files {
		if d.Path == cli.StdoutPath {
			if err := d.Write(a.Out, doc); err != nil {
				return err
			}
			continue
		}
		if err := a.WriteFile(d.Path, func(w io.Writer) error { return d.Write(w, doc) }); err != nil {
			return err
		}
	}
	if o.Format == "text" || o.Output != "" {
		return nil
	}
	write, err := o.WriteOf(o.Format)
	if err != nil {
		return err
	}
	return write(a.Out, doc)
}
