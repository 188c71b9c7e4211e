package inputs

import (
	"context"
	"io"
	"slices"

	"github.com/timhook/timhook/webhook/capture/read"
)

// UntilDone are inputs that cannot be read any further once the context is done: somebody who has second thoughts does
// not wait for the end of a capture of gigabytes.
func UntilDone(ctx context.Context, inputs []read.Input) []read.Input {
	inputs = slices.Clone(inputs)
	for i, in := range inputs {
		inputs[i].Open = func() (io.ReadCloser, error) {
			file, err := in.Open()
			if err != nil {
				return nil, err
			}
			return readUntilDone{file, ctx}, nil
		}
	}
	return inputs
}

type readUntilDone struct {
	io.ReadCloser
	ctx context.Context
}

// Read implements [io.Reader].
func (r readUntilDone) Read(p []byte) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	return r.ReadCloser.Read(p)
}
