package cmd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/verbtest"
)

func TestASignalEndsTheMakingOfPacketsAtOnce(t *testing.T) {
	for _, args := range [][]string{
		{"generate", "all/*", "-n", "90"},
		{"send", "all/*", "http://127.0.0.1:1/im", "-n", "90"},
		{"send", "all/*", "http://127.0.0.1:1/im", "-n", "90", "--dry-run"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		a := verbtest.App()
		if code := a.Finish(run(ctx, a, args)); code != cli.ExitInterrupted {
			t.Errorf("%q: got exit code %d, want %d", args, code, cli.ExitInterrupted)
		}
	}
}

// cancelingWriter cancels when the first bytes come.
type cancelingWriter struct {
	bytes.Buffer
	cancel func()
}

func (c *cancelingWriter) Write(p []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(p)
}

func TestASignalEndsALongOutput(t *testing.T) {
	for _, args := range [][]string{
		{"generate", "send", "-n", "10"},
		{"send", "send", "http://127.0.0.1:1/im", "-n", "10", "--dry-run"},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		out := &cancelingWriter{cancel: cancel}
		a := cli.New(strings.NewReader(""), out, io.Discard, func(string) string { return "" })
		err := run(ctx, a, args)
		var exit *cli.Exit
		if !errors.As(err, &exit) || exit.Code != cli.ExitInterrupted {
			t.Errorf("%q: got %v, want the exit code %d", args, err, cli.ExitInterrupted)
		}
		if n := bytes.Count(out.Bytes(), []byte(`{"CallbackCommand"`)); n != 1 {
			t.Errorf("%q: got %d packets, want the one before the signal", args, n)
		}
	}
}
