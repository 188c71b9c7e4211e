package inputs

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/read"
)

func TestAnInputEndsWithTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	closed := false
	in := read.Input{Name: "a", Open: func() (io.ReadCloser, error) {
		return closer{strings.NewReader("0123456789"), &closed}, nil
	}}
	file, err := UntilDone(ctx, []read.Input{in})[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 4)
	if n, err := file.Read(p); n != 4 || err != nil {
		t.Errorf("got %d bytes and %v, want 4", n, err)
	}
	cancel()
	if n, err := file.Read(p); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %d bytes and %v after the end, want none", n, err)
	}
	if err := file.Close(); err != nil || !closed {
		t.Errorf("got %v, want it closed", err)
	}
	gone := errors.New("gone")
	in.Open = func() (io.ReadCloser, error) { return nil, gone }
	if _, err := UntilDone(ctx, []read.Input{in})[0].Open(); !errors.Is(err, gone) {
		t.Errorf("got %v, want %v", err, gone)
	}
}

type closer struct {
	io.Reader
	closed *bool
}

func (c closer) Close() error {
	*c.closed = true
	return nil
}
