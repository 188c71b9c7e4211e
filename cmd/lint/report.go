package lint

import (
	"errors"
	"io"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/payloads"
	lintreport "github.com/timhook/timhook/report/lint"
)

// open begins the results and the reports. The token is known by then, which they hide.
func (l *lintRun) open(o *options) error {
	list, err := flags.Places(l.app, lintreport.Formats(), o.format, o.reports)
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
		if d.Path == cli.StdoutPath {
			own.Palette = l.app.Palette(l.app.RawOut)
		} else {
			file, err := l.app.WriteWhole(d.Path)
			if err != nil {
				return errors.Join(err, l.close(false))
			}
			l.files, w = append(l.files, file), file.W
		}
		if d.Write.Data && !o.maxFlag.Changed {
			own.Max = 0
		}
		l.out = append(l.out, lintreport.NewWriter(w, d.Write, own))
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
