package cmd

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report"
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
}

func (o *outputFlags) bind(c *cobra.Command) {
	g := flagGroup(c, "Output")
	g.enum(&o.format, "format", "text", "format of the results", formats())
	g.flags.StringArrayVar(&o.reports, "report", nil, "write a report as well: `KIND=PATH`, repeatable; the kinds are those of --format")
	g.flags.StringVarP(&o.output, "output", "o", "", "write the results to `FILE`")
	g.flags.Var(&enumValue{value: &o.print, choices: []choice{{"curl", "a shell command"}, {"http", "the bytes on the wire"}, {"json", "the packet"}}}, "print", "print each request as it is sent: `curl|http|json`")
	g.flags.BoolVar(&o.dryRun, "dry-run", false, "send nothing; print the requests (--print http unless given)")
	g.flags.CountVarP(&o.verbose, "verbose", "v", "show packet and answer of each callback; -vv every byte")
	g.flags.BoolVarP(&o.quiet, "quiet", "q", false, "show findings only")
	g.enum(&o.progress, "progress", "auto", "progress on stderr", []choice{{"auto", "a line on a terminal"}, {"plain", "a line every few seconds"}, {"none", "none"}})
	g.done()
}

func formats() []choice {
	var list []choice
	for _, f := range report.Formats() {
		list = append(list, choice{f.Name, f.Doc})
	}
	return list
}

// destinations reads --report before anything is sent.
func (o *outputFlags) destinations() (map[string]report.Format, error) {
	found := map[string]report.Format{}
	for _, spec := range o.reports {
		kind, path, ok := strings.Cut(spec, "=")
		if !ok || path == "" {
			return nil, usage("", "--report %s: want KIND=PATH, for instance json=run.json", spec)
		}
		f, err := formatNamed(kind)
		if err != nil {
			return nil, err
		}
		found[path] = f
	}
	return found, nil
}

func formatNamed(name string) (report.Format, error) {
	var known []string
	for _, f := range report.Formats() {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	hint := "the kinds are " + strings.Join(known, ", ")
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = "did you mean " + near[0] + "?"
	}
	return report.Format{}, usage(hint, "unknown report kind %q", name)
}

// write writes the results and every further report. Text has gone out line by line already.
func (o *outputFlags) write(a *app, r *conformance.Report, reports map[string]report.Format) error {
	for path, f := range reports {
		if err := a.writeFile(path, func(w io.Writer) error { return f.Write(w, r) }); err != nil {
			return err
		}
	}
	if o.format == "text" && o.output == "" {
		return nil
	}
	f, err := formatNamed(o.format)
	if err != nil {
		return err
	}
	if o.output != "" {
		return a.writeFile(o.output, func(w io.Writer) error { return f.Write(w, r) })
	}
	return f.Write(a.out, r)
}

// writeFile writes a whole file or none: a report half written would be read as a whole one.
func (a *app) writeFile(path string, write func(io.Writer) error) error {
	var buf bytes.Buffer
	safe := a.out.Over(&buf)
	if err := write(safe); err != nil {
		return err
	}
	if err := safe.Flush(); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".timhook-*")
	if err != nil {
		return usage("", "write %s: %w", path, err)
	}
	_, err = temp.Write(buf.Bytes())
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
		return usage("", "write %s: %w", path, err)
	}
	return nil
}

// palette decides on colour for one stream: the flag, then the environment, then whether it is a terminal.
func (a *app) palette(stream io.Writer) report.Palette {
	switch {
	case a.color == "always":
		return report.NewPalette(true)
	case a.color == "never", a.environment("NO_COLOR") != "":
		return report.NewPalette(false)
	case set(a.environment("FORCE_COLOR")), set(a.environment("CLICOLOR_FORCE")):
		return report.NewPalette(true)
	}
	return report.NewPalette(a.environment("TERM") != "dumb" && isTerminal(stream))
}

func set(variable string) bool { return variable != "" && variable != "0" }

func isTerminal(stream io.Writer) bool {
	f, isFile := stream.(*os.File)
	return isFile && isatty.IsTerminal(f.Fd())
}
