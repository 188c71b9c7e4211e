package inputs

import (
	"context"
	"io"
	"slices"

	"github.com/timhook/timhook/webhook/capture/read"
)

// UntilDone are inputs that cannot be read any further once the context is done, so that a signal ends the reading of
// gigabytes.
func UntilDone(ctx context.Context, inputs []read.Input) []read.Input {
	inputs = slices.Clone(inputs)
	for i, in := range inputs {
		inputs[i].Open = func() (io.ReadCloser, error) {
			file, err := in.Open()
			if err != nil {
				return nil, err
			}
			return untilDone{file, func(p []byte) (int, error) {
				if err := context.Cause(ctx); err != nil {
					return 0, err
				}
				return file.Read(p)
			}}, nil
		}
	}
	return inputs
}

type untilDone struct {
	io.Closer
	read func([]byte) (int, error)
}

// Read implements [io.Reader].
func (u untilDone) Read(p []byte) (int, error) { return u.read(p) }
