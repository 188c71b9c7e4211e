package cmd

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// saved is the capture of --save.
type saved struct {
	file  *file.Writer
	hide  capture.Redaction
	tried int
	lost  int
	err   error // the first; the run goes on without the exchange
}

// openSaved opens the file for lines at its end; without a name there is none.
func (a *app) openSaved(path string, reports []destination) (*saved, error) {
	if path == "" {
		return nil, nil
	}
	for _, d := range reports {
		if filepath.Clean(d.path) == filepath.Clean(path) {
			return nil, usage("", "--save and a report both go to %s; give each a file of its own", path)
		}
	}
	if path == stdoutPath {
		return nil, usage("to look at what goes over the wire: -vv", "--save wants a file, got -")
	}
	file, err := file.Open(path, file.Options{})
	if err != nil {
		return nil, usage("", "--save %s: %w", path, cause(err))
	}
	if n := file.Repaired(); n > 0 {
		a.note("note: %s ended in half a line; %d bytes of it were taken out", safe.Visible(path), n)
	}
	return &saved{file: file, hide: capture.Redaction{Secrets: a.secrets}}, nil
}

// addResult appends what was sent, what came of it and how it was judged.
func (s *saved) addResult(result conformance.Result) {
	if s == nil || result.Exchange == nil {
		return
	}
	results := []conformance.Result{result}
	r := capture.NewRecord(result.Exchange, capture.Redaction{KeepSign: true})
	r.Verdict, r.Findings = replay.Verdict(results), replay.Findings(results)
	s.tried++
	if err := s.file.Append(r.Redact(s.hide)); err != nil { // with the findings, which may quote an answer
		s.lost++
		s.err = cmp.Or(s.err, err)
	}
}

func (s *saved) close() error {
	if s == nil {
		return nil
	}
	closed := s.file.Close()
	switch {
	case s.lost > 0:
		return &outputError{fmt.Errorf("write %s: %w; %d of %d exchanges are not in it", s.file.Path(), cause(s.err), s.lost, s.tried)}
	case closed != nil:
		return &outputError{fmt.Errorf("write %s: %w", s.file.Path(), cause(closed))}
	}
	return nil
}
