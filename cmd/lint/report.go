package lint

import (
	"errors"
	"io"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/payloads"
	lintreport "github.com/timhook/timhook/report/lint"
)

// destination is where a report goes, and in which format.
type destination struct {
	path  string
	write lintreport.Write
}

// destinations reads --report and --format. The first is what goes to standard output.
func (o *options) destinations(a *cli.App) ([]destination, error) {
	write, err := flags.Kind(lintreport.Formats(), o.format)
	if err != nil {
		return nil, err
	}
	list, paths := []destination{{cli.StdoutPath, write}}, []string(nil)
	taken := o.format != "text"
	for _, spec := range o.reports {
		kind, path, err := flags.KindAndPath(spec)
		if err != nil {
			return nil, err
		}
		write, err := flags.Kind(lintreport.Formats(), kind)
		switch {
		case err != nil:
			return nil, err
		case path != cli.StdoutPath:
			list, paths = append(list, destination{path, write}), append(paths, path)
			continue
		case taken && kind != o.format:
			return nil, cli.Usage("", "two reports go to standard output; give one a file of its own")
		}
		list[0].write, taken = write, true
	}
	return list, flags.OwnFiles(a, paths)
}

// open begins the results and the reports. The token is known by then, which they hide.
func (l *lintRun) open(o *options) error {
	list, err := o.destinations(l.app)
	if err != nil {
		return err
	}
	options := lintreport.Options{
		Level: lintLevel(o.level), Max: o.max, Version: cli.Version, Named: l.app.Named(),
	}
	if o.verbose {
		options.Level = payloads.May
	}
	for _, d := range list {
		own, w := options, io.Writer(l.app.Out)
		if d.path == cli.StdoutPath {
			own.Palette = l.app.Palette(l.app.RawOut)
		} else {
			file, err := l.app.WriteWhole(d.path)
			if err != nil {
				return errors.Join(err, l.close(false))
			}
			l.files, w = append(l.files, file), file.W
		}
		if d.write.Data && !o.maxFlag.Changed {
			own.Max = 0
		}
		l.out = append(l.out, lintreport.NewWriter(w, d.write, own))
	}
	return nil
}

// end writes the ends of the results and of the reports.
func (l *lintRun) end() error {
	err := l.out.End(l.summary)
	return errors.Join(err, l.close(err == nil))
}

func (l *lintRun) close(whole bool) error {
	var err error
	for _, file := range l.files {
		err = errors.Join(err, file.Close(whole))
	}
	return err
}
