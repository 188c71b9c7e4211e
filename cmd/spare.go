package cmd

import (
	"cmp"
	"os"

	"github.com/timhook/timhook/webhook/capture/read"
)

// spareInputs refuses to write to a file that is read: a report would take its place, and a capture would be read on and on
// while it grows. what is how the message calls it.
func spareInputs(what, path string, inputs []read.Input) error {
	target, err := os.Stat(path)
	if path == "" || err != nil {
		return nil // there is nothing to spare, or it is found when it is opened
	}
	for _, in := range inputs {
		if source, err := os.Stat(in.Name); err == nil && source.Mode().IsRegular() && os.SameFile(target, source) {
			return usage("", "%s: the file is read for this; want another one", what)
		}
	}
	return nil
}

// spareInputs looks at all that a replay writes.
func (r *replayRun) spareInputs() error {
	err := spareInputs("--save "+r.o.save, r.o.save, r.source.Inputs)
	for _, d := range r.files {
		err = cmp.Or(err, spareInputs("the report "+d.path, d.path, r.source.Inputs))
	}
	return err
}
