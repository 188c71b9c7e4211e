package read

import (
	"errors"
	"io"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// commands reads shell lines that call curl.
func (r *inputReader) commands(s *scan.Source) error {
	script := shell.NewScript(s)
	for !r.done() {
		call, err := script.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err == nil && call.Err != nil:
			err = r.reject(call.Line, call.Err)
		case err == nil:
			r.accept(&Entry{Record: capture.Record{Request: call.Request}, Line: call.Line, place: call.Place})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
