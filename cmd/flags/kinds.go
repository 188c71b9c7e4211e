package flags

import (
	"iter"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/report/formats"
)

// Kind is the format of a name that KIND=PATH gives.
func Kind[W any](table formats.Table[W], name string) (W, error) {
	f, ok := table.Named(name)
	if ok {
		return f.Write, nil
	}
	var known []string
	for name := range table.Docs() {
		known = append(known, name)
	}
	hint := "the kinds are " + strings.Join(known, ", ")
	if near := nearest.Names(name, known); len(near) > 0 {
		hint = DidYouMean("", near[:1])
	}
	return f.Write, cli.Usage(hint, "unknown report kind %q", name)
}

// KindAndPath are the two parts of a value of --report.
func KindAndPath(spec string) (kind, path string, err error) {
	kind, path, ok := strings.Cut(spec, "=")
	if !ok || path == "" {
		return "", "", cli.Usage("", "--report %s: want KIND=PATH, for instance json=run.json", spec)
	}
	return kind, path, nil
}

// Placed is where a report goes, and what writes it.
type Placed[W any] struct {
	Path  string
	Write W
}

// Places reads --format and --report. The first is what goes to standard output, where one report may take the place
// of the text.
func Places[W any](a *cli.App, table formats.Table[W], format string, reports []string) ([]Placed[W], error) {
	write, err := Kind(table, format)
	if err != nil {
		return nil, err
	}
	list, paths := []Placed[W]{{cli.StdoutPath, write}}, []string(nil)
	taken := format != "text"
	for _, spec := range reports {
		kind, path, err := KindAndPath(spec)
		if err != nil {
			return nil, err
		}
		write, err := Kind(table, kind)
		switch {
		case err != nil:
			return nil, err
		case path != cli.StdoutPath:
			list, paths = append(list, Placed[W]{path, write}), append(paths, path)
			continue
		case taken && kind != format:
			return nil, cli.Usage("", "two reports go to standard output; give one a file of its own")
		}
		list[0].Write, taken = write, true
	}
	return list, OwnFiles(a, paths)
}

// OwnFiles makes sure that each report has a file of its own, which can be written.
func OwnFiles(a *cli.App, paths []string) error {
	for _, path := range paths {
		if err := a.Writes("the report "+path, path); err != nil {
			return err
		}
	}
	return nil
}

// Reports declares the flag for further reports, of the kinds that these are.
func (g *Group) Reports(p *[]string, docs iter.Seq2[string, string]) {
	g.List(p, "report", "write a report too; the kinds are those of --format, - is standard output", "KIND=PATH",
		NotRepeated, FileAfter("="), Completes(CompleteKinds(docs)))
}
