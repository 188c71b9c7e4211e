package inputs

import (
	"io"
	"os"
	"slices"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Bytes is how long the inputs are together, for the line of progress; 0: the length of one is not known, as of a pipe,
// or is not that of the entries that are wanted.
func Bytes(inputs []read.Input) (sum int64) {
	for _, in := range inputs {
		info, err := os.Stat(in.Name)
		if err != nil || !info.Mode().IsRegular() || in.First > 0 {
			return 0
		}
		sum += info.Size()
	}
	return sum
}

// Counted are inputs whose bytes are counted as they are read.
func Counted(c *cli.Counter, inputs []read.Input) []read.Input {
	inputs = slices.Clone(inputs)
	for i, in := range inputs {
		inputs[i].Open = func() (io.ReadCloser, error) {
			file, err := in.Open()
			if err != nil {
				return nil, err
			}
			return c.Reads(file), nil
		}
	}
	return inputs
}
