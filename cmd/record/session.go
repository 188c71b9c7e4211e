package record

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/record"
	recordreport "github.com/timhook/timhook/report/record"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// session is a server with its file and its lines on the terminal.
type session struct {
	a        *cli.App
	o        *options
	options  record.Options
	listener net.Listener
	path     string
	file     *file.Writer
	ready    *cli.Ready
	lines    recordreport.Lines
	last     string      // the file of the exchange before
	silence  *time.Timer // until the hint that no callback has come
}

func newSession(a *cli.App, o *options, options record.Options) *session {
	return &session{a: a, o: o, options: options, lines: recordreport.Lines{
		W: a.Out, Palette: a.Palette(a.RawOut), JSON: o.format == "ndjson",
		Judged: o.check, Verbose: o.verbose, Quiet: o.quiet,
	}}
}

// seen shows an exchange. The server calls it for one at a time.
func (s *session) seen(e record.Event) {
	if e.Other == "" {
		s.silence.Stop()
	}
	if e.Entry.Number > 0 && e.Entry.Path != s.last {
		if s.last != "" {
			s.a.Note("note: from here on the numbers are of %s", safe.Visible(e.Entry.Path))
		}
		s.last = e.Entry.Path
	}
	s.lines.Exchange(e)
}

// open listens and opens the file, then writes the ready file.
func (s *session) open(ctx context.Context) error {
	var err error
	if err := s.a.CheckReady("--"+readyFlag, s.o.ready); err != nil {
		return err
	}
	if s.listener, err = cli.Listen(ctx, s.o.listen); err != nil {
		return err
	}
	if err = s.checkForward(); err == nil {
		err = s.openFile(ctx)
	}
	if err != nil {
		_ = s.listener.Close()
		return err
	}
	s.ready, err = s.a.WriteReady(s.o.ready, s.listener.Addr())
	return err
}

// openFile opens the capture file in a folder that only its owner may look into, since packets hold what people write.
func (s *session) openFile(ctx context.Context) error {
	s.path = s.o.output
	if s.path == "" {
		s.path = filepath.Join("captures", time.Now().Format(time.DateOnly)+".ndjson")
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return cli.Usage("", "--output %s: %w", s.path, cli.Cause(err))
	}
	err := s.a.Appends("--output "+s.path, s.path)
	if err != nil {
		return err
	}
	s.file, err = file.OpenContext(ctx, s.path, file.Options{MaxSize: int64(s.o.rotateSize), MaxAge: s.o.rotateEvery})
	switch {
	case ctx.Err() != nil && err != nil:
		return &cli.Exit{Code: cli.ExitInterrupted, Meaning: fmt.Sprintf(
			"interrupted while %s was opened; a pipe is open once another process reads it", safe.Visible(s.path))}
	case err != nil:
		return cli.Usage("", "--output %s: %w", s.path, cli.Cause(err))
	}
	if n := s.file.Repaired(); n > 0 {
		s.a.Note("note: %s ended in the middle of a line; its last %d bytes were removed", safe.Visible(s.path), n)
	}
	if s.file.Narrowed() {
		s.a.Note("note: others could open %s; from now on only you can", safe.Visible(s.file.Path()))
	}
	return nil
}

// save appends an exchange. Its error leaves the file's name out, since the note around it has it.
func (s *session) save(r *capture.Record) (file.At, error) {
	at, err := s.file.Append(r)
	if err != nil {
		return at, cli.Cause(err)
	}
	return at, nil
}

// server is the part that messages name.
func (s *session) server() recordreport.Server {
	return recordreport.Server{Address: s.listener.Addr(), Path: s.path, Options: s.options}
}

// silenceUntilHint is how long no callback may come before the hint: setting up Chat's console takes less.
const silenceUntilHint = 30 * time.Second

// welcome writes to stderr where the server listens and how it is reached.
func (s *session) welcome() {
	s.tell(s.server().Begin(!s.o.quiet)...)
	s.silence = time.AfterFunc(silenceUntilHint, func() { s.tell(s.server().Silent(silenceUntilHint)) })
}

func (s *session) tell(lines ...string) {
	for _, line := range lines {
		s.a.Note("%s", line)
	}
}

// end closes the file and writes the summary.
func (s *session) end(sum record.Summary, err error) error {
	s.silence.Stop()
	closed := s.file.Close()
	s.ready.Remove()
	s.tell(s.server().End(sum, s.file.Path())...)
	switch {
	case err != nil:
		return err
	case sum.Unsaved > 0:
		return &cli.OutputError{Err: fmt.Errorf("write %s: of %d exchanges, %d are not in it", s.path,
			sum.Callbacks+sum.Others, sum.Unsaved)}
	case closed != nil:
		return &cli.OutputError{Err: fmt.Errorf("write %s: %w", s.path, cli.Cause(closed))}
	case sum.Callbacks+sum.Others > 0 && cli.IsGone(s.file.Path()):
		return &cli.OutputError{Err: fmt.Errorf("write %s: it was removed in the meantime, and with it what it held",
			s.file.Path())}
	}
	return nil
}
