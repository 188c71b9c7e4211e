package flags

import (
	"cmp"
	"context"
	"fmt"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// Saved is the capture of --save.
type Saved struct {
	file  *file.Writer
	hide  capture.Redaction
	tried int
	lost  int
	err   error // the first; the run goes on without the exchange
}

// OpenSaved opens the file for lines at its end; without a name there is none.
func OpenSaved(ctx context.Context, a *cli.App, path string) (*Saved, error) {
	if path == "" {
		return nil, nil
	}
	if path == cli.StdoutPath {
		return nil, cli.Usage("to look at what goes over the wire: -vv", "--save wants a file, got -")
	}
	if err := a.Appends("--save "+path, path); err != nil {
		return nil, err
	}
	file, err := file.OpenContext(ctx, path, file.Options{})
	switch {
	case ctx.Err() != nil:
		return nil, cli.ErrStopped()
	case err != nil:
		return nil, cli.Usage("", "--save %s: %w", path, cli.Cause(err))
	}
	if n := file.Repaired(); n > 0 {
		a.Note("note: %s ended in the middle of a line; its last %d bytes were removed", safe.Visible(path), n)
	}
	if file.Narrowed() {
		a.Note("note: others could open %s; from now on only you can", safe.Visible(path))
	}
	return &Saved{file: file, hide: a.Redaction()}, nil
}

// AddResult appends what was sent, what came of it and how it was judged.
func (s *Saved) AddResult(result conformance.Result) {
	if s == nil || result.Exchange == nil {
		return
	}
	results := []conformance.Result{result}
	r := capture.Unmasked(result.Exchange)
	r.Verdict, r.Findings = replay.Verdict(results), replay.Findings(results)
	s.tried++
	if _, err := s.file.Append(r.Redact(s.hide)); err != nil { // with the findings, which may quote an answer
		s.lost++
		s.err = cmp.Or(s.err, err)
	}
}

func (s *Saved) Close() error {
	if s == nil {
		return nil
	}
	closed := s.file.Close()
	switch {
	case s.lost > 0:
		return &cli.OutputError{Err: fmt.Errorf("write %s: %w; %d of %d exchanges are not in it", s.file.Path(),
			cli.Cause(s.err), s.lost, s.tried)}
	case closed != nil:
		return &cli.OutputError{Err: fmt.Errorf("write %s: %w", s.file.Path(), cli.Cause(closed))}
	}
	return nil
}
