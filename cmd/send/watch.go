package send

import (
	"context"
	"errors"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
)

// lookEvery is soon enough for who has just saved a file.
const lookEvery = 250 * time.Millisecond

// watch sends the packet, and sends it again after each change of its file. A changed file without a packet gets a
// message, and the watch goes on: the next change may correct it. The first file has to be right.
func (s *sending) watch(ctx context.Context) error {
	path := s.o.packet.Body
	look := func() cli.FileStates {
		states := cli.FileStates{}
		states.Add(path)
		return states
	}
	for round := 1; ; round++ {
		before := look()
		err := s.once(ctx)
		_, isVerdict := errors.AsType[*cli.Exit](err)
		_, isOutput := errors.AsType[*cli.OutputError](err)
		switch {
		case ctx.Err() != nil:
			return &cli.Exit{Code: cli.ExitInterrupted}
		case err == nil, isVerdict:
		case round == 1, isOutput:
			return err
		default:
			s.a.Tell(err)
		}
		_ = s.a.Out.Flush()
		s.a.Note("watching %s; end it with Ctrl-C", safe.Visible(path))
		_ = s.a.Err.Flush()
		if (cli.Watch{Every: lookEvery, Look: look}).Wait(ctx, before) == cli.Stopped {
			return &cli.Exit{Code: cli.ExitInterrupted}
		}
	}
}
