package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// capture is the file of --save. Only its owner may read it: packets hold what people write.
type capture struct {
	file *os.File
	hide func(*bytes.Buffer) *report.Redactor
	err  error // the first; the run goes on without the file
}

// openCapture opens the file for lines at its end; without a name there is none.
func (a *app) openCapture(path string, reports []destination) (*capture, error) {
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
	return &capture{file: file, hide: func(b *bytes.Buffer) *report.Redactor { return a.out.Over(b) }}, nil
}

// add writes one whole line at once, so that a run that is ended leaves no half of one.
func (c *capture) add(x *webhook.Exchange) {
	if c == nil || x == nil || c.err != nil {
		return
	}
	line, err := webhook.NewRecord(x).AppendLine(nil)
	if err == nil {
		var buf bytes.Buffer
		safe := c.hide(&buf)
		_, _ = safe.Write(line) // a buffer takes everything
		_ = safe.Flush()
		_, err = c.file.Write(buf.Bytes())
	}
	c.err = err
}

func (c *capture) close() error {
	if c == nil {
		return nil
	}
	if err := errors.Join(c.err, c.file.Close()); err != nil {
		return &outputError{fmt.Errorf("write %s: %w", c.file.Name(), cause(err))}
	}
	return nil
}
