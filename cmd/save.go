package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// saved is the file of --save. Only its owner may read it: packets hold what people write.
type saved struct {
	file *os.File
	hide func(*bytes.Buffer) *report.Redactor
	err  error // the first; the run goes on without the file
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
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, usage("", "--save %s: %w", path, cause(err))
	}
	return &saved{file: file, hide: func(b *bytes.Buffer) *report.Redactor { return a.out.Over(b) }}, nil
}

// add writes one whole line at once, so that a run that is ended leaves no half of one.
func (s *saved) add(x *webhook.Exchange) {
	if s == nil || x == nil || s.err != nil {
		return
	}
	line, err := capture.NewRecord(x, capture.Redaction{}).AppendLine(nil)
	if err == nil {
		var buf bytes.Buffer
		safe := s.hide(&buf)
		_, _ = safe.Write(line) // a buffer takes everything
		_ = safe.Flush()
		_, err = s.file.Write(buf.Bytes())
	}
	s.err = err
}

func (s *saved) close() error {
	if s == nil {
		return nil
	}
	if err := errors.Join(s.err, s.file.Close()); err != nil {
		return &outputError{fmt.Errorf("write %s: %w", s.file.Name(), cause(err))}
	}
	return nil
}
