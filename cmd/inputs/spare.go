package inputs

import (
	"os"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook/capture/read"
)

// SpareInputs refuses to write to a file that is read: a report would take its place, and a capture would be read on
// and on while it grows. The message calls the file what.
func SpareInputs(what, path string, inputs []read.Input) error {
	target, err := os.Stat(path)
	if path == "" || err != nil {
		return nil // there is nothing to spare, or it is found when it is opened
	}
	for _, in := range inputs {
		if source, err := os.Stat(in.Name); err == nil && source.Mode().IsRegular() && os.SameFile(target, source) {
			return cli.Usage("", "%s: the file is read for this; want another one", what)
		}
	}
	return nil
}
