package record

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/record"
	recordreport "github.com/timhook/timhook/report/record"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// session is a server with its file and its lines on the terminal.
type session struct {
	a        *cli.App
	o        *options
	forward  *webhook.Endpoint
	listener net.Listener
	path     string
	file     *file.Writer
	lines    recordreport.Lines
	silence  *time.Timer // until the hint that no callback has come
}

func newSession(a *cli.App, o *options, forward *webhook.Endpoint) *session {
	return &session{a: a, o: o, forward: forward, lines: recordreport.Lines{
		W: a.Out, Palette: a.Palette(a.RawOut), JSON: o.format == "ndjson",
		Judged: o.check, Verbose: o.verbose, Quiet: o.quiet,
	}}
}

// seen shows an exchange. The server calls it for one at a time.
func (s *session) seen(e record.Event) {
	if e.Method == http.MethodPost {
		s.silence.Stop()
	}
	s.lines.Exchange(e)
}

// open listens and opens the file, then writes the ready file.
func (s *session) open(ctx context.Context) error {
	var err error
	if s.o.ready != "" {
		if err := cli.Writable(s.o.ready); err != nil {
			return err
		}
	}
	if s.listener, err = cli.Listen(ctx, s.o.listen); err != nil {
		return err
	}
	if err = s.checkForward(); err == nil {
		err = s.openFile()
	}
	if err != nil {
		_ = s.listener.Close()
		return err
	}
	if s.o.ready == "" {
		return nil
	}
	return s.a.WriteFile(s.o.ready, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, s.listener.Addr())
		return err
	})
}

// openFile opens the capture file in a folder that only its owner may look into, since packets hold what people write.
func (s *session) openFile() error {
	s.path = s.o.output
	if s.path == "" {
		s.path = filepath.Join("captures", time.Now().Format(time.DateOnly)+".ndjson")
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return cli.Usage("", "--output %s: %w", s.path, cli.Cause(err))
	}
	err := CheckBegun(s.path)
	if err != nil {
		return cli.Usage("", "--output %s: %w", s.path, cli.Cause(err))
	}
	s.file, err = file.Open(s.path, file.Options{MaxSize: int64(s.o.rotateSize), MaxAge: s.o.rotateEvery})
	if err != nil {
		return cli.Usage("", "--output %s: %w", s.path, cli.Cause(err))
	}
	if n := s.file.Repaired(); n > 0 {
		s.a.Note("note: %s ended in half a line; %d bytes of it were taken out", safe.Visible(s.path), n)
	}
	return nil
}

// save appends an exchange. Its error leaves the file's name out, since the note around it has it.
func (s *session) save(r *capture.Record) error {
	if err := s.file.Append(r); err != nil {
		return cli.Cause(err)
	}
	return nil
}

// files are the names of the files for a command line: the first, and how the last is called if there are more.
func (s *session) files() string {
	if last := s.file.Path(); last != s.path {
		return safe.Quote(s.path) + " ... " + safe.Quote(last)
	}
	return safe.Quote(s.path)
}

// welcome writes to stderr where the server listens, what it forwards to, and how Chat reaches it.
func (s *session) welcome(o record.Options) {
	a := s.a
	a.Note("recording on %s into %s; end it with Ctrl-C", s.url(s.listener.Addr().String()), safe.Visible(s.path))
	switch {
	case o.Forward != nil:
		a.Note("forwarding to %s", safe.Visible(webhook.WithoutQuery(o.Forward)))
	case o.Reply != nil:
		a.Note("answering with --reply")
	default:
		a.Note("answering %s", judge.Canonical)
	}
	if !s.o.quiet {
		a.Note("for Chat: point a tunnel at %s and enter its public address as the callback URL in Chat's console; "+
			"to try it: %s", s.local(), s.attempt())
	}
	s.silence = time.AfterFunc(silenceUntilHint, s.hint)
}

// silenceUntilHint is how long no callback may come before the hint: setting up Chat's console takes less.
const silenceUntilHint = 30 * time.Second

func (s *session) hint() {
	s.a.Note("hint: no callback in %v; look in Chat's console whether the callback URL is a public address "+
		"that leads here (Chat does not reach 127.0.0.1 or a private network) "+
		"and whether the switch of each callback is on; that this end works shows %s", silenceUntilHint, s.attempt())
}

// attempt is a command line that sends to the server from the same machine, where its certificate names another host.
func (s *session) attempt() string {
	text := "timhook send all " + s.url(s.local()) + "/im"
	if s.o.cert != "" {
		text += " -k"
	}
	return text
}

// url is how a sender addresses the server.
func (s *session) url(address string) string {
	if s.o.cert != "" {
		return "https://" + address
	}
	return "http://" + address
}

// local is the server's address for a sender on the same machine.
func (s *session) local() string {
	address, ok := s.listener.Addr().(*net.TCPAddr)
	if ok && address.IP.IsUnspecified() {
		return fmt.Sprintf("127.0.0.1:%d", address.Port)
	}
	return s.listener.Addr().String()
}

// end closes the file and writes the summary.
func (s *session) end(sum record.Summary, err error) error {
	s.silence.Stop()
	closed := s.file.Close()
	if s.o.ready != "" {
		_ = os.Remove(s.o.ready)
	}
	s.summary(sum)
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

func (s *session) summary(sum record.Summary) {
	a := s.a
	a.Note("%s", recordreport.Counted(sum, s.o.check))
	if s.forward != nil && sum.Callbacks+sum.Others > 0 {
		a.Note("recording has added %s (p50), %s (p99)", recordreport.Milliseconds(sum.AddedP50),
			recordreport.Milliseconds(sum.AddedP99))
	}
	if sum.Callbacks == 0 {
		return
	}
	to := "http://127.0.0.1:8080/im"
	if s.forward != nil {
		to = webhook.WithoutQuery(s.forward)
	}
	a.Note("to send them again: timhook replay %s %s", s.files(), safe.Quote(to))
}
